#pragma once

#include "image/ImageAttributes.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

/// PS3.3 C.11.2.1.2 (LINEAR, width >= 1), C.11.2.1.3.2 (LINEAR_EXACT), C.11.2.1.3.1 (SIGMOID): modality value -> 0 to 1.
inline double windowLevel(const Window& window, double x)
{
    const double c = window.center;
    const double w = window.width;
    if (window.function == VoiFunction::Sigmoid) {
        return 1.0 / (1.0 + std::exp(-4.0 * (x - c) / w));
    }
    const bool exact = window.function == VoiFunction::LinearExact;
    const double middle = exact ? c : c - 0.5;
    const double width = exact ? w : w - 1.0;
    if (x <= middle - width / 2) {
        return 0.0;
    }
    return x > middle + width / 2 ? 1.0 : (x - middle) / width + 0.5;
}

/// Entry of a LUT of the standard: below the first and above the last value clamp; the input is rounded to an integer.
inline std::uint16_t lookup(const LookupTable& table, double input)
{
    if (table.data.empty()) {
        return 0;
    }
    const double index = std::floor(input + 0.5) - table.first;
    const double last = static_cast<double>(table.data.size() - 1);
    return table.data[static_cast<std::size_t>(index > 0 ? std::min(index, last) : 0.0)]; // NaN gives the first
}

/// Output of a VOI LUT by the depth of its entries: 0 to 1.
inline double tableLevel(const LookupTable& table, double x)
{
    return std::min(1.0, lookup(table, x) / (std::exp2(table.bits) - 1.0));
}

/// Output of a presentation LUT for a VOI output of 0 to 1 (see DisplayOverrides): 0 to 1. `steps`: the VOI output is one of
/// steps + 1 whole numbers; 0: any.
inline double presentationLevel(const LookupTable& table, double level, double steps)
{
    const auto entries = static_cast<double>(table.data.size());
    const double scale = steps > 0 ? steps * entries / (steps + 1) : entries - 1;
    // Not a hair below an entry that is meant.
    const double index = std::min(entries - 1, std::floor(std::min(1.0, std::max(0.0, level)) * scale + 1e-7));
    return std::min(1.0, table.data[static_cast<std::size_t>(index)] / (std::exp2(table.bits) - 1.0));
}

/// A window that the standard gives a meaning to, see GrayTransform.
inline bool isUsable(const Window& window)
{
    return std::isfinite(window.center) && std::isfinite(window.width) && window.width > 0;
}

} // namespace isocenter
