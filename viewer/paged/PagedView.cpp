#include "paged/PagedView.h"

#include "paged/PagedViewState.h"
#include "trace/PaperScale.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QScopedValueRollback>
#include <QScreen>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr std::size_t kBudget = std::size_t{192} << 20; // a 4K screen full of pieces twice over
constexpr std::size_t kTileBytes = std::size_t{4} * kPageTile * kPageTile;
constexpr double kLeastScale = 0.1;
constexpr double kMostScale = 16;
constexpr double kMmPerPoint = 25.4 / 72;

} // namespace

PagedView::State::State(PagedView& owner, std::unique_ptr<PageSource> pages)
    : q(owner), source(std::move(pages)), search(*source), tiles(kBudget)
{
}

double PagedView::State::pixelsPerPoint() const
{
    return paperScale(q.screen()).pixelsPerMm * kMmPerPoint;
}

std::int64_t PagedView::State::deviceScale() const
{
    return tileScale(scale * pixelsPerPoint() * q.devicePixelRatioF());
}

QRectF PagedView::State::visible() const
{
    return QRectF(q.horizontalScrollBar()->value(), q.verticalScrollBar()->value(), q.viewport()->width(),
                  q.viewport()->height());
}

void PagedView::State::layOut(const QPointF& anchor)
{
    if (sizes.empty()) {
        return;
    }
    // The anchor, as a page and a share of it, so that gaps do not shift it.
    const QRectF before = visible();
    const int page =
        column.count() > 0 ? std::max(0, column.mostVisible(before.top() + anchor.y(), before.top() + anchor.y() + 1)) : 0;
    QPointF share;
    if (column.count() > 0) {
        const QPointF offset = before.topLeft() + anchor - column.page(page).topLeft();
        share = QPointF(offset.x() / column.page(page).width(), offset.y() / column.page(page).height());
    }
    const QSizeF room(q.viewport()->size());
    const double unit = pixelsPerPoint();
    if (fit == Fit::Width) {
        scale = PageColumn::scaleForWidth(sizes, room.width()) / unit;
    } else if (fit == Fit::Page) {
        scale = PageColumn::scaleForPage(sizes[static_cast<std::size_t>(page)], room) / unit;
    }
    scale = std::clamp(scale, kLeastScale, kMostScale);
    column = PageColumn(sizes, scale * unit, room.width());
    const QRectF now = column.page(page);
    const QPointF at = now.topLeft() + QPointF(share.x() * now.width(), share.y() * now.height()) - anchor;
    setBars();
    {
        const QScopedValueRollback<bool> guard(settingBars, true);
        q.horizontalScrollBar()->setValue(static_cast<int>(std::round(at.x())));
        q.verticalScrollBar()->setValue(static_cast<int>(std::round(at.y())));
    }
    request();
    q.viewport()->update();
    Q_EMIT q.stateChanged();
}

void PagedView::State::setBars()
{
    const QScopedValueRollback<bool> guard(settingBars, true);
    const auto set = [](QScrollBar* bar, double size, int page) {
        bar->setRange(0, std::max(0, static_cast<int>(std::ceil(size)) - page));
        bar->setPageStep(page);
        bar->setSingleStep(40);
    };
    set(q.verticalScrollBar(), column.size().height(), q.viewport()->height());
    set(q.horizontalScrollBar(), column.size().width(), q.viewport()->width());
}

QRectF PagedView::State::pointsOf(int page, const QRectF& part) const
{
    const QRectF place = column.page(page);
    const QRectF inside = part & place;
    if (inside.isEmpty()) {
        return {};
    }
    const double unit = scale * pixelsPerPoint();
    return {(inside.topLeft() - place.topLeft()) / unit, inside.size() / unit};
}

std::vector<PageTileKey> PagedView::State::wanted(bool ahead) const
{
    std::vector<PageTileKey> keys;
    if (column.count() == 0) {
        return keys;
    }
    const QRectF view = visible();
    const QRectF part = ahead ? view.adjusted(0, -view.height() / 2, 0, view.height()) : view;
    const auto [first, last] = column.between(part.top(), part.bottom());
    for (int page = first; page < last; ++page) {
        if (!failures.contains(page)) {
            const std::vector<PageTileKey> over =
                tilesOver(page, sizes[static_cast<std::size_t>(page)], deviceScale(), pointsOf(page, part));
            keys.insert(keys.end(), over.begin(), over.end());
        }
    }
    const double unit = scale * pixelsPerPoint();
    const auto distance = [&](const PageTileKey& key) {
        const QRectF pixels(tilePart(key, sizes[static_cast<std::size_t>(key.page)]));
        const double y = column.page(key.page).top() + pixels.center().y() / tileScaleValue(key.scale) * unit;
        return std::abs(y - view.center().y());
    };
    std::stable_sort(keys.begin(), keys.end(),
                     [&](const PageTileKey& a, const PageTileKey& b) { return distance(a) < distance(b); });
    return keys;
}

