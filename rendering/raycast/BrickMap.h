#pragma once

#include "scene/Volume.h"

#include <Eigen/Core>

#include <atomic>
#include <cstdint>
#include <utility>
#include <vector>

namespace isocenter {

/// The range of voxel values in bricks of 8 x 8 x 8 cells, so that rays can pass over what shows nothing. Brick (i, j, k) is of
/// all samples at positions from 8 i to 8 (i + 1) (voxel indices), interpolated ones too; the voxels on its far faces count.
/// Immutable once made.
class BrickMap
{
public:
    static constexpr int kCells = 8;

    /// Reads the volume once, on idle threads too. Stops soon once `stop` is set; the map is then of no use.
    BrickMap(const Volume& volume, const std::atomic<bool>& stop);

    const Eigen::Array3i& count() const { return m_count; }
    std::size_t index(int i, int j, int k) const
    {
        return (static_cast<std::size_t>(k) * static_cast<std::size_t>(m_count.y()) + static_cast<std::size_t>(j)) *
                   static_cast<std::size_t>(m_count.x()) +
               static_cast<std::size_t>(i);
    }
    std::size_t size() const { return m_low.size(); }
    /// Background (the smallest voxel value) left out; low > high where there is nothing else.
    std::int16_t low(std::size_t brick) const { return m_low[brick]; }
    std::int16_t high(std::size_t brick) const { return m_high[brick]; }
    /// Background is among its voxels.
    bool hasBackground(std::size_t brick) const { return m_background[brick] != 0; }

private:
    void addLine(const Volume& volume, int j, int k);

    Eigen::Array3i m_count;
    std::vector<std::int16_t> m_low;
    std::vector<std::int16_t> m_high;
    std::vector<std::uint8_t> m_background;
};

} // namespace isocenter
