#include "shell/ReadingPage.h"

#include "layout/ViewportGrid.h"
#include "mpr/MprPage.h"
#include "page/DocumentView.h"
#include "studylist/SeriesStrip.h"
#include "tags/TagViewer.h"
#include "theme/Icons.h"
#include "theme/Theme.h"
#include "viewport/ImageViewport.h"
#include "volumepage/VolumePage.h"

#include <QApplication>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace isocenter {

namespace {

QToolButton* foldButton(QWidget* parent, const QString& icon, const QString& name)
{
    auto* button = new QToolButton(parent);
    button->setIcon(themedIcon(icon));
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

bool hasSameFrames(const ImageSeries& a, const ImageSeries& b)
{
    const auto same = [](const FrameRef& x, const FrameRef& y) { return x.image == y.image && x.frame == y.frame; };
    return std::equal(a.frames.begin(), a.frames.end(), b.frames.begin(), b.frames.end(), same);
}

} // namespace

ReadingPage::ReadingPage(const ViewerServices& services, QWidget* parent)
    : QWidget(parent),
      m_services(services),
      m_centre(new QStackedWidget(this)),
      m_grid(new ViewportGrid(services, this)),
      m_strip(new SeriesStrip(services, this)),
      m_tags(new TagViewer(services.reader, services.queue, this)),
      m_split(new QSplitter(Qt::Horizontal, this))
{
    m_split->setHandleWidth(1);
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(buildStrip());
    m_centre->addWidget(m_grid);
    m_split->addWidget(m_centre);
    m_split->addWidget(m_tags);
    m_split->setStretchFactor(1, 1);
    m_split->setSizes({Theme::scaled(208), 4000, Theme::scaled(560)});
    m_tags->setMinimumWidth(Theme::scaled(320));
    m_tags->hide();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_rail);
    layout->addWidget(m_split, 1);
    setFocusProxy(m_grid);

    connect(m_strip, &SeriesStrip::openRequested, m_grid, [this](const QString& key) {
        setPlace(Place::Viewports);
        m_grid->show(key);
    });
    connect(m_grid, &ViewportGrid::layoutChanged, this, [this] { setPlace(Place::Viewports); });
    connect(m_grid, &ViewportGrid::activeStateChanged, this, &ReadingPage::followPlace);
    connect(m_grid, &ViewportGrid::seriesListChanged, this, &ReadingPage::followPlace);
    connect(m_grid, &ViewportGrid::activeStateChanged, this, &ReadingPage::followFile);
    connect(m_grid, &ViewportGrid::tagsRequested, this, [this] { setTagsVisible(true); });
    connect(m_grid, &ViewportGrid::shownChanged, this, &ReadingPage::followShown);
    connect(m_grid, &ViewportGrid::activeChanged, this, &ReadingPage::followActive);
    connect(m_tags, &TagViewer::closeRequested, this, [this] { setTagsVisible(false); });
    followActive(m_grid->active());
}

QWidget* ReadingPage::buildStrip()
{
    m_rail = new QWidget(this);
    m_rail->setObjectName(QStringLiteral("rail"));
    m_rail->setAttribute(Qt::WA_StyledBackground);
    m_rail->setFixedWidth(Theme::scaled(40));
    QToolButton* unfold = foldButton(m_rail, QStringLiteral("series"), tr("Show the series"));
    auto* rail = new QVBoxLayout(m_rail);
    rail->setContentsMargins(4, 8, 4, 8);
    rail->addWidget(unfold, 0, Qt::AlignHCenter);
    rail->addStretch(1);
    m_rail->hide();

    m_stripPanel = new QWidget(this);
    m_stripPanel->setObjectName(QStringLiteral("leftStrip"));
    m_stripPanel->setAttribute(Qt::WA_StyledBackground);
    m_stripPanel->setMinimumWidth(Theme::scaled(150));
    auto* heading = new QLabel(tr("SERIES"), m_stripPanel);
    heading->setProperty("section", true);
    QToolButton* fold = foldButton(m_stripPanel, QStringLiteral("chevron-left"), tr("Fold the series"));
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 6, 6, 2);
    head->addWidget(heading, 1);
    head->addWidget(fold);
    auto* layout = new QVBoxLayout(m_stripPanel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_strip, 1);
    connect(unfold, &QToolButton::clicked, this, [this] { setStripVisible(true); });
    connect(fold, &QToolButton::clicked, this, [this] { setStripVisible(false); });
    return m_stripPanel;
}

void ReadingPage::setStudy(const StudyContextPtr& context, const std::vector<ImageSeriesPtr>& series)
{
    setPlace(Place::Viewports);
    m_tags->setFile({});
    m_strip->setStudy(context, series);
    m_grid->setStudy(context, series);
    followActive(m_grid->active());
    followShown();
}

bool ReadingPage::updateSeries(quint64 generation, const std::vector<ImageSeriesPtr>& series)
{
    if (!m_grid->updateSeries(generation, series)) {
        return false;
    }
    m_strip->updateSeries(generation, series);
    followShown();
    return true;
}

void ReadingPage::followActive(ImageViewport* viewport)
{
    disconnect(m_activeIndex);
    disconnect(m_activeSeries);
    if (viewport) {
        m_activeIndex = connect(viewport, &ImageViewport::indexChanged, this, &ReadingPage::followFile);
        m_activeSeries = connect(viewport, &ImageViewport::seriesChanged, this, &ReadingPage::followFile);
    }
    followShown();
    followFile();
}

