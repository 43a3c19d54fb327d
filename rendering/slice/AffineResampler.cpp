#include "slice/Resampler.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isocenter {

namespace {

constexpr float kBackground = std::numeric_limits<float>::quiet_NaN();

} // namespace

AffineResampler::AffineResampler(const Source& full, const Source& source, const Mapping& mapping)
    : m_source(source),
      m_mapping(mapping),
      m_columns(full.columns),
      m_rows(full.rows),
      m_scaleX(static_cast<double>(source.columns) / full.columns),
      m_scaleY(static_cast<double>(source.rows) / full.rows)
{
}

template <typename T> bool AffineResampler::isSeen(T value) const
{
    const float v = static_cast<float>(value);
    return !m_source.masked || v < m_source.low || v > m_source.high; // NaN is neither
}

template <typename T> float AffineResampler::linear(const T* values, double x, double y) const
{
    const double px = std::clamp(x - 0.5, 0.0, m_source.columns - 1.0);
    const double py = std::clamp(y - 0.5, 0.0, m_source.rows - 1.0);
    const int c = static_cast<int>(px);
    const int r = static_cast<int>(py);
    const auto fx = static_cast<float>(px - c);
    const auto fy = static_cast<float>(py - r);
    const std::ptrdiff_t right = c + 1 < m_source.columns ? 1 : 0;
    const std::ptrdiff_t below = r + 1 < m_source.rows ? m_source.columns : 0;
    const T* at = values + static_cast<std::ptrdiff_t>(r) * m_source.columns + c;
    const T corners[4] = {at[0], at[right], at[below], at[below + right]};
    const float weights[4] = {(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy};
    float sum = 0;
    if (!m_source.masked) {
        for (int i = 0; i < 4; ++i) {
            sum += weights[i] * static_cast<float>(corners[i]);
        }
        return sum;
    }
    float seen = 0;
    for (int i = 0; i < 4; ++i) {
        if (isSeen(corners[i])) {
            sum += weights[i] * static_cast<float>(corners[i]);
            seen += weights[i];
        }
    }
    return seen >= 0.4999F ? sum / seen : kBackground;
}

/// Of the picture pixel whose centre is the image coordinate (x, y).
template <typename T> float AffineResampler::at(const T* values, double x, double y) const
{
    if (!(x >= 0 && y >= 0 && x < m_columns && y < m_rows)) {
        return kBackground;
    }
    if (m_mapping.nearest) {
        const T value = values[static_cast<std::ptrdiff_t>(y) * m_source.columns + static_cast<std::ptrdiff_t>(x)];
        return isSeen(value) ? static_cast<float>(value) : kBackground;
    }
    return linear(values, x * m_scaleX, y * m_scaleY);
}

/// Picture columns of the area, from 0, in a row that starts at (x, y), whose four neighbours all lie in the source.
std::pair<int, int> AffineResampler::innerRange(double x, double y) const
{
    double first = 0;
    double last = m_mapping.area.width() - 1;
    const auto limit = [&](double start, double step, double end) {
        // A little inside, so that no rounding of the way along the line leads out.
        const double from = 0.5 + 1e-3 - start;
        const double to = end - 0.5 - 1e-3 - start;
        if (std::abs(step) < 1e-12) {
            last = from <= 0 && to >= 0 ? last : -1;
            return;
        }
        first = std::max(first, std::ceil(std::min(from / step, to / step)));
        last = std::min(last, std::floor(std::max(from / step, to / step)));
    };
    limit(x * m_scaleX, m_mapping.toImage.m11() * m_scaleX, m_source.columns);
    limit(y * m_scaleY, m_mapping.toImage.m12() * m_scaleY, m_source.rows);
    return last < first || m_mapping.nearest ? std::pair(0, 0) : std::pair(static_cast<int>(first), static_cast<int>(last) + 1);
}

void AffineResampler::inner(const void* values, double x, double y, int n, float* out) const
{
    const auto fixed = [](double v) { return static_cast<std::int64_t>(std::floor(v * 4294967296.0 + 0.5)); };
    const ImageLine line{fixed(x * m_scaleX - 0.5), fixed(y * m_scaleY - 0.5), fixed(m_mapping.toImage.m11() * m_scaleX),
                         fixed(m_mapping.toImage.m12() * m_scaleY), m_source.columns};
    const auto type = static_cast<std::size_t>(m_source.element);
    if (m_source.masked) {
        kernels().alongMasked[type](values, n, line, m_source.low, m_source.high, out);
    } else {
        kernels().along[type](values, n, line, out);
    }
}

template <typename T> void AffineResampler::row(const T* values, int y, float* out) const
{
    const QTransform& t = m_mapping.toImage;
    const int left = m_mapping.area.left();
    const int width = m_mapping.area.width();
    const double startX = t.m21() * y + t.dx() + t.m11() * left;
    const double startY = t.m22() * y + t.dy() + t.m12() * left;
    const auto [from, to] = innerRange(startX, startY);
    for (int i = 0; i < from; ++i) {
        out[i] = at(values, startX + t.m11() * i, startY + t.m12() * i);
    }
    inner(values, startX + t.m11() * from, startY + t.m12() * from, to - from, out + from);
    for (int i = to; i < width; ++i) {
        out[i] = at(values, startX + t.m11() * i, startY + t.m12() * i);
    }
}

void AffineResampler::rows(std::size_t plane, int first, int last, float* out, std::size_t stride) const
{
    const void* values = m_source.planes[plane];
    for (int k = first; k < last; ++k) {
        const int y = m_mapping.area.top() + k;
        float* target = out + static_cast<std::size_t>(k) * stride;
        switch (m_source.element) {
        case VoxelType::UInt8:
            row(static_cast<const std::uint8_t*>(values), y, target);
            break;
        case VoxelType::Int8:
            row(static_cast<const std::int8_t*>(values), y, target);
            break;
        case VoxelType::UInt16:
            row(static_cast<const std::uint16_t*>(values), y, target);
            break;
        case VoxelType::Int16:
            row(static_cast<const std::int16_t*>(values), y, target);
            break;
        case VoxelType::Float:
            row(static_cast<const float*>(values), y, target);
            break;
        }
    }
}

} // namespace isocenter
