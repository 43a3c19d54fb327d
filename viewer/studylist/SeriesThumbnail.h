#pragma once

#include "archive/FrameCache.h"
#include "base/CancelToken.h"
#include "image/ImageReader.h"
#include "image/ImageSeries.h"

#include <QImage>
#include <QString>

namespace isocenter {

/// A small picture of a frame, or why there is none (one translated sentence).
struct SeriesThumbnail
{
    QImage image;
    QString reason; ///< empty if there is a picture
};

/// The frame that stands for a stack: the middle one. `series` has at least one frame.
const FrameRef& thumbnailFrame(const ImageSeries& series);
/// With the image's default window, in its true proportions, at most `side` pixels either way. Any thread; blocks for I/O.
SeriesThumbnail makeThumbnail(const ImageReader& reader, FrameCache& cache, const FrameRef& ref, int side,
                              const CancelToken& cancel);

} // namespace isocenter
