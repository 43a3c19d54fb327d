#include "layout/SyncGroup.h"

#include "layout/SyncMath.h"
#include "theme/Theme.h"
#include "viewport/ImageViewport.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QScopedValueRollback>

#include <algorithm>

namespace isocenter {

namespace {

LinkedView linkedView(const ImageViewport& viewport)
{
    LinkedView view;
    view.ref = *viewport.frameRef();
    view.viewport = viewport.size();
    view.pixelAspect = ViewGeometry::pixelAspect(*view.ref.image, view.ref.frame);
    view.pixelRatio = viewport.devicePixelRatioF();
    view.geometry = ViewGeometry(view.viewport, QSize(view.ref.image->columns, view.ref.image->rows), view.pixelAspect,
                                 view.pixelRatio, viewport.viewState().pose);
    return view;
}

bool sameKindOfValues(const FrameRef& a, const FrameRef& b)
{
    return a.image->record.series.modality == b.image->record.series.modality &&
           a.attributes().modality.unit == b.attributes().modality.unit;
}

} // namespace

SyncGroup::SyncGroup(QObject* parent) : QObject(parent) {}

void SyncGroup::setViewports(const std::vector<ImageViewport*>& viewports)
{
    for (const auto& viewport : m_viewports) {
        if (viewport && std::find(viewports.begin(), viewports.end(), viewport) == viewports.end()) {
            viewport->disconnect(this);
            viewport->removeEventFilter(this);
            viewport->setReferenceLines({});
            viewport->setCursorPosition(std::nullopt);
        }
    }
    for (ImageViewport* viewport : viewports) {
        if (contains(viewport)) {
            continue;
        }
        viewport->installEventFilter(this);
        connect(viewport, &ImageViewport::indexChanged, this, [this, viewport] { follow(viewport); });
        connect(viewport, &ImageViewport::viewChanged, this, [this, viewport] { followView(viewport); });
        connect(viewport, &ImageViewport::windowChanged, this, [this, viewport] { followWindow(viewport); });
        connect(viewport, &ImageViewport::seriesChanged, this, [this] {
            keepDistances();
            drawLines();
        });
    }
    m_viewports.assign(viewports.begin(), viewports.end());
    keepDistances();
    drawLines();
}

bool SyncGroup::contains(const ImageViewport* viewport) const
{
    return std::find(m_viewports.begin(), m_viewports.end(), viewport) != m_viewports.end();
}

void SyncGroup::setActive(ImageViewport* viewport)
{
    m_active = viewport;
    keepDistances();
    drawLines();
}

void SyncGroup::setScrollLinked(bool on)
{
    m_scroll = on;
    alignTo(m_active);
    Q_EMIT changed();
}

void SyncGroup::setNumberLinked(bool on)
{
    m_number = on;
    keepDistances();
    Q_EMIT changed();
}

void SyncGroup::setViewLinked(bool on)
{
    m_view = on;
    if (m_active) {
        followView(m_active);
    }
    Q_EMIT changed();
}

void SyncGroup::setWindowLinked(bool on)
{
    m_window = on;
    if (m_active) {
        followWindow(m_active);
    }
    Q_EMIT changed();
}

void SyncGroup::setReferenceLines(bool on)
{
    m_lines = on;
    drawLines();
    Q_EMIT changed();
}

void SyncGroup::keepDistances()
{
    if (m_following) {
        return;
    }
    m_distances.clear();
    for (const auto& viewport : m_viewports) {
        if (viewport) {
            m_distances.insert(viewport, viewport->index());
        }
    }
}

void SyncGroup::alignTo(ImageViewport* leader)
{
    const FrameRef* from = leader ? leader->frameRef() : nullptr;
    if (m_following || !from) {
        return;
    }
    const QScopedValueRollback<bool> guard(m_following, true);
    const auto center = centerOf(*from);
    for (const auto& viewport : m_viewports) {
        const FrameRef* to = viewport && viewport != leader ? viewport->frameRef() : nullptr;
        if (!to) {
            continue;
        }
        if (m_scroll && center && canFollowByPosition(*from, *to)) {
            if (const auto slice = nearestSlice(*viewport->series(), *center, viewport->index())) {
                viewport->setIndex(*slice);
            }
        } else if (m_number && m_distances.contains(viewport) && m_distances.contains(leader)) {
            viewport->setIndex(leader->index() + m_distances.value(viewport) - m_distances.value(leader));
        }
    }
}

void SyncGroup::follow(ImageViewport* source)
{
    alignTo(source);
    if (!m_following) {
        drawLines();
    }
}

void SyncGroup::followView(ImageViewport* source)
{
    if (m_following || !m_view || !source->frameRef()) {
        return;
    }
    const QScopedValueRollback<bool> guard(m_following, true);
    const LinkedView from = linkedView(*source);
    for (const auto& viewport : m_viewports) {
        if (viewport && viewport != source && viewport->frameRef()) {
            ViewState state = viewport->viewState();
            state.pose = linkedPose(from, linkedView(*viewport));
            viewport->setViewState(state);
        }
    }
}

void SyncGroup::followWindow(ImageViewport* source)
{
    if (m_following || !m_window || !source->frameRef()) {
        return;
    }
    const QScopedValueRollback<bool> guard(m_following, true);
    const DisplayState from = source->viewState().display;
    for (const auto& viewport : m_viewports) {
        if (!viewport || viewport == source || !viewport->frameRef() ||
            !sameKindOfValues(*source->frameRef(), *viewport->frameRef()) || source->isSubtracted() != viewport->isSubtracted()) {
            continue;
        }
        // A table belongs to its own file; without one in the target its default stands.
        ViewState state = viewport->viewState();
        state.display.window = from.window;
        state.display.fullRange = from.fullRange;
        state.display.windowIndex = from.windowIndex;
        state.display.voiTable.reset();
        viewport->setViewState(state);
    }
}

void SyncGroup::drawLines()
{
    const Theme theme = Theme::applied();
    const bool source = m_lines && m_active && m_active->frameRef() && contains(m_active);
    for (const auto& viewport : m_viewports) {
        if (!viewport) {
            continue;
        }
        std::vector<ReferenceLine> lines;
        if (source && viewport != m_active && viewport->frameRef()) {
            lines = referenceLines(*m_active->series(), m_active->index(), *viewport->frameRef(), theme.color("current"),
                                   theme.color("text-quiet"));
        }
        viewport->setReferenceLines(lines);
    }
}

void SyncGroup::setCursor(ImageViewport* source, const std::optional<Eigen::Vector3d>& point)
{
    const bool valid = point && source && source->series();
    m_cursor = valid;
    {
        const QScopedValueRollback<bool> guard(m_following, true);
        for (const auto& viewport : m_viewports) {
            const bool marked = valid && viewport && viewport != source && viewport->frameRef() &&
                                shareFrameOfReference(*source->series(), *viewport->series());
            if (marked) {
                viewport->setIndex(nearestSlice(*viewport->series(), *point, viewport->index()).value_or(viewport->index()));
            }
            if (viewport) {
                viewport->setCursorPosition(marked ? point : std::nullopt);
            }
        }
    }
    keepDistances();
    drawLines();
}

void SyncGroup::clearCursor()
{
    if (m_cursor) {
        setCursor(nullptr, std::nullopt);
    }
}

bool SyncGroup::eventFilter(QObject* watched, QEvent* event)
{
    auto* viewport = qobject_cast<ImageViewport*>(watched);
    if (event->type() == QEvent::MouseMove && viewport) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->buttons() == Qt::NoButton && (mouse->modifiers() & Qt::ShiftModifier)) {
            setCursor(viewport, viewport->patientPoint(mouse->position()));
        } else {
            clearCursor();
        }
    } else if (event->type() == QEvent::Leave ||
               (event->type() == QEvent::KeyRelease && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Shift)) {
        clearCursor();
    }
    return QObject::eventFilter(watched, event);
}

} // namespace isocenter
