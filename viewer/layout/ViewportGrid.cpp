#include "layout/SyncGroup.h"
#include "layout/ViewportGridParts.h"
#include "page/DocumentCover.h"
#include "page/DocumentView.h"
#include "slide/SlideCover.h"
#include "slide/SlidePage.h"
#include "theme/Theme.h"

#include <QApplication>
#include <QPainter>
#include <QScopedValueRollback>

#include <algorithm>

namespace isocenter {

ViewportGrid::ViewportGrid(const ViewerServices& services, QWidget* parent)
    : QWidget(parent), m(std::make_unique<Parts>(services))
{
    setObjectName(QStringLiteral("viewportGrid"));
    setAccessibleName(tr("Images"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    m->sync = new SyncGroup(this);
    applyLayout({1, 1});
}

ViewportGrid::~ViewportGrid()
{
    // The viewports go before what their signals reach.
    m->sync->setViewports({});
    for (const Parts::Cell& cell : m->cells) {
        cell.view->disconnect(this);
        if (cell.cover) {
            cell.cover->view().disconnect(this);
        }
        if (SlidePage* page = cell.slide->page()) {
            page->disconnect(this);
            page->view().disconnect(this);
        }
        cell.view->removeEventFilter(this);
    }
}

ImageViewport* ViewportGrid::addViewport()
{
    auto* view = new ImageViewport(m->services, this);
    const int index = static_cast<int>(m->cells.size());
    m->cells.push_back({view, coverOf(*view), slideCoverOf(*view), {}});
    view->installEventFilter(this);
    connect(view, &ImageViewport::activated, this, [this, view] { activate(view); });
    connect(view, &ImageViewport::doubleClicked, this, [this, view] {
        activate(view);
        setMaximized(!m->maximized);
    });
    connect(view, &ImageViewport::seriesDropped, this, [this, view, index](const QString& key) {
        const auto place = std::find(m->places.begin(), m->places.end(), index);
        if (place != m->places.end() && show(key, static_cast<int>(place - m->places.begin()))) {
            activate(view);
        }
    });
    const auto changed = [this, view] { tellChanged(view); };
    connect(view, &ImageViewport::seriesChanged, this, [this, changed] {
        tellShown();
        changed();
    });
    connect(view, &ImageViewport::windowChanged, this, changed);
    connect(view, &ImageViewport::viewChanged, this, changed);
    connect(view, &ImageViewport::presentationChanged, this, changed);
    connect(view, &ImageViewport::playingChanged, this, changed);
    Q_EMIT viewportAdded(view);
    return view;
}

void ViewportGrid::tellChanged(const ImageViewport* view)
{
    if (view == active() && !m->busy) {
        Q_EMIT activeStateChanged();
    }
}

bool ViewportGrid::belongs(const ImageSeriesPtr& series) const
{
    if (!m->context || !series || series->generation != m->context->generation) {
        return false;
    }
    const Study& open = m->context->study;
    return series->study.uid == open.uid && series->study.patient.id == open.patient.id &&
           series->study.patient.issuer == open.patient.issuer;
}

void ViewportGrid::keepOwn(const std::vector<ImageSeriesPtr>& series)
{
    m->series.clear();
    std::copy_if(series.begin(), series.end(), std::back_inserter(m->series),
                 [this](const ImageSeriesPtr& stack) { return belongs(stack); });
    m->objects.setSeries(m->series);
}

void ViewportGrid::setStudy(const StudyContextPtr& context, const std::vector<ImageSeriesPtr>& series)
{
    {
        const QScopedValueRollback<bool> busy(m->busy, true);
        const SyncGroup::Hold hold(*m->sync);
        for (Parts::Cell& cell : m->cells) {
            cell.view->stopCine();
            cell.view->setSeries(nullptr);
            cell.parked.reset();
        }
        m->context = context;
        keepOwn(series);
        m->touched = false;
        m->maximized = false;
        m->active = 0;
        applyLayout(beginningLayout());
        fillInOrder();
    }
    settle();
    m->sync->alignTo(active());
    Q_EMIT seriesListChanged();
}

GridLayout ViewportGrid::beginningLayout() const
{
    // The window's shape: the grid itself may not have been laid out yet when the first study comes.
    const GridLayout fitting = defaultLayout(m->series, window()->height() > window()->width());
    return m->chosen.value(leadingModality(m->series), fitting);
}

bool ViewportGrid::updateSeries(quint64 generation, const std::vector<ImageSeriesPtr>& series)
{
    if (!m->context || m->context->generation != generation) {
        return false;
    }
    {
        const QScopedValueRollback<bool> busy(m->busy, true);
        const SyncGroup::Hold hold(*m->sync);
        keepOwn(series);
        replaceGrown();
        if (!m->touched) {
            applyLayout(beginningLayout());
            fillInOrder();
        } else {
            fillEmpty();
        }
    }
    settle();
    if (!m->touched) {
        m->sync->alignTo(active());
    }
    updateReferences();
    Q_EMIT seriesListChanged();
    return true;
}

bool ViewportGrid::updateSeries(const ImageSeriesPtr& series)
{
    if (!belongs(series)) {
        return false;
    }
    std::vector<ImageSeriesPtr> all = m->series;
    const auto same =
        std::find_if(all.begin(), all.end(), [&](const ImageSeriesPtr& known) { return seriesKey(known) == seriesKey(series); });
    if (same != all.end()) {
        *same = series;
    } else {
        all.push_back(series);
    }
    return updateSeries(series->generation, all);
}

// After many changes: one word to those who listen.
void ViewportGrid::settle()
{
    arrange();
    setFocusProxy(active());
    m->sync->setViewports(viewports());
    m->sync->setActive(active());
    tellShown();
    Q_EMIT activeChanged(active());
    Q_EMIT activeStateChanged();
}

const StudyContextPtr& ViewportGrid::context() const
{
    return m->context;
}

const std::vector<ImageSeriesPtr>& ViewportGrid::series() const
{
    return m->series;
}

ImageSeriesPtr ViewportGrid::findSeries(const QString& key) const
{
    return seriesWithKey(m->series, key);
}

QString ViewportGrid::keyOf(const ImageViewport& viewport)
{
    return seriesKey(viewport.series());
}

QStringList ViewportGrid::shownKeys() const
{
    QStringList keys;
    for (ImageViewport* view : visibleViewports()) {
        if (view->series()) {
            keys << keyOf(*view);
        }
    }
    return keys;
}

void ViewportGrid::tellShown()
{
    if (m->busy) {
        return;
    }
    const QStringList keys = shownKeys();
    if (keys != m->shown) {
        m->shown = keys;
        Q_EMIT shownChanged();
    }
}

void ViewportGrid::chooseLayout(GridLayout layout)
{
    layout = layout.bounded();
    m->touched = true;
    if (m->context) {
        m->chosen.insert(leadingModality(m->series), layout);
    }
    const bool wasMaximized = std::exchange(m->maximized, false);
    {
        const QScopedValueRollback<bool> busy(m->busy, true);
        const SyncGroup::Hold hold(*m->sync);
        applyLayout(layout);
        fillEmpty();
    }
    settle();
    if (wasMaximized) {
        Q_EMIT layoutChanged();
    }
}

// Positions are always dealt out from the homes, so that a smaller layout and back brings the old arrangement.
void ViewportGrid::applyLayout(GridLayout layout)
{
    const bool changed = layout != m->layout || m->places.empty();
    m->layout = layout;
    while (static_cast<int>(m->cells.size()) < layout.count()) {
        addViewport();
    }
    m->places.clear();
    for (int i = 0; i < layout.count(); ++i) {
        m->places.push_back(i);
    }
    if (m->active >= layout.count()) {
        m->places.back() = m->active;
    }
    for (std::size_t i = 0; i < m->cells.size(); ++i) {
        Parts::Cell& cell = m->cells[i];
        const bool used = std::find(m->places.begin(), m->places.end(), static_cast<int>(i)) != m->places.end();
        if (!used && cell.view->series()) {
            cell.parked = Parts::Parked{keyOf(*cell.view), Parts::indexIn(cell), cell.view->viewState()};
            cell.view->setSeries(nullptr);
        }
    }
    arrange();
    if (changed) {
        Q_EMIT layoutChanged();
    }
}

void ViewportGrid::arrange()
{
    const int rows = m->maximized ? 1 : m->layout.rows;
    const int columns = m->maximized ? 1 : m->layout.columns;
    // One pixel of the ground shows between two neighbours.
    const auto edge = [](int i, int n, int length) { return i * (length + 1) / n; };
    const std::vector<ImageViewport*> visible = visibleViewports();
    for (int i = 0; i < static_cast<int>(visible.size()); ++i) {
        ImageViewport* view = visible[static_cast<std::size_t>(i)];
        const int left = edge(i % columns, columns, width());
        const int top = edge(i / columns, rows, height());
        view->setGeometry(left, top, edge(i % columns + 1, columns, width()) - left - 1,
                          edge(i / columns + 1, rows, height()) - top - 1);
        view->setActive(view == active());
        view->show();
    }
    for (const Parts::Cell& cell : m->cells) {
        if (std::find(visible.begin(), visible.end(), cell.view) == visible.end()) {
            if (cell.view->hasFocus()) {
                active()->setFocus(Qt::OtherFocusReason); // else Qt gives it to a neighbour, which would become active
            }
            cell.view->setActive(false);
            cell.view->hide();
        }
    }
    update();
}

GridLayout ViewportGrid::gridLayout() const
{
    return m->layout;
}

void ViewportGrid::setMaximized(bool maximized)
{
    if (m->maximized == maximized || (maximized && m->layout.count() == 1)) {
        return;
    }
    m->touched = true;
    m->maximized = maximized;
    settle();
    Q_EMIT layoutChanged();
}

bool ViewportGrid::isMaximized() const
{
    return m->maximized;
}

int ViewportGrid::count() const
{
    return static_cast<int>(m->places.size());
}

ImageViewport* ViewportGrid::viewport(int position) const
{
    if (position < 0 || position >= count()) {
        return nullptr;
    }
    return m->cells[static_cast<std::size_t>(m->places[static_cast<std::size_t>(position)])].view;
}

std::vector<ImageViewport*> ViewportGrid::viewports() const
{
    std::vector<ImageViewport*> views;
    for (int i = 0; i < count(); ++i) {
        views.push_back(viewport(i));
    }
    return views;
}

std::vector<ImageViewport*> ViewportGrid::allViewports() const
{
    std::vector<ImageViewport*> views;
    for (const Parts::Cell& cell : m->cells) {
        views.push_back(cell.view);
    }
    return views;
}

std::vector<ImageViewport*> ViewportGrid::visibleViewports() const
{
    return m->maximized ? std::vector<ImageViewport*>{active()} : viewports();
}

ImageViewport* ViewportGrid::active() const
{
    return m->cells[static_cast<std::size_t>(m->active)].view;
}

int ViewportGrid::activePosition() const
{
    const auto place = std::find(m->places.begin(), m->places.end(), m->active);
    return static_cast<int>(place - m->places.begin());
}

void ViewportGrid::setActivePosition(int position)
{
    if (ImageViewport* view = viewport(position)) {
        activate(view);
    }
}

void ViewportGrid::activate(ImageViewport* view)
{
    const auto cell = std::find_if(m->cells.begin(), m->cells.end(), [&](const Parts::Cell& c) { return c.view == view; });
    const int index = static_cast<int>(cell - m->cells.begin());
    if (index == m->active) {
        return;
    }
    m->active = index;
    if (m->maximized) {
        settle();
    } else {
        for (ImageViewport* other : viewports()) {
            other->setActive(other == view);
        }
        setFocusProxy(view);
        m->sync->setActive(view);
        Q_EMIT activeChanged(view);
        Q_EMIT activeStateChanged();
    }
    if (QWidget* focus = QApplication::focusWidget();
        focus && isAncestorOf(focus) && focus != view && !view->isAncestorOf(focus)) {
        view->setFocus(Qt::OtherFocusReason);
    }
}

void ViewportGrid::moveActive(int rows, int columns)
{
    const int position = activePosition();
    const int row = std::clamp(position / m->layout.columns + rows, 0, m->layout.rows - 1);
    const int column = std::clamp(position % m->layout.columns + columns, 0, m->layout.columns - 1);
    setActivePosition(row * m->layout.columns + column);
}

void ViewportGrid::cycleActive(int steps)
{
    const int n = count();
    setActivePosition(((activePosition() + steps) % n + n) % n);
}

bool ViewportGrid::show(const QString& key, int position)
{
    const ImageSeriesPtr series = findSeries(key);
    ImageViewport* view = position < 0 ? active() : viewport(position);
    if (!series || !view) {
        return false;
    }
    m->touched = true;
    {
        const QScopedValueRollback<bool> busy(m->busy, true);
        const SyncGroup::Hold hold(*m->sync);
        view->setSeries(series);
        takePlaceOfOthers(view);
    }
    tellShown();
    if (view == active()) {
        Q_EMIT activeStateChanged();
    }
    return true;
}

void ViewportGrid::stepSeries(int steps)
{
    const auto current = std::find_if(m->series.begin(), m->series.end(),
                                      [&](const ImageSeriesPtr& series) { return series == active()->series(); });
    const int at = current == m->series.end() ? (steps > 0 ? -1 : 0) : static_cast<int>(current - m->series.begin());
    const int next = at + steps;
    if (next >= 0 && next < static_cast<int>(m->series.size())) {
        show(seriesKey(m->series[static_cast<std::size_t>(next)]));
    }
}

SyncGroup& ViewportGrid::sync() const
{
    return *m->sync;
}

bool ViewportGrid::isPictureComplete() const
{
    const std::vector<ImageViewport*> visible = visibleViewports();
    return std::all_of(visible.begin(), visible.end(), [this](ImageViewport* view) {
        const DocumentView* document = documentIn(*view);
        if (const SlideView* slide = slideIn(*view)) {
            return slide->isPictureComplete();
        }
        return document ? document->isComplete() : view->isPictureComplete();
    });
}

void ViewportGrid::resizeEvent(QResizeEvent*)
{
    arrange();
}

void ViewportGrid::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), Theme::applied().color("line"));
}

bool ViewportGrid::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
    case QEvent::KeyPress:
    case QEvent::ShortcutOverride:
        m->touched = true;
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace isocenter
