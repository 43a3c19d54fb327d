#include "slice/ParallelRows.h"
#include "slice/Resampler.h"

#include <algorithm>
#include <cstring>

namespace isocenter {

/// Rows of work of one strip. `slot` keeps the two image rows last resampled across, by the parity of their number.
struct AxesResampler::Scratch
{
    std::vector<float> sum;
    std::vector<float> weights;
    std::vector<float> result;
    std::vector<float> resultWeights;
    std::vector<float> slot[2];
    std::vector<float> slotWeights[2];
    int slotRow[2] = {-1, -1};
};

AxesResampler::AxesResampler(const Source& source, const Axis& x, const Axis& y, const Kernels& kernels)
    : m_source(source), m_x(x), m_y(y), m_kernels(kernels), m_low(x.low()), m_used(x.high() - x.low()), m_first(x.first)
{
    for (int& first : m_first) {
        first -= m_low;
    }
}

void AxesResampler::load(std::size_t plane, int row, float weight, float* sum, float* weights) const
{
    const int count = std::min(m_used, m_source.columns - m_low);
    const std::byte* in = m_source.row(plane, row) + static_cast<std::size_t>(m_low) * m_source.elementSize();
    const auto type = static_cast<std::size_t>(m_source.element);
    if (m_source.masked) {
        m_kernels.addMasked[type](in, count, weight, m_source.low, m_source.high, sum, weights);
    } else {
        m_kernels.add[type](in, count, weight, sum);
    }
}

void AxesResampler::across(const float* row, float* out) const
{
    const int n = m_x.count();
    if (!m_x.steady) {
        m_kernels.gather(row, m_first.data(), m_x.weight.data(), m_x.taps, n, n, out);
    } else if (m_x.taps == 1) {
        std::memcpy(out, row + m_first[0], static_cast<std::size_t>(n) * sizeof(float));
    } else {
        m_kernels.blend(row + m_first[0], row + m_first[0] + 1, m_x.weight[0], m_x.weight[static_cast<std::size_t>(n)], n, out);
    }
}

void AxesResampler::acrossRow(std::size_t plane, int row, Scratch& s) const
{
    const auto parity = static_cast<std::size_t>(row & 1);
    if (s.slotRow[parity] == row) {
        return;
    }
    s.slotRow[parity] = row;
    std::fill(s.sum.begin(), s.sum.end(), 0.0F);
    std::fill(s.weights.begin(), s.weights.end(), 0.0F);
    load(plane, row, 1.0F, s.sum.data(), s.weights.data());
    across(s.sum.data(), s.slot[parity].data());
    if (m_source.masked) {
        across(s.weights.data(), s.slotWeights[parity].data());
    }
}

void AxesResampler::enlarge(std::size_t plane, int k, Scratch& s, float* out) const
{
    const auto index = static_cast<std::size_t>(k);
    const int n = m_x.count();
    const int row = m_y.first[index];
    const float weightA = m_y.weight[index];
    const float weightB = m_y.taps > 1 ? m_y.weight[index + static_cast<std::size_t>(m_y.count())] : 0.0F;
    const int other = weightB > 0 ? row + 1 : row; // past the end the weight is 0
    acrossRow(plane, row, s);
    acrossRow(plane, other, s);
    const auto a = static_cast<std::size_t>(row & 1);
    const auto b = static_cast<std::size_t>(other & 1);
    float* values = m_source.masked ? s.result.data() : out;
    m_kernels.blend(s.slot[a].data(), s.slot[b].data(), weightA, weightB, n, values);
    if (m_source.masked) {
        m_kernels.blend(s.slotWeights[a].data(), s.slotWeights[b].data(), weightA, weightB, n, s.resultWeights.data());
        m_kernels.normalise(values, s.resultWeights.data(), n, out);
    }
}

void AxesResampler::shrink(std::size_t plane, int k, Scratch& s, float* out) const
{
    const auto index = static_cast<std::size_t>(k);
    std::fill(s.sum.begin(), s.sum.end(), 0.0F);
    std::fill(s.weights.begin(), s.weights.end(), 0.0F);
    for (int t = 0; t < m_y.taps; ++t) {
        const float weight = m_y.weight[index + static_cast<std::size_t>(t) * static_cast<std::size_t>(m_y.count())];
        if (weight > 0) {
            load(plane, m_y.first[index] + t, weight, s.sum.data(), s.weights.data());
        }
    }
    if (!m_source.masked) {
        across(s.sum.data(), out);
        return;
    }
    across(s.sum.data(), s.result.data());
    across(s.weights.data(), s.resultWeights.data());
    m_kernels.normalise(s.result.data(), s.resultWeights.data(), m_x.count(), out);
}

void AxesResampler::rows(std::size_t plane, int first, int last, float* out, std::size_t stride) const
{
    const auto n = static_cast<std::size_t>(m_x.count());
    Scratch scratch;
    scratch.sum.resize(static_cast<std::size_t>(m_used) + 1); // a steady shift reads one past
    if (m_source.masked) {
        scratch.weights.resize(scratch.sum.size());
        scratch.result.resize(n);
        scratch.resultWeights.resize(n);
    }
    const bool enlarging = m_y.taps <= 2;
    for (std::size_t i = 0; enlarging && i < 2; ++i) {
        scratch.slot[i].resize(n);
        scratch.slotWeights[i].resize(m_source.masked ? n : 0);
    }
    for (int k = first; k < last; ++k) {
        float* target = out + static_cast<std::size_t>(k) * stride;
        if (enlarging) {
            enlarge(plane, k, scratch, target);
        } else {
            shrink(plane, k, scratch, target);
        }
    }
}

std::shared_ptr<const Source> halved(const Source& source, int halvingsX, int halvingsY)
{
    const int columns = std::max(1, source.columns >> halvingsX);
    const int rows = std::max(1, source.rows >> halvingsY);
    const Axis x = makeAxis(columns, source.columns, static_cast<double>(source.columns) / columns, 0, false);
    const Axis y = makeAxis(rows, source.rows, static_cast<double>(source.rows) / rows, 0, false);
    const std::size_t pixels = static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
    const std::shared_ptr<std::byte> memory = allocatePixels(pixels * sizeof(float) * source.planes.size());
    auto result = std::make_shared<Source>(source);
    result->element = VoxelType::Float;
    result->rows = rows;
    result->columns = columns;
    result->owner = memory;
    const AxesResampler resampler(source, x, y);
    for (std::size_t plane = 0; plane < source.planes.size(); ++plane) {
        std::byte* target = memory.get() + plane * pixels * sizeof(float);
        result->planes[plane] = target;
        forRows(rows, 32, [&](int first, int last) {
            resampler.rows(plane, first, last, reinterpret_cast<float*>(target), static_cast<std::size_t>(columns));
        });
    }
    // Averages may have the value of padding; background itself is NaN now.
    result->low = result->high = 3.4e38F;
    return result;
}

} // namespace isocenter
