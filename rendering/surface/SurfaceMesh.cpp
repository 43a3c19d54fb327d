#include "surface/SurfaceMesh.h"

#include "raycast/RayGeometry.h"

#include "slice/ParallelRows.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <mutex>

namespace isocenter {

namespace {

constexpr std::int16_t kBackground = -32768;

/// Which voxels of a line count.
class LineFilter
{
public:
    LineFilter(const Volume& volume, const SurfaceRequest& request)
        : m_volume(volume), m_hidden(request.hidden.get()), m_planes(clipsInVoxels(volume, request.clips))
    {
    }

    /// What of a line may count: the voxels in front of all clip planes.
    std::pair<int, int> columns(int j, int k) const
    {
        double first = 0;
        double last = m_volume.columns - 1;
        for (const ClipPlane& plane : m_planes) {
            const double rest = plane.offset - plane.normal.y() * j - plane.normal.z() * k; // normal.x * i >= rest
            const double step = plane.normal.x();
            if (std::abs(step) < 1e-12) {
                last = rest > 1e-9 ? -1 : last;
            } else if (step > 0) {
                first = std::max(first, std::ceil(rest / step - 1e-9));
            } else {
                last = std::min(last, std::floor(rest / step + 1e-9));
            }
        }
        return {static_cast<int>(first), static_cast<int>(std::max(last, -1.0))};
    }
    bool isHidden(std::size_t voxel) const { return m_hidden && m_hidden->at(voxel); }

private:
    const Volume& m_volume;
    const HiddenVoxels* m_hidden;
    std::vector<ClipPlane> m_planes;
};

struct Bounds
{
    Eigen::Array3i low = Eigen::Array3i::Constant(1 << 30);
    Eigen::Array3i high = Eigen::Array3i::Constant(-1);
    std::int16_t least = 32767;
};

std::size_t lineStart(const Volume& volume, int j, int k)
{
    return (static_cast<std::size_t>(k) * static_cast<std::size_t>(volume.rows) + static_cast<std::size_t>(j)) *
           static_cast<std::size_t>(volume.columns);
}

/// Where there are voxels at or above the level, and the smallest value of all.
Bounds boundsOf(const Volume& volume, const LineFilter& filter, double level)
{
    Bounds all;
    std::mutex mutex;
    forRows(volume.slices, 4, [&](int begin, int end) {
        Bounds here;
        for (int k = begin; k < end; ++k) {
            for (int j = 0; j < volume.rows; ++j) {
                const std::int16_t* line = volume.voxels.get() + lineStart(volume, j, k);
                const auto [first, last] = filter.columns(j, k);
                for (int i = 0; i < volume.columns; ++i) {
                    here.least = line[i] == kBackground ? here.least : std::min(here.least, line[i]);
                    const bool counts = line[i] >= level && i >= first && i <= last &&
                                        !filter.isHidden(lineStart(volume, j, k) + static_cast<std::size_t>(i));
                    if (counts) {
                        here.low = here.low.min(Eigen::Array3i(i, j, k));
                        here.high = here.high.max(Eigen::Array3i(i, j, k));
                    }
                }
            }
        }
        const std::lock_guard lock(mutex);
        all.low = all.low.min(here.low);
        all.high = all.high.max(here.high);
        all.least = std::min(all.least, here.least);
    });
    return all;
}

} // namespace

double SurfaceMesh::enclosedVolume() const
{
    double sum = 0;
    for (const auto& triangle : triangles) {
        const Eigen::Vector3d a = points[triangle[0]].cast<double>();
        const Eigen::Vector3d b = points[triangle[1]].cast<double>();
        const Eigen::Vector3d c = points[triangle[2]].cast<double>();
        sum += a.dot(b.cross(c)) / 6;
    }
    return sum;
}

SurfaceBlock SurfaceBlock::of(const Volume& volume, const SurfaceRequest& request)
{
    SurfaceBlock block;
    block.level = std::max((request.threshold - volume.offset) / volume.scale, -32766.5); // background is never inside
    const LineFilter filter(volume, request);
    const Bounds bounds = boundsOf(volume, filter, block.level);
    if ((bounds.high < 0).any()) {
        return block;
    }
    // Where even the darkest is inside, outside is a little darker.
    const auto outside =
        static_cast<std::int16_t>(std::max(-32767.0, std::min<double>(bounds.least, std::floor(block.level) - 1)));
    block.first = bounds.low - 1;
    block.size = bounds.high - bounds.low + 3;
    block.voxels.assign(static_cast<std::size_t>(block.size.x()) * static_cast<std::size_t>(block.size.y()) *
                            static_cast<std::size_t>(block.size.z()),
                        outside);
    forRows(block.size.z(), 4, [&](int begin, int end) {
        for (int z = begin; z < end; ++z) {
            for (int y = 0; y < block.size.y(); ++y) {
                const int j = block.first.y() + y;
                const int k = block.first.z() + z;
                if (j < 0 || k < 0 || j >= volume.rows || k >= volume.slices) {
                    continue;
                }
                const std::size_t start = lineStart(volume, j, k);
                const auto [from, to] = filter.columns(j, k);
                std::int16_t* out =
                    block.voxels.data() +
                    (static_cast<std::size_t>(z) * static_cast<std::size_t>(block.size.y()) + static_cast<std::size_t>(y)) *
                        static_cast<std::size_t>(block.size.x());
                const int last = std::min(to, block.first.x() + block.size.x() - 1);
                for (int i = std::max(from, std::max(block.first.x(), 0)); i <= last; ++i) {
                    const std::size_t voxel = start + static_cast<std::size_t>(i);
                    const std::int16_t value = volume.voxels.get()[voxel];
                    if (value != kBackground && !filter.isHidden(voxel)) {
                        out[i - block.first.x()] = value;
                    }
                }
            }
        }
    });
    return block;
}

} // namespace isocenter
