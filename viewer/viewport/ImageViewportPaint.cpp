#include "viewport/ImageViewportState.h"
#include "viewport/StatePose.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPaintEvent>

#include <algorithm>
#include <cmath>

namespace isocenter {

const FrameRef* ImageViewport::State::ref() const
{
    const ImageSeriesPtr& series = loader.series();
    return series && index >= 0 && index < series->count() ? &series->frames[static_cast<std::size_t>(index)] : nullptr;
}

FramePtr ImageViewport::State::loadedFrame() const
{
    return ref() ? loader.frame(index) : nullptr;
}

ViewGeometry ImageViewport::State::geometry() const
{
    const FrameRef* frame = ref();
    if (!frame) {
        return {QSizeF(q.size()), QSize(1, 1), 1.0, q.devicePixelRatioF(), pose()};
    }
    const QSize image(frame->image->columns, frame->image->rows);
    return {QSizeF(q.size()), image, shownPixelAspect(applied().get(), *frame), q.devicePixelRatioF(), pose()};
}

void ImageViewport::State::setPose(const ViewPose& wanted)
{
    if (!(wanted == pose())) {
        if (applied()) {
            statePoseChanged = wanted;
        } else {
            view.pose = wanted;
        }
        q.update();
        Q_EMIT q.viewChanged();
    }
}

void ImageViewport::State::setDisplay(const DisplayState& state)
{
    const auto explanation = [](const DisplayState& s) { return s.window ? s.window->explanation : QString(); };
    DisplayState own = state;
    own.overrides.reset(); // they follow the frame
    if (own != view.display || explanation(own) != explanation(view.display)) {
        view.display = own;
        q.update();
        Q_EMIT q.windowChanged();
    }
}

std::optional<GrayTransform> ImageViewport::State::transform() const
{
    const Shown picture = ref() ? shown() : Shown();
    if (!picture.frame || ref()->image->isColor() || picture.frame->samples() > 1) {
        return std::nullopt;
    }
    return GrayTransform(*picture.ref.image, picture.ref.frame, *picture.frame, display());
}

std::optional<Window> ImageViewport::State::startWindow() const
{
    if (view.display.window) {
        return view.display.window;
    }
    if (const auto gray = transform()) {
        return gray->window();
    }
    // Colour is shown as it is; a drag begins at the window that changes nothing.
    if (ref() && ref()->image->isColor()) {
        Window window;
        window.center = 127.5;
        window.width = 255;
        window.function = VoiFunction::LinearExact;
        return window;
    }
    return std::nullopt;
}

void ImageViewport::State::resetSlider()
{
    std::vector<SliceSlider::SliceState> slices;
    const ImageSeriesPtr& series = loader.series();
    for (int i = 0; series && i < series->count(); ++i) {
        slices.push_back(loader.isLoaded(i) ? SliceSlider::SliceState::Loaded : SliceSlider::SliceState::Waiting);
    }
    slider.setSlices(std::move(slices), series ? series->order.gaps : std::vector<int>());
    slider.setIndex(std::max(0, index));
}

void ImageViewport::State::noteLoading()
{
    if (!loadingTimer.isActive()) {
        loadingTimer.start();
    }
}

void ImageViewport::State::describe(ViewDescription& description, const Shown& picture) const
{
    description.series = loader.series();
    description.index = index;
    description.hasFrame = picture.frame != nullptr;
    const FramePtr native = loadedFrame();
    description.cautions = native ? native->cautions() : QStringList();
    description.failure = picture.failure;
    description.loaded = loader.loadedCount();
    description.failed = loader.failedCount();
    description.geometry = geometry();
    description.display = display();
    describeState(description);
    description.subtraction = subtractionPlan(index);
    description.nearest = view.interpolation == Interpolation::Nearest;
    description.inverted = view.display.invert;
    description.prior = prior;
    description.texts = textsVisible;
    description.regions = picture.frame ? regionLayer.shown() : std::vector<RegionLayer::Shown>();
    description.regionsShown = view.regions.shown;
    description.playing = cine.isPlaying();
    description.cineRate = cine.rate();
    description.cineNominal = cine.nominalRate();
    if (picture.frame) {
        describePicture(description, picture);
    }
}

void ImageViewport::State::describePicture(ViewDescription& description, const Shown& picture) const
{
    if (picture.subtracted) {
        description.subtractedIn = picture.subtracted->space;
    }
    const BlendView::Blend mixed = blend(index);
    description.blended = mixed.parts;
    description.blendProblem = mixed.problem;
    description.blendWaiting = mixed.isWaiting;
    description.outputBits = depth() == ScreenDepth::Ten ? 10 : 8;
    description.dithered = depth() == ScreenDepth::Dithered;
    if (const GrayTransform* gray = slicePainter.transform()) {
        description.window = gray->window();
        description.automaticWindow = gray->automatic();
        description.voiTable = gray->usesTable();
    } else if (ref()->image->isColor() || picture.frame->samples() > 1) {
        description.window = view.display.window;
    } else {
        // Decoded, but nothing the display can make a picture of: never black without a word.
        description.failure = QCoreApplication::translate("Viewport", "Its pixel values cannot be displayed.");
    }
    describeColors(slicePainter.colors(), description);
    if (mouse) {
        description.probe = probePixel(picture.ref, *picture.frame, description.geometry.widgetToImage().map(*mouse));
    }
}

void ImageViewport::State::paintPicture(QPainter& painter, const Shown& picture)
{
    const FramePtr& frame = picture.frame;
    const ImagePtr image = frame ? picture.ref.image : nullptr;
    if (frame != paintedFrame || image != paintedImage) {
        slicePainter.setFrame(frame, image, picture.ref.frame);
        magnifier.setFrame(frame, image, picture.ref.frame);
        paintedFrame = frame;
        paintedImage = image;
    }
    if (!frame) {
        painter.fillRect(q.rect(), Qt::black);
        return;
    }
    const FusionPtr fusion = blend(index).fusion;
    for (FusionPainter* each : {&slicePainter, &magnifier.painter()}) {
        each->setDepth(depth());
        each->setScreenProfile(output ? output->screenProfile() : nullptr);
        each->setFusion(fusion);
    }
    const ViewGeometry geometry = this->geometry();
    const SliceGeometry slice{geometry.deviceSize(), geometry.imageToDevice(), view.interpolation};
    const QImage& pixels = slicePainter.paint(slice, display());
    // In device pixels: a picture marked with a ratio would be copied first.
    painter.save();
    painter.scale(1 / q.devicePixelRatioF(), 1 / q.devicePixelRatioF());
    painter.drawImage(QPoint(0, 0), pixels);
    painter.restore();
    paintPlanes(painter);
    paintRegions(painter);
}

void ImageViewport::State::addLines(Overlay& overlay, const ViewDescription& description) const
{
    const QTransform toWidget = description.geometry.imageToWidget();
    for (const ReferenceLine& line : lines) {
        overlay.lines.push_back(line);
        overlay.lines.back().line = toWidget.map(line.line);
    }
    if (otherCursor && ref() && ref()->attributes().plane) {
        const Eigen::Vector3d p = ref()->attributes().plane->toImage(*otherCursor);
        const double halfSlice = std::max(0.5, description.series->order.spacing / 2) + 1e-6;
        if (std::abs(p.z()) <= halfSlice) {
            overlay.cursor = toWidget.map(QPointF(p.x() + 0.5, p.y() + 0.5));
        }
    }
}

void ImageViewport::State::paintBorder(QPainter& painter)
{
    const OverlayColors& colors = overlayPainter.colors();
    QColor color;
    if (dropTarget || active) {
        color = colors.current;
    } else if (!prior.isEmpty()) {
        color = colors.prior;
    } else {
        return;
    }
    const double pixel = 1.0 / q.devicePixelRatioF();
    const double width = dropTarget ? 3 : std::max(1.0, std::round(q.devicePixelRatioF())) * pixel;
    const QRectF r(q.rect());
    painter.fillRect(QRectF(r.left(), r.top(), r.width(), width), color);
    painter.fillRect(QRectF(r.left(), r.bottom() - width, r.width(), width), color);
    painter.fillRect(QRectF(r.left(), r.top(), width, r.height()), color);
    painter.fillRect(QRectF(r.right() - width, r.top(), width, r.height()), color);
}

void ImageViewport::State::paint(QPainter& painter)
{
    // One look at the loader: picture, number and texts are of the same slice.
    const Shown picture = ref() ? shown() : Shown();
    paintPicture(painter, picture);
    if (tool) {
        painter.save();
        tool->paint(q, painter);
        painter.restore();
    }
    if (magnifier.isOn() && mouse && picture.frame) {
        magnifier.paint(painter, *mouse, geometry(), display(), view.interpolation);
    }
    ViewDescription description;
    describe(description, picture);
    Overlay overlay = describeOverlay(description, texts);
    addLines(overlay, description);
    overlayPainter.paint(painter, QSizeF(q.size()), overlay);
    slider.paint(painter, overlayPainter.colors(), sliderHovered);
    paintBorder(painter);
    if (picture.frame || !description.failure.isEmpty()) {
        tellShown();
    }
}

void ImageViewport::State::tellShown()
{
    if (shownIndex == index) {
        return;
    }
    shownIndex = index;
    if (cine.isPlaying()) {
        cine.noteShown();
    }
    // Not from inside a paint: receivers may change what is painted.
    QMetaObject::invokeMethod(
        &q, [this, shown = index] { Q_EMIT q.frameShown(shown); }, Qt::QueuedConnection);
}

void ImageViewport::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    m->paint(painter);
}

} // namespace isocenter
