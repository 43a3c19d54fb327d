#include "raycast/RayGeometry.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kFar = 1e7; // steps

/// Narrows [first, last] to where a + t * b >= 0.
void keep(double a, double b, double& first, double& last)
{
    if (std::abs(b) < 1e-12) {
        if (a < 0) {
            last = first - 1;
        }
    } else if (b > 0) {
        first = std::max(first, -a / b);
    } else {
        last = std::min(last, -a / b);
    }
}

/// A vector of the patient (mm) in voxel indices.
Eigen::Vector3d inVoxels(const Volume& volume, const Eigen::Vector3d& vector)
{
    return {vector.dot(volume.right) / volume.spacing.x(), vector.dot(volume.down) / volume.spacing.y(),
            vector.dot(volume.normal()) / volume.spacing.z()};
}

} // namespace

std::optional<RayGeometry> RayGeometry::make(const Volume& volume, const VolumeView& view, const QSize& size, double voxels)
{
    constexpr int kMostPixels = 8192;
    const bool sane = view.direction.norm() > 1e-6 && view.direction.cross(view.up).norm() > 1e-6 && view.direction.allFinite() &&
                      view.up.allFinite() && std::isfinite(view.height);
    if (!sane || size.isEmpty() || size.width() > kMostPixels || size.height() > kMostPixels) {
        return std::nullopt;
    }
    const Eigen::Vector3d direction = view.direction.normalized();
    const Eigen::Vector3d right = direction.cross(view.up).normalized();
    const Eigen::Vector3d up = right.cross(direction);
    const double aspect = static_cast<double>(size.width()) / size.height();
    const double height = view.height > 0 ? view.height : volume.extent().norm() / std::min(1.0, aspect);
    const double pixel = height / size.height();
    const Eigen::Vector3d middle = view.centre.value_or(volume.centre());
    RayGeometry rays;
    rays.stepLength = volume.spacing.minCoeff() * voxels;
    rays.across = inVoxels(volume, right * pixel);
    rays.down = inVoxels(volume, -up * pixel);
    rays.step = inVoxels(volume, direction * rays.stepLength);
    const Eigen::Vector3d corner = middle - right * (pixel * (size.width() - 1) / 2.0) + up * (pixel * (size.height() - 1) / 2.0);
    rays.start = inVoxels(volume, corner - volume.origin);
    return rays;
}

std::vector<ClipPlane> clipsInVoxels(const Volume& volume, const std::vector<ClipPlane>& clips)
{
    std::vector<ClipPlane> result;
    for (const ClipPlane& clip : clips) {
        const Eigen::Vector3d n(clip.normal.dot(volume.right) * volume.spacing.x(),
                                clip.normal.dot(volume.down) * volume.spacing.y(),
                                clip.normal.dot(volume.normal()) * volume.spacing.z());
        result.push_back({n, clip.offset - clip.normal.dot(volume.origin)});
    }
    return result;
}

RaySpan clippedSpan(const Eigen::Vector3d& origin, const Eigen::Vector3d& step, const Volume& volume,
                    const std::vector<ClipPlane>& clips)
{
    double first = -kFar;
    double last = kFar;
    const int counts[3] = {volume.columns, volume.rows, volume.slices};
    for (int axis = 0; axis < 3; ++axis) {
        keep(origin[axis], step[axis], first, last);
        keep(counts[axis] - 1 - origin[axis], -step[axis], first, last);
    }
    for (const ClipPlane& clip : clips) {
        keep(clip.normal.dot(origin) - clip.offset, clip.normal.dot(step), first, last);
    }
    if (!(first <= last)) {
        return {};
    }
    // Rounding must not lose a sample on a face; a hair outside, the samplers take the face.
    return {static_cast<int>(std::ceil(first - 1e-4)), static_cast<int>(std::floor(last + 1e-4))};
}

} // namespace isocenter
