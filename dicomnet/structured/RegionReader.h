#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "codec/FrameReader.h"
#include "region/RegionSet.h"

namespace isocenter {

/// A segmentation (PS3.3 A.51: BINARY, FRACTIONAL, label maps) or an RT structure set (A.19), whole: all of its frames or
/// contours, or an error. `object`: what readHeader gave. At most 256 MB of masks, 10,000,000 contour points.
Result<RegionSetPtr> readRegions(const ImagePtr& object, const FrameReader& frames, const CancelToken& cancel);

} // namespace isocenter
