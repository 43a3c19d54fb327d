#pragma once

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
/// Rotation, flip, displayed areas.
void readSpatial(const Item& root, PresentationState& state);
/// Layers and annotations.
void readAnnotations(const Item& root, PresentationState& state);

} // namespace isocenter
