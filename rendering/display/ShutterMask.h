#pragma once

#include "image/BitPlane.h"
#include "image/OverlayPlane.h"
#include "image/Shutter.h"

namespace isocenter {

/// Which pixels of an image of `rows` x `columns` a shutter covers (set bits). A pixel belongs to a shape by its centre; edges
/// belong to what stays visible. `aspect`: height of a pixel by its width, for the circle.
/// `bitmap` are the bits of the overlay `plane` that Shutter::bitmapGroup names; null: that part covers nothing.
/// Null if the shutter is empty. Throws std::bad_alloc.
BitPlanePtr shutterMask(const Shutter& shutter, int rows, int columns, double aspect, const BitPlanePtr& bitmap = {},
                        const OverlayPlane& plane = {});

} // namespace isocenter
