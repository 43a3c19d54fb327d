#pragma once

#include "codec/PixelLayout.h"

namespace isocenter {

struct CellRange
{
    double low = 0;
    double high = 0;
};

/// Cells as they were stored or decoded become values, in place: unused bits above and below are cut off, the sign is extended.
/// Their least and greatest value come back; floating point: without NaN, zeros if there is nothing else.
CellRange finishCells(const PixelLayout& layout, std::byte* data);

} // namespace isocenter
