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

template <typename T> void AffineResampler::row(const T* values, int y, float* out) const
{
    const QTransform& t = m_mapping.toImage;
    const double startX = t.m21() * y + t.dx();
    const double startY = t.m22() * y + t.dy();
    const int left = m_mapping.area.left();
    const int width = m_mapping.area.width();
    for (int i = 0; i < width; ++i) {
        const double sx = startX + t.m11() * (left + i);
        const double sy = startY + t.m12() * (left + i);
        if (!(sx >= 0 && sy >= 0 && sx < m_columns && sy < m_rows)) {
            out[i] = kBackground;
        } else if (m_mapping.nearest) {
            const T value = values[static_cast<std::ptrdiff_t>(sy) * m_source.columns + static_cast<std::ptrdiff_t>(sx)];
            out[i] = isSeen(value) ? static_cast<float>(value) : kBackground;
        } else {
            out[i] = linear(values, sx * m_scaleX, sy * m_scaleY);
        }
    }
}

void AffineResampler::rows(std::size_t plane, int first, int last, float* out, std::size_t stride) const
{
    const void* values = m_source.planes[plane];
    for (int k = first; k < last; ++k) {
        const int y = m_mapping.area.top() + k;
        float* target = out + static_cast<std::size_t>(k) * stride;
        switch (m_source.element) {
        case Element::UInt8:
            row(static_cast<const std::uint8_t*>(values), y, target);
            break;
        case Element::Int8:
            row(static_cast<const std::int8_t*>(values), y, target);
            break;
        case Element::UInt16:
            row(static_cast<const std::uint16_t*>(values), y, target);
            break;
        case Element::Int16:
            row(static_cast<const std::int16_t*>(values), y, target);
            break;
        case Element::Float:
            row(static_cast<const float*>(values), y, target);
            break;
        }
    }
}

} // namespace isocenter
