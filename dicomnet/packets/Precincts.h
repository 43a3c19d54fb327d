#pragma once

#include "packets/Codestream.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace isocenter {

/// What may still be done; a hostile codestream asks for more than its bytes are worth.
class WorkBudget
{
public:
    explicit WorkBudget(std::uint64_t steps) : m_left(steps) {}

    bool take(std::uint64_t steps)
    {
        m_left -= std::min(steps, m_left);
        return m_left > 0;
    }

private:
    std::uint64_t m_left;
};

/// A precinct (B.6) of a resolution of a tile-component.
struct Precinct
{
    std::uint32_t x = 0, y = 0;        ///< where the progressions by position reach it, on the reference grid
    std::uint32_t column = 0, row = 0; ///< in the division of the plane of its resolution
    std::uint32_t nextLayer = 0;
    std::uint32_t bands = kNoBands; ///< where PacketReader keeps what it knows of it
    std::uint8_t component = 0;
    std::uint8_t resolution = 0;

    static constexpr std::uint32_t kNoBands = 0xFFFFFFFF;
};

/// ceil(value / 2^shift)
inline std::uint32_t ceilShift(std::uint64_t value, int shift)
{
    return static_cast<std::uint32_t>((value + (std::uint64_t{1} << shift) - 1) >> shift);
}

/// All precincts of a tile, by component, resolution, row and column. False if they are too many.
bool listPrecincts(const TileArea& tile, const TileStyle& style, WorkBudget& work, std::vector<Precinct>& precincts);

/// Indices of the precincts of a progression (B.12). By resolution and component for those that begin with layers or resolutions
/// and layers; as they come, each with all its layers, for the others.
void orderPrecincts(const std::vector<Precinct>& precincts, const Progression& progression, std::vector<std::uint32_t>& order);

} // namespace isocenter
