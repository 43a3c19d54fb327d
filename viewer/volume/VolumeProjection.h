#pragma once

#include "scene/Volume.h"
#include "volume/VolumeCamera.h"

#include <QPointF>
#include <QSizeF>

namespace isocenter {

/// Where points of the patient lie on the screen: LPS mm to widget coordinates and back, as the picture was made.
class VolumeProjection
{
public:
    VolumeProjection(const VolumeCamera& camera, const Volume& volume, const QSizeF& widget)
        : m_camera(camera),
          m_centre(camera.centre.value_or(volume.centre())),
          m_middle(widget.width() / 2, widget.height() / 2),
          m_scale(camera.height > 0 ? widget.height() / camera.height : 1)
    {
    }

    QPointF toScreen(const Eigen::Vector3d& point) const { return m_middle + vectorToScreen(point - m_centre); }
    QPointF vectorToScreen(const Eigen::Vector3d& vector) const
    {
        return {m_camera.right().dot(vector) * m_scale, -m_camera.up.dot(vector) * m_scale};
    }
    /// In the plane through the middle of the picture.
    Eigen::Vector3d toPatient(const QPointF& at) const
    {
        const QPointF away = (at - m_middle) / m_scale;
        return m_centre + m_camera.right() * away.x() - m_camera.up * away.y();
    }
    const Eigen::Vector3d& direction() const { return m_camera.direction; } ///< away from the viewer
    double scale() const { return m_scale; }                                ///< device-independent pixels a mm

private:
    VolumeCamera m_camera;
    Eigen::Vector3d m_centre;
    QPointF m_middle;
    double m_scale;
};

} // namespace isocenter
