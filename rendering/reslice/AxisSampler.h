#pragma once

#include "reslice/LineSampler.h"

#include <vector>

namespace isocenter {

/// Linear interpolation where picture rows run along the rows or columns of the slices: the four (two) lines of voxels around
/// a picture row are blended first, and the result is interpolated along itself.
class AxisSampler
{
public:
    /// `start` is any point of the first picture column, `right` the step from column to column: (column, row, place).
    AxisSampler(const ResliceVolume& volume, const LineSampler& lines, const ResliceKernels& kernels,
                const Eigen::Vector3d& start, const Eigen::Vector3d& right, int width);

    /// -1: it cannot be used; 0: rows of the picture run along rows of slices, 1: along columns.
    int axis() const { return m_axis; }

    /// What one row leaves for the next; for one thread.
    struct Scratch
    {
        std::vector<float> lines[4]; ///< values of two slices, weights of the same
        std::vector<float> line[2];
        double key[2][2] = {{-1e9, 0}, {-1e9, 0}}; ///< slice and column of what lines hold
        std::vector<float> across[2];
    };

    /// One picture row at `start`; as LineSampler::sample. `start` must have the constructor's coordinate along the axis.
    void sample(const Eigen::Vector3d& start, float* out, std::uint8_t* absent, Scratch& scratch) const;

private:
    void makeMap(double start, double step, int size);
    void blendRows(double row, double index, Scratch& scratch) const;
    void blendColumns(double column, double index, Scratch& scratch) const;
    int columnLine(int slice, int other, double column, Scratch& scratch) const;
    void prepare(Scratch& scratch) const;
    void finish(float* out, Scratch& scratch) const;
    const std::byte* voxel(int column, int row, int slice) const;

    const ResliceVolume& m_volume;
    const LineSampler& m_lines;
    const ResliceKernels& m_kernels;
    SliceTable m_view;
    int m_axis = -1;
    int m_width;
    PointRange m_range; ///< picture columns inside of the volume
    int m_low = 0;      ///< first voxel along the axis that is used
    int m_used = 0;
    std::vector<int> m_first;
    std::vector<int> m_rest;
    std::vector<float> m_weight;
    bool m_near = false;
};

} // namespace isocenter
