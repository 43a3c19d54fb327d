#pragma once

#include "image/Frame.h"

#include <optional>
#include <utility>

namespace isocenter {

/// The mean of each block of factor x factor values (whole blocks only), in the frame's own type. Padding (stored values, both
/// ends included) takes no part; a block of which more than half is padding becomes padding. One sample a pixel. Throws
/// std::bad_alloc.
FramePtr binnedFrame(const Frame& frame, int factor, const std::optional<std::pair<double, double>>& padding);

} // namespace isocenter