void PagedView::State::request()
{
    tellComplete();
    if (asked || !refusal.isEmpty()) {
        return;
    }
    const std::size_t room = std::max(kBudget / kTileBytes, wanted(false).size() + 1);
    tiles.setBudget(room * kTileBytes);
    for (const bool ahead : {false, true}) {
        std::vector<PageTileKey> keys = wanted(ahead);
        keys.resize(std::min(keys.size(), room)); // more would push each other out without end
        for (const PageTileKey& key : keys) {
            if (!tiles.find(key)) {
                asked = key;
                source->render(++ticket, key.page, tileScaleValue(key.scale),
                               tilePart(key, sizes[static_cast<std::size_t>(key.page)]));
                return;
            }
        }
    }
}

void PagedView::State::take(quint64 answered, const PageRaster& raster)
{
    if (!asked || answered != ticket) {
        return;
    }
    const QImage view(reinterpret_cast<const uchar*>(raster.pixels.constData()), raster.size.width(), raster.size.height(),
                      qsizetype{4} * raster.size.width(), QImage::Format_RGB32);
    tiles.put(*asked, view.copy());
    if (raster.doubtful && !doubtful.contains(asked->page)) {
        doubtful.insert(asked->page);
        Q_EMIT q.stateChanged();
    }
    asked.reset();
    q.viewport()->update();
    request();
}

void PagedView::State::fail(quint64 answered, const Error& error)
{
    if (!asked || answered != ticket) {
        return;
    }
    failures.insert(asked->page, error.message);
    asked.reset();
    q.viewport()->update();
    request();
}

void PagedView::State::tellComplete()
{
    const bool now = q.isComplete();
    if (now != complete) {
        complete = now;
        Q_EMIT q.completeChanged();
    }
}

void PagedView::State::showHit()
{
    const std::optional<PageSearch::Hit> hit = search.current();
    const QList<QRectF>* places = hit ? search.places(hit->page) : nullptr;
    if (places) {
        const double unit = scale * pixelsPerPoint();
        const QRectF place = (*places)[hit->place];
        const QPointF at = column.page(hit->page).topLeft() + place.center() * unit;
        const QRectF view = visible();
        if (!view.adjusted(20, 20, -20, -20).contains(at)) {
            q.verticalScrollBar()->setValue(static_cast<int>(at.y() - view.height() / 3));
            q.horizontalScrollBar()->setValue(static_cast<int>(at.x() - view.width() / 2));
        }
    }
    q.viewport()->update();
    Q_EMIT q.stateChanged();
}

