#include "geometry/Places.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace isocenter {

std::vector<int> placesAlong(const std::vector<double>& offsets, double tolerance)
{
    std::vector<std::size_t> order(offsets.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return offsets[a] < offsets[b]; });
    std::vector<int> places(offsets.size());
    int place = -1;
    double lowest = 0;
    for (const std::size_t index : order) {
        if (place < 0 || offsets[index] - lowest > tolerance) {
            ++place;
            lowest = offsets[index];
        }
        places[index] = place;
    }
    return places;
}

} // namespace isocenter
