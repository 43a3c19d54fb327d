#include "viewport/PicturePlanes.h"

#include "display/CieLab.h"
#include "display/PlaneRaster.h"
#include "display/ShutterMask.h"

#include <algorithm>
#include <new>

namespace isocenter {

namespace {

const QColor kGraphics(255, 214, 102);
const QColor kRegion(120, 220, 150);

const OverlayPlane* planeOf(const ImagePtr& image, int group)
{
    const auto found = std::find_if(image->overlays.begin(), image->overlays.end(),
                                    [&](const OverlayPlane& plane) { return plane.group == group && plane.rows > 0; });
    return found == image->overlays.end() ? nullptr : &*found;
}

QColor layerColor(const GraphicLayer* layer)
{
    if (layer && layer->color) {
        return QColor(srgbOf(*layer->color));
    }
    return layer && layer->grey ? QColor(greyOf(*layer->grey)) : kGraphics;
}

std::vector<ShownOverlay> activated(const FrameRef& ref, const PresentationState& state)
{
    std::vector<std::pair<int, ShownOverlay>> ordered;
    for (const OverlayPlane& entry : state.object->overlays) {
        if (entry.activationLayer.isEmpty() || state.shutter.bitmapGroup == entry.group) {
            continue;
        }
        const bool own = entry.rows > 0;
        const OverlayPlane* plane = own ? &entry : planeOf(ref.image, entry.group);
        const auto frame = plane ? plane->frameFor(ref.frame) : std::nullopt;
        if (frame) {
            const GraphicLayer* layer = state.layer(entry.activationLayer);
            ordered.push_back({layer ? layer->order : 0, {own ? state.object : ref.image, *plane, *frame, layerColor(layer)}});
        }
    }
    std::stable_sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<ShownOverlay> shown;
    for (auto& [order, overlay] : ordered) {
        shown.push_back(std::move(overlay));
    }
    return shown;
}

BitPlanePtr maskOf(const PlanesRequest& request, const BitPlanePtr& bitmap, const OverlayPlane* plane, ShutterCache& cache)
{
    const FrameRef& ref = request.ref;
    const bool same = cache.image == ref.image && cache.state == request.state && cache.frame == ref.frame &&
                      cache.aspect == request.aspect && cache.bitmap == bitmap;
    if (!same) {
        cache = {ref.image,
                 request.state,
                 ref.frame,
                 request.aspect,
                 bitmap,
                 shutterMask(shutterOf(ref, request.state), ref.image->rows, ref.image->columns, request.aspect, bitmap,
                             plane ? *plane : OverlayPlane())};
    }
    return cache.mask;
}

void paintShutter(const PlanesRequest& request, const PlaneBits& bits, ShutterCache& cache, QImage& picture)
{
    const Shutter& shutter = shutterOf(request.ref, request.state);
    const OverlayPlane* plane =
        request.state && shutter.bitmapGroup ? planeOf(request.state->object, *shutter.bitmapGroup) : nullptr;
    const auto frame = plane ? plane->frameFor(request.ref.frame) : std::nullopt;
    const BitPlanePtr bitmap = frame ? bits(request.state->object, *plane, *frame) : nullptr;
    if (const BitPlanePtr mask = maskOf(request, bitmap, plane, cache)) {
        paintPlane(picture, *mask, QPointF(0, 0), request.imageToDevice, shutterColor(shutter), PlaneSampling::Centre);
    }
}

QImage paint(const PlanesRequest& request, const PlaneBits& bits, ShutterCache& cache)
{
    const bool shutter = request.shutter && !shutterOf(request.ref, request.state).isEmpty();
    const std::vector<ShownOverlay> overlays =
        request.overlays ? shownOverlays(request.ref, request.state) : std::vector<ShownOverlay>();
    if (!shutter && overlays.empty()) {
        return {};
    }
    QImage picture(request.size, QImage::Format_ARGB32_Premultiplied);
    if (picture.isNull()) {
        return picture;
    }
    picture.fill(Qt::transparent);
    if (shutter) {
        paintShutter(request, bits, cache, picture);
    }
    for (const ShownOverlay& overlay : overlays) {
        if (const BitPlanePtr plane = bits(overlay.source, overlay.plane, overlay.frame)) {
            const QPointF origin(overlay.plane.originColumn - 1, overlay.plane.originRow - 1);
            paintPlane(picture, *plane, origin, request.imageToDevice, overlay.color.rgb(), PlaneSampling::Any);
        }
    }
    return picture;
}

} // namespace

std::vector<ShownOverlay> shownOverlays(const FrameRef& ref, const PresentationStatePtr& state)
{
    if (state) {
        return activated(ref, *state);
    }
    std::vector<ShownOverlay> shown;
    for (const OverlayPlane& plane : ref.image->overlays) {
        const auto frame = plane.rows > 0 ? plane.frameFor(ref.frame) : std::nullopt;
        if (frame) {
            shown.push_back({ref.image, plane, *frame, plane.region ? kRegion : kGraphics});
        }
    }
    return shown;
}

const Shutter& shutterOf(const FrameRef& ref, const PresentationStatePtr& state)
{
    return state ? state->shutter : ref.image->shutter;
}

QImage paintPlanes(const PlanesRequest& request, const PlaneBits& bits, ShutterCache* cache)
{
    try {
        ShutterCache once;
        return paint(request, bits, cache ? *cache : once);
    } catch (const std::bad_alloc&) {
        return {};
    }
}

} // namespace isocenter
