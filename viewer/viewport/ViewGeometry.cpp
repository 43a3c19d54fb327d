#include "viewport/ViewGeometry.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

// A whole number of device pixels an image pixel: then pixels must not be split between two device pixels.
bool isWhole(double value)
{
    return value >= 1.0 - 1e-9 && std::abs(value - std::round(value)) < 1e-9;
}

double snapped(double value, double ratio)
{
    return std::round(value * ratio) / ratio;
}

int normalTurns(int quarterTurns)
{
    return ((quarterTurns % 4) + 4) % 4;
}

} // namespace

ViewGeometry::ViewGeometry(const QSizeF& viewport, const QSize& image, double pixelAspect, double ratio, const ViewPose& pose)
    : m_viewport(std::max(1.0, viewport.width()), std::max(1.0, viewport.height())),
      m_area(pose.area ? *pose.area : QRectF(0, 0, std::max(1, image.width()), std::max(1, image.height()))),
      m_aspect(pixelAspect > 0 && std::isfinite(pixelAspect) ? pixelAspect : 1.0),
      m_ratio(ratio > 0 ? ratio : 1.0),
      m_pose(pose)
{
    m_pose.quarterTurns = normalTurns(pose.quarterTurns);
    m_zoom = m_pose.zoom ? std::clamp(*m_pose.zoom, kMinimumZoom, kMaximumZoom) : fitZoom();
    m_transform.translate(m_viewport.width() / 2 + m_pose.pan.x(), m_viewport.height() / 2 + m_pose.pan.y());
    m_transform.scale(m_pose.flipHorizontal ? -m_zoom : m_zoom, m_zoom);
    m_transform.rotate(90.0 * m_pose.quarterTurns);
    m_transform.scale(1.0, m_aspect);
    m_transform.translate(-m_area.center().x(), -m_area.center().y());
    if (isWhole(m_zoom * m_ratio) && isWhole(m_zoom * m_aspect * m_ratio)) {
        const QTransform& t = m_transform;
        m_transform.setMatrix(t.m11(), t.m12(), 0, t.m21(), t.m22(), 0, snapped(t.dx(), m_ratio), snapped(t.dy(), m_ratio), 1);
    }
    m_inverse = m_transform.inverted();
}

double ViewGeometry::pixelAspect(const ImageAttributes& image, int frame)
{
    const FrameAttributes& attributes = image.frame(frame);
    double aspect = image.pixelAspect.value_or(1.0);
    if (attributes.spacing) {
        aspect = attributes.spacing->row / attributes.spacing->column;
    } else if (attributes.plane && attributes.plane->spacingKnown) {
        aspect = attributes.plane->rowSpacing / attributes.plane->columnSpacing;
    }
    // Beyond this no detector goes; such a header would make the picture a line.
    return std::isfinite(aspect) && aspect >= 0.05 && aspect <= 20.0 ? aspect : 1.0;
}

double ViewGeometry::fitZoom() const
{
    double width = m_area.width();
    double height = m_area.height() * m_aspect;
    if (m_pose.quarterTurns % 2 != 0) {
        std::swap(width, height);
    }
    return std::clamp(std::min(m_viewport.width() / width, m_viewport.height() / height), kMinimumZoom / 10, kMaximumZoom);
}

double ViewGeometry::oneToOneZoom() const
{
    return 1.0 / (m_ratio * std::min(1.0, m_aspect));
}

QTransform ViewGeometry::imageToDevice() const
{
    return m_transform * QTransform::fromScale(m_ratio, m_ratio);
}

QSize ViewGeometry::deviceSize() const
{
    return {std::max(1, qRound(m_viewport.width() * m_ratio)), std::max(1, qRound(m_viewport.height() * m_ratio))};
}

ViewPose ViewGeometry::zoomedAt(const QPointF& position, double newZoom) const
{
    ViewPose pose = m_pose;
    pose.zoom = std::clamp(newZoom, kMinimumZoom, kMaximumZoom);
    const QPointF centre(m_viewport.width() / 2, m_viewport.height() / 2);
    // Distances from the image's centre grow by the factor; the one to `position` must end there.
    pose.pan = position - centre - (position - centre - m_pose.pan) * (*pose.zoom / m_zoom);
    return kept(pose);
}

ViewPose ViewGeometry::turned(int quarterTurns) const
{
    ViewPose pose = m_pose;
    const int turns = normalTurns(quarterTurns);
    // The turn is done before the flip, so a mirrored picture turns the other way inside.
    pose.quarterTurns = normalTurns(m_pose.quarterTurns + (m_pose.flipHorizontal ? -turns : turns));
    for (int i = 0; i < turns; ++i) {
        pose.pan = QPointF(-pose.pan.y(), pose.pan.x());
    }
    return kept(pose);
}

ViewPose ViewGeometry::flipped(Qt::Orientation orientation) const
{
    ViewPose pose = m_pose;
    pose.flipHorizontal = !m_pose.flipHorizontal;
    if (orientation == Qt::Horizontal) {
        pose.pan.setX(-pose.pan.x());
    } else {
        // Top and bottom exchanged is left and right exchanged and a half turn.
        pose.quarterTurns = normalTurns(m_pose.quarterTurns + 2);
        pose.pan.setY(-pose.pan.y());
    }
    return pose;
}

ViewPose ViewGeometry::panned(const QPointF& delta) const
{
    ViewPose pose = m_pose;
    pose.zoom = m_zoom;
    pose.pan += delta;
    return kept(pose);
}

ViewPose ViewGeometry::kept(ViewPose pose) const
{
    double width = m_area.width();
    double height = m_area.height() * m_aspect;
    if (pose.quarterTurns % 2 != 0) {
        std::swap(width, height);
    }
    constexpr double kInSight = 32;
    const double zoom = pose.zoom.value_or(m_zoom);
    const double x = std::max(0.0, (m_viewport.width() + width * zoom) / 2 - kInSight);
    const double y = std::max(0.0, (m_viewport.height() + height * zoom) / 2 - kInSight);
    pose.pan = {std::clamp(pose.pan.x(), -x, x), std::clamp(pose.pan.y(), -y, y)};
    return pose;
}

} // namespace isocenter
