#include "volume/VolumeClips.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kLeast = 0.05; // of the extent stays between two faces

Eigen::Vector3d axisOf(const Volume& volume, int axis)
{
    return axis == 0 ? volume.right : axis == 1 ? volume.down : volume.normal();
}

} // namespace

void VolumeClips::setVolume(const VolumePtr& volume)
{
    const bool same = volume && m_volume && isSameGrid(*volume, *m_volume);
    m_volume = volume;
    if (!same) {
        m_boxOn = false;
        m_planeOn = false;
        m_cuts.fill(0);
        Q_EMIT changed();
    }
}

void VolumeClips::setBoxOn(bool on)
{
    if (on != m_boxOn && m_volume) {
        m_boxOn = on;
        Q_EMIT changed();
    }
}

void VolumeClips::setCut(int face, double share)
{
    const double other = m_cuts[static_cast<std::size_t>(face ^ 1)];
    const double bounded = std::clamp(share, 0.0, 1 - kLeast - other);
    if (m_volume && bounded != cut(face)) {
        m_cuts[static_cast<std::size_t>(face)] = bounded;
        m_boxOn = true;
        Q_EMIT changed();
    }
}

Eigen::Vector3d VolumeClips::outward(int face) const
{
    return axisOf(*m_volume, face / 2) * (face % 2 == 0 ? -1.0 : 1.0);
}

Eigen::Vector3d VolumeClips::corner(int index) const
{
    Eigen::Vector3d point = m_volume->centre();
    for (int axis = 0; axis < 3; ++axis) {
        const double low = cut(2 * axis);
        const double high = 1 - cut(2 * axis + 1);
        const double share = (index >> axis & 1) == 0 ? low : high;
        point += axisOf(*m_volume, axis) * ((share - 0.5) * m_volume->extent()[axis]);
    }
    return point;
}

Eigen::Vector3d VolumeClips::faceMiddle(int face) const
{
    Eigen::Vector3d sum = Eigen::Vector3d::Zero();
    for (int index = 0; index < 8; ++index) {
        if ((index >> face / 2 & 1) == face % 2) {
            sum += corner(index);
        }
    }
    return sum / 4;
}

/// Half of the volume's extent in a direction.
double VolumeClips::reach(const Eigen::Vector3d& direction) const
{
    double sum = 0;
    for (int axis = 0; axis < 3; ++axis) {
        sum += std::abs(axisOf(*m_volume, axis).dot(direction)) * m_volume->extent()[axis] / 2;
    }
    return sum;
}

double VolumeClips::depthRange() const
{
    return m_volume ? 2 * reach(m_normal) : 0;
}

void VolumeClips::setPlaneOn(bool on, const Eigen::Vector3d& direction)
{
    if (!m_volume || on == m_planeOn) {
        return;
    }
    m_planeOn = on;
    if (on) {
        m_normal = direction;
        m_depth = depthRange() / 4;
    }
    Q_EMIT changed();
}

void VolumeClips::face(const Eigen::Vector3d& direction)
{
    if (m_volume && m_planeOn) {
        m_normal = direction;
        m_depth = std::min(m_depth, depthRange());
        Q_EMIT changed();
    }
}

void VolumeClips::push(double millimetres)
{
    if (m_volume && m_planeOn) {
        m_depth = std::clamp(m_depth + millimetres, 0.0, depthRange());
        Q_EMIT changed();
    }
}

void VolumeClips::reset()
{
    m_boxOn = false;
    m_planeOn = false;
    m_cuts.fill(0);
    Q_EMIT changed();
}

std::vector<ClipPlane> VolumeClips::planes() const
{
    std::vector<ClipPlane> planes;
    for (int face = 0; m_volume && m_boxOn && face < kClipFaces; ++face) {
        if (cut(face) > 0) {
            const Eigen::Vector3d inward = -outward(face);
            planes.push_back({inward, inward.dot(faceMiddle(face))});
        }
    }
    if (m_volume && m_planeOn) {
        planes.push_back({m_normal, m_normal.dot(m_volume->centre()) - reach(m_normal) + m_depth});
    }
    return planes;
}

} // namespace isocenter
