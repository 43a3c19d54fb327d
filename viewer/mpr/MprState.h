#pragma once

#include "display/DisplayState.h"
#include "mpr/MprPlanes.h"
#include "reslice/ReslicePlane.h"

#include <QPointF>
#include <QSizeF>

#include <array>

namespace isocenter {

/// Which part of its plane a view shows.
struct MprPose
{
    Eigen::Vector3d focus = Eigen::Vector3d::Zero(); ///< its image in the plane is the middle of the view; LPS mm
    double scale = 1;                                ///< mm a device-independent pixel
    friend bool operator==(const MprPose& a, const MprPose& b) { return a.focus == b.focus && a.scale == b.scale; }
};

/// All that three linked views show, but for the volume. A value.
struct MprState
{
    MprPlanes planes;
    std::array<MprPose, kMprPlanes> poses;
    double thickness = 0; ///< of the slab, mm; 0: none
    SlabMode mode = SlabMode::Max;
    ResliceInterpolation interpolation = ResliceInterpolation::Linear;
    DisplayState display;
    bool crosshair = true;

    const MprPose& pose(MprAxis axis) const { return poses[static_cast<std::size_t>(axis)]; }
    MprPose& pose(MprAxis axis) { return poses[static_cast<std::size_t>(axis)]; }
    friend bool operator==(const MprState& a, const MprState& b)
    {
        return a.planes == b.planes && a.poses == b.poses && a.thickness == b.thickness && a.mode == b.mode &&
               a.interpolation == b.interpolation && a.display == b.display && a.crosshair == b.crosshair;
    }
    friend bool operator!=(const MprState& a, const MprState& b) { return !(a == b); }
};

/// The view of one plane on a widget: all ways between patient (LPS, mm) and widget (device-independent pixels, y down).
class MprGeometry
{
public:
    MprGeometry(const MprState& state, MprAxis axis, const QSizeF& widget);

    QPointF toWidget(const Eigen::Vector3d& point) const; ///< of its image in the plane
    Eigen::Vector3d toPatient(const QPointF& position) const;
    /// A direction of the patient as it looks on the widget, pixels a millimetre.
    QPointF direction(const Eigen::Vector3d& vector) const;
    const MprDirections& directions() const { return m_directions; }
    /// What is to be resliced for a picture of `size` device pixels.
    ReslicePlane plane(const MprState& state, const QSize& size) const;

private:
    MprDirections m_directions;
    Eigen::Vector3d m_middle;
    double m_scale;
    QSizeF m_widget;
};

} // namespace isocenter
