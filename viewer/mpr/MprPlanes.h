#pragma once

#include <Eigen/Core>

#include <array>
#include <optional>

namespace isocenter {

/// The three planes of a multiplanar reconstruction, by the directions they begin with.
enum class MprAxis { Axial, Coronal, Sagittal };
constexpr int kMprPlanes = 3;
constexpr MprAxis kMprAxes[kMprPlanes] = {MprAxis::Axial, MprAxis::Coronal, MprAxis::Sagittal};

/// How one plane lies on the screen. Unit vectors at right angles, LPS.
struct MprDirections
{
    Eigen::Vector3d right; ///< of the screen
    Eigen::Vector3d down;  ///< of the screen
    Eigen::Vector3d normal() const { return right.cross(down); }
};

/// Three planes through one point of the patient, and how they are turned. A value; LPS, mm, radians. As readers are used to:
/// axial from the feet, coronal from the front, sagittal from the left (hazard: wrong side; the letters are made from the
/// directions alone).
class MprPlanes
{
public:
    MprPlanes();

    const Eigen::Vector3d& centre() const { return m_centre; }
    const MprDirections& directions(MprAxis axis) const { return m_planes[static_cast<std::size_t>(axis)]; }
    void moveTo(const Eigen::Vector3d& point) { m_centre = point; }
    /// Moves the common point along a plane's normal, mm.
    void advance(MprAxis axis, double millimetres) { m_centre += directions(axis).normal() * millimetres; }

    /// Turns the other two planes about the normal of `view` by an angle that is clockwise on its screen.
    void turnOthers(MprAxis view, double angle);
    /// Turns one of the other planes alone; the planes are not at right angles then.
    void turnOne(MprAxis view, MprAxis which, double angle);
    /// Turns a plane within itself, clockwise on its screen: the picture turns, no plane lies elsewhere.
    void turnPicture(MprAxis axis, double angle);
    void setDirections(MprAxis axis, const MprDirections& directions);
    void straighten(); ///< the directions that it began with; the point stays

    /// Along the patient's axes, as at the beginning.
    bool isStraight() const;
    /// The direction, unit, in which `other` cuts the picture of `view`; nothing if they are parallel within 0.06 degrees.
    std::optional<Eigen::Vector3d> trace(MprAxis view, MprAxis other) const;
    /// A point moved along the plane's normal into the plane.
    Eigen::Vector3d onto(MprAxis axis, const Eigen::Vector3d& point) const;

    friend bool operator==(const MprPlanes& a, const MprPlanes& b);
    friend bool operator!=(const MprPlanes& a, const MprPlanes& b) { return !(a == b); }

private:
    std::array<MprDirections, kMprPlanes> m_planes;
    Eigen::Vector3d m_centre = Eigen::Vector3d::Zero();
};

} // namespace isocenter
