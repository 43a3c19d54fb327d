#include "volume/VolumeCamera.h"

#include <Eigen/Geometry>

#include <algorithm>

namespace isocenter {

VolumeCamera VolumeCamera::from(PatientSide side)
{
    const Eigen::Vector3d left = Eigen::Vector3d::UnitX();
    const Eigen::Vector3d back = Eigen::Vector3d::UnitY();
    const Eigen::Vector3d head = Eigen::Vector3d::UnitZ();
    VolumeCamera camera;
    camera.up = head;
    switch (side) {
    case PatientSide::Anterior:
        camera.direction = back;
        break;
    case PatientSide::Posterior:
        camera.direction = -back;
        break;
    case PatientSide::Left:
        camera.direction = -left;
        break;
    case PatientSide::Right:
        camera.direction = left;
        break;
    case PatientSide::Head:
        camera.direction = -head;
        camera.up = -back;
        break;
    case PatientSide::Feet:
        camera.direction = head;
        camera.up = -back;
        break;
    }
    return camera;
}

void VolumeCamera::turn(double toRight, double toFoot)
{
    // The camera goes the other way round.
    const Eigen::AngleAxisd sideways(-toRight, up);
    const Eigen::AngleAxisd tilt(-toFoot, right());
    const Eigen::Quaterniond both = Eigen::Quaterniond(sideways) * Eigen::Quaterniond(tilt);
    direction = (both * direction).normalized();
    const Eigen::Vector3d turned = both * up;
    up = (turned - direction * direction.dot(turned)).normalized(); // thousands of small turns must not add up to a skew
}

void VolumeCamera::pan(const Volume& volume, double toRight, double toFoot)
{
    centre = centre.value_or(volume.centre()) - right() * toRight + up * toFoot;
}

EdgeLetters VolumeCamera::letters() const
{
    return edgeLetters(right(), -up);
}

double fittingHeight(const Volume& volume, const VolumeCamera& camera, double aspect)
{
    const Eigen::Vector3d extent = volume.extent();
    const auto length = [&](const Eigen::Vector3d& along) {
        return std::abs(volume.right.dot(along)) * extent.x() + std::abs(volume.down.dot(along)) * extent.y() +
               std::abs(volume.normal().dot(along)) * extent.z();
    };
    return std::max(length(camera.up), length(camera.right()) / aspect);
}

} // namespace isocenter
