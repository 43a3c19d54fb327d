#include "reslice/PlaneSampler.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isocenter {

namespace {

constexpr int kPiece = 64; ///< columns of a block of a slab: what it touches stays in the second cache
constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();
/// As in LineSampler, over the planes of a slab.
constexpr double kMargin = 2e-5;

SlabFold foldOf(SlabMode mode, double slope)
{
    switch (mode) {
    case SlabMode::Max:
        return slope < 0 ? SlabFold::Min : SlabFold::Max; // of stored values
    case SlabMode::Min:
        return slope < 0 ? SlabFold::Max : SlabFold::Min;
    case SlabMode::Mean:
    case SlabMode::Sum:
        break;
    }
    return SlabFold::Sum;
}

float beginOf(SlabFold fold)
{
    constexpr float most = std::numeric_limits<float>::infinity();
    return fold == SlabFold::Max ? -most : fold == SlabFold::Min ? most : 0;
}

} // namespace

PlaneSampler::PlaneSampler(const ResliceVolume& volume, const ReslicePlane& plane, const ResliceKernels& kernels)
    : m_volume(volume),
      m_plane(plane),
      m_kernels(kernels),
      m_lines(volume, plane.interpolation, kernels),
      m_planes(slabPlanes(volume.grid(), plane)),
      m_fold(foldOf(plane.mode, volume.slope())),
      m_start(volume.map().point(plane.at(0, 0) + plane.normal() * (plane.thickness * (0.5 / m_planes - 0.5)))),
      m_right(volume.map().direction(plane.right * plane.spacing)),
      m_down(volume.map().direction(plane.down * plane.spacing)),
      m_next(volume.map().direction(plane.normal() * (plane.thickness / m_planes))),
      m_axis(volume, m_lines, kernels, m_start, m_right, plane.width)
{
}

PointLine PlaneSampler::line(int row, int column, int plane) const
{
    return {m_start + m_right * column + m_down * row + m_next * plane, m_right};
}

void PlaneSampler::rows(int first, int last, PictureStrip& strip) const
{
    const int axis = m_axis.axis();
    const auto stays = [&](const Eigen::Vector3d& step, int count) { return std::abs(step[axis]) * count < 1e-7; };
    const bool alongAxis = axis >= 0 && m_plane.interpolation == ResliceInterpolation::Linear && stays(m_down, m_plane.height) &&
                           stays(m_next, m_planes) && (axis == 0 || m_planes == 1);
    if (alongAxis) {
        slabAlongAxis(first, last, strip);
    } else if (m_planes == 1) {
        plain(first, last, strip);
    } else {
        slab(first, last, strip);
    }
    if (m_planes > 1) {
        finish(strip);
    }
}

void PlaneSampler::plain(int first, int last, PictureStrip& strip) const
{
    for (int row = first; row < last; ++row) {
        const std::size_t at = static_cast<std::size_t>(row - first) * strip.width;
        m_lines.sample(line(row, 0, 0), m_plane.width, strip.values.data() + at, strip.absent.data() + at);
    }
}

/// And single planes.
void PlaneSampler::slabAlongAxis(int first, int last, PictureStrip& strip) const
{
    AxisSampler::Scratch scratch;
    std::vector<float> one(m_planes > 1 ? strip.width : 0);
    for (int row = first; row < last; ++row) {
        const std::size_t at = static_cast<std::size_t>(row - first) * strip.width;
        float* values = strip.values.data() + at;
        if (m_planes == 1) {
            m_axis.sample(line(row, 0, 0).start, values, strip.absent.data() + at, scratch);
            continue;
        }
        std::fill(values, values + strip.width, beginOf(m_fold));
        for (int k = 0; k < m_planes; ++k) {
            m_axis.sample(line(row, 0, k).start, one.data(), strip.absent.data() + at, scratch);
            m_kernels.fold[static_cast<std::size_t>(m_fold)](one.data(), m_plane.width, values, strip.counts.data() + at);
        }
    }
}

