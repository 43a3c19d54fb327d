#include "viewport/StatePose.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

/// Image coordinates; both corner pixels belong to it.
QRectF areaOf(const DisplayedArea& area)
{
    const double left = std::min(area.first.x(), area.last.x()) - 1.0;
    const double top = std::min(area.first.y(), area.last.y()) - 1.0;
    return {QPointF(left, top), QPointF(std::max(area.first.x(), area.last.x()), std::max(area.first.y(), area.last.y()))};
}

QRectF wholeOf(const FrameRef& ref)
{
    return {0, 0, static_cast<double>(ref.image->columns), static_cast<double>(ref.image->rows)};
}

} // namespace

ViewPose statePose(const PresentationState& state, const FrameRef& ref, const ScreenScale& screen)
{
    ViewPose pose;
    pose.quarterTurns = state.quarterTurns;
    pose.flipHorizontal = state.flipHorizontal;
    const DisplayedArea* area = state.areaFor(ref);
    if (!area) {
        return pose;
    }
    const QRectF shown = areaOf(*area);
    if (shown != wholeOf(ref)) {
        pose.area = shown;
    }
    if (area->mode == DisplayedArea::Mode::TrueSize && area->spacing) {
        pose.zoom = area->spacing->column * screen.pixelsPerMm;
    } else if (area->mode == DisplayedArea::Mode::Magnify) {
        pose.zoom = area->magnification / screen.ratio;
    }
    return pose;
}

double shownPixelAspect(const PresentationState* state, const FrameRef& ref)
{
    const DisplayedArea* area = state ? state->areaFor(ref) : nullptr;
    double aspect = 0;
    if (area && area->spacing) {
        aspect = area->spacing->row / area->spacing->column;
    } else if (area && area->aspect) {
        aspect = *area->aspect;
    }
    return std::isfinite(aspect) && aspect >= 0.05 && aspect <= 20 ? aspect : ViewGeometry::pixelAspect(*ref.image, ref.frame);
}

AnnotationPlace annotationPlace(const PresentationState& state, const FrameRef& ref, const ViewGeometry& geometry)
{
    const DisplayedArea* area = state.areaFor(ref);
    const QTransform toWidget = geometry.imageToWidget();
    return {toWidget, toWidget.mapRect(area ? areaOf(*area) : wholeOf(ref)), QRectF(QPointF(0, 0), geometry.viewport())};
}

} // namespace isocenter
