#pragma once

#include "slice/SlicePainter.h"

#include <cmath>
#include <optional>
#include <vector>

namespace isocenter::test {

/// What SlicePainter.h promises, pixel by pixel in double, without any of its code: slow and plain.
class SliceReference
{
public:
    SliceReference(const Frame& frame, const SliceGeometry& geometry, std::optional<std::pair<double, double>> padding = {})
        : m_frame(frame), m_nearest(geometry.interpolation == Interpolation::Nearest), m_padding(padding)
    {
        const QTransform& t = geometry.imageToScreen;
        const double det = t.m11() * t.m22() - t.m12() * t.m21();
        m_xi = t.m22() / det;
        m_xj = -t.m21() / det;
        m_yi = -t.m12() / det;
        m_yj = t.m11() / det;
        m_x0 = -(m_xi * t.dx() + m_xj * t.dy());
        m_y0 = -(m_yi * t.dx() + m_yj * t.dy());
    }

    struct Sample
    {
        bool background = true;
        bool doubtful = false; ///< on an edge: rounding decides
        double value = 0;
    };

    /// Stored value at picture pixel (column, row); axis-parallel maps only, unless nearest or enlarging.
    Sample at(int column, int row, int channel = 0) const
    {
        const double x = m_xi * (column + 0.5) + m_xj * (row + 0.5) + m_x0;
        const double y = m_yi * (column + 0.5) + m_yj * (row + 0.5) + m_y0;
        Sample s;
        s.doubtful = edge(x, m_frame.columns()) || edge(y, m_frame.rows());
        if (x < 0 || y < 0 || x >= m_frame.columns() || y >= m_frame.rows()) {
            return s;
        }
        const bool turned = std::abs(m_xi * m_xj) > 1e-9;
        const auto wx = weights(x, turned ? 1.0 : std::abs(m_xi) + std::abs(m_xj), m_frame.columns());
        const auto wy = weights(y, turned ? 1.0 : std::abs(m_yi) + std::abs(m_yj), m_frame.rows());
        double sum = 0;
        double seen = 0;
        for (const auto& [r, b] : wy) {
            for (const auto& [c, a] : wx) {
                const double v = m_frame.at(r, c, channel);
                if (!std::isnan(v) && !(m_padding && v >= m_padding->first && v <= m_padding->second)) {
                    sum += a * b * v;
                    seen += a * b;
                }
            }
        }
        s.doubtful = s.doubtful || std::abs(seen - 0.5) < 1e-3;
        s.background = seen < 0.4999;
        s.value = seen > 0 ? sum / seen : 0;
        return s;
    }

private:
    using Weights = std::vector<std::pair<int, double>>;

    bool edge(double s, int size) const
    {
        return std::abs(s) < 1e-6 || std::abs(s - size) < 1e-6 || (m_nearest && std::abs(s - std::round(s)) < 1e-6);
    }

    Weights weights(double s, double width, int size) const
    {
        if (m_nearest) {
            return {{std::min(static_cast<int>(s), size - 1), 1.0}};
        }
        Weights result;
        double total = 0;
        for (int j = -1; j <= size; ++j) {
            const int inside = std::min(std::max(j, 0), size - 1);
            const double tent = 1 - std::abs(s - (j + 0.5));
            const double overlap = std::min(s + width / 2, j + 1.0) - std::max(s - width / 2, static_cast<double>(j));
            const double w = width <= 1 + 1e-9 ? tent : j == inside ? overlap : 0.0;
            if (w > 0) {
                result.emplace_back(inside, w);
                total += w;
            }
        }
        for (auto& entry : result) {
            entry.second /= total;
        }
        return result;
    }

    const Frame& m_frame;
    bool m_nearest;
    std::optional<std::pair<double, double>> m_padding;
    double m_xi, m_xj, m_yi, m_yj, m_x0, m_y0;
};

} // namespace isocenter::test
