#pragma once

#include "reslice/ResliceVolume.h"
#include "stack/VolumeLayout.h"

#include <vector>

namespace isocenter {

/// A volume that waits for the frames of one phase of a layout.
struct ResliceStack
{
    ResliceVolume volume;
    /// By slice of the layout: which slice of the volume it is. Where images are missing between two slices (VolumeLayout::gaps)
    /// the volume has slices of its own that never get a frame, so that nothing is interpolated over a gap.
    std::vector<int> slots;
};

/// True positions where the layout is not uniform; gaps by whole distances keep the grid even, which is faster. An Error: the
/// layout's reason, or ResliceVolume::make's. For any thread; no pixels are touched. Throws std::bad_alloc.
Result<ResliceStack> makeResliceStack(const VolumeLayout& layout, int phase = 0);

} // namespace isocenter
