#pragma once

#include "demo/Phantom.h"

#include <cmath>
#include <cstdint>
#include <vector>

namespace isocenter::bench {

/// A square CT slice with noise in `bits` bits, the same bytes each time and different ones for each `index`. 12 bits: HU + 1024,
/// and the value `index` in the upper left corner; other precisions have the same picture brighter or darker.
inline std::vector<std::uint16_t> phantomSlice(int index, int side = 512, int bits = 12)
{
    std::vector<float> values(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
    demo::Noise noise(static_cast<std::uint32_t>(index + 1));
    const double unit = side / 512.0;
    const double scale = std::ldexp(1.0, bits - 12);
    const double radius = (60 + 40 * std::sin(index / 40.0)) * unit;
    const double middle = (side - 1) / 2.0;
    const auto isInCorner = [unit](int at) { return at >= 8 * unit && at < 24 * unit; };
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; ++column) {
            const bool inside = std::hypot(column - middle, row - middle) < 230 * unit;
            const bool organ = std::hypot(column - 200.0 * unit, row - 256.0 * unit) < radius;
            const double hu = organ ? 150 : inside ? 40 : -1000;
            const bool corner = isInCorner(row) && isInCorner(column);
            const double value = corner ? index : (hu + 1024 + 15 * static_cast<double>(noise.next())) * scale;
            values[static_cast<std::size_t>(row) * static_cast<std::size_t>(side) + static_cast<std::size_t>(column)] =
                static_cast<float>(value);
        }
    }
    return demo::quantised(values, static_cast<float>((1 << bits) - 1));
}

} // namespace isocenter::bench
