#include "viewport/ImageViewport.h"

#include "viewport/ImageViewportState.h"
#include "viewport/RoiWindow.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kWindowDrag = 1024; ///< device-independent pixels over which the image's range is covered
constexpr int kLoadingInterval = 100;

double monotonicMs()
{
    static const QElapsedTimer timer = [] {
        QElapsedTimer t;
        t.start();
        return t;
    }();
    return static_cast<double>(timer.nsecsElapsed()) * 1e-6;
}

bool isSameStack(const ImageSeries& a, const ImageSeries& b)
{
    return a.study.uid == b.study.uid && a.series.uid == b.series.uid && a.part == b.part &&
           a.study.patient.id == b.study.patient.id && a.study.patient.issuer == b.study.patient.issuer &&
           a.series.number == b.series.number && !a.frames.empty() && !b.frames.empty() &&
           (a.frames.front().image->frames == 1 || a.frames.front().image->path == b.frames.front().image->path);
}

int indexOf(const ImageSeries& series, const FrameRef& ref)
{
    const auto found = std::find_if(series.frames.begin(), series.frames.end(), [&](const FrameRef& other) {
        return other.frame == ref.frame && other.image->path == ref.image->path;
    });
    return found == series.frames.end() ? -1 : static_cast<int>(found - series.frames.begin());
}

int startIndex(const ImageSeries& series, int wished)
{
    if (series.count() == 0) {
        return -1;
    }
    return wished >= 0 ? std::min(wished, series.count() - 1) : series.order.byPosition ? series.count() / 2 : 0;
}

} // namespace

ImageViewport::State::State(ImageViewport& owner, const ViewerServices& services)
    : q(owner),
      loader(services.reader, services.cache, services.queue),
      overlayPainter(SliceSlider::kWidth),
      texts(CornerTexts::shipped()),
      cine(monotonicMs),
      planes(services, nullptr),
      subtraction(services),
      blendView(services),
      output(services.output)
{
    loadingTimer.setSingleShot(true);
    loadingTimer.setInterval(kLoadingInterval);
}

ImageViewport::ImageViewport(const ViewerServices& services, QWidget* parent)
    : QWidget(parent), m(std::make_unique<State>(*this, services)), m_mouse(std::make_unique<Mouse>(*this))
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAttribute(Qt::WA_NoSystemBackground);
    setMouseTracking(true);
    setAcceptDrops(true);
    setFocusPolicy(Qt::StrongFocus);
    setContextMenuPolicy(Qt::PreventContextMenu); // the right button windows
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Image viewport"));
    connect(&m->loader, &SeriesLoader::frameReady, this, [this](int index) {
        m->slider.setSlice(index, SliceSlider::SliceState::Loaded);
        if (index == m->index) {
            update();
        }
        m->noteLoading();
    });
    connect(&m->loader, &SeriesLoader::frameFailed, this, [this](int index, const QString& reason) {
        m->slider.setSlice(index, SliceSlider::SliceState::Failed);
        if (index == m->index) {
            update();
        }
        m->noteLoading();
        Q_EMIT frameFailed(index, reason);
    });
    connect(&m->loadingTimer, &QTimer::timeout, this, [this] {
        update();
        Q_EMIT loadingChanged();
    });
    connect(&m->planes, &PlaneLoader::changed, this, [this] { update(); });
    connect(&m->subtraction, &SubtractionView::changed, this, [this] { update(); });
    connect(&m->blendView, &BlendView::changed, this, [this] { update(); });
    if (services.output) {
        connect(services.output, &DisplayOutput::changed, this, [this] { update(); });
    }
    m->cine.setReady([this](int index) { return m->isReady(index); });
    connect(&m->cine, &CinePlayer::frameDue, this, [this](int index) { m->show(index); });
}

ImageViewport::~ImageViewport()
{
    m->tool = nullptr; // may be gone already
    m_mouse.reset();
}

void ImageViewport::setSeries(const ImageSeriesPtr& series, int index)
{
    const ImageSeriesPtr old = m->loader.series();
    if (series && series == old) {
        setIndex(index >= 0 ? index : m->index);
        return;
    }
    cancelDrag();
    const bool grown = series && old && isSameStack(*series, *old);
    if (grown && index < 0 && m->ref()) {
        index = indexOf(*series, *m->ref());
    }
    if (!grown) {
        stopCine();
        m->view = ViewState();
        m->statePoseChanged.reset();
        m->planes.clear();
        m->subtraction.clear();
        m->blendView.clear();
        m->otherCursor.reset();
        m->lines.clear();
    }
    m->index = series ? startIndex(*series, index) : -1;
    m->shownIndex = -1;
    m->paintedFrame.reset();
    m->paintedImage.reset();
    m->slicePainter.setFrame(nullptr, nullptr, 0);
    m->magnifier.setFrame(nullptr, nullptr, 0);
    if (series) {
        m->loader.load(series, std::max(0, m->index));
    } else {
        m->loader.clear();
    }
    m->resetSlider();
    if (grown && isPlaying()) {
        startCine();
    }
    setAccessibleDescription(series ? singleLine(series->series.description) : QString());
    update();
    Q_EMIT seriesChanged();
    Q_EMIT indexChanged(m->index);
    Q_EMIT viewChanged();
    Q_EMIT windowChanged();
}

