#pragma once

#include "base/Result.h"

#include <Eigen/Geometry>

#include <vector>

namespace isocenter {

/// Where the voxels of a stack of slices lie in the patient: LPS, mm. Columns, rows and slices are counted from 0; a voxel
/// reaches half a voxel around its centre.
struct VolumeGrid
{
    Eigen::Vector3d origin = Eigen::Vector3d::Zero(); ///< centre of the first voxel of the first slice
    Eigen::Vector3d right = Eigen::Vector3d::UnitX(); ///< unit vector along a row
    Eigen::Vector3d down = Eigen::Vector3d::UnitY();  ///< unit vector along a column, at right angles to `right`
    double columnSpacing = 1;                         ///< mm, along `right`
    double rowSpacing = 1;                            ///< mm, along `down`
    /// From one slice to the next, mm; along the normal or not (gantry tilt), either way up.
    Eigen::Vector3d step = Eigen::Vector3d::UnitZ();
    /// Slices at unequal distances: slice k lies at origin + step * places[k]; rising. Empty: at k.
    std::vector<double> places;
    int columns = 0;
    int rows = 0;
    int slices = 0;

    /// The smallest of the spacings of columns, rows, and slices along the normal (their mean where it varies), mm.
    double smallestSpacing() const;
    /// Why this is no grid: sizes that are not 1 to 32767, directions that are no unit vectors at right angles, no distance
    /// between slices, places that do not rise, NaN.
    Result<void> check() const;
};

/// LPS -> (column, row, place): affine. Places are slice numbers where the grid has no places of its own.
struct IndexMap
{
    explicit IndexMap(const VolumeGrid& grid);
    Eigen::Vector3d point(const Eigen::Vector3d& lps) const { return matrix * (lps - origin); }
    Eigen::Vector3d direction(const Eigen::Vector3d& lps) const { return matrix * lps; }

    Eigen::Vector3d origin;
    Eigen::Matrix3d matrix;
};

} // namespace isocenter
