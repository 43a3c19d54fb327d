#pragma once

#include "base/Result.h"
#include "reslice/VolumeGrid.h"

#include <Eigen/Geometry>

namespace isocenter {

/// Cubic is the Catmull-Rom spline: it goes through the voxels' values, and may overshoot between them.
enum class ResliceInterpolation { Nearest, Linear, Cubic };

enum class SlabMode { Max, Min, Mean, Sum };

/// The plane that is wanted. LPS, mm. Pixel (column i, row j) has its centre at
/// center + right * (i - (width - 1) / 2) * spacing + down * (j - (height - 1) / 2) * spacing.
/// Values are taken at pixel centres: a picture coarser than the voxels is not smoothed.
struct ReslicePlane
{
    Eigen::Vector3d center = Eigen::Vector3d::Zero();
    Eigen::Vector3d right = Eigen::Vector3d::UnitX(); ///< unit vector
    Eigen::Vector3d down = Eigen::Vector3d::UnitY();  ///< unit vector, at right angles to `right`
    int width = 0;                                    ///< 1 to 16384
    int height = 0;
    double spacing = 1;
    /// The slab reaches half its thickness to both sides along the normal; 0: the plane alone. It is cut into n equal layers no
    /// thicker than the volume's smallest spacing (slabPlanes), and each counts with the value in its middle:
    /// Max, Min, Mean and Sum are over these n values. Those that have no value (outside, background) are left out, so that Mean
    /// is divided by the number of the others. Sum * thickness / n is the integral, modality value times mm.
    double thickness = 0;
    SlabMode mode = SlabMode::Max;
    ResliceInterpolation interpolation = ResliceInterpolation::Linear;

    Eigen::Vector3d normal() const { return right.cross(down); }
    Eigen::Vector3d at(double column, double row) const
    {
        return center + right * ((column - (width - 1) / 2.0) * spacing) + down * ((row - (height - 1) / 2.0) * spacing);
    }
    /// Why it cannot be done: sizes, directions that are no unit vectors at right angles, NaN, a slab of more than 4096 planes.
    Result<void> check(const VolumeGrid& grid) const;
};

/// n of ReslicePlane::thickness; 1 without a slab. For planes that check() accepts.
int slabPlanes(const VolumeGrid& grid, const ReslicePlane& plane);

} // namespace isocenter
