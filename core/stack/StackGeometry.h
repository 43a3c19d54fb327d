#pragma once

#include "stack/VolumeLayout.h"

#include <vector>

namespace isocenter {

/// The grid of `layout` from the planes of its frames: one a slice, ascending along the normal of `reference`, which gives the
/// directions. Fills what is known, and the reason where the slices make no volume: fewer than three, a tilt beyond 45 degrees,
/// or planes that do not lie on one straight line or are turned against each other.
void fillGeometry(VolumeLayout& layout, const ImagePlane& reference, const std::vector<FrameRef>& slices);
/// Whether `frame` lies where the layout has slice `slice`, at all four corners within a tenth of a pixel.
bool liesOn(const VolumeLayout& layout, int slice, const ImagePlane& reference, const FrameRef& frame);

} // namespace isocenter
