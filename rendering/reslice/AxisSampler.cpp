#include "reslice/AxisSampler.h"

#include "slice/Source.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isocenter {

namespace {

constexpr int kLanes = 8;
constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();

/// The two voxels around a point along an axis, continued at the ends.
struct Pair
{
    Pair(double index, int size)
    {
        const double cut = std::clamp(index, 0.0, size - 1.0);
        first = std::min(static_cast<int>(cut), std::max(0, size - 2));
        second = std::min(first + 1, size - 1);
        weight = static_cast<float>(cut - first);
    }
    int first;
    int second;
    float weight;
};

bool isStill(double step, int count)
{
    return std::abs(step) * count < 1e-7;
}

} // namespace

AxisSampler::AxisSampler(const ResliceVolume& volume, const LineSampler& lines, const ResliceKernels& kernels,
                         const Eigen::Vector3d& start, const Eigen::Vector3d& right, int width)
    : m_volume(volume), m_lines(lines), m_kernels(kernels), m_view(volume.view()), m_width(width)
{
    const VolumeGrid& grid = volume.grid();
    if (!isStill(right.z(), width) || grid.columns < 2 || grid.rows < 2 || volume.presentSlices() == 0) {
        return;
    }
    if (isStill(right.y(), width) && !isStill(right.x(), width)) {
        m_axis = 0;
    } else if (isStill(right.x(), width) && !isStill(right.y(), width)) {
        m_axis = 1;
    } else {
        return;
    }
    makeMap(start[m_axis], right[m_axis], m_axis == 0 ? grid.columns : grid.rows);
}

void AxisSampler::makeMap(double start, double step, int size)
{
    m_range = pointsWithin({0, m_width}, start, step, -0.5, size - 0.5);
    if (m_range.isEmpty()) {
        return;
    }
    const int count = m_range.last - m_range.first;
    const auto filled = static_cast<std::size_t>((count + kLanes - 1) / kLanes * kLanes);
    std::vector<int> at(filled);
    m_weight.resize(filled);
    for (std::size_t i = 0; i < filled; ++i) {
        const Pair pair(start + step * (m_range.first + std::min(static_cast<int>(i), count - 1)), size);
        at[i] = pair.first;
        m_weight[i] = pair.weight;
    }
    m_low = std::min(at.front(), at.back());
    m_used = std::max(at.front(), at.back()) + 2 - m_low;
    m_near = true;
    for (std::size_t i = 0; i < filled; i += kLanes) {
        m_first.push_back(std::min(at[i], at[i + kLanes - 1]) - m_low);
        m_near = m_near && std::abs(at[i] - at[i + kLanes - 1]) < kLanes;
    }
    m_rest.resize(filled);
    for (std::size_t i = 0; i < filled; ++i) {
        m_rest[i] = at[i] - m_low - (m_near ? m_first[i / kLanes] : 0);
    }
}

const std::byte* AxisSampler::voxel(int column, int row, int slice) const
{
    const auto at = static_cast<std::ptrdiff_t>(row) * m_view.columns + column;
    return static_cast<const std::byte*>(m_view.slices[slice]) +
           at * static_cast<std::ptrdiff_t>(elementSize(m_volume.element()));
}

void AxisSampler::prepare(Scratch& scratch) const
{
    if (scratch.line[0].empty()) {
        const std::size_t size = static_cast<std::size_t>(m_used) + 2 * kLanes;
        for (std::vector<float>& line : scratch.lines) {
            line.resize(size);
        }
        for (std::vector<float>& line : scratch.line) {
            line.resize(size);
        }
        for (std::vector<float>& across : scratch.across) {
            across.resize(static_cast<std::size_t>(m_width));
        }
    }
}

