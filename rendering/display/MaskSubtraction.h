#pragma once

#include "base/Result.h"
#include "image/ImageSeries.h"

#include <optional>
#include <vector>

namespace isocenter {

/// What is subtracted from what. Logarithms undo the exponential law of absorption where values are proportional to the beam's
/// intensity, so that a vessel looks the same over bone and over lung.
enum class SubtractionSpace { Values, Logarithms };

/// A frame and what its header says of it.
struct SubtractionFrame
{
    FrameRef ref;
    FramePtr frame;
};

struct SubtractionRequest
{
    std::vector<SubtractionFrame> contrast; ///< averaged; the first is the frame in view
    std::vector<SubtractionFrame> mask;     ///< averaged, then moved
    MaskShift shift;
    /// Of a presentation state, in place of the frames' own; its VOI is meant for differences of values.
    std::optional<ModalityTransform> modality;
};

/// A subtracted picture as an image of its own: float values around 0, no padding but NaN (where the mask was moved away, or
/// one of the frames is padding), no modality transform, one window: symmetric around 0, 1000 wide for logarithms, else from the
/// mask's values. Everything else is as the frame in view has it.
struct SubtractedFrame
{
    FrameRef ref; ///< of frame 0
    FramePtr frame;
    SubtractionSpace space = SubtractionSpace::Values;
};

/// Logarithms where the image says that its values are proportional to the intensity (Pixel Intensity Relationship LIN, not
/// falling), have no modality table, and no presentation state speaks; else values.
SubtractionSpace subtractionSpace(const SubtractionRequest& request);

/// Mean of the contrast frames minus the moved mean of the mask frames, after the modality LUT and before the VOI (PS3.3
/// C.7.6.10.1, PS3.4 N.2.1.2). Of logarithms: 1000 ln. The mask is moved by linear interpolation.
/// Keeps the mask of the last request, so that playing a run costs one subtraction a frame. One object a viewport, used by one
/// thread. Never throws.
class MaskSubtractor
{
public:
    /// An error for colour, for frames of other sizes or other places than the first, and where memory is short.
    Result<SubtractedFrame> subtract(const SubtractionRequest& request);

private:
    struct MaskKey
    {
        std::vector<FramePtr> frames;
        std::optional<ModalityTransform> modality;
        SubtractionSpace space = SubtractionSpace::Values;
    };
    void prepareMask(const SubtractionRequest& request, SubtractionSpace space);

    MaskKey m_key;
    std::vector<float> m_mask; ///< as stored in place
    MaskShift m_shift;
    std::vector<float> m_moved; ///< by m_shift; empty: not made yet
    Window m_window;
};

} // namespace isocenter