const ImageSeriesPtr& ImageViewport::series() const
{
    return m->loader.series();
}

int ImageViewport::count() const
{
    return series() ? series()->count() : 0;
}

int ImageViewport::index() const
{
    return m->index;
}

void ImageViewport::setIndex(int index)
{
    if (m->show(index)) {
        m->cine.moveTo(m->index);
    }
}

bool ImageViewport::State::show(int wished)
{
    wished = std::clamp(wished, 0, std::max(0, q.count() - 1));
    if (q.count() == 0 || wished == index) {
        return false;
    }
    index = wished;
    slider.setIndex(index);
    loader.setFocus(index);
    q.update();
    Q_EMIT q.indexChanged(index);
    return true;
}

void ImageViewport::scroll(int steps)
{
    setIndex(m->index + steps);
}

ViewState ImageViewport::viewState() const
{
    ViewState state = m->view;
    state.pose = m->pose();
    return state;
}

void ImageViewport::setViewState(const ViewState& state)
{
    setInterpolation(state.interpolation);
    setPresentation(state.presentation);
    setPlanesVisible(state.overlays, state.shutter);
    setRegionChoice(state.regions);
    m->setSubtraction(state.subtraction);
    m->setPose(state.pose);
    m->setDisplay(state.display);
}

void ImageViewport::resetView()
{
    setInterpolation(Interpolation::Linear);
    m->statePoseChanged.reset();
    if (!m->applied()) {
        m->setPose(ViewPose());
    }
    m->setSubtraction({});
    m->setDisplay(DisplayState());
    update();
    Q_EMIT viewChanged();
}

void ImageViewport::fit()
{
    ViewPose pose = m->pose();
    pose.zoom.reset();
    pose.pan = QPointF();
    pose.area.reset();
    m->setPose(pose);
}

void ImageViewport::oneToOne()
{
    const ViewGeometry geometry = m->geometry();
    m->setPose(geometry.zoomedAt(QPointF(width() / 2.0, height() / 2.0), geometry.oneToOneZoom()));
}

void ImageViewport::zoomAt(const QPointF& position, double factor)
{
    if (std::isfinite(factor) && factor > 0) {
        const ViewGeometry geometry = m->geometry();
        m->setPose(geometry.zoomedAt(position, geometry.zoom() * factor));
    }
}

void ImageViewport::panBy(const QPointF& delta)
{
    m->setPose(m->geometry().panned(delta));
}

void ImageViewport::rotateBy(int quarterTurns)
{
    m->setPose(m->geometry().turned(quarterTurns));
}

void ImageViewport::flip(Qt::Orientation orientation)
{
    m->setPose(m->geometry().flipped(orientation));
}

void ImageViewport::setInterpolation(Interpolation interpolation)
{
    if (interpolation != m->view.interpolation) {
        m->view.interpolation = interpolation;
        update();
        Q_EMIT viewChanged();
    }
}

void ImageViewport::setInvert(bool invert)
{
    DisplayState state = m->view.display;
    state.invert = invert;
    m->setDisplay(state);
}

void ImageViewport::setWindow(const Window& window)
{
    if (!std::isfinite(window.center) || !std::isfinite(window.width) || window.width <= 0) {
        return;
    }
    DisplayState state = m->view.display.withoutWindow();
    state.window = window;
    m->setDisplay(state);
}

void ImageViewport::setWindowIndex(int index)
{
    if (m->ref() && !m->shown().subtracted && index >= 0 && index < static_cast<int>(m->ref()->attributes().windows.size())) {
        DisplayState state = m->view.display.withoutWindow();
        state.windowIndex = index;
        m->setDisplay(state);
    }
}

void ImageViewport::setVoiTable(int index)
{
    if (m->ref() && !m->shown().subtracted && index >= 0 && index < static_cast<int>(m->ref()->attributes().voiTables.size())) {
        DisplayState state = m->view.display.withoutWindow();
        state.voiTable = index;
        m->setDisplay(state);
    }
}

void ImageViewport::applyDefaultWindow()
{
    m->setDisplay(m->view.display.withoutWindow());
}

void ImageViewport::applyFullRange()
{
    DisplayState state = m->view.display.withoutWindow();
    state.fullRange = true;
    m->setDisplay(state);
}

bool ImageViewport::windowFromRoi(const QRectF& imageRect)
{
    const State::Shown picture = m->ref() ? m->shown() : State::Shown();
    const std::optional<Window> window = picture.frame ? roiWindow(picture.ref, *picture.frame, imageRect) : std::nullopt;
    if (window) {
        setWindow(*window);
    }
    return window.has_value();
}

