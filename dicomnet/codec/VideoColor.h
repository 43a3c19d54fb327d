#pragma once

#include "codec/VideoTask.h"

#include <cstddef>

namespace isocenter {

/// Planes of a picture as VideoTask.h has them to RGB, samples of a pixel side by side, of `bits` (8: bytes, 9 to 16: words) with
/// 0 black and 2^bits - 1 white. Coefficients and range as the stream says; where it does not: BT.709 from 720 rows on, BT.601
/// below, as players do. Colour samples are interpolated to the picture's size, those of interlaced pictures repeated
/// within their field.
void videoToRgb(const VideoFacts& facts, const std::byte* planes, int bits, std::byte* rgb);

} // namespace isocenter