PagedView::PagedView(std::unique_ptr<PageSource> source, QWidget* parent)
    : QAbstractScrollArea(parent), m(std::make_unique<State>(*this, std::move(source)))
{
    setObjectName(QStringLiteral("pagedView"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Pages"));
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    viewport()->setCursor(Qt::OpenHandCursor);
    connect(m->source.get(), &PageSource::opened, this, [this](const std::vector<QSizeF>& sizes, int pages, bool doubtful) {
        m->sizes = sizes;
        m->said = pages;
        m->damaged = doubtful;
        m->search.setPages(static_cast<int>(sizes.size()));
        m->layOut({});
    });
    connect(m->source.get(), &PageSource::refused, this, [this](const Error& error) {
        m->refusal = error.message;
        m->asked.reset();
        viewport()->update();
        Q_EMIT stateChanged();
        m->tellComplete();
    });
    connect(m->source.get(), &PageSource::rendered, this,
            [this](quint64 ticket, const PageRaster& raster) { m->take(ticket, raster); });
    connect(m->source.get(), &PageSource::failed, this, [this](quint64 ticket, const Error& error) { m->fail(ticket, error); });
    connect(&m->search, &PageSearch::changed, this, [this] {
        viewport()->update();
        Q_EMIT stateChanged();
    });
    connect(&m->search, &PageSearch::currentChanged, this, [this] { m->showHit(); });
}

PagedView::~PagedView() = default;

int PagedView::pageCount() const
{
    return static_cast<int>(m->sizes.size());
}

int PagedView::saidPages() const
{
    return m->said;
}

int PagedView::currentPage() const
{
    const QRectF view = m->visible();
    return m->column.mostVisible(view.top(), view.bottom());
}

void PagedView::goToPage(int page)
{
    if (pageCount() > 0) {
        const QRectF place = m->column.page(std::clamp(page, 0, pageCount() - 1));
        verticalScrollBar()->setValue(static_cast<int>(place.top() - PageColumn::kGap));
    }
}

void PagedView::setFit(Fit fit)
{
    const int page = currentPage();
    m->fit = fit;
    m->layOut({});
    if (fit == Fit::Page && page >= 0) {
        goToPage(page);
    }
}

PagedView::Fit PagedView::fit() const
{
    return m->fit;
}

void PagedView::setScale(double scale)
{
    if (std::isfinite(scale) && scale > 0) {
        m->fit = Fit::None;
        m->scale = std::clamp(scale, kLeastScale, kMostScale);
        m->layOut(QPointF(viewport()->width() / 2.0, viewport()->height() / 2.0));
    }
}

double PagedView::scale() const
{
    return m->scale;
}

void PagedView::zoomBy(double factor)
{
    setScale(m->scale * factor);
}

void PagedView::setInverted(bool inverted)
{
    m->inverted = inverted;
    viewport()->update();
}

bool PagedView::isInverted() const
{
    return m->inverted;
}

PageSearch& PagedView::search() const
{
    return m->search;
}

const PageColumn& PagedView::column() const
{
    return m->column;
}

QPointF PagedView::scrolled() const
{
    return m->visible().topLeft();
}

QString PagedView::refusal() const
{
    return m->refusal;
}

QString PagedView::caution() const
{
    if (m->said > pageCount() && pageCount() > 0) {
        return tr("Only the first %1 of %2 pages can be shown.")
            .arg(QLocale().toString(pageCount()), QLocale().toString(m->said));
    }
    if (m->damaged) {
        return tr("This PDF is damaged: pages, or parts of them, may be missing.");
    }
    const int page = currentPage();
    return m->doubtful.contains(page) ? tr("Page %1 has faults in the file: parts of it may be missing.").arg(page + 1)
                                      : QString();
}

bool PagedView::isComplete() const
{
    if (!m->refusal.isEmpty()) {
        return true;
    }
    if (m->sizes.empty()) {
        return false;
    }
    const std::vector<PageTileKey> keys = m->wanted(false);
    return std::all_of(keys.begin(), keys.end(), [this](const PageTileKey& key) { return m->tiles.find(key) != nullptr; });
}

std::size_t PagedView::keptBytes() const
{
    return m->tiles.bytes();
}

void PagedView::resizeEvent(QResizeEvent*)
{
    m->layOut({});
}

void PagedView::scrollContentsBy(int, int)
{
    if (!m->settingBars) {
        m->request();
        viewport()->update();
        Q_EMIT stateChanged();
    }
}

bool PagedView::event(QEvent* event)
{
    if (event->type() == QEvent::ScreenChangeInternal) {
        m->layOut({});
    } else if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        static constexpr int kOwn[] = {Qt::Key_Left,   Qt::Key_Right,    Qt::Key_Up,   Qt::Key_Down,  Qt::Key_Home, Qt::Key_End,
                                       Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Plus, Qt::Key_Minus, Qt::Key_Equal};
        const bool plain = (key->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier)) == Qt::NoModifier;
        if (plain && std::find(std::begin(kOwn), std::end(kOwn), key->key()) != std::end(kOwn)) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

void PagedView::wheelEvent(QWheelEvent* event)
{
    if (event->modifiers() & Qt::ControlModifier) {
        event->ignore(); // zoom is the page's
        return;
    }
    QAbstractScrollArea::wheelEvent(event);
    event->accept();
}

void PagedView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton) {
        m->dragged = event->position();
        viewport()->setCursor(Qt::ClosedHandCursor);
    }
}

void PagedView::mouseMoveEvent(QMouseEvent* event)
{
    if (m->dragged) {
        const QPoint delta = (event->position() - *m->dragged).toPoint();
        m->dragged = *m->dragged + delta;
        verticalScrollBar()->setValue(verticalScrollBar()->value() - delta.y());
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - delta.x());
    }
}

void PagedView::mouseReleaseEvent(QMouseEvent*)
{
    m->dragged.reset();
    viewport()->setCursor(Qt::OpenHandCursor);
}

void PagedView::keyPressEvent(QKeyEvent* event)
{
    const auto scroll = [](QScrollBar* bar, QAbstractSlider::SliderAction action) { bar->triggerAction(action); };
    switch (event->key()) {
    case Qt::Key_PageUp:
    case Qt::Key_PageDown: {
        const int direction = event->key() == Qt::Key_PageDown ? 1 : -1;
        if (m->fit == Fit::Page) {
            return goToPage(currentPage() + direction);
        }
        return verticalScrollBar()->setValue(verticalScrollBar()->value() + direction * (viewport()->height() - 40));
    }
    case Qt::Key_Home:
        return verticalScrollBar()->setValue(0);
    case Qt::Key_End:
        return verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    case Qt::Key_Up:
        return scroll(verticalScrollBar(), QAbstractSlider::SliderSingleStepSub);
    case Qt::Key_Down:
        return scroll(verticalScrollBar(), QAbstractSlider::SliderSingleStepAdd);
    case Qt::Key_Left:
        return scroll(horizontalScrollBar(), QAbstractSlider::SliderSingleStepSub);
    case Qt::Key_Right:
        return scroll(horizontalScrollBar(), QAbstractSlider::SliderSingleStepAdd);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomBy(1.25);
    case Qt::Key_Minus:
        return zoomBy(0.8);
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

} // namespace isocenter
