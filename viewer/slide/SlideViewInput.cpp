#include "slide/SlideViewState.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kWheelStep = 1.25;
constexpr double kArrow = 0.15; // of the view

/// Where on the slide a point of the map is.
QPointF fromMap(const QPointF& at, const QRectF& map, const SlidePyramid& slide)
{
    return {(at.x() - map.left()) / map.width() * slide.base().columns(),
            (at.y() - map.top()) / map.height() * slide.base().rows()};
}

} // namespace

bool SlideView::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        static constexpr int kOwn[] = {Qt::Key_Left, Qt::Key_Right,  Qt::Key_Up,       Qt::Key_Down,  Qt::Key_Home,
                                       Qt::Key_Plus, Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Minus, Qt::Key_Equal};
        const bool plain = (key->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier)) == Qt::NoModifier;
        if (plain && std::find(std::begin(kOwn), std::end(kOwn), key->key()) != std::end(kOwn)) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void SlideView::mousePressEvent(QMouseEvent* event)
{
    if (!m->slide() || m->button != Qt::NoButton) {
        return;
    }
    m->button = event->button();
    m->last = event->position();
    m->onMap = event->button() == Qt::LeftButton && mapRect().contains(event->position());
    if (m->onMap) {
        setPose(geometry().centredAt(fromMap(event->position(), mapRect(), *m->slide())));
    } else if (event->button() != Qt::RightButton) {
        setCursor(Qt::ClosedHandCursor);
    }
}

void SlideView::mouseMoveEvent(QMouseEvent* event)
{
    if (m->button == Qt::NoButton || !m->slide()) {
        return;
    }
    const QPointF delta = event->position() - m->last;
    m->last = event->position();
    if (m->onMap) {
        setPose(geometry().centredAt(fromMap(event->position(), mapRect(), *m->slide())));
    } else if (m->button == Qt::RightButton) {
        const std::optional<Window> now = m->describe().window;
        if (now) { // right widens, down raises the centre, as in other viewports
            const double step = std::max(1.0, now->width) / 300;
            Window window = *now;
            window.width = std::max(1.0, window.width + delta.x() * step);
            window.center += delta.y() * step;
            m->display = DisplayState();
            m->display.window = window;
            m->windowByReader = true;
            m->loader.setState(m->display);
            m->changed();
        }
    } else {
        setPose(geometry().panned(delta));
    }
}

void SlideView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == m->button) {
        m->button = Qt::NoButton;
        m->onMap = false;
        setCursor(Qt::OpenHandCursor);
    }
}

void SlideView::wheelEvent(QWheelEvent* event)
{
    zoomAt(event->position(), std::pow(kWheelStep, event->angleDelta().y() / 120.0));
    event->accept();
}

void SlideView::keyPressEvent(QKeyEvent* event)
{
    const auto move = [this](double x, double y) { setPose(geometry().panned({x * width() * kArrow, y * height() * kArrow})); };
    switch (event->key()) {
    case Qt::Key_Left:
        return move(1, 0);
    case Qt::Key_Right:
        return move(-1, 0);
    case Qt::Key_Up:
        return move(0, 1);
    case Qt::Key_Down:
        return move(0, -1);
    case Qt::Key_Home:
        return fit();
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomBy(kWheelStep);
    case Qt::Key_Minus:
        return zoomBy(1 / kWheelStep);
    case Qt::Key_PageUp:
        return stepPlane(1);
    case Qt::Key_PageDown:
        return stepPlane(-1);
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace isocenter