void AxisSampler::sample(const Eigen::Vector3d& start, float* out, std::uint8_t* absent, Scratch& scratch) const
{
    const VolumeGrid& grid = m_volume.grid();
    const double other = start[1 - m_axis];
    const double index = m_lines.indexOf(start.z());
    const bool inside = !m_range.isEmpty() && other >= -0.5 && other < (m_axis == 0 ? grid.rows : grid.columns) - 0.5 &&
                        index >= -0.5 && index < grid.slices - 0.5;
    const bool missing = inside && m_lines.isMissingAt(index);
    if (!inside || missing) {
        std::fill(out, out + m_width, kNothing);
        if (missing) {
            std::fill(absent + m_range.first, absent + m_range.last, std::uint8_t{1});
        }
        return;
    }
    std::fill(out, out + m_range.first, kNothing);
    std::fill(out + m_range.last, out + m_width, kNothing);
    prepare(scratch);
    if (m_axis == 0) {
        blendRows(other, index, scratch);
    } else {
        blendColumns(other, index, scratch);
    }
    finish(out + m_range.first, scratch);
}

void AxisSampler::blendRows(double row, double index, Scratch& scratch) const
{
    const Pair y(row, m_volume.grid().rows);
    const Pair z(index, m_volume.grid().slices);
    const void* rows[4] = {voxel(m_low, y.first, z.first), voxel(m_low, y.second, z.first), voxel(m_low, y.first, z.second),
                           voxel(m_low, y.second, z.second)};
    const float weights[4] = {(1 - y.weight) * (1 - z.weight), y.weight * (1 - z.weight), (1 - y.weight) * z.weight,
                              y.weight * z.weight};
    const auto element = static_cast<std::size_t>(m_volume.element());
    float* sum = scratch.line[0].data();
    if (!m_volume.hasBackground()) {
        m_kernels.blend[element](rows, weights, m_used, sum);
        return;
    }
    float* seen = scratch.line[1].data();
    std::fill(sum, sum + m_used, 0.0F);
    std::fill(seen, seen + m_used, 0.0F);
    for (std::size_t k = 0; k < 4; ++k) {
        if (weights[k] > 0) {
            kernels().addMasked[element](rows[k], m_used, weights[k], m_view.low, m_view.high, sum, seen);
        }
    }
}

void AxisSampler::blendColumns(double column, double index, Scratch& scratch) const
{
    const Pair z(index, m_volume.grid().slices);
    const int a = columnLine(z.first, z.second, column, scratch);
    const int b = columnLine(z.second, z.first, column, scratch);
    const auto blend = [&](int part) {
        kernels().blend(scratch.lines[a + part].data(), scratch.lines[b + part].data(), 1 - z.weight, z.weight, m_used,
                        scratch.line[part / 2].data());
    };
    blend(0);
    if (m_volume.hasBackground()) {
        blend(2);
    }
}

/// The line of a slice at a column, as one of the two that are kept, but not in the place of slice `other`.
int AxisSampler::columnLine(int slice, int other, double column, Scratch& scratch) const
{
    for (int i = 0; i < 2; ++i) {
        if (scratch.key[i][0] == slice && scratch.key[i][1] == column) {
            return i;
        }
    }
    const int at = scratch.key[0][0] == other && scratch.key[0][1] == column ? 1 : 0;
    scratch.key[at][0] = slice;
    scratch.key[at][1] = column;
    const Pair x(column, m_volume.grid().columns);
    const auto element = static_cast<std::size_t>(m_volume.element());
    float* out = scratch.lines[at].data();
    if (m_volume.hasBackground()) {
        m_kernels.pairsMasked[element](voxel(x.first, m_low, slice), m_view.columns, m_used, x.weight, m_view.low, m_view.high,
                                       out, scratch.lines[at + 2].data());
    } else {
        m_kernels.pairs[element](voxel(x.first, m_low, slice), m_view.columns, m_used, x.weight, out);
    }
    return at;
}

void AxisSampler::finish(float* out, Scratch& scratch) const
{
    const AcrossMap map{m_first.data(), m_rest.data(), m_weight.data(), m_near};
    const int n = m_range.last - m_range.first;
    if (!m_volume.hasBackground()) {
        m_kernels.across(scratch.line[0].data(), map, n, out);
        return;
    }
    m_kernels.across(scratch.line[0].data(), map, n, scratch.across[0].data());
    m_kernels.across(scratch.line[1].data(), map, n, scratch.across[1].data());
    kernels().normalise(scratch.across[0].data(), scratch.across[1].data(), n, out);
}

} // namespace isocenter
