#include "display/StateOverrides.h"

namespace isocenter {

namespace {

bool concernsGrey(const PresentationState& state, const FrameRef& ref)
{
    return !ref.image->isColor() && state.kind != PresentationState::Kind::Color && state.appliesTo(ref);
}

/// Written without a sign, first values of signed images come out too high (PS3.3 C.11.1.1.1).
std::shared_ptr<const LookupTable> withSign(const std::shared_ptr<const LookupTable>& table, bool isSigned)
{
    if (!table || !isSigned || table->first <= 32767) {
        return table;
    }
    auto copy = std::make_shared<LookupTable>(*table);
    copy->first -= 65536;
    return copy;
}

std::shared_ptr<const PseudoPalette> paletteOf(const PresentationState& state)
{
    if (state.kind != PresentationState::Kind::PseudoColor || !state.palette[0] || !state.palette[1] || !state.palette[2]) {
        return nullptr;
    }
    auto palette = std::make_shared<PseudoPalette>();
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const LookupTable& table = *state.palette[channel];
        for (const std::uint16_t entry : table.data) {
            palette->channels[channel].push_back(static_cast<std::uint8_t>(table.bits > 8 ? entry >> (table.bits - 8) : entry));
        }
    }
    return palette;
}

} // namespace

std::shared_ptr<const DisplayOverrides> overridesOf(const PresentationState& state, const FrameRef& ref)
{
    if (!concernsGrey(state, ref)) {
        return nullptr;
    }
    auto overrides = std::make_shared<DisplayOverrides>();
    overrides->modality = state.modality;
    overrides->modality.table = withSign(state.modality.table, ref.image->isSigned);
    if (const SoftcopyVoi* voi = state.voiFor(ref)) {
        if (!voi->tables.empty()) {
            overrides->voiTable = withSign(voi->tables.front(), ref.image->isSigned && !state.modality.table);
        } else if (!voi->windows.empty()) {
            overrides->window = voi->windows.front();
        }
    }
    overrides->presentationLut = state.presentationTable;
    overrides->inverse = state.inverse;
    overrides->palette = paletteOf(state);
    return overrides;
}

std::shared_ptr<const DisplayOverrides> StateOverrides::of(const PresentationStatePtr& state, const FrameRef& ref)
{
    if (!state) {
        return nullptr;
    }
    const bool applies = concernsGrey(*state, ref);
    const SoftcopyVoi* voi = applies ? state->voiFor(ref) : nullptr;
    if (state != m_state || applies != m_applies || voi != m_voi || ref.image->isSigned != m_signed) {
        m_state = state;
        m_voi = voi;
        m_signed = ref.image->isSigned;
        m_applies = applies;
        m_overrides = overridesOf(*state, ref);
    }
    return m_overrides;
}

} // namespace isocenter