void ReadingPage::followShown()
{
    const ImageViewport* active = m_grid->active();
    m_strip->setShown(m_grid->shownKeys(), active ? ViewportGrid::keyOf(*active) : QString());
}

void ReadingPage::followFile()
{
    const ImageViewport* active = m_grid->active();
    const DocumentView* document = active ? m_grid->documentIn(*active) : nullptr;
    const FrameRef* frame = active ? active->frameRef() : nullptr;
    const ImagePtr shown = document ? document->object() : frame ? frame->image : nullptr;
    if (!shown) {
        m_tags->setFile({});
        return;
    }
    const Series& series = shown->record.series;
    const QString number = series.number ? tr("Series %1").arg(*series.number) : QString();
    const std::optional<int> instance = shown->record.instance.number;
    const QString which = document ? tr(", object %1") : tr(", image %1");
    m_tags->setFile(shown->path, instance ? number + which.arg(*instance) : number);
}

void ReadingPage::setPlaceActions(QAction* volume, QAction* mpr)
{
    m_volumeAction = volume;
    m_mprAction = mpr;
}

/// Made when first asked for.
QWidget* ReadingPage::pageOf(Place place)
{
    const auto leave = [this] { setPlace(Place::Viewports); };
    if (place == Place::Volume && !m_volume) {
        m_volume = new VolumePage(m_services, {}, this);
        m_volume->view().setLeaveAction(m_volumeAction);
        m_centre->addWidget(m_volume);
        connect(&m_volume->view(), &VolumeViewport::leaveRequested, this, leave);
    } else if (place == Place::Mpr && !m_mpr) {
        m_mpr = new MprPage(m_services, this);
        m_mpr->setLeaveAction(m_mprAction);
        m_centre->addWidget(m_mpr);
        connect(m_mpr, &MprPage::leaveRequested, this, leave);
    }
    return place == Place::Volume ? static_cast<QWidget*>(m_volume) : place == Place::Mpr ? static_cast<QWidget*>(m_mpr) : m_grid;
}

ReadingPage::Place ReadingPage::place() const
{
    const QWidget* shown = m_centre->currentWidget();
    return m_volume && shown == m_volume ? Place::Volume : m_mpr && shown == m_mpr ? Place::Mpr : Place::Viewports;
}

void ReadingPage::showIn(Place place, const ImageSeriesPtr& series)
{
    if (place == Place::Volume) {
        m_volume->view().setSeries(series);
    } else if (place == Place::Mpr) {
        m_mpr->setSeries(series, m_grid->series());
    }
}

ImageSeriesPtr ReadingPage::shownIn(Place place) const
{
    return place == Place::Volume ? m_volume->view().series() : place == Place::Mpr ? m_mpr->series() : nullptr;
}

void ReadingPage::setPlace(Place wanted)
{
    const ImageSeriesPtr series = m_grid->active()->series();
    const Place before = place();
    if (wanted == before || (wanted != Place::Viewports && !series)) {
        Q_EMIT placeChanged();
        return;
    }
    QWidget* page = pageOf(wanted);
    const bool hadFocus = m_centre->currentWidget()->isAncestorOf(QApplication::focusWidget());
    showIn(before, nullptr);
    m_grid->active()->stopCine();
    m_centre->setCurrentWidget(page);
    showIn(wanted, series);
    if (hadFocus || wanted != Place::Viewports) {
        page->setFocus();
    }
    Q_EMIT placeChanged();
}

/// The grid below has changed: the same series (grown, perhaps) stays in view, anything else ends 3D and other planes.
void ReadingPage::followPlace()
{
    const Place now = place();
    if (now == Place::Viewports) {
        return;
    }
    const ImageSeriesPtr series = m_grid->active()->series();
    const ImageSeriesPtr shown = shownIn(now);
    if (!series || !shown || series->generation != shown->generation || seriesKey(series) != seriesKey(shown)) {
        setPlace(Place::Viewports);
    } else if (series != shown && !hasSameFrames(*series, *shown)) {
        showIn(now, series);
    } else if (now == Place::Mpr) {
        m_mpr->setStudy(m_grid->series());
    }
}

void ReadingPage::toggleFusion()
{
    if (place() == Place::Mpr) {
        m_mpr->fusion().toggle();
    }
}

bool ReadingPage::isComplete() const
{
    const Place now = place();
    const bool centre = now == Place::Volume ? m_volume->view().isPictureComplete()
                        : now == Place::Mpr  ? m_mpr->isPictureComplete()
                                             : m_grid->isPictureComplete();
    return centre && (!isStripVisible() || m_strip->isComplete()) && (!areTagsVisible() || m_tags->isComplete());
}

bool ReadingPage::isStripVisible() const
{
    return m_stripPanel->isVisibleTo(m_split);
}

void ReadingPage::setStripVisible(bool visible)
{
    m_stripPanel->setVisible(visible);
    m_rail->setVisible(!visible);
    Q_EMIT stripVisibleChanged(visible);
}

bool ReadingPage::areTagsVisible() const
{
    return m_tags->isVisibleTo(m_split);
}

void ReadingPage::setTagsVisible(bool visible)
{
    m_tags->setVisible(visible);
    Q_EMIT tagsVisibleChanged(visible);
    if (!visible) {
        m_grid->setFocus();
    }
}

} // namespace isocenter
