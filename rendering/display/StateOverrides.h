#pragma once

#include "display/DisplayState.h"
#include "display/MaskSubtraction.h"
#include "presentation/PresentationState.h"

#include <memory>

namespace isocenter {

/// What a presentation state says of the grey of one frame, or of the meaning of its colours; null where it says nothing of
/// them (frames that it is not for, states in grey over images in colour). `subtracted`: for that difference instead, which the
/// state's modality transform is in already; without a VOI in the state its own window.
std::shared_ptr<const DisplayOverrides> overridesOf(const PresentationState& state, const FrameRef& ref,
                                                    const SubtractedFrame* subtracted = nullptr);

/// What a blending state says of one of its sets of grey images (PS3.3 C.11.14, C.11.33), for values that the modality transform
/// is in already. Without a VOI: all values that `frames` can have. The VOI is that of the first. Its colours are those of the
/// palette as they are: the state's profile is for the mixture.
std::shared_ptr<const DisplayOverrides> inputOverrides(const BlendingInput& input, const std::vector<FrameRef>& frames);

/// The same, and the same object again as long as what it depends on is the same: a display state compares it by identity.
class StateOverrides
{
public:
    std::shared_ptr<const DisplayOverrides> of(const PresentationStatePtr& state, const FrameRef& ref,
                                               const SubtractedFrame* subtracted = nullptr);

private:
    PresentationStatePtr m_state;
    const SoftcopyVoi* m_voi = nullptr;
    bool m_signed = false;
    bool m_applies = false;
    bool m_color = false;
    std::optional<Window> m_subtracted; ///< window of the difference
    ModalityTransform m_modality;       ///< the frame's own, where the state leaves it to that
    std::shared_ptr<const DisplayOverrides> m_overrides;
};

} // namespace isocenter
