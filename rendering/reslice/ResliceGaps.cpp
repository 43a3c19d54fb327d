#include "reslice/ResliceGaps.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kOnSlice = 0.02; // mm: a slice itself is no gap

} // namespace

std::vector<std::pair<double, double>> gapPlaces(const VolumeLayout& layout, const VolumeGrid& grid)
{
    const double unit = grid.step.dot(layout.normal());
    std::vector<std::pair<double, double>> places;
    for (const VolumeGap& gap : layout.gaps) {
        const auto after = static_cast<std::size_t>(gap.after);
        const double start = layout.positions.front();
        places.emplace_back((layout.positions[after] - start) / unit, (layout.positions[after + 1] - start) / unit);
    }
    return places;
}

GapTest::GapTest(const VolumeGrid& grid, const ReslicePlane& plane, const std::vector<std::pair<double, double>>& gaps)
    : m_gaps(gaps)
{
    const IndexMap map(grid);
    const int planes = slabPlanes(grid, plane);
    m_start = map.point(plane.at(0, 0)).z();
    m_right = map.direction(plane.right * plane.spacing).z();
    m_down = map.direction(plane.down * plane.spacing).z();
    m_margin = kOnSlice / std::abs(grid.step.dot(grid.right.cross(grid.down)));
    m_reach = std::abs(map.direction(plane.normal()).z()) * plane.thickness * (0.5 - 0.5 / planes);
}

bool GapTest::isOver(int column, int row) const
{
    const double place = m_start + m_right * column + m_down * row;
    return std::any_of(m_gaps.begin(), m_gaps.end(), [&](const auto& gap) {
        return place + m_reach > gap.first + m_margin && place - m_reach < gap.second - m_margin;
    });
}

} // namespace isocenter
