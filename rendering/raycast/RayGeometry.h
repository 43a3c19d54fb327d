#pragma once

#include "scene/Volume.h"
#include "scene/VolumeView.h"

#include <Eigen/Core>

#include <QSize>

#include <optional>

namespace isocenter {

/// The rays of a picture in voxel indices: ray through the middle of pixel (x, y), sample number n lies at
/// start + x * across + y * down + n * step; sample 0 lies in the plane of the picture's middle.
struct RayGeometry
{
    Eigen::Vector3d start, across, down, step;
    double stepLength = 1; ///< mm

    /// Nothing where view or size make no picture. `voxels`: length of a step in the smallest voxel side.
    static std::optional<RayGeometry> make(const Volume& volume, const VolumeView& view, const QSize& size, double voxels);
    Eigen::Vector3d origin(double x, double y) const { return start + x * across + y * down; }
};

/// First and last sample of a ray that lie in the volume (between the centres of its outer voxels) and on the near sides of all
/// clip planes; first > last: none.
struct RaySpan
{
    int first = 0;
    int last = -1;
};

/// Clip planes in voxel indices: normal . position >= offset.
std::vector<ClipPlane> clipsInVoxels(const Volume& volume, const std::vector<ClipPlane>& clips);
RaySpan clippedSpan(const Eigen::Vector3d& origin, const Eigen::Vector3d& step, const Volume& volume,
                    const std::vector<ClipPlane>& clipsInVoxels);

} // namespace isocenter
