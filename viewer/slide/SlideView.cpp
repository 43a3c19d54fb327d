#include "slide/SlideView.h"

#include "display/DisplayPipeline.h"
#include "slide/SlideViewState.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr std::size_t kMostTiles = 3000;  ///< of one view
constexpr std::size_t kMostMapTiles = 64; ///< of the map
constexpr int kMapSide = 200;             ///< device-independent pixels
constexpr int kMostShrink = 6;

bool isSameSlide(const ImageSeries& a, const ImageSeries& b)
{
    return a.study.uid == b.study.uid && a.series.uid == b.series.uid && a.part == b.part &&
           a.study.patient.id == b.study.patient.id && a.study.patient.issuer == b.study.patient.issuer;
}

double aspectOf(const SlidePyramid& slide)
{
    const auto& spacing = slide.base().spacing();
    return spacing && spacing->row > 0 && spacing->column > 0 ? spacing->row / spacing->column : 1;
}

} // namespace

SlideView::State::State(SlideView& owner, const ViewerServices& viewer)
    : q(owner), services(viewer), loader(viewer), answers(&owner), cornerTexts(CornerTexts::shipped())
{
}

SlideGeometry SlideView::State::geometry() const
{
    const SlidePyramid* own = slide();
    return own ? SlideGeometry(QSizeF(own->base().columns(), own->base().rows()), aspectOf(*own), QSizeF(q.size()), pose)
               : SlideGeometry();
}

QRect SlideView::State::onScreen(const SlideLevel& own, const QRect& part) const
{
    const SlideGeometry view = geometry();
    const auto corner = [&](int x, int y) {
        const QPointF at = view.toView(QPointF(x * own.scaleX(), y * own.scaleY())) * ratio();
        return QPoint(static_cast<int>(std::lround(std::clamp(at.x(), -1e8, 1e8))),
                      static_cast<int>(std::lround(std::clamp(at.y(), -1e8, 1e8))));
    };
    const QPoint first = corner(part.left(), part.top());
    const QPoint end = corner(part.left() + part.width(), part.top() + part.height());
    return QRect(first, QSize(end.x() - first.x(), end.y() - first.y()));
}

QRect SlideView::State::partOf(const SlideLevel& own, const QRectF& base) const
{
    const QPoint first(static_cast<int>(std::floor(base.left() / own.scaleX())),
                       static_cast<int>(std::floor(base.top() / own.scaleY())));
    const QPoint end(static_cast<int>(std::ceil(base.right() / own.scaleX())),
                     static_cast<int>(std::ceil(base.bottom() / own.scaleY())));
    return QRect(first, QSize(end.x() - first.x(), end.y() - first.y())) & QRect(0, 0, own.columns(), own.rows());
}

int SlideView::State::shrinkFor(const SlideLevel& own, double pixelsOfBase) const
{
    const double levelPixels = pixelsOfBase / own.scaleX();
    return levelPixels < 2 ? 0 : std::min(kMostShrink, static_cast<int>(std::floor(std::log2(levelPixels) + 1e-3)));
}

SlideTileKey SlideView::State::keyOf(std::size_t index, const SlideTile& tile, int shrink) const
{
    return {index, tile.source, tile.frame, shrink};
}

void SlideView::State::changed()
{
    request();
    q.update();
    Q_EMIT q.viewChanged();
}

/// What the map is made of: the coarsest level, where it has few tiles.
void SlideView::State::requestMap(std::vector<SlideTileKey>& keys)
{
    for (std::size_t i = slide()->levels.size(); i-- > 0;) {
        const SlideLevel& coarsest = slide()->levels[i];
        if (!coarsest.has(channel)) {
            continue;
        }
        if (coarsest.tileCount(channel) <= kMostMapTiles) {
            const double pixels = std::max(slide()->base().columns(), slide()->base().rows()) / (kMapSide * ratio());
            for (const SlideTile& tile : coarsest.tilesIn(channel, QRect(0, 0, coarsest.columns(), coarsest.rows()))) {
                keys.push_back(keyOf(i, tile, shrinkFor(coarsest, pixels)));
            }
        }
        return;
    }
}

