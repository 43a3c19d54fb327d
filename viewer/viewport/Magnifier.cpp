#include "viewport/Magnifier.h"

#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace isocenter {

void Magnifier::setOn(bool on, double factor)
{
    m_on = on;
    m_factor = std::isfinite(factor) ? std::clamp(factor, 2.0, 4.0) : 3.0;
}

void Magnifier::setFrame(const FramePtr& frame, const ImagePtr& image, int index)
{
    m_painter.setFrame(frame, image, index);
}

QTransform Magnifier::imageToGlass(const QPointF& position, const ViewGeometry& geometry, double factor, double ratio)
{
    QTransform glass = geometry.imageToWidget();
    glass *= QTransform::fromTranslate(-position.x(), -position.y());
    glass *= QTransform::fromScale(factor * ratio, factor * ratio);
    return glass * QTransform::fromTranslate(kRadius * ratio, kRadius * ratio);
}

void Magnifier::paint(QPainter& painter, const QPointF& position, const ViewGeometry& geometry, const DisplayState& display,
                      Interpolation interpolation)
{
    const double ratio = painter.device()->devicePixelRatioF();
    SliceGeometry slice;
    const int side = static_cast<int>(std::ceil(2 * kRadius * ratio));
    slice.size = QSize(side, side);
    slice.imageToScreen = imageToGlass(position, geometry, m_factor, ratio);
    slice.interpolation = interpolation;
    QImage picture = m_painter.paint(slice, display);
    picture.setDevicePixelRatio(ratio);
    QPainterPath circle;
    circle.addEllipse(position, kRadius, kRadius);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipPath(circle);
    painter.drawImage(position - QPointF(kRadius, kRadius), picture);
    painter.setClipping(false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 200), 3));
    painter.drawEllipse(position, kRadius, kRadius);
    painter.setPen(QPen(QColor(228, 231, 235), 1));
    painter.drawEllipse(position, kRadius, kRadius);
    painter.restore();
}

} // namespace isocenter
