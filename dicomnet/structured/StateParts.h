#pragma once

#include "base/Result.h"
#include "file/DataSet.h"
#include "presentation/PresentationState.h"

// The parts of a presentation state, each read from the item that holds them. Values that make no sense are left out, with a
// sentence in PresentationState::problems where that changes what is seen.
namespace isocenter {

/// Referenced Image Sequence of `item`.
void readImageReferences(const Item& item, ImageReferences& out);
/// Referenced Series Sequence of `item`.
void readSeriesReferences(const Item& item, ImageReferences& out);
/// Modality LUT or rescale, then Softcopy VOI LUT Sequence.
void readGrayscale(const Item& item, PresentationState& state, ModalityTransform& modality, std::vector<SoftcopyVoi>& voi);
/// The two sets of a blending state (PS3.3 C.11.14); state.blending stays empty if it names none below.
void readBlending(const Item& root, PresentationState& state);
/// All of an advanced one (PS3.3 C.11.33, C.11.34), or an error: at most 16 inputs and 32 steps that depend on no later result.
Result<void> readAdvancedBlending(const Item& root, PresentationState& state);
/// Rotation, flip, displayed areas.
void readSpatial(const Item& root, PresentationState& state);
/// Layers and annotations.
void readAnnotations(const Item& root, PresentationState& state);

} // namespace isocenter
