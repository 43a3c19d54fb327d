#pragma once

#include "archive/FrameCache.h"
#include "image/ImageReader.h"
#include "work/WorkQueue.h"

namespace isocenter {

/// What viewports need from below; owned by app, outlives every widget.
struct ViewerServices
{
    const ImageReader& reader;
    FrameCache& cache;
    WorkQueue& queue;
};

} // namespace isocenter
