#include "viewport/ImageViewportState.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kWheelStep = 120; ///< Qt: a notch
constexpr double kDragStep = 6;    ///< device-independent pixels a slice, for short stacks
constexpr int kLongestKey = 4096;

QString seriesKey(const QMimeData* data)
{
    const QByteArray bytes = data->data(QLatin1String(kSeriesMimeType));
    return bytes.size() <= kLongestKey ? QString::fromUtf8(bytes) : QString();
}

} // namespace

void ImageViewport::Mouse::begin(Drag drag, const QPointF& position)
{
    cancel();
    m_drag = drag;
    m_start = m_last = position;
    m_rest = 0;
}

void ImageViewport::Mouse::toolEvent(void (ViewportTool::*call)(ImageViewport&, const ToolEvent&), const QPointF& position,
                                     Qt::KeyboardModifiers modifiers)
{
    if (m_tool) {
        (m_tool->*call)(q, {position, m_start, position - m_last, modifiers});
    }
}

void ImageViewport::Mouse::press(QMouseEvent* event)
{
    const QPointF position = event->position();
    const Qt::MouseButtons both = Qt::LeftButton | Qt::RightButton;
    if ((event->buttons() & both) == both) {
        begin(Drag::FastScroll, position);
    } else if (event->button() == Qt::MiddleButton) {
        begin(Drag::Pan, position);
    } else if (event->button() == Qt::RightButton) {
        begin(Drag::Window, position);
    } else if (event->button() == Qt::LeftButton && q.m->slider.contains(position)) {
        begin(Drag::Slider, position);
        q.setIndex(q.m->slider.indexAt(position.y()));
    } else if (event->button() == Qt::LeftButton) {
        begin(q.m->tool ? Drag::Tool : Drag::Scroll, position);
        m_tool = q.m->tool;
        toolEvent(&ViewportTool::press, position, event->modifiers());
    }
}

void ImageViewport::Mouse::scrollBy(double slices)
{
    m_rest += slices;
    const int whole = static_cast<int>(m_rest);
    if (whole != 0) {
        m_rest -= whole;
        q.scroll(whole);
    }
}

void ImageViewport::Mouse::move(QMouseEvent* event)
{
    const QPointF position = event->position();
    const QPointF delta = position - m_last;
    switch (m_drag) {
    case Drag::None:
        return;
    case Drag::Tool:
        toolEvent(&ViewportTool::move, position, event->modifiers());
        break;
    case Drag::Scroll:
        scrollBy(delta.y() / kDragStep);
        break;
    case Drag::FastScroll:
        scrollBy(delta.y() * std::max(1.0 / kDragStep, q.count() / std::max(1.0, double(q.height()))));
        break;
    case Drag::Window:
        q.adjustWindow(delta);
        break;
    case Drag::Pan:
        q.panBy(delta);
        break;
    case Drag::Slider:
        q.setIndex(q.m->slider.indexAt(position.y()));
        break;
    }
    m_last = position;
}

void ImageViewport::Mouse::release(QMouseEvent* event)
{
    if (m_drag == Drag::Tool && event->button() == Qt::LeftButton) {
        ViewportTool* tool = m_tool;
        const ToolEvent last{event->position(), m_start, event->position() - m_last, event->modifiers()};
        m_tool = nullptr;
        m_drag = Drag::None;
        tool->release(q, last);
    } else if (event->buttons() == Qt::NoButton || m_drag != Drag::FastScroll) {
        // With one of two buttons still down nothing may begin by itself.
        const bool ends = event->buttons() == Qt::NoButton || (m_drag == Drag::Window && event->button() == Qt::RightButton) ||
                          (m_drag == Drag::Pan && event->button() == Qt::MiddleButton);
        if (ends) {
            m_drag = Drag::None;
        }
    } else {
        m_drag = Drag::None;
    }
}

void ImageViewport::Mouse::cancel()
{
    ViewportTool* tool = m_tool;
    const bool wasTool = m_drag == Drag::Tool;
    m_drag = Drag::None;
    m_tool = nullptr;
    if (wasTool && tool) {
        tool->cancel(q);
    }
}

void ImageViewport::mousePressEvent(QMouseEvent* event)
{
    Q_EMIT activated();
    m_mouse->press(event);
    event->accept();
}

void ImageViewport::mouseMoveEvent(QMouseEvent* event)
{
    m->mouse = event->position();
    const bool hovered = m->slider.contains(event->position());
    m->sliderHovered = hovered;
    m_mouse->move(event);
    update();
    if (const auto point = patientPoint(event->position())) {
        Q_EMIT cursorMoved(*point);
    }
    event->accept();
}

void ImageViewport::mouseReleaseEvent(QMouseEvent* event)
{
    m_mouse->release(event);
    event->accept();
}

void ImageViewport::mouseDoubleClickEvent(QMouseEvent* event)
{
    Q_EMIT activated();
    if (event->button() == Qt::LeftButton && !m->slider.contains(event->position()) && event->buttons() == Qt::LeftButton) {
        cancelDrag();
        Q_EMIT doubleClicked();
    } else {
        m_mouse->press(event);
    }
    event->accept();
}

void ImageViewport::wheelEvent(QWheelEvent* event)
{
    const double delta = event->angleDelta().y();
    if (event->modifiers() & Qt::ControlModifier) {
        zoomAt(event->position(), std::pow(1.2, delta / kWheelStep));
    } else {
        m->wheelRest += delta / kWheelStep; // touchpads send parts of a notch
        const int steps = static_cast<int>(m->wheelRest);
        m->wheelRest -= steps;
        scroll(-steps);
    }
    event->accept();
}

void ImageViewport::leaveEvent(QEvent*)
{
    m->mouse.reset();
    m->sliderHovered = false;
    update();
    Q_EMIT cursorLeft();
}

void ImageViewport::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    Q_EMIT activated();
}

void ImageViewport::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m->slider.setRect(QRectF(width() - SliceSlider::kWidth, 0, SliceSlider::kWidth, height()));
    Q_EMIT viewChanged();
}

void ImageViewport::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasFormat(QLatin1String(kSeriesMimeType)) && !seriesKey(event->mimeData()).isEmpty()) {
        m->dropTarget = true;
        update();
        event->acceptProposedAction();
    }
}

void ImageViewport::dragLeaveEvent(QDragLeaveEvent*)
{
    m->dropTarget = false;
    update();
}

void ImageViewport::dropEvent(QDropEvent* event)
{
    m->dropTarget = false;
    update();
    const QString key = seriesKey(event->mimeData());
    if (!key.isEmpty()) {
        event->acceptProposedAction();
        Q_EMIT activated();
        Q_EMIT seriesDropped(key);
    }
}

} // namespace isocenter
