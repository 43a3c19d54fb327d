#include "packets/Precincts.h"

#include <algorithm>
#include <tuple>

namespace isocenter {

namespace {

constexpr std::size_t kMaxPrecincts = 1'000'000; // of a tile

/// One direction of a resolution: B.5 (B-14) and B.6 (B-16).
struct Range
{
    std::uint32_t first = 0; ///< precinct
    std::uint32_t count = 0;

    Range(std::uint32_t from, std::uint32_t to, int halvings, int exponent)
    {
        const std::uint32_t low = ceilShift(from, halvings), high = ceilShift(to, halvings);
        if (low < high) {
            first = low >> exponent;
            count = ceilShift(high, exponent) - first;
        }
    }
};

/// B.12.1.3: a precinct is reached at its corner, or where the tile begins if the corner lies before it.
std::uint32_t reachedAt(std::uint32_t index, int halvings, int exponent, std::uint32_t begin)
{
    return static_cast<std::uint32_t>(std::max<std::uint64_t>(std::uint64_t{index} << (halvings + exponent), begin));
}

bool listResolution(const TileArea& tile, const ComponentStyle& style, Precinct precinct, WorkBudget& work,
                    std::vector<Precinct>& precincts)
{
    const int halvings = style.levels - precinct.resolution;
    const int wide = style.precincts[precinct.resolution] & 15, high = style.precincts[precinct.resolution] >> 4;
    const Range columns(tile.x0, tile.x1, halvings, wide), rows(tile.y0, tile.y1, halvings, high);
    const std::uint64_t count = std::uint64_t{columns.count} * rows.count;
    if (!work.take(count + 1) || count > kMaxPrecincts - precincts.size()) {
        return false;
    }
    for (std::uint32_t row = 0; row < rows.count && columns.count > 0; ++row) {
        precinct.row = rows.first + row;
        precinct.y = reachedAt(precinct.row, halvings, high, tile.y0);
        for (std::uint32_t column = 0; column < columns.count; ++column) {
            precinct.column = columns.first + column;
            precinct.x = reachedAt(precinct.column, halvings, wide, tile.x0);
            precincts.push_back(precinct);
        }
    }
    return true;
}

template <typename Key> void sortBy(const std::vector<Precinct>& precincts, std::vector<std::uint32_t>& order, Key key)
{
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return key(precincts[a]) < key(precincts[b]); });
}

} // namespace

bool listPrecincts(const TileArea& tile, const TileStyle& style, WorkBudget& work, std::vector<Precinct>& precincts)
{
    precincts.clear();
    Precinct precinct;
    for (const ComponentStyle& component : style.components) {
        for (int r = 0; r <= component.levels; ++r) {
            precinct.resolution = static_cast<std::uint8_t>(r);
            if (!listResolution(tile, component, precinct, work, precincts)) {
                return false;
            }
        }
        ++precinct.component;
    }
    return true;
}

void orderPrecincts(const std::vector<Precinct>& precincts, const Progression& progression, std::vector<std::uint32_t>& order)
{
    order.clear();
    for (std::uint32_t i = 0; i < precincts.size(); ++i) {
        const Precinct& p = precincts[i];
        if (p.resolution >= progression.resolutionStart && p.resolution < progression.resolutionEnd &&
            p.component >= progression.componentStart && p.component < progression.componentEnd) {
            order.push_back(i);
        }
    }
    switch (progression.order) {
    case ProgressionOrder::Lrcp:
    case ProgressionOrder::Rlcp:
        sortBy(precincts, order, [](const Precinct& p) { return std::tuple(p.resolution, p.component); });
        break;
    case ProgressionOrder::Rpcl:
        sortBy(precincts, order, [](const Precinct& p) { return std::tuple(p.resolution, p.y, p.x, p.component); });
        break;
    case ProgressionOrder::Pcrl:
        sortBy(precincts, order, [](const Precinct& p) { return std::tuple(p.y, p.x, p.component, p.resolution); });
        break;
    case ProgressionOrder::Cprl:
        sortBy(precincts, order, [](const Precinct& p) { return std::tuple(p.component, p.y, p.x, p.resolution); });
        break;
    }
}

} // namespace isocenter
