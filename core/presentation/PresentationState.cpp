#include "presentation/PresentationState.h"

#include <QCoreApplication>

#include <algorithm>

namespace isocenter {

namespace {

const InstanceUid& uidOf(const FrameRef& ref)
{
    return ref.image->record.instance.uid;
}

template <typename Items> auto* itemFor(const Items& items, const FrameRef& ref)
{
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.images.allows(uidOf(ref), ref.frame); });
    return found == items.end() ? nullptr : &*found;
}

QString kindName(PresentationState::Kind kind)
{
    switch (kind) {
    case PresentationState::Kind::Color:
        return QCoreApplication::translate("PresentationState", "Colour state");
    case PresentationState::Kind::PseudoColor:
        return QCoreApplication::translate("PresentationState", "Pseudo-colour state");
    case PresentationState::Kind::Blending:
    case PresentationState::Kind::AdvancedBlending:
        return QCoreApplication::translate("PresentationState", "Blending state");
    default:
        break;
    }
    return QCoreApplication::translate("PresentationState", "Presentation state");
}

} // namespace

bool PresentationState::appliesTo(const FrameRef& ref) const
{
    return blending ? blending->base().contains(ref) : images.contains(uidOf(ref), ref.frame);
}

bool PresentationState::concerns(const ImageAttributes& image) const
{
    return blending ? blending->base().concerns(image) : images.hasImage(image.record.instance.uid);
}

const SoftcopyVoi* PresentationState::voiFor(const FrameRef& ref) const
{
    return blending ? blending->base().voiFor(ref) : itemFor(voi, ref);
}

const DisplayedArea* PresentationState::areaFor(const FrameRef& ref) const
{
    return itemFor(areas, ref);
}

std::vector<MaskOperation> PresentationState::masksFor(const FrameRef& ref) const
{
    std::vector<MaskOperation> operations;
    for (const StateMask& mask : masks) {
        if (mask.images.allows(uidOf(ref), ref.frame)) {
            operations.push_back(mask.operation);
        }
    }
    return operations;
}

const GraphicLayer* PresentationState::layer(const QString& name) const
{
    const auto found = std::find_if(layers.begin(), layers.end(), [&](const GraphicLayer& l) { return l.name == name; });
    return found == layers.end() ? nullptr : &*found;
}

QString PresentationState::overlayLayer(int group) const
{
    if (!object) {
        return {};
    }
    const auto found = std::find_if(object->overlays.begin(), object->overlays.end(),
                                    [&](const OverlayPlane& plane) { return plane.group == group; });
    return found == object->overlays.end() ? QString() : found->activationLayer;
}

QString PresentationState::name() const
{
    const QString words = singleLine(label.isEmpty() ? description : label, 64);
    return words.isEmpty() ? kindName(kind) : words;
}

std::vector<BlendedImages> blendedImages(const ImageSeries& series, const std::vector<ImagePtr>& images,
                                         const std::vector<std::shared_ptr<const SpatialRegistration>>& registrations)
{
    std::vector<BlendedImages> result;
    for (const PresentationStatePtr& state : series.states) {
        if (!state->blending) {
            continue;
        }
        BlendedImages blended{state, {}, registrations};
        blended.inputs.resize(state->blending->inputs.size());
        for (std::size_t i = 0; i < blended.inputs.size(); ++i) {
            const BlendingInput& input = state->blending->inputs[i];
            for (const ImagePtr& image : images) {
                const bool isOne = i != state->blending->below && image->hasPixels() && input.concerns(*image);
                for (int frame = 0; isOne && frame < image->frames; ++frame) {
                    if (input.contains({image, frame})) {
                        blended.inputs[i].push_back({image, frame});
                    }
                }
            }
        }
        result.push_back(std::move(blended));
    }
    return result;
}

std::vector<ImageSeriesPtr> withStates(const std::vector<ImageSeriesPtr>& series, const std::vector<PresentationStatePtr>& states)
{
    if (states.empty()) {
        return series;
    }
    std::vector<PresentationStatePtr> sorted = states;
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a->created > b->created; });
    std::vector<ImageSeriesPtr> result;
    for (const ImageSeriesPtr& one : series) {
        auto copy = std::make_shared<ImageSeries>(*one);
        copy->states.clear();
        for (const PresentationStatePtr& state : sorted) {
            if (std::any_of(copy->frames.begin(), copy->frames.end(),
                            [&](const FrameRef& ref) { return state->appliesTo(ref); })) {
                copy->states.push_back(state);
            }
        }
        result.push_back(copy->states.empty() ? one : copy);
    }
    return result;
}

} // namespace isocenter
