#include "mpr/MprState.h"

#include <algorithm>

namespace isocenter {

MprGeometry::MprGeometry(const MprState& state, MprAxis axis, const QSizeF& widget)
    : m_directions(state.planes.directions(axis)),
      m_middle(state.planes.onto(axis, state.pose(axis).focus)),
      m_scale(state.pose(axis).scale),
      m_widget(widget)
{
}

QPointF MprGeometry::direction(const Eigen::Vector3d& vector) const
{
    return {vector.dot(m_directions.right) / m_scale, vector.dot(m_directions.down) / m_scale};
}

QPointF MprGeometry::toWidget(const Eigen::Vector3d& point) const
{
    return QPointF(m_widget.width() / 2, m_widget.height() / 2) + direction(point - m_middle);
}

Eigen::Vector3d MprGeometry::toPatient(const QPointF& position) const
{
    return m_middle + m_directions.right * ((position.x() - m_widget.width() / 2) * m_scale) +
           m_directions.down * ((position.y() - m_widget.height() / 2) * m_scale);
}

ReslicePlane MprGeometry::plane(const MprState& state, const QSize& size) const
{
    ReslicePlane plane;
    plane.center = m_middle;
    plane.right = m_directions.right;
    plane.down = m_directions.down;
    plane.width = size.width();
    plane.height = size.height();
    plane.spacing = m_scale * m_widget.width() / std::max(1, size.width());
    plane.thickness = state.thickness;
    plane.mode = state.mode;
    plane.interpolation = state.interpolation;
    return plane;
}

} // namespace isocenter
