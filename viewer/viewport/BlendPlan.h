#pragma once

#include "display/FusionStack.h"
#include "display/StateOverrides.h"
#include "presentation/PresentationState.h"

#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace isocenter {

/// A set of images that a blending state mixes with those in view, for the marks.
struct BlendedPart
{
    QString name;          ///< "PT 5: Whole body"
    double share = 0;      ///< of the picture where all sets have something, 0 to 1
    bool here = false;     ///< something of it lies at the image in view
    QString registration;  ///< the name of the registration that places it; empty: it needs none
    std::size_t input = 0; ///< of the state
};

/// What a blending state mixes with the images of a series, found and checked. Immutable once shared.
struct BlendPlan
{
    struct Input
    {
        std::vector<FrameRef> frames;
        std::optional<FusionStack> stack; ///< not of the images in view, nor of an input that takes no part
        std::shared_ptr<const DisplayOverrides> overrides;
    };
    PresentationStatePtr state;
    std::vector<Input> inputs;
    std::vector<BlendedPart> parts; ///< of those with a stack or a problem
    QString problem;                ///< why nothing is blended: one sentence

    const Blending& blending() const { return *state->blending; }
};

using BlendPlanPtr = std::shared_ptr<const BlendPlan>;

/// Why an image that a blending state is for cannot be mixed by it: one sentence; usually empty.
QString refusalOf(const FrameRef& onto, const Blending& blending);

/// For an image that the state is for; null for states that blend nothing. What cannot be blended as a whole is not blended at
/// all, with the reason.
BlendPlanPtr planBlend(const ImageSeries& series, const FrameRef& onto, const PresentationStatePtr& state);

} // namespace isocenter
