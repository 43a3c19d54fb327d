#include "tools/DragTools.h"

#include "theme/Icons.h"
#include "theme/Theme.h"
#include "viewport/ImageViewport.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kPixelsToDouble = 120; // a drag of this length doubles the size
constexpr double kSmallestBand = 3;     // pixels: less is a click that shook
constexpr double kMostPixelsAStep = 16; // short stacks: a small move is one slice
constexpr double kFewestPixelsAStep = 1.5;

// Light lines with a dark edge: seen on air and on bone.
QCursor iconCursor(const QString& icon)
{
    const QSize size(22, 22);
    QPixmap picture(size + QSize(2, 2));
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    const QPixmap dark = iconPixmap(icon, size, QColor(0, 0, 0, 200), 1.0);
    for (const QPoint& offset : {QPoint(0, 1), QPoint(2, 1), QPoint(1, 0), QPoint(1, 2)}) {
        painter.drawPixmap(offset, dark);
    }
    painter.drawPixmap(1, 1, iconPixmap(icon, size, QColor(0xe4, 0xe7, 0xeb), 1.0));
    painter.end();
    return QCursor(picture);
}

} // namespace

QCursor ScrollTool::cursor() const
{
    return iconCursor(QStringLiteral("tool-scroll"));
}

void ScrollTool::press(ImageViewport&, const ToolEvent&)
{
    m_rest = 0;
}

void ScrollTool::move(ImageViewport& viewport, const ToolEvent& event)
{
    const double pixelsAStep =
        std::clamp(viewport.height() * 0.8 / std::max(1, viewport.count()), kFewestPixelsAStep, kMostPixelsAStep);
    m_rest += event.delta.y() / pixelsAStep;
    const int steps = static_cast<int>(m_rest);
    if (steps != 0) {
        m_rest -= steps;
        viewport.scroll(steps);
    }
}

QCursor WindowTool::cursor() const
{
    return iconCursor(QStringLiteral("tool-window"));
}

void WindowTool::move(ImageViewport& viewport, const ToolEvent& event)
{
    viewport.adjustWindow(event.delta);
}

QCursor ZoomTool::cursor() const
{
    return iconCursor(QStringLiteral("tool-zoom"));
}

void ZoomTool::move(ImageViewport& viewport, const ToolEvent& event)
{
    viewport.zoomAt(event.start, std::exp2(-event.delta.y() / kPixelsToDouble));
}

QCursor PanTool::cursor() const
{
    return iconCursor(QStringLiteral("tool-pan"));
}

void PanTool::move(ImageViewport& viewport, const ToolEvent& event)
{
    viewport.panBy(event.delta);
}

QCursor RoiWindowTool::cursor() const
{
    return Qt::CrossCursor;
}

void RoiWindowTool::press(ImageViewport& viewport, const ToolEvent& event)
{
    m_viewport = &viewport;
    m_band = QRectF(event.position, QSizeF(0, 0));
}

void RoiWindowTool::move(ImageViewport& viewport, const ToolEvent& event)
{
    m_band = QRectF(event.start, event.position).normalized();
    viewport.update();
}

void RoiWindowTool::release(ImageViewport& viewport, const ToolEvent& event)
{
    const QRectF band = QRectF(event.start, event.position).normalized();
    m_viewport = nullptr;
    if (band.width() >= kSmallestBand && band.height() >= kSmallestBand) {
        viewport.windowFromRoi(viewport.widgetToImage().mapRect(band));
    }
    viewport.update();
}

void RoiWindowTool::cancel(ImageViewport& viewport)
{
    m_viewport = nullptr;
    viewport.update();
}

void RoiWindowTool::paint(const ImageViewport& viewport, QPainter& painter) const
{
    if (m_viewport != &viewport || m_band.isEmpty()) {
        return;
    }
    painter.save();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 180), 3));
    painter.drawRect(m_band);
    painter.setPen(QPen(Theme::applied().color("current"), 1));
    painter.drawRect(m_band);
    painter.restore();
}

QCursor MagnifierTool::cursor() const
{
    return iconCursor(QStringLiteral("tool-magnifier"));
}

void MagnifierTool::press(ImageViewport& viewport, const ToolEvent&)
{
    m_before = viewport.hasMagnifier();
    viewport.setMagnifier(true);
}

void MagnifierTool::release(ImageViewport& viewport, const ToolEvent&)
{
    viewport.setMagnifier(m_before);
}

void MagnifierTool::cancel(ImageViewport& viewport)
{
    viewport.setMagnifier(m_before);
}

QCursor MaskShiftTool::cursor() const
{
    return iconCursor(QStringLiteral("tool-mask"));
}

void MaskShiftTool::press(ImageViewport& viewport, const ToolEvent&)
{
    m_before = viewport.maskShift();
}

void MaskShiftTool::move(ImageViewport& viewport, const ToolEvent& event)
{
    const QTransform map = viewport.widgetToImage();
    const QPointF moved = map.map(event.position) - map.map(event.start);
    const auto tenths = [](double value) { return std::round(value * 10) / 10; };
    viewport.setMaskShift({tenths(m_before.row + moved.y()), tenths(m_before.column + moved.x())});
}

void MaskShiftTool::cancel(ImageViewport& viewport)
{
    viewport.setMaskShift(m_before);
}

std::unique_ptr<ViewportTool> makeTool(ToolKind kind)
{
    switch (kind) {
    case ToolKind::Window:
        return std::make_unique<WindowTool>();
    case ToolKind::Zoom:
        return std::make_unique<ZoomTool>();
    case ToolKind::Pan:
        return std::make_unique<PanTool>();
    case ToolKind::RoiWindow:
        return std::make_unique<RoiWindowTool>();
    case ToolKind::Magnifier:
        return std::make_unique<MagnifierTool>();
    case ToolKind::MaskShift:
        return std::make_unique<MaskShiftTool>();
    case ToolKind::Scroll:
        break;
    }
    return std::make_unique<ScrollTool>();
}

} // namespace isocenter
