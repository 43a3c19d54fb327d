#include "pyramid/SlidePyramid.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace isocenter {

namespace {

constexpr std::int64_t kMostCells = 100'000; ///< named one by one

std::int64_t cellIndex(std::int32_t pixel, int size)
{
    return pixel >= 0 ? pixel / size : -((-std::int64_t{pixel} + size - 1) / size);
}

} // namespace

void SlideLevel::setScale(double x, double y)
{
    m_scaleX = x;
    m_scaleY = y;
}

const SlideLevel::Sheet* SlideLevel::sheet(const SlideChannel& channel) const
{
    const auto index =
        static_cast<std::size_t>(channel.path) * static_cast<std::size_t>(m_planes) + static_cast<std::size_t>(channel.plane);
    const bool known = channel.path >= 0 && channel.plane >= 0 && channel.plane < m_planes && index < m_sheets.size();
    return known ? &m_sheets[index] : nullptr;
}

bool SlideLevel::has(const SlideChannel& channel) const
{
    return tileCount(channel) > 0;
}

std::size_t SlideLevel::tileCount(const SlideChannel& channel) const
{
    const Sheet* own = sheet(channel);
    return own ? own->tiles.size() : 0;
}

SlideLevel::Sheet& SlideLevel::sheetOf(int path, int plane)
{
    return m_sheets[static_cast<std::size_t>(path) * static_cast<std::size_t>(m_planes) + static_cast<std::size_t>(plane)];
}

void SlideLevel::add(const ImagePtr& image, const std::vector<int>& pathNumbers)
{
    const TileLayout& layout = *image->tiles;
    const auto source = static_cast<std::uint16_t>(m_sources.size());
    m_sources.push_back(image);
    for (std::size_t path = 0; layout.full && path < layout.paths.size(); ++path) {
        for (int plane = 0; plane < layout.planes; ++plane) {
            Sheet& own = sheetOf(pathNumbers[path], plane);
            own.full = true; // although no tile of it may have come
            own.cellRows = std::max(own.cellRows, image->rows);
            own.cellColumns = std::max(own.cellColumns, image->columns);
        }
    }
    for (int frame = 0; frame < image->frames; ++frame) {
        const TilePlace place = layout.place(frame, image->rows, image->columns);
        Sheet& own = sheetOf(pathNumbers[place.path], place.plane);
        own.tiles.push_back({place.row, place.column, frame, source});
        own.cellRows = std::max(own.cellRows, image->rows);
        own.cellColumns = std::max(own.cellColumns, image->columns);
    }
}

void SlideLevel::finish()
{
    for (Sheet& own : m_sheets) {
        const auto cell = [&](const SlideTile& tile) {
            return std::pair(cellIndex(tile.row, own.cellRows), cellIndex(tile.column, own.cellColumns));
        };
        std::stable_sort(own.tiles.begin(), own.tiles.end(),
                         [&](const SlideTile& a, const SlideTile& b) { return cell(a) < cell(b); });
        own.tiles.shrink_to_fit();
        own.cells = 0;
        for (std::size_t i = 0; i < own.tiles.size(); ++i) {
            own.cells += i == 0 || cell(own.tiles[i]) != cell(own.tiles[i - 1]) ? 1 : 0;
        }
    }
}

QRect SlideLevel::rectOf(const SlideTile& tile) const
{
    const ImageAttributes& image = *m_sources[tile.source];
    return QRect(tile.column, tile.row, image.columns, image.rows) & QRect(0, 0, m_columns, m_rows);
}

std::vector<SlideTile> SlideLevel::tilesIn(const SlideChannel& channel, const QRect& part) const
{
    std::vector<SlideTile> result;
    const Sheet* own = sheet(channel);
    if (!own || part.isEmpty()) {
        return result;
    }
    const std::int64_t first = cellIndex(part.top(), own->cellRows) - 1;
    if (cellIndex(part.bottom(), own->cellRows) - first > static_cast<std::int64_t>(own->tiles.size())) {
        std::copy_if(own->tiles.begin(), own->tiles.end(), std::back_inserter(result),
                     [&](const SlideTile& tile) { return rectOf(tile).intersects(part); });
        return result; // fewer tiles than rows of cells: a header may promise any number of these
    }
    // A tile begins at most one cell before what it reaches into.
    const std::int64_t left = cellIndex(part.left(), own->cellColumns) - 1;
    const std::int64_t right = cellIndex(part.right(), own->cellColumns);
    const std::int64_t bottom = cellIndex(part.bottom(), own->cellRows);
    for (std::int64_t row = first; row <= bottom; ++row) {
        const auto before = [&](const SlideTile& tile, std::int64_t column) {
            return std::pair(cellIndex(tile.row, own->cellRows), cellIndex(tile.column, own->cellColumns)) <
                   std::pair(row, column);
        };
        for (auto it = std::lower_bound(own->tiles.begin(), own->tiles.end(), left, before);
             it != own->tiles.end() && before(*it, right + 1); ++it) {
            if (rectOf(*it).intersects(part)) {
                result.push_back(*it);
            }
        }
    }
    return result;
}

bool SlideLevel::isWhole(const SlideChannel& channel) const
{
    const Sheet* own = sheet(channel);
    if (!own) {
        return false;
    }
    const std::int64_t cells = ((std::int64_t{m_rows} + own->cellRows - 1) / own->cellRows) *
                               ((std::int64_t{m_columns} + own->cellColumns - 1) / own->cellColumns);
    return !own->full || static_cast<std::int64_t>(own->cells) >= cells;
}

std::vector<QRect> SlideLevel::missingIn(const SlideChannel& channel, const QRect& part) const
{
    std::vector<QRect> result;
    const Sheet* own = sheet(channel);
    const QRect inside = part & QRect(0, 0, m_columns, m_rows);
    if (!own || isWhole(channel) || inside.isEmpty()) {
        return result;
    }
    const std::int64_t cells =
        (std::int64_t{inside.height()} / own->cellRows + 2) * (std::int64_t{inside.width()} / own->cellColumns + 2);
    if (cells > kMostCells) {
        return {inside};
    }
    const std::vector<SlideTile> tiles = tilesIn(channel, inside);
    std::vector<std::pair<std::int64_t, std::int64_t>> present;
    for (const SlideTile& tile : tiles) {
        present.emplace_back(cellIndex(tile.row, own->cellRows), cellIndex(tile.column, own->cellColumns));
    }
    std::sort(present.begin(), present.end());
    for (std::int64_t row = inside.top() / own->cellRows; row <= inside.bottom() / own->cellRows; ++row) {
        for (std::int64_t column = inside.left() / own->cellColumns; column <= inside.right() / own->cellColumns; ++column) {
            if (!std::binary_search(present.begin(), present.end(), std::pair(row, column))) {
                result.push_back(QRect(static_cast<int>(column * own->cellColumns), static_cast<int>(row * own->cellRows),
                                       own->cellColumns, own->cellRows) &
                                 QRect(0, 0, m_columns, m_rows));
            }
        }
    }
    return result;
}

std::optional<std::size_t> SlidePyramid::levelFor(const SlideChannel& channel, double basePixels) const
{
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        if (levels[i].has(channel) && (!best || levels[i].scaleX() <= basePixels * 1.001)) {
            best = i;
        }
    }
    return best;
}

} // namespace isocenter
