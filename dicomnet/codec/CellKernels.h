#pragma once

#include "codec/PixelLayout.h"

#include <cstddef>
#include <cstdint>

namespace isocenter {

struct CellRange
{
    double low = 0;
    double high = 0;
};

/// Cells as they were stored or decoded become values, in place: unused bits above and below are cut off, the sign is extended.
/// Their least and greatest value come back; floating point: without NaN, zeros if there is nothing else.
CellRange finishCells(const PixelLayout& layout, std::byte* data);

/// `count` values, brought into [low, high], as the low bits of cells of 1, 2 or 4 bytes, `stride` cells apart.
void storeCells(const std::int32_t* values, std::size_t count, std::int32_t low, std::int32_t high, std::size_t stride,
                std::size_t cellBytes, void* out);

} // namespace isocenter
