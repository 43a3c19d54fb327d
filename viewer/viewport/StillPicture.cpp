#include "viewport/StillPicture.h"

#include "annotation/AnnotationPainter.h"
#include "display/StateOverrides.h"
#include "viewport/BlendPlan.h"
#include "viewport/OverlayPainter.h"
#include "viewport/SliceSlider.h"
#include "viewport/StatePose.h"

#include <QPainter>

namespace isocenter {

namespace {

PresentationStatePtr appliedOf(const StillRequest& request, const FrameRef& ref)
{
    const PresentationStatePtr& state = request.view.presentation;
    return state && state->appliesTo(ref) ? state : nullptr;
}

void describeState(const StillRequest& request, const FrameRef& ref, const PresentationStatePtr& state, ViewDescription& view)
{
    const DisplayState& own = request.view.display;
    view.presentation = request.view.presentation;
    view.presentationApplies = state != nullptr;
    view.presentationModified = own.window || own.fullRange || own.invert || !request.stateView;
    view.hasOverlays = !shownOverlays(ref, state).empty() || (state && !state->annotations.empty());
    view.hasShutter = !shutterOf(ref, state).isEmpty();
    view.overlaysShown = request.view.overlays;
    view.shutterShown = request.view.shutter;
}

RegionLayer regionsOf(const StillRequest& request, const FrameRef& ref)
{
    RegionLayer layer;
    layer.setFrame(request.series->regions, ref, request.series->order.spacing, request.view.regions);
    return layer;
}

/// Shutter, overlays and annotations, in device pixels and then in widget coordinates.
void paintAbove(QImage& picture, const StillRequest& request, const FrameRef& ref, const ViewGeometry& geometry)
{
    const PresentationStatePtr state = appliedOf(request, ref);
    const PlaneBits none = [](const ImagePtr&, const OverlayPlane&, int) { return BitPlanePtr(); };
    const QImage planes = paintPlanes({ref, state, request.view.overlays, request.view.shutter,
                                       shownPixelAspect(state.get(), ref), geometry.imageToDevice(), request.size},
                                      request.planes ? request.planes : none);
    if (!planes.isNull()) {
        QPainter(&picture).drawImage(QPoint(0, 0), planes);
    }
    const RegionLayer regions = regionsOf(request, ref);
    if (!regions.isEmpty()) {
        picture.setDevicePixelRatio(request.ratio);
        QPainter painter(&picture);
        regions.paint(painter, geometry.imageToWidget());
    }
    if (state && request.view.overlays) {
        picture.setDevicePixelRatio(request.ratio);
        QPainter painter(&picture);
        paintAnnotations(painter, annotationShapes(*state, ref, annotationPlace(*state, ref, geometry)));
    }
}

/// What is painted: the frame, or the difference.
SubtractionFrame paintedOf(const StillRequest& request, const FrameRef& ref)
{
    return request.subtracted ? SubtractionFrame{request.subtracted->ref, request.subtracted->frame}
                              : SubtractionFrame{ref, request.frame};
}

ViewDescription describe(const StillRequest& request, const FrameRef& ref)
{
    ViewDescription view;
    view.series = request.series;
    view.index = request.index;
    view.hasFrame = request.frame != nullptr;
    view.cautions = request.frame ? request.frame->cautions() : QStringList();
    view.failure = request.failure;
    view.loaded = request.series->count(); // a still waits for nothing
    const PresentationStatePtr state = appliedOf(request, ref);
    const ViewPose pose = state && request.stateView ? statePose(*state, ref, {request.ratio}) : request.view.pose;
    view.geometry = {QSizeF(request.size) / request.ratio, QSize(ref.image->columns, ref.image->rows),
                     shownPixelAspect(state.get(), ref), request.ratio, pose};
    view.display = request.view.display;
    view.display.overrides = state ? overridesOf(*state, ref, request.subtracted ? &*request.subtracted : nullptr) : nullptr;
    view.subtraction = planSubtraction(*request.series, request.index, state.get(), request.view.subtraction);
    if (request.subtracted) {
        view.subtractedIn = request.subtracted->space;
    }
    describeState(request, ref, state, view);
    if (request.blend) {
        view.blended = request.blend->parts;
        view.blendProblem = request.blend->problem;
    } else if (const BlendPlanPtr plan = planBlend(*request.series, ref, state)) {
        view.blended = plan->parts;
        view.blendProblem = plan->problem;
        view.blendWaiting = plan->problem.isEmpty();
    }
    view.nearest = request.view.interpolation == Interpolation::Nearest;
    view.inverted = request.view.display.invert;
    view.window = request.view.display.window;
    view.texts = request.texts;
    view.regions = request.frame ? regionsOf(request, ref).shown() : std::vector<RegionLayer::Shown>();
    view.regionsShown = request.view.regions.shown;
    if (request.frame && !ref.image->isColor() && request.frame->samples() == 1) {
        const SubtractionFrame painted = paintedOf(request, ref);
        const GrayTransform gray(*painted.ref.image, painted.ref.frame, *painted.frame, view.display);
        view.window = gray.window();
        view.automaticWindow = gray.automatic();
        view.voiTable = gray.usesTable();
    }
    return view;
}

} // namespace

QImage paintStill(const StillRequest& request)
{
    QImage picture(request.size, QImage::Format_RGB32);
    picture.fill(Qt::black);
    if (!request.series || request.index < 0 || request.index >= request.series->count()) {
        return picture;
    }
    const FrameRef& ref = request.series->frames[static_cast<std::size_t>(request.index)];
    ViewDescription view = describe(request, ref);
    if (request.frame) {
        FusionPainter slices;
        const SubtractionFrame painted = paintedOf(request, ref);
        slices.setFrame(painted.frame, painted.ref.image, painted.ref.frame);
        slices.setFusion(request.blend ? request.blend->fusion : nullptr);
        picture = slices.paint({request.size, view.geometry.imageToDevice(), request.view.interpolation}, view.display).copy();
        paintAbove(picture, request, ref, view.geometry);
        describeColors(slices.colors(), view);
    }
    picture.setDevicePixelRatio(request.ratio);
    QPainter painter(&picture);
    OverlayPainter(SliceSlider::kWidth).paint(painter, view.geometry.viewport(), describeOverlay(view, CornerTexts::shipped()));
    return picture;
}

} // namespace isocenter