void SlideView::State::requestView(std::vector<SlideTileKey>& keys)
{
    const SlideLevel& target = slide()->levels[*level];
    const QRectF visible = geometry().visible();
    const QPointF middle = visible.center();
    std::vector<SlideTile> tiles = target.tilesIn(channel, partOf(target, visible));
    tooMany = tiles.size() > kMostTiles;
    if (tooMany) {
        return;
    }
    const auto distance = [&](const SlideTile& tile) {
        const QPoint at = target.rectOf(tile).center();
        return std::hypot(at.x() * target.scaleX() - middle.x(), at.y() * target.scaleY() - middle.y());
    };
    std::stable_sort(tiles.begin(), tiles.end(),
                     [&](const SlideTile& a, const SlideTile& b) { return distance(a) < distance(b); });
    for (const SlideTile& tile : tiles) {
        const SlideTileKey key = keyOf(*level, tile, shrinkFor(target, basePixels()));
        keys.push_back(key);
        const bool failedTile = !loader.failure(key).isEmpty();
        loading += !failedTile && !loader.has(key) ? 1 : 0;
        failed += failedTile ? 1 : 0;
        reason = failedTile && reason.isEmpty() ? loader.failure(key) : reason;
    }
    missing = !target.missingIn(channel, partOf(target, visible)).empty();
    // Where this level has no tiles the next coarser one is seen.
    for (std::size_t i = *level + 1; i < slide()->levels.size(); ++i) {
        const SlideLevel& next = slide()->levels[i];
        if (next.has(channel) && next.tileCount(channel) <= kMostTiles) {
            for (const SlideTile& tile : next.tilesIn(channel, partOf(next, visible))) {
                keys.push_back(keyOf(i, tile, shrinkFor(next, basePixels())));
            }
            break;
        }
    }
}

void SlideView::State::request()
{
    loading = failed = 0;
    reason.clear();
    missing = tooMany = false;
    if (!slide()) {
        level.reset();
        return;
    }
    level = slide()->levelFor(channel, basePixels());
    std::vector<SlideTileKey> keys;
    if (level) {
        requestMap(keys);
        requestView(keys);
    }
    findWindow();
    loader.want(keys);
    tellComplete();
}

/// One window for all tiles of a grey slide, or neighbours would differ: the file's, else all values that can be stored.
void SlideView::State::findWindow()
{
    if (windowByReader || !slide() || !level) {
        return;
    }
    const ImageAttributes& image = *slide()->levels[*level].sources().front();
    display = DisplayState();
    if (!image.isColor() && image.shared.windows.empty() && image.shared.voiTables.empty()) {
        const ModalityTransform& modality = image.shared.modality;
        const double most = std::exp2(image.bitsStored - (image.isSigned ? 1 : 0)) - 1;
        const double least = image.isSigned ? -most - 1 : 0;
        const double low = least * modality.slope + modality.intercept;
        const double high = most * modality.slope + modality.intercept;
        display.window = Window{(low + high) / 2, std::max(1.0, std::abs(high - low)), VoiFunction::LinearExact, {}};
    }
    loader.setState(display);
}

void SlideView::State::readLabel()
{
    answers.forget();
    label = {};
    labelReason.clear();
    const ImagePtr image = slide() ? slide()->label : nullptr;
    if (!image) {
        return;
    }
    struct Read
    {
        QImage picture;
        QString reason;
    };
    const auto work = [&reader = services.reader, image](const CancelToken& cancel) {
        const Result<FramePtr> frame = reader.readFrame(*image, 0, cancel);
        return frame ? Read{displayImage(*image, 0, **frame, {}).convertToFormat(QImage::Format_RGB32), {}}
                     : Read{{}, frame.error().message};
    };
    answers.ask(services.queue, 20, work, [this](const Read& read) {
        label = read.picture;
        labelReason = read.reason;
        q.update();
    });
}

void SlideView::State::tellComplete()
{
    const bool now = q.isPictureComplete();
    if (now != complete) {
        complete = now;
        Q_EMIT q.completeChanged();
    }
}