void ImageViewport::adjustWindow(const QPointF& delta)
{
    const FramePtr frame = m->ref() ? m->shown().frame : nullptr;
    const std::optional<Window> start = m->startWindow();
    if (!frame || !start) {
        return;
    }
    double range = 255;
    if (const auto transform = m->transform()) {
        range = std::abs(transform->modality(frame->maximum()) - transform->modality(frame->minimum()));
    }
    const double step = (range > 0 ? range : 1) / kWindowDrag;
    Window window = *start;
    const double least = window.function == VoiFunction::Linear ? 1.0 : step / 16;
    window.width = std::max(least, window.width + delta.x() * step);
    window.center += delta.y() * step;
    window.explanation.clear();
    setWindow(window);
}

std::optional<Window> ImageViewport::window() const
{
    const auto transform = m->transform();
    return transform ? std::optional<Window>(transform->window()) : std::nullopt;
}

QTransform ImageViewport::imageToWidget() const
{
    return m->geometry().imageToWidget();
}

QTransform ImageViewport::widgetToImage() const
{
    return m->geometry().widgetToImage();
}

std::optional<Eigen::Vector3d> ImageViewport::patientPoint(const QPointF& position) const
{
    const auto current = plane();
    if (!current) {
        return std::nullopt;
    }
    const QPointF p = widgetToImage().map(position);
    return current->at(p.x() - 0.5, p.y() - 0.5);
}

std::optional<PixelProbe> ImageViewport::probe(const QPointF& position) const
{
    const State::Shown picture = m->ref() ? m->shown() : State::Shown();
    return picture.frame ? probePixel(picture.ref, *picture.frame, widgetToImage().map(position)) : std::nullopt;
}

std::optional<ImagePlane> ImageViewport::plane() const
{
    return m->ref() ? m->ref()->attributes().plane : std::nullopt;
}

FramePtr ImageViewport::frame() const
{
    return m->loadedFrame();
}

const FrameRef* ImageViewport::frameRef() const
{
    return m->ref();
}

int ImageViewport::loadedCount() const
{
    return m->loader.loadedCount();
}

int ImageViewport::failedCount() const
{
    return m->loader.failedCount();
}

void ImageViewport::setActive(bool active)
{
    if (active != m->active) {
        m->active = active;
        update();
    }
}

bool ImageViewport::isActive() const
{
    return m->active;
}

void ImageViewport::setPriorText(const QString& text)
{
    if (text != m->prior) {
        m->prior = text;
        update();
    }
}

void ImageViewport::setCursorPosition(const std::optional<Eigen::Vector3d>& point)
{
    if (point != m->otherCursor) {
        m->otherCursor = point;
        update();
    }
}

void ImageViewport::setReferenceLines(const std::vector<ReferenceLine>& lines)
{
    if (!(lines == m->lines)) {
        m->lines = lines;
        update();
    }
}

void ImageViewport::setMagnifier(bool on, double factor)
{
    m->magnifier.setOn(on, factor);
    update();
}

bool ImageViewport::hasMagnifier() const
{
    return m->magnifier.isOn();
}

void ImageViewport::setOverlayVisible(bool visible)
{
    if (visible != m->textsVisible) {
        m->textsVisible = visible;
        update();
    }
}

bool ImageViewport::isOverlayVisible() const
{
    return m->textsVisible;
}

QRect ImageViewport::areaAboveBottomTexts() const
{
    return rect().adjusted(0, 0, 0, -static_cast<int>(std::ceil(m->overlayPainter.bottomHeight())));
}

void ImageViewport::setTool(ViewportTool* tool)
{
    if (tool != m->tool) {
        cancelDrag();
        m->tool = tool;
        setCursor(tool ? tool->cursor() : QCursor(Qt::ArrowCursor));
        update();
    }
}

ViewportTool* ImageViewport::tool() const
{
    return m->tool;
}

void ImageViewport::cancelDrag()
{
    m_mouse->cancel();
}

void ImageViewport::startCine(double framesPerSecond)
{
    if (count() < 2) {
        return;
    }
    std::vector<double> durations = cineDurations(*series());
    if (std::isfinite(framesPerSecond) && framesPerSecond > 0) {
        durations.assign(durations.size(), std::clamp(1000.0 / framesPerSecond, 1.0, 10000.0));
    }
    m->cine.start(std::move(durations), m->index);
    update();
    Q_EMIT playingChanged(true);
}

void ImageViewport::stopCine()
{
    if (m->cine.isPlaying()) {
        m->cine.stop();
        update();
        Q_EMIT playingChanged(false);
    }
}

bool ImageViewport::isPlaying() const
{
    return m->cine.isPlaying();
}

void ImageViewport::setCineSpeed(double factor)
{
    m->cine.setSpeed(factor);
    update();
}

double ImageViewport::cineSpeed() const
{
    return m->cine.speed();
}

double ImageViewport::cineRate() const
{
    return isPlaying() ? m->cine.rate() : 0;
}

bool ImageViewport::isPictureComplete() const
{
    if (count() == 0) {
        return true;
    }
    const State::Shown picture = m->shown();
    return m->shownIndex == m->index && m->planes.isComplete() && (picture.frame || !picture.failure.isEmpty()) &&
           !m->blend(m->index).isWaiting;
}

QSize ImageViewport::sizeHint() const
{
    return {512, 512};
}

QSize ImageViewport::minimumSizeHint() const
{
    return {96, 96};
}

} // namespace isocenter
