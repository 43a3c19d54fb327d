#include "viewport/ImageViewportState.h"

#include "annotation/AnnotationPainter.h"
#include "viewport/StatePose.h"

#include <QPainter>
#include <QScreen>

#include <algorithm>

// What a viewport does with presentation states, shutters and overlays.
namespace isocenter {

namespace {

ScreenScale scaleOf(const QWidget& widget)
{
    ScreenScale scale;
    scale.ratio = widget.devicePixelRatioF();
    const QScreen* screen = widget.screen();
    if (screen && screen->physicalSize().width() > 20) { // smaller ones are made up
        scale.pixelsPerMm = screen->geometry().width() / screen->physicalSize().width();
    }
    return scale;
}

} // namespace

PresentationStatePtr ImageViewport::State::applied() const
{
    const FrameRef* frame = view.presentation ? ref() : nullptr;
    return frame && view.presentation->appliesTo(*frame) ? view.presentation : nullptr;
}

ViewPose ImageViewport::State::pose() const
{
    const PresentationStatePtr state = applied();
    if (!state) {
        return view.pose;
    }
    return statePoseChanged ? *statePoseChanged : statePose(*state, *ref(), scaleOf(q));
}

DisplayState ImageViewport::State::display() const
{
    DisplayState state = view.display;
    state.overrides = ref() && view.presentation ? overrides.of(view.presentation, *ref(), shown().subtracted) : nullptr;
    return state;
}

bool ImageViewport::State::isModified() const
{
    const DisplayState& own = view.display;
    return statePoseChanged || own.window || own.fullRange || own.invert || view.subtraction != SubtractionChoice();
}

void ImageViewport::State::describeState(ViewDescription& description) const
{
    description.presentation = view.presentation;
    description.presentationApplies = applied() != nullptr;
    description.presentationModified = isModified();
    description.statesForFrame = static_cast<int>(q.presentations().size());
    if (const FrameRef* frame = ref()) {
        description.hasOverlays =
            !shownOverlays(*frame, applied()).empty() || (applied() && !annotationShapes(*applied(), *frame, {}).empty());
        description.hasShutter = !shutterOf(*frame, applied()).isEmpty();
    }
    description.overlaysShown = view.overlays;
    description.shutterShown = view.shutter;
    description.overlayProblem = planes.problem();
}

void ImageViewport::State::paintPlanes(QPainter& painter)
{
    const FrameRef* frame = ref();
    const PresentationStatePtr state = applied();
    const ViewGeometry place = geometry();
    const QImage& picture = planes.picture({*frame, state, view.overlays, view.shutter, shownPixelAspect(state.get(), *frame),
                                            place.imageToDevice(), place.deviceSize()});
    if (!picture.isNull()) {
        painter.save();
        painter.scale(1 / q.devicePixelRatioF(), 1 / q.devicePixelRatioF());
        painter.drawImage(QPoint(0, 0), picture);
        painter.restore();
    }
    if (state && view.overlays) {
        paintAnnotations(painter, annotationShapes(*state, *frame, annotationPlace(*state, *frame, place)));
    }
}

void ImageViewport::setPresentation(const PresentationStatePtr& state)
{
    const bool known =
        !state || (series() && std::find(series()->states.begin(), series()->states.end(), state) != series()->states.end());
    if (state == m->view.presentation || !known) {
        return;
    }
    m->view.presentation = state;
    m->view.subtraction = {};
    m->statePoseChanged.reset();
    m->setDisplay(DisplayState());
    update();
    Q_EMIT presentationChanged();
    Q_EMIT viewChanged();
    Q_EMIT windowChanged();
}

const PresentationStatePtr& ImageViewport::presentation() const
{
    return m->view.presentation;
}

std::vector<PresentationStatePtr> ImageViewport::presentations() const
{
    std::vector<PresentationStatePtr> states;
    const FrameRef* frame = m->ref();
    if (frame && series()) {
        std::copy_if(series()->states.begin(), series()->states.end(), std::back_inserter(states),
                     [&](const PresentationStatePtr& state) { return state->appliesTo(*frame); });
    }
    return states;
}

void ImageViewport::setPlanesVisible(bool overlays, bool shutter)
{
    if (overlays != m->view.overlays || shutter != m->view.shutter) {
        m->view.overlays = overlays;
        m->view.shutter = shutter;
        update();
        Q_EMIT presentationChanged();
    }
}

bool ImageViewport::areOverlaysVisible() const
{
    return m->view.overlays;
}

bool ImageViewport::isShutterVisible() const
{
    return m->view.shutter;
}

void ImageViewport::State::paintRegions(QPainter& painter)
{
    if (ref() && !loader.series()->regions.empty()) {
        regionLayer.setFrame(loader.series()->regions, *ref(), loader.series()->order.spacing, view.regions);
        regionLayer.paint(painter, geometry().imageToWidget());
    } else {
        regionLayer.clear();
    }
}

void ImageViewport::setRegionChoice(const RegionChoice& choice)
{
    if (!(choice == m->view.regions)) {
        m->view.regions = choice;
        update();
        Q_EMIT presentationChanged();
    }
}

const RegionChoice& ImageViewport::regionChoice() const
{
    return m->view.regions;
}

} // namespace isocenter
