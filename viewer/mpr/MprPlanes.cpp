#include "mpr/MprPlanes.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kParallel = 1e-3;

std::array<MprDirections, kMprPlanes> straight()
{
    using Eigen::Vector3d;
    return {{{Vector3d::UnitX(), Vector3d::UnitY()},
             {Vector3d::UnitX(), -Vector3d::UnitZ()},
             {Vector3d::UnitY(), -Vector3d::UnitZ()}}};
}

MprDirections turned(const MprDirections& plane, const Eigen::AngleAxisd& turn)
{
    // Made orthonormal anew each time: a thousand small turns of a drag must not shear the picture.
    const Eigen::Vector3d right = (turn * plane.right).normalized();
    const Eigen::Vector3d down = turn * plane.down;
    return {right, (down - right * right.dot(down)).normalized()};
}

} // namespace

MprPlanes::MprPlanes() : m_planes(straight()) {}

// On a screen with y down, a turn by the right hand about right x down, which points away from the eye, is clockwise.
void MprPlanes::turnOthers(MprAxis view, double angle)
{
    for (const MprAxis axis : kMprAxes) {
        if (axis != view) {
            turnOne(view, axis, angle);
        }
    }
}

void MprPlanes::turnOne(MprAxis view, MprAxis which, double angle)
{
    setDirections(which, turned(directions(which), Eigen::AngleAxisd(angle, directions(view).normal())));
}

void MprPlanes::turnPicture(MprAxis axis, double angle)
{
    // What is seen turns clockwise when the screen turns the other way.
    turnOne(axis, axis, -angle);
}

void MprPlanes::setDirections(MprAxis axis, const MprDirections& directions)
{
    m_planes[static_cast<std::size_t>(axis)] = directions;
}

void MprPlanes::straighten()
{
    m_planes = straight();
}

bool MprPlanes::isStraight() const
{
    MprPlanes other;
    other.m_centre = m_centre;
    return *this == other;
}

std::optional<Eigen::Vector3d> MprPlanes::trace(MprAxis view, MprAxis other) const
{
    const Eigen::Vector3d line = directions(view).normal().cross(directions(other).normal());
    const double length = line.norm();
    return length < kParallel ? std::nullopt : std::optional<Eigen::Vector3d>(line / length);
}

Eigen::Vector3d MprPlanes::onto(MprAxis axis, const Eigen::Vector3d& point) const
{
    const Eigen::Vector3d normal = directions(axis).normal();
    return point + normal * normal.dot(m_centre - point);
}

bool operator==(const MprPlanes& a, const MprPlanes& b)
{
    const auto same = [](const MprDirections& p, const MprDirections& q) { return p.right == q.right && p.down == q.down; };
    return a.m_centre == b.m_centre && std::equal(a.m_planes.begin(), a.m_planes.end(), b.m_planes.begin(), same);
}

} // namespace isocenter
