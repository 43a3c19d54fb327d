#pragma once

#include "display/DisplayState.h"
#include "presentation/PresentationState.h"

#include <memory>

namespace isocenter {

/// What a presentation state says of the grey of one frame; null where it says nothing of grey (colour states, images in
/// colour, frames that it is not for).
std::shared_ptr<const DisplayOverrides> overridesOf(const PresentationState& state, const FrameRef& ref);

/// The same, and the same object again as long as what it depends on is the same: a display state compares it by identity.
class StateOverrides
{
public:
    std::shared_ptr<const DisplayOverrides> of(const PresentationStatePtr& state, const FrameRef& ref);

private:
    PresentationStatePtr m_state;
    const SoftcopyVoi* m_voi = nullptr;
    bool m_signed = false;
    bool m_applies = false;
    std::shared_ptr<const DisplayOverrides> m_overrides;
};

} // namespace isocenter
