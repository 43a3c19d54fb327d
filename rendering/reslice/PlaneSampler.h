#pragma once

#include "reslice/AxisSampler.h"
#include "reslice/LineSampler.h"

#include <vector>

namespace isocenter {

/// Some rows of the picture, as stored values (ResliceVolume's form); NaN where there is none.
struct PictureStrip
{
    PictureStrip(int rows, int columns, bool isSlab)
        : width(static_cast<std::size_t>(columns)),
          values(width * static_cast<std::size_t>(rows)),
          absent(values.size(), 0),
          counts(isSlab ? values.size() : 0)
    {
    }
    std::size_t width;
    std::vector<float> values;
    std::vector<std::uint8_t> absent; ///< 1: a slice is missing
    std::vector<float> counts;        ///< of planes with a value; slabs only
};

/// Decides how a plane is made (along an axis of the voxels, slab in blocks, or line by line) and does so, some rows at a time.
/// Const functions may run on several threads. Keeps references to volume and kernels.
class PlaneSampler
{
public:
    PlaneSampler(const ResliceVolume& volume, const ReslicePlane& plane, const ResliceKernels& kernels);

    int planes() const { return m_planes; }
    /// Picture rows [first, last). Strips that follow each other on one thread may share `scratch`.
    void rows(int first, int last, PictureStrip& strip) const;

private:
    PointLine line(int row, int column, int plane) const;
    void plain(int first, int last, PictureStrip& strip) const;
    void slab(int first, int last, PictureStrip& strip) const;
    void slabPiece(int row, int column, int n, std::size_t at, PictureStrip& strip) const;
    void slabAlongAxis(int first, int last, PictureStrip& strip) const;
    bool isDeep(int first, int last, int column, int n) const;
    void finish(PictureStrip& strip) const;

    const ResliceVolume& m_volume;
    const ReslicePlane m_plane;
    const ResliceKernels& m_kernels;
    LineSampler m_lines;
    int m_planes;
    SlabFold m_fold;
    Eigen::Vector3d m_start; ///< pixel (0, 0) of the first plane of the slab: (column, row, place), as the steps
    Eigen::Vector3d m_right;
    Eigen::Vector3d m_down;
    Eigen::Vector3d m_next; ///< from one plane of the slab to the next
    AxisSampler m_axis;
};

} // namespace isocenter
