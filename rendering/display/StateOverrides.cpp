#include "display/StateOverrides.h"

#include "display/ColorTransform.h"

#include <algorithm>
#include <cmath>
#include <limits>

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

std::shared_ptr<const PseudoPalette> paletteOf(const std::shared_ptr<const LookupTable> (&tables)[3])
{
    if (!tables[0] || !tables[1] || !tables[2]) {
        return nullptr;
    }
    auto palette = std::make_shared<PseudoPalette>();
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const LookupTable& table = *tables[channel];
        for (const std::uint16_t entry : table.data) {
            palette->channels[channel].push_back(static_cast<std::uint8_t>(table.bits > 8 ? entry >> (table.bits - 8) : entry));
        }
    }
    return palette;
}

/// The palette's colours as those of the screen. A colour depends on all three channels, so they get one length.
std::shared_ptr<const PseudoPalette> onScreen(const std::shared_ptr<const PseudoPalette>& palette, const ColorTransform& colors)
{
    constexpr std::size_t kEntries = 4096;
    const auto& in = palette->channels;
    const bool equal = in[0].size() == in[1].size() && in[0].size() == in[2].size() && in[0].size() > 1;
    const std::size_t entries = equal ? in[0].size() : kEntries;
    auto out = std::make_shared<PseudoPalette>();
    for (std::size_t i = 0; i < entries; ++i) {
        const double level = static_cast<double>(i) / static_cast<double>(entries - 1);
        float rgb[3];
        for (std::size_t channel = 0; channel < 3; ++channel) {
            rgb[channel] = palette->at(channel, level);
        }
        colors.apply(rgb);
        for (std::size_t channel = 0; channel < 3; ++channel) {
            out->channels[channel].push_back(static_cast<std::uint8_t>(rgb[channel] + 0.5F));
        }
    }
    return out;
}

void useProfile(const PresentationState& state, DisplayOverrides& overrides)
{
    if (!overrides.palette || !state.profile) {
        return;
    }
    const Result<ColorTransformPtr> colors = ColorTransform::make(state.profile.get());
    if (!colors) {
        overrides.problem = colors.error().message;
    } else if (*colors) {
        overrides.palette = onScreen(overrides.palette, **colors);
    }
}

/// A colour state says what the colours of its images mean, whatever they say themselves (PS3.4 N.2.2).
std::shared_ptr<const DisplayOverrides> colorsOf(const PresentationState& state, const FrameRef& ref)
{
    if (!ref.image->isColor() || state.kind != PresentationState::Kind::Color || !state.appliesTo(ref)) {
        return nullptr;
    }
    auto overrides = std::make_shared<DisplayOverrides>();
    overrides->hasProfile = true;
    overrides->profile = state.profile;
    return overrides;
}

bool leavesModality(const PresentationState& state)
{
    return state.blending && state.blending->base().ownModality;
}

bool isSame(const ModalityTransform& a, const ModalityTransform& b)
{
    return a.slope == b.slope && a.intercept == b.intercept && a.table == b.table && a.unit == b.unit;
}

/// Over all values that can be stored, by the modality transform.
Window wholeRange(const BlendingInput& input, const std::vector<FrameRef>& frames)
{
    double least = std::numeric_limits<double>::max();
    double most = std::numeric_limits<double>::lowest();
    for (const FrameRef& ref : frames) {
        const ModalityTransform& modality = input.ownModality ? ref.attributes().modality : input.modality;
        const double count = std::exp2(std::min(ref.image->bitsStored, 32));
        const double first = ref.image->isSigned ? -count / 2 : 0;
        for (const double stored : {first, first + count - 1}) {
            const double value = stored * modality.slope + modality.intercept;
            least = std::min(least, modality.table ? 0 : value);
            most = std::max(most, modality.table ? std::exp2(modality.table->bits) - 1 : value);
        }
    }
    return {(least + most) / 2, std::max(most - least, 1e-6), VoiFunction::LinearExact, {}};
}

