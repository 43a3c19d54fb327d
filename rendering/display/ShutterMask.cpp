#include "display/ShutterMask.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

/// One row of the image: 1 where it is visible. Columns of the shapes count from 1.
class Row
{
public:
    explicit Row(int columns) : m_visible(static_cast<std::size_t>(columns)) {}

    void clear() { std::fill(m_visible.begin(), m_visible.end(), std::uint8_t{1}); }
    /// Only columns of the real interval [first, last] stay.
    void keep(double first, double last)
    {
        const std::ptrdiff_t from = index(std::ceil(first) - 1);
        const std::ptrdiff_t to = std::max(from, index(std::floor(last)));
        std::fill(m_visible.begin(), m_visible.begin() + from, std::uint8_t{0});
        std::fill(m_visible.begin() + to, m_visible.end(), std::uint8_t{0});
    }
    /// Only columns in one of the intervals stay.
    void keepAny(const std::vector<std::pair<double, double>>& intervals)
    {
        std::vector<std::uint8_t> inside(m_visible.size());
        for (const auto& [first, last] : intervals) {
            const std::ptrdiff_t from = index(std::ceil(first) - 1);
            std::fill(inside.begin() + from, inside.begin() + std::max(from, index(std::floor(last))), std::uint8_t{1});
        }
        std::transform(m_visible.begin(), m_visible.end(), inside.begin(), m_visible.begin(),
                       [](std::uint8_t a, std::uint8_t b) { return static_cast<std::uint8_t>(a & b); });
    }
    void cover(int column) { m_visible[static_cast<std::size_t>(column)] = 0; }
    bool isVisible(int column) const { return m_visible[static_cast<std::size_t>(column)] != 0; }

private:
    std::ptrdiff_t index(double column) const
    {
        return static_cast<std::ptrdiff_t>(std::clamp(column, 0.0, static_cast<double>(m_visible.size())));
    }
    std::vector<std::uint8_t> m_visible;
};

/// Where the line `y` lies within the polygon, even-odd. `upper`: an edge holds its upper end, else its lower one; with both
/// the polygon is closed.
void addCrossings(const std::vector<QPoint>& polygon, double y, bool upper, std::vector<std::pair<double, double>>& out)
{
    std::vector<double> crossings;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        QPoint a = polygon[i];
        QPoint b = polygon[(i + 1) % polygon.size()];
        if (a.y() > b.y()) {
            std::swap(a, b);
        }
        const bool crosses = upper ? a.y() <= y && y < b.y() : a.y() < y && y <= b.y();
        if (crosses) {
            crossings.push_back(a.x() + (y - a.y()) * (double(b.x()) - a.x()) / (double(b.y()) - a.y()));
        }
    }
    std::sort(crossings.begin(), crossings.end());
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
        out.emplace_back(crossings[i] - 1e-9, crossings[i + 1] + 1e-9);
    }
}

void applyShapes(const Shutter& shutter, int row, double aspect, Row& line)
{
    if (const auto& r = shutter.rectangle) {
        row >= r->upper&& row <= r->lower ? line.keep(r->left, r->right) : line.keep(1, 0);
    }
    if (const auto& c = shutter.circle) {
        const double down = (row - c->row) * aspect;
        const double rest = double(c->radius) * c->radius - down * down;
        const double half = std::sqrt(std::max(0.0, rest)) + 1e-9;
        rest < 0 ? line.keep(1, 0) : line.keep(c->column - half, c->column + half);
    }
    if (shutter.polygon.size() >= 3) {
        std::vector<std::pair<double, double>> inside;
        addCrossings(shutter.polygon, row, true, inside);
        addCrossings(shutter.polygon, row, false, inside);
        line.keepAny(inside);
    }
}

void applyBitmap(const BitPlane& bitmap, const OverlayPlane& plane, int row, int columns, Row& line)
{
    const int from = row - plane.originRow;
    if (from < 0 || from >= bitmap.rows()) {
        return;
    }
    for (int i = 0; i < bitmap.columns(); ++i) {
        const int column = i + plane.originColumn - 1;
        if (column >= 0 && column < columns && bitmap.at(from, i)) {
            line.cover(column);
        }
    }
}

} // namespace

BitPlanePtr shutterMask(const Shutter& shutter, int rows, int columns, double aspect, const BitPlanePtr& bitmap,
                        const OverlayPlane& plane)
{
    if (shutter.isEmpty() || rows <= 0 || columns <= 0) {
        return nullptr;
    }
    auto mask = std::make_shared<BitPlane>(rows, columns);
    Row line(columns);
    for (int row = 0; row < rows; ++row) {
        line.clear();
        applyShapes(shutter, row + 1, aspect, line);
        if (bitmap && shutter.bitmapGroup) {
            applyBitmap(*bitmap, plane, row + 1, columns, line);
        }
        for (int column = 0; column < columns; ++column) {
            if (!line.isVisible(column)) {
                mask->set(row, column);
            }
        }
    }
    return mask;
}

} // namespace isocenter
