#pragma once

#include "raycast/BrickMap.h"
#include "scene/TransferFunction.h"
#include "scene/Volume.h"

#include <cstdint>
#include <vector>

namespace isocenter {

/// A transfer function by voxel value, for steps of one length. Immutable.
class TransferTable
{
public:
    struct Entry
    {
        float red = 0, green = 0, blue = 0; ///< 0 to 255
        float alpha = 0;                    ///< of one step
    };

    /// `step`: mm between samples, > 0.
    TransferTable(const TransferFunction& function, const Volume& volume, double step);

    int bin(float voxel) const
    {
        const float place = (voxel - m_first) * m_scale;
        return static_cast<int>(place > 0 ? (place < kLast ? place + 0.5F : kLast) : 0.0F);
    }
    const Entry& entry(int bin) const { return m_entries[static_cast<std::size_t>(bin)]; }
    /// Whether anything between these voxel values can be seen.
    bool isVisible(std::int16_t low, std::int16_t high) const
    {
        return low <= high && m_seen[static_cast<std::size_t>(bin(high)) + 1] > m_seen[static_cast<std::size_t>(bin(low))];
    }
    /// One flag a brick.
    std::vector<std::uint8_t> visible(const BrickMap& bricks) const;

private:
    static constexpr float kLast = 4095;

    float m_first = 0;
    float m_scale = 1;
    std::vector<Entry> m_entries;
    std::vector<std::uint32_t> m_seen; ///< entries before this one that can be seen
};

} // namespace isocenter