/// In blocks, all planes of a block one after the other.
void PlaneSampler::slab(int first, int last, PictureStrip& strip) const
{
    const auto element = static_cast<std::size_t>(m_volume.element());
    const SliceTable view = m_volume.view();
    SlabBlock block;
    block.down = toKernel(m_down);
    block.next = toKernel(m_next);
    block.rows = last - first;
    block.planes = m_planes;
    block.stride = static_cast<std::ptrdiff_t>(strip.width);
    for (int column = 0; column < m_plane.width; column += kPiece) {
        const int n = std::min(kPiece, m_plane.width - column);
        if (!isDeep(first, last, column, n)) {
            for (int row = first; row < last; ++row) {
                slabPiece(row, column, n, static_cast<std::size_t>(row - first) * strip.width + static_cast<std::size_t>(column),
                          strip);
            }
            continue;
        }
        block.first = toKernel(line(first, column, 0));
        block.columns = n;
        float* values = strip.values.data() + column;
        float* counts = strip.counts.data() + column;
        if (m_volume.hasBackground()) {
            m_kernels.slabMasked[element](view, block, m_fold, values, counts);
            continue;
        }
        m_kernels.slab[element](view, block, m_fold, values);
        for (int row = first; row < last; ++row, counts += strip.width) {
            std::fill(counts, counts + n, static_cast<float>(m_planes));
        }
    }
}

void PlaneSampler::slabPiece(int row, int column, int n, std::size_t at, PictureStrip& strip) const
{
    float one[kPiece];
    float* values = strip.values.data() + at;
    std::fill(values, values + n, beginOf(m_fold));
    for (int k = 0; k < m_planes; ++k) {
        m_lines.sample(line(row, column, k), n, one, strip.absent.data() + at);
        m_kernels.fold[static_cast<std::size_t>(m_fold)](one, n, values, strip.counts.data() + at);
    }
}

/// All points of a block lie where the kernels need no look at borders or missing slices. A box is inside if its corners are.
bool PlaneSampler::isDeep(int first, int last, int column, int n) const
{
    if (m_plane.interpolation != ResliceInterpolation::Linear || !m_volume.grid().places.empty() ||
        m_volume.presentSlices() == 0) {
        return false;
    }
    Eigen::Vector3d low = Eigen::Vector3d::Constant(std::numeric_limits<double>::infinity());
    Eigen::Vector3d high = -low;
    for (int k = 0; k < 8; ++k) {
        const Eigen::Vector3d corner =
            line(k & 1 ? last - 1 : first, k & 2 ? column + n - 1 : column, k & 4 ? m_planes - 1 : 0).start;
        low = low.cwiseMin(corner);
        high = high.cwiseMax(corner);
    }
    for (int axis = 0; axis < 2; ++axis) {
        const auto [begin, end] = m_lines.inner(axis);
        if (low[axis] < begin + kMargin || high[axis] > end - kMargin) {
            return false;
        }
    }
    return low.z() >= -0.5 && high.z() < m_volume.grid().slices - 0.5 &&
           m_volume.isComplete(static_cast<int>(std::floor(low.z() - kMargin)), static_cast<int>(std::ceil(high.z() + kMargin)));
}

void PlaneSampler::finish(PictureStrip& strip) const
{
    const auto perPlane = static_cast<float>(m_volume.intercept() / m_volume.slope());
    for (std::size_t i = 0; i < strip.values.size(); ++i) {
        const float count = strip.counts[i];
        float v = strip.values[i];
        if (m_plane.mode == SlabMode::Mean) {
            v /= count;
        } else if (m_plane.mode == SlabMode::Sum) {
            v += (count - 1) * perPlane; // so that slope and intercept make the sum of modality values of it
        }
        strip.values[i] = count > 0 && strip.absent[i] == 0 ? v : kNothing;
    }
}

} // namespace isocenter
