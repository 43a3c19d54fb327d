#pragma once

#include "codec/PixelFile.h"
#include "codec/PixelLayout.h"

namespace isocenter {

/// One frame of native (not encapsulated) pixel data. `bigEndian`: of the data set. An error if any of its bytes is missing.
Result<FramePtr> readNativeFrame(const PixelFile& file, const ImageAttributes& image, const PixelLayout& layout, int frame,
                                 bool bigEndian);

} // namespace isocenter
