#pragma once

#include "image/ImageSeries.h"
#include "presentation/PresentationState.h"

#include <QString>

#include <optional>
#include <vector>

namespace isocenter {

/// What the reader chose of mask subtraction, on top of what the image or a presentation state says.
struct SubtractionChoice
{
    std::optional<bool> on;         ///< empty: as the state, without one the image, recommends
    std::optional<FrameRef> mask;   ///< in place of theirs; a frame of the same series
    std::optional<MaskShift> shift; ///< in place of theirs, for all frames
};
bool operator==(const SubtractionChoice& a, const SubtractionChoice& b);
inline bool operator!=(const SubtractionChoice& a, const SubtractionChoice& b)
{
    return !(a == b);
}

/// What is to be subtracted from one frame of a series, all said and done.
struct SubtractionPlan
{
    bool offered = false;     ///< the state, the image or the reader has a mask for some frame
    bool wanted = false;      ///< pictures are to be subtracted
    bool recommended = false; ///< by the state, or the image
    std::vector<FrameRef> contrast;
    std::vector<FrameRef> mask; ///< empty: none is for this frame
    MaskShift shift;
    bool ownMask = false; ///< chosen by the reader
    bool ownShift = false;
    std::optional<ModalityTransform> modality; ///< of the state in force
    QString explanation;                       ///< of the file; may be empty
    QString problem;                           ///< there is a mask for this frame, but it makes no sense: one sentence

    /// A picture of the frame as it is would not be what was asked for.
    bool replacesFrame() const { return wanted && (!mask.empty() || !problem.isEmpty()); }
};

/// `state` is the one in force for the frame, or null. A state without masks means: none, whatever the image says (PS3.4 N.2).
SubtractionPlan planSubtraction(const ImageSeries& series, int index, const PresentationState* state,
                                const SubtractionChoice& choice);
/// "3", "2 to 5", "2, 4, 9": numbers as a reader counts, of the file's frames; of single images the place in the series.
QString maskNumbers(const ImageSeries& series, const std::vector<FrameRef>& mask);

} // namespace isocenter
