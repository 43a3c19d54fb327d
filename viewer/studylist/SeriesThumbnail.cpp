#include "studylist/SeriesThumbnail.h"

#include "display/DisplayPipeline.h"
#include "viewport/ViewGeometry.h"

#include <QCoreApplication>

#include <algorithm>

namespace isocenter {

namespace {

QSize fitted(const FrameRef& ref, int side)
{
    const double width = ref.image->columns;
    const double height = ref.image->rows * ViewGeometry::pixelAspect(*ref.image, ref.frame);
    const double factor = side / std::max({width, height, 1.0});
    return {std::max(1, qRound(width * factor)), std::max(1, qRound(height * factor))};
}

} // namespace

const FrameRef& thumbnailFrame(const ImageSeries& series)
{
    return series.frames[series.frames.size() / 2];
}

SeriesThumbnail makeThumbnail(const ImageReader& reader, FrameCache& cache, const FrameRef& ref, int side,
                              const CancelToken& cancel)
{
    const FrameKey key{ref.image->path, ref.frame};
    FramePtr frame = cache.find(key);
    if (!frame) {
        Result<FramePtr> read = reader.readFrame(*ref.image, ref.frame, cancel);
        if (!read) {
            return {{}, read.error().message};
        }
        frame = std::move(read).value();
        cache.put(key, frame); // a stack opens with this frame
    }
    // Halving first keeps a large radiograph from being averaged at full size in high quality.
    const QSize size = fitted(ref, side);
    QImage picture = displayImage(*ref.image, ref.frame, *frame, {});
    if (picture.width() > 4 * size.width()) {
        picture = picture.scaled(2 * size, Qt::IgnoreAspectRatio, Qt::FastTransformation);
    }
    picture = picture.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    if (picture.isNull()) {
        return {{}, QCoreApplication::translate("SeriesThumbnail", "The small picture could not be made.")};
    }
    return {picture, {}};
}

} // namespace isocenter
