#pragma once

#include "reslice/ResliceVolume.h"
#include "stack/VolumeLayout.h"

#include <vector>

namespace isocenter {

/// What lies between two slices that are too far apart (VolumeLayout::gaps).
enum class OverGaps {
    Empty,       ///< nothing: the volume has slices of its own there that never get a frame
    Interpolated ///< what lies between any two slices; it has to be marked (ResliceGaps.h)
};

/// A volume that waits for the frames of one phase of a layout.
struct ResliceStack
{
    ResliceVolume volume;
    std::vector<int> slots; ///< by slice of the layout: which slice of the volume it is
};

/// True positions where the layout is not uniform (places in mm if `overGaps` is Interpolated); gaps that stay empty and are
/// whole distances keep the grid even, which is faster. An Error: the layout's reason, or ResliceVolume::make's. For any thread;
/// no pixels are touched. Throws std::bad_alloc.
Result<ResliceStack> makeResliceStack(const VolumeLayout& layout, int phase = 0, OverGaps overGaps = OverGaps::Empty);

} // namespace isocenter
