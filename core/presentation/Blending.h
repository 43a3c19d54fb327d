#pragma once

#include "image/ImageSeries.h"
#include "presentation/ImageReferences.h"

#include <memory>
#include <vector>

namespace isocenter {

/// One item of the Softcopy VOI LUT Sequence (PS3.3 C.11.8): alternatives, of which the first table, else the first window is
/// the default.
struct SoftcopyVoi
{
    ImageReferences images; ///< empty: all
    std::vector<Window> windows;
    std::vector<std::shared_ptr<const LookupTable>> tables;
};

/// One item of the Threshold Sequence (PS3.3 C.11.33.1.2): modality values that are shown.
struct ValueThreshold
{
    enum class Type { Within, Outside, AtLeast, AtMost, Above, Below };
    Type type = Type::Within;
    double first = 0;
    double last = 0; ///< Within, Outside: not less than `first`; both ends are within
    bool shows(double value) const;
};

/// What a blending state says of one of its sets of images (PS3.3 C.11.14, C.11.33).
struct BlendingInput
{
    ImageReferences images; ///< empty: all of `series`
    SeriesUid series;       ///< may be empty where there are images
    ModalityTransform modality;
    bool ownModality = false; ///< the images' own in place of `modality`: the state has no place for one
    std::vector<SoftcopyVoi> voi;
    std::shared_ptr<const LookupTable> palette[3]; ///< grey -> red, green, blue; null: grey
    std::vector<ValueThreshold> thresholds;        ///< shown are values that any of them shows; empty: all
    std::vector<InstanceUid> registrations;        ///< by which it is placed; empty: the state names none

    bool contains(const FrameRef& ref) const;
    bool concerns(const ImageAttributes& image) const; ///< at least one of its frames
    const SoftcopyVoi* voiFor(const FrameRef& ref) const;
    bool isShown(double modalityValue) const;
};

/// One mixture (PS3.4 N.2.4.3, N.2.6). Foreground: the first operand by `opacity`, the second by what is left of 1; where one has
/// nothing, the other unmixed. Equal: the mean of those that have something. Where no operand has anything, the result has
/// nothing.
struct BlendingStep
{
    enum class Mode { Foreground, Equal };
    Mode mode = Mode::Foreground;
    std::vector<int> operands; ///< an input's index, or the number of inputs plus an earlier step's index; two for Foreground
    double opacity = 1;        ///< 0 to 1
};

/// How sets of images become one picture. Sound as made by the readers: at least one input and one step, all indices valid, each
/// step but the last needed by a later one.
struct Blending
{
    std::vector<BlendingInput> inputs;
    std::vector<BlendingStep> steps; ///< in the order in which they are done; the last is shown
    std::size_t below = 0;           ///< the input whose images the state is for: the others are placed on their pixels

    const BlendingInput& base() const { return inputs[below]; }
    /// What each input has of the picture where all of them have something; their sum is 1.
    std::vector<double> shares() const;
    bool uses(std::size_t input) const; ///< it is an operand
};

} // namespace isocenter
