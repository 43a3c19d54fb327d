#include "raycast/TransferTable.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

TransferTable::TransferTable(const TransferFunction& function, const Volume& volume, double step)
{
    const auto toVoxel = [&](double value) { return (value - volume.offset) / volume.scale; };
    double first = -32768;
    double last = 32767;
    if (!function.points.empty()) {
        first = std::clamp(toVoxel(function.points.front().value), -32768.0, 32766.0);
        last = std::clamp(toVoxel(function.points.back().value), first + 1, 32767.0);
    }
    m_first = static_cast<float>(first);
    m_scale = static_cast<float>(static_cast<double>(kLast) / (last - first));
    const auto count = static_cast<std::size_t>(kLast) + 1;
    m_entries.resize(count);
    m_seen.assign(count + 1, 0);
    for (std::size_t i = 0; i < count; ++i) {
        const double voxel = first + (last - first) * static_cast<double>(i) / static_cast<double>(kLast);
        const TransferPoint point = function.at(voxel * volume.scale + volume.offset);
        Entry& entry = m_entries[i];
        entry.red = static_cast<float>(255 * point.color[0]);
        entry.green = static_cast<float>(255 * point.color[1]);
        entry.blue = static_cast<float>(255 * point.color[2]);
        entry.alpha = static_cast<float>(1 - std::pow(1 - std::clamp(point.opacity, 0.0, 1.0), step));
        m_seen[i + 1] = m_seen[i] + (entry.alpha > 0 ? 1U : 0U);
    }
}

std::vector<std::uint8_t> TransferTable::visible(const BrickMap& bricks) const
{
    std::vector<std::uint8_t> flags(bricks.size());
    for (std::size_t i = 0; i < flags.size(); ++i) {
        flags[i] = isVisible(bricks.low(i), bricks.high(i)) ? 1 : 0;
    }
    return flags;
}

} // namespace isocenter
