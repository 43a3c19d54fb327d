#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "image/ImageSeries.h"
#include "viewport/ViewerServices.h"

namespace isocenter {

/// A frame from the cache, else read and put there. Blocks while it reads: for workers.
Result<FramePtr> cachedFrame(const ViewerServices& services, const FrameRef& ref, const CancelToken& cancel);

} // namespace isocenter
