#pragma once

#include "scene/Volume.h"
#include "scene/VolumeView.h"

#include <Eigen/Core>

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace isocenter {

/// Triangles in LPS mm, counter-clockwise seen from outside.
struct SurfaceMesh
{
    std::vector<Eigen::Vector3f> points;
    std::vector<std::array<std::uint32_t, 3>> triangles;

    double enclosedVolume() const; ///< mm3; negative where the triangles are seen from inside
};

/// Which surface of a volume.
struct SurfaceRequest
{
    double threshold = 300;                     ///< modality value; inside it is at least that
    double kept = 1;                            ///< share of the triangles that stay, 0.01 to 1
    std::vector<ClipPlane> clips;               ///< what is clipped is outside (whole voxels)
    std::shared_ptr<const HiddenVoxels> hidden; ///< null: none
};

/// The part of a volume that a surface can lie in, as voxels of their own. What is clipped, hidden, background or beyond the
/// volume has the smallest value of the volume, so that every surface is closed.
struct SurfaceBlock
{
    Eigen::Array3i first = Eigen::Array3i::Zero(); ///< voxel of the volume; may be -1
    Eigen::Array3i size = Eigen::Array3i::Zero();  ///< columns, rows, slices
    std::vector<std::int16_t> voxels;
    double level = 0; ///< the threshold as a voxel value

    bool isEmpty() const { return voxels.empty(); }
    /// Reads the volume twice. Empty where nothing is at or above the threshold.
    static SurfaceBlock of(const Volume& volume, const SurfaceRequest& request);
};

} // namespace isocenter
