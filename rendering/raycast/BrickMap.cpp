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

/// Range by column over the rows of one line of bricks. Background is the least value, so that it shows in `lowest`; `low`
/// leaves it out.
struct ColumnRange
{
    std::vector<std::int16_t> low, lowest, high;

    explicit ColumnRange(int columns) : low(columns), lowest(columns), high(columns) {}

    void clear()
    {
        std::fill(low.begin(), low.end(), std::numeric_limits<std::int16_t>::max());
        std::fill(lowest.begin(), lowest.end(), std::numeric_limits<std::int16_t>::max());
        std::fill(high.begin(), high.end(), kBackground);
    }
    void add(const std::int16_t* __restrict row)
    {
        std::int16_t* __restrict least = low.data();
        std::int16_t* __restrict all = lowest.data();
        std::int16_t* __restrict most = high.data();
        for (std::size_t i = 0; i < low.size(); ++i) {
            const std::int16_t v = row[i];
            const std::int16_t tissue = v == kBackground ? std::numeric_limits<std::int16_t>::max() : v;
            all[i] = all[i] < v ? all[i] : v;
            most[i] = most[i] > v ? most[i] : v;
            least[i] = least[i] < tissue ? least[i] : tissue;
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
    // Whole layers are many pages: a line of bricks at a time stays in the cache.
    forRows(m_count.z() * m_count.y(), 4, [&](int first, int end) {
        for (int line = first; line < end && !stop; ++line) {
            addLine(volume, line % m_count.y(), line / m_count.y());
        }
    });
}

void BrickMap::addLine(const Volume& volume, int j, int k)
{
    ColumnRange range(volume.columns);
    range.clear();
    const auto columns = static_cast<std::size_t>(volume.columns);
    for (int slice = k * kCells; slice <= std::min((k + 1) * kCells, volume.slices - 1); ++slice) {
        for (int row = j * kCells; row <= std::min((j + 1) * kCells, volume.rows - 1); ++row) {
            range.add(volume.voxels.get() +
                      (static_cast<std::size_t>(slice) * static_cast<std::size_t>(volume.rows) + static_cast<std::size_t>(row)) *
                          columns);
        }
    }
    for (int i = 0; i < m_count.x(); ++i) {
        const auto first = static_cast<std::ptrdiff_t>(i) * kCells;
        const auto end = std::min<std::ptrdiff_t>(first + kCells + 1, volume.columns);
        const std::size_t brick = index(i, j, k);
        m_low[brick] = *std::min_element(range.low.begin() + first, range.low.begin() + end);
        m_high[brick] = *std::max_element(range.high.begin() + first, range.high.begin() + end);
        m_background[brick] = *std::min_element(range.lowest.begin() + first, range.lowest.begin() + end) == kBackground ? 1 : 0;
    }
}

} // namespace isocenter