SlideView::SlideView(const ViewerServices& services, QWidget* parent)
    : QWidget(parent), m(std::make_unique<State>(*this, services))
{
    setObjectName(QStringLiteral("slideView"));
    setAccessibleName(tr("Whole slide"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::OpenHandCursor);
    connect(&m->loader, &SlideLoader::changed, this, [this] {
        m->request();
        update();
    });
}

SlideView::~SlideView() = default;

void SlideView::setSeries(const ImageSeriesPtr& series)
{
    if (series == m->series) {
        return;
    }
    const ImageSeriesPtr before = m->series;
    m->series = series && series->slide ? series : nullptr;
    const SlidePyramid* slide = m->slide();
    const bool grown = before && slide && isSameSlide(*before, *series);
    if (grown && m->pose.scale > 0) {
        // A finer level has come: its pixels are smaller.
        const double factor = static_cast<double>(slide->base().columns()) / before->slide->base().columns();
        m->pose.centre *= factor;
        m->pose.scale /= factor;
    } else if (!grown) {
        m->pose = {};
        m->channel = {};
        m->windowByReader = false;
        m->display = {};
        m->button = Qt::NoButton;
    }
    m->loader.setSlide(m->series ? m->series->slide : nullptr);
    m->loader.setState(m->display);
    m->readLabel();
    setAccessibleDescription(m->series ? singleLine(m->series->series.description) : QString());
    setChannel(m->channel);
    m->changed();
}

const ImageSeriesPtr& SlideView::series() const
{
    return m->series;
}

SlidePose SlideView::pose() const
{
    return m->pose;
}

void SlideView::setPose(const SlidePose& pose)
{
    m->pose = pose;
    m->changed();
}

void SlideView::fit()
{
    setPose({});
}

void SlideView::oneToOne()
{
    const QPointF middle(width() / 2.0, height() / 2.0);
    setPose(geometry().zoomedAt(middle, 1 / (geometry().scale() * m->ratio())));
}

void SlideView::zoomAt(const QPointF& position, double factor)
{
    if (m->slide()) {
        setPose(geometry().zoomedAt(position, factor));
    }
}

void SlideView::zoomBy(double factor)
{
    zoomAt(QPointF(width() / 2.0, height() / 2.0), factor);
}

void SlideView::setMagnification(double value)
{
    const SlidePyramid* slide = m->slide();
    const auto now = slide ? slideMagnification(*slide, m->channel.path, geometry().scale() * m->ratio()) : std::nullopt;
    if (now && now->value > 0) {
        zoomBy(value / now->value);
    }
}

SlideGeometry SlideView::geometry() const
{
    return m->geometry();
}

SlideChannel SlideView::channel() const
{
    return m->channel;
}

void SlideView::setChannel(const SlideChannel& channel)
{
    const SlidePyramid* slide = m->slide();
    SlideChannel wanted;
    if (slide) {
        wanted.path = std::clamp(channel.path, 0, static_cast<int>(slide->paths.size()) - 1);
        wanted.plane = std::clamp(channel.plane, 0, slide->planes - 1);
    }
    if (!(wanted == m->channel)) {
        m->channel = wanted;
        m->changed();
    }
}

void SlideView::stepPlane(int steps)
{
    setChannel({m->channel.path, m->channel.plane + steps});
}

bool SlideView::isMapVisible() const
{
    return m->mapVisible;
}

void SlideView::setMapVisible(bool visible)
{
    m->mapVisible = visible;
    update();
    Q_EMIT viewChanged();
}

bool SlideView::isLabelVisible() const
{
    return m->labelVisible;
}

void SlideView::setLabelVisible(bool visible)
{
    m->labelVisible = visible;
    update();
    Q_EMIT viewChanged();
}

void SlideView::setTextsVisible(bool visible)
{
    m->texts = visible;
    update();
}

Overlay SlideView::overlay() const
{
    return describeSlide(m->describe(), m->cornerTexts);
}

bool SlideView::isPictureComplete() const
{
    return !m->slide() || !m->level || (m->loading == 0 && (m->loader.waiting() == 0 || m->tooMany));
}

QSize SlideView::sizeHint() const
{
    return {512, 512};
}

void SlideView::resizeEvent(QResizeEvent*)
{
    m->changed();
}

} // namespace isocenter
