#pragma once

#include "reslice/ReslicePlane.h"
#include "reslice/ResliceVolume.h"

namespace isocenter {

/// Points first to last, without last.
struct PointRange
{
    int first = 0;
    int last = 0;
    bool isEmpty() const { return last <= first; }
};

/// Those of `all` with low <= start + i * step < high. A step that does not matter over `all` counts as none.
PointRange pointsWithin(const PointRange& all, double start, double step, double low, double high);

/// A straight line of points through the volume: (column, row, place) of the first and the step to the next.
struct PointLine
{
    Eigen::Vector3d start;
    Eigen::Vector3d step;
};

/// In units of the kernels.
VolumeLine toKernel(const PointLine& line);
VoxelStep toKernel(const Eigen::Vector3d& step);

/// Values along lines in any direction: finds out which points lie in the volume, which of them deep enough for the kernels'
/// loops, and does those at the border one by one. A point within half a voxel of an outermost voxel centre, or beyond, has the
/// value at that centre's level. Const functions may run on several threads.
class LineSampler
{
public:
    LineSampler(const ResliceVolume& volume, ResliceInterpolation interpolation, const ResliceKernels& kernels);

    /// n values into `out`: NaN outside of the volume and where it is background. absent[i] (if not null, and if slices are
    /// missing at all) becomes 1 where a slice is missing that the point needs, and the value NaN.
    void sample(const PointLine& line, int n, float* out, std::uint8_t* absent) const;

    /// Slice index of a place, fractions between slices by distance; outside of the volume: below -0.5 or above the last + 0.5.
    double indexOf(double place) const;
    /// Interpolation between slices k and k + 1 at a fraction of the way needs one that is missing.
    bool isMissingAt(double index) const;
    /// Extent of the voxels within which the linear kernels may be used, in columns (axis 0) and rows (1).
    std::pair<double, double> inner(int axis) const;

private:
    void segment(const PointLine& line, const CubicEnds& ends, PointRange range, float* out, std::uint8_t* absent) const;
    void unequal(const PointLine& line, PointRange range, float* out, std::uint8_t* absent) const;
    void runKernel(const PointLine& line, const CubicEnds& ends, const PointRange& range, float* out) const;
    void border(const PointLine& line, const CubicEnds& ends, const PointRange& range, float* out) const;
    void markMissing(const PointLine& line, const PointRange& range, float* out, std::uint8_t* absent) const;
    float at(const Eigen::Vector3d& index, const CubicEnds& ends) const;
    CubicEnds endsOf(int interval) const;

    const ResliceVolume& m_volume;
    SliceTable m_view;
    ResliceInterpolation m_interpolation;
    const ResliceKernels& m_kernels;
    Eigen::Vector3d m_size; ///< columns, rows, slices
};

} // namespace isocenter
