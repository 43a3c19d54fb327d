#include "demo/Phantom.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace isocenter::demo {

namespace {

constexpr std::size_t kNoiseTable = 65536;

/// Box-Muller from a generator whose sequence the C++ standard fixes; std::normal_distribution differs between libraries.
std::vector<float> normalTable()
{
    std::mt19937 generator(20251118);
    const auto uniform = [&generator] { return (static_cast<double>(generator()) + 0.5) / 4294967296.0; };
    std::vector<float> table(kNoiseTable);
    for (std::size_t i = 0; i < kNoiseTable; i += 2) {
        const double radius = std::sqrt(-2 * std::log(uniform()));
        const double angle = 2 * M_PI * uniform();
        table[i] = static_cast<float>(radius * std::cos(angle));
        table[i + 1] = static_cast<float>(radius * std::sin(angle));
    }
    return table;
}

double ellipticDistance(double scaled, double nearest)
{
    return (scaled - 1) * nearest;
}

struct Range
{
    int first;
    int last; ///< not included
};

/// Columns (or rows) that a body of that reach can touch.
Range touched(double centre, double reach, double spacing, int count)
{
    return {std::clamp(static_cast<int>(std::floor(centre - reach / spacing)) - 1, 0, count),
            std::clamp(static_cast<int>(std::ceil(centre + reach / spacing)) + 2, 0, count)};
}

void paint(const Body& body, const ImagePlane& plane, int columns, int rows, std::vector<float>& out)
{
    const double pixel = std::max(plane.columnSpacing, plane.rowSpacing);
    const Eigen::Vector3d centre = plane.toImage(body.centre);
    if (std::abs(centre.z()) > body.reach(plane.normal()) + pixel) {
        return;
    }
    const Range across = touched(centre.x(), body.reach(plane.right), plane.columnSpacing, columns);
    const Range downward = touched(centre.y(), body.reach(plane.down), plane.rowSpacing, rows);
    for (int row = downward.first; row < downward.last; ++row) {
        float* line = out.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(columns);
        Eigen::Vector3d point = plane.at(across.first, row);
        const Eigen::Vector3d step = plane.right * plane.columnSpacing;
        for (int column = across.first; column < across.last; ++column, point += step) {
            const double share = std::clamp(0.5 - body.distance(point) / pixel, 0.0, 1.0);
            if (share > 0) {
                line[column] += static_cast<float>(share * (body.value - static_cast<double>(line[column])));
            }
        }
    }
}

} // namespace

double Body::distance(const Eigen::Vector3d& point) const
{
    const Eigen::Vector3d offset = point - centre;
    if (shape == Shape::Ellipsoid) {
        return ellipticDistance(offset.cwiseQuotient(radii).norm(), radii.minCoeff());
    }
    const double round =
        ellipticDistance(std::hypot(offset.x() / radii.x(), offset.y() / radii.y()), std::min(radii.x(), radii.y()));
    return std::max(round, std::abs(offset.z()) - radii.z());
}

double Body::reach(const Eigen::Vector3d& direction) const
{
    if (shape == Shape::Ellipsoid) {
        return radii.cwiseProduct(direction).norm();
    }
    return std::hypot(radii.x() * direction.x(), radii.y() * direction.y()) + radii.z() * std::abs(direction.z());
}

double Body::chordAlongY(double x, double z) const
{
    const double across = (x - centre.x()) / radii.x();
    const double along = (z - centre.z()) / radii.z();
    const double rest = 1 - across * across - (shape == Shape::Ellipsoid ? along * along : 0);
    if (rest <= 0 || std::abs(along) > 1) {
        return 0;
    }
    return 2 * radii.y() * std::sqrt(rest);
}

std::vector<float> cut(const std::vector<Body>& bodies, double background, const ImagePlane& plane, int columns, int rows)
{
    std::vector<float> out(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), static_cast<float>(background));
    for (const Body& body : bodies) {
        paint(body, plane, columns, rows, out);
    }
    return out;
}

float Noise::next()
{
    static const std::vector<float> table = normalTable();
    m_state ^= m_state << 13U;
    m_state ^= m_state >> 17U;
    m_state ^= m_state << 5U;
    return table[(m_state >> 8U) % kNoiseTable];
}

std::vector<std::uint16_t> quantised(const std::vector<float>& values, float maximum)
{
    std::vector<std::uint16_t> out(values.size());
    std::transform(values.begin(), values.end(), out.begin(),
                   [maximum](float v) { return static_cast<std::uint16_t>(std::clamp(v, 0.0F, maximum) + 0.5F); });
    return out;
}

} // namespace isocenter::demo
