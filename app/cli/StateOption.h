#pragma once

#include "base/Result.h"
#include "image/ImageSeries.h"
#include "presentation/PresentationState.h"

namespace isocenter::cli {

/// The presentation state in a file (--state). An error if it is none.
Result<PresentationStatePtr> stateFromFile(const QString& path);
/// An error if the state is not for that frame (0-based) of the image.
Result<void> checkState(const PresentationState& state, const ImagePtr& image, int frame);

/// The series of a folder, read whole, that has the frame of the image in a file, with what the folder's states mix with it.
/// Series null if the folder does not hold the image.
struct StudySeries
{
    ImageSeriesPtr series;
    int index = -1; ///< of the frame
};
StudySeries seriesInFolder(const QString& folder, const ImageAttributes& image, int frame);

} // namespace isocenter::cli