/// Of a difference, whose values have a sign whatever the image's have.
void useDifference(DisplayOverrides& overrides, const SubtractedFrame& subtracted)
{
    const FrameAttributes& attributes = subtracted.ref.attributes();
    overrides.modality = attributes.modality;
    overrides.voiTable = withSign(overrides.voiTable, true);
    if (!overrides.window && !overrides.voiTable) {
        overrides.window = attributes.windows.front();
    }
}

} // namespace

std::shared_ptr<const DisplayOverrides> overridesOf(const PresentationState& state, const FrameRef& ref,
                                                    const SubtractedFrame* subtracted)
{
    if (!concernsGrey(state, ref)) {
        return colorsOf(state, ref);
    }
    auto overrides = std::make_shared<DisplayOverrides>();
    if (leavesModality(state)) {
        overrides->modality = ref.attributes().modality;
    } else {
        overrides->modality = state.blending ? state.blending->base().modality : state.modality;
        overrides->modality.table = withSign(overrides->modality.table, ref.image->isSigned);
    }
    if (const SoftcopyVoi* voi = state.voiFor(ref)) {
        if (!voi->tables.empty()) {
            overrides->voiTable = withSign(voi->tables.front(), ref.image->isSigned && !overrides->modality.table);
        } else if (!voi->windows.empty()) {
            overrides->window = voi->windows.front();
        }
    }
    if (subtracted) {
        useDifference(*overrides, *subtracted);
    }
    overrides->presentationLut = state.presentationTable;
    overrides->inverse = state.inverse;
    if (state.kind == PresentationState::Kind::PseudoColor) {
        overrides->palette = paletteOf(state.palette);
        useProfile(state, *overrides);
    } else if (state.blending) {
        overrides->palette = paletteOf(state.blending->base().palette);
    }
    return overrides;
}

std::shared_ptr<const DisplayOverrides> inputOverrides(const BlendingInput& input, const std::vector<FrameRef>& frames)
{
    auto overrides = std::make_shared<DisplayOverrides>();
    if (frames.empty()) {
        return overrides;
    }
    const FrameRef& first = frames.front();
    const ModalityTransform& modality = input.ownModality ? first.attributes().modality : input.modality;
    overrides->modality.unit = modality.unit;
    overrides->palette = paletteOf(input.palette);
    const SoftcopyVoi* voi = input.voiFor(first);
    if (voi && !voi->tables.empty()) {
        overrides->voiTable = withSign(voi->tables.front(), first.image->isSigned && !modality.table);
    } else if (voi && !voi->windows.empty()) {
        overrides->window = voi->windows.front();
    } else {
        overrides->window = wholeRange(input, frames);
    }
    return overrides;
}

std::shared_ptr<const DisplayOverrides> StateOverrides::of(const PresentationStatePtr& state, const FrameRef& ref,
                                                           const SubtractedFrame* subtracted)
{
    if (!state) {
        return nullptr;
    }
    const bool applies = state->appliesTo(ref);
    const SoftcopyVoi* voi = applies ? state->voiFor(ref) : nullptr;
    const std::optional<Window> window = subtracted ? std::optional(subtracted->ref.attributes().windows.front()) : std::nullopt;
    const ModalityTransform modality = leavesModality(*state) ? ref.attributes().modality : ModalityTransform();
    if (state != m_state || !isSame(modality, m_modality) || applies != m_applies || voi != m_voi ||
        ref.image->isSigned != m_signed || ref.image->isColor() != m_color || !(window == m_subtracted)) {
        m_state = state;
        m_voi = voi;
        m_signed = ref.image->isSigned;
        m_applies = applies;
        m_color = ref.image->isColor();
        m_subtracted = window;
        m_modality = modality;
        m_overrides = overridesOf(*state, ref, subtracted);
    }
    return m_overrides;
}

} // namespace isocenter
