#include "raycast/BrickMap.h"

#include "slice/ParallelRows.h"

#include <algorithm>
#include <limits>

namespace isocenter {

namespace {

constexpr std::int16_t kBackground = std::numeric_limits<std::int16_t>::min();

int bricksOf(int voxels)
{
    return std::max(1, (voxels - 1 + BrickMap::kCells - 1) / BrickMap::kCells);
}

/// Range of the voxels of each brick along one row, its far face included. Background is the least value, so its absence shows
/// in `lowest`; `low` leaves it out.
struct RowRange
{
    std::vector<std::int16_t> low, lowest, high;

    explicit RowRange(int bricks) : low(bricks), lowest(bricks), high(bricks) {}

    void read(const std::int16_t* row, int columns)
    {
        for (std::size_t b = 0; b < low.size(); ++b) {
            const int first = static_cast<int>(b) * BrickMap::kCells;
            const int last = std::min(first + BrickMap::kCells, columns - 1);
            std::int16_t least = std::numeric_limits<std::int16_t>::max();
            std::int16_t all = least;
            std::int16_t most = kBackground;
            for (int i = first; i <= last; ++i) {
                const std::int16_t v = row[i];
                all = std::min(all, v);
                most = std::max(most, v);
                least = std::min(least, v == kBackground ? std::numeric_limits<std::int16_t>::max() : v);
            }
            low[b] = least;
            lowest[b] = all;
            high[b] = most;
        }
    }
};

} // namespace

BrickMap::BrickMap(const Volume& volume, const std::atomic<bool>& stop)
    : m_count(bricksOf(volume.columns), bricksOf(volume.rows), bricksOf(volume.slices)),
      m_low(static_cast<std::size_t>(m_count.x()) * m_count.y() * m_count.z(), std::numeric_limits<std::int16_t>::max()),
      m_high(m_low.size(), kBackground),
      m_background(m_low.size(), 0)
{
    forRows(m_count.z(), 1, [&](int first, int end) {
        for (int layer = first; layer < end; ++layer) {
            for (int k = layer * kCells; k <= std::min((layer + 1) * kCells, volume.slices - 1) && !stop; ++k) {
                addSlice(volume, k, layer);
            }
        }
    });
}

void BrickMap::addSlice(const Volume& volume, int slice, int layer)
{
    RowRange range(m_count.x());
    const std::size_t plane = static_cast<std::size_t>(volume.columns) * static_cast<std::size_t>(volume.rows);
    for (int j = 0; j < volume.rows; ++j) {
        range.read(volume.voxels.get() + static_cast<std::size_t>(slice) * plane + static_cast<std::size_t>(j) * volume.columns,
                   volume.columns);
        // A row on the face between two bricks belongs to both.
        const int above = std::min(j / kCells, m_count.y() - 1);
        const int below = std::max(0, (j - 1) / kCells);
        for (int b = std::min(below, above); b <= above; ++b) {
            const std::size_t to = index(0, b, layer);
            for (std::size_t i = 0; i < range.low.size(); ++i) {
                m_low[to + i] = std::min(m_low[to + i], range.low[i]);
                m_high[to + i] = std::max(m_high[to + i], range.high[i]);
                m_background[to + i] = m_background[to + i] | static_cast<std::uint8_t>(range.lowest[i] == kBackground);
            }
        }
    }
}

} // namespace isocenter
