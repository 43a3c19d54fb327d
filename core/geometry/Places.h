#pragma once

#include <vector>

namespace isocenter {

/// Numbers the places along a line, ascending from 0; one number an offset, in the order of the input. Offsets (mm, finite) at
/// most `tolerance` beyond the lowest of a place share it. O(n log n).
std::vector<int> placesAlong(const std::vector<double>& offsets, double tolerance);

} // namespace isocenter
