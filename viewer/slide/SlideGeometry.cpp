#include "slide/SlideGeometry.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kMostScale = 16;

} // namespace

SlideGeometry::SlideGeometry(const QSizeF& base, double aspect, const QSizeF& view, const SlidePose& pose)
    : m_base(base), m_aspect(std::isfinite(aspect) ? std::clamp(aspect, 0.1, 10.0) : 1), m_view(view)
{
    if (pose.scale > 0) {
        const SlidePose own = bounded(pose);
        m_centre = own.centre;
        m_scale = own.scale;
    } else {
        m_centre = QPointF(base.width() / 2, base.height() / 2);
        m_scale = fittingScale();
    }
}

double SlideGeometry::fittingScale() const
{
    return std::max(1e-9, std::min(std::max(1.0, m_view.width()) / m_base.width(),
                                   std::max(1.0, m_view.height()) / (m_base.height() * m_aspect)));
}

QPointF SlideGeometry::toView(const QPointF& base) const
{
    return {m_view.width() / 2 + (base.x() - m_centre.x()) * m_scale,
            m_view.height() / 2 + (base.y() - m_centre.y()) * m_scale * m_aspect};
}

QPointF SlideGeometry::toBase(const QPointF& view) const
{
    return {m_centre.x() + (view.x() - m_view.width() / 2) / m_scale,
            m_centre.y() + (view.y() - m_view.height() / 2) / (m_scale * m_aspect)};
}

QRectF SlideGeometry::visible() const
{
    return QRectF(toBase({0, 0}), toBase({m_view.width(), m_view.height()})) & QRectF(QPointF(), m_base);
}

SlidePose SlideGeometry::bounded(SlidePose pose) const
{
    const double fit = fittingScale();
    pose.scale = std::clamp(pose.scale, std::min(fit, kMostScale) / 2, std::max(kMostScale, fit));
    pose.centre.setX(std::clamp(pose.centre.x(), 0.0, m_base.width()));
    pose.centre.setY(std::clamp(pose.centre.y(), 0.0, m_base.height()));
    return pose;
}

SlidePose SlideGeometry::zoomedAt(const QPointF& view, double factor) const
{
    const QPointF fixed = toBase(view);
    SlidePose pose = bounded({m_centre, m_scale * (std::isfinite(factor) && factor > 0 ? factor : 1)});
    pose.centre = {fixed.x() - (view.x() - m_view.width() / 2) / pose.scale,
                   fixed.y() - (view.y() - m_view.height() / 2) / (pose.scale * m_aspect)};
    return bounded(pose);
}

SlidePose SlideGeometry::panned(const QPointF& delta) const
{
    return bounded({{m_centre.x() - delta.x() / m_scale, m_centre.y() - delta.y() / (m_scale * m_aspect)}, m_scale});
}

SlidePose SlideGeometry::centredAt(const QPointF& base) const
{
    return bounded({base, m_scale});
}

} // namespace isocenter
