#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "image/ImageAttributes.h"
#include "study/Elements.h"

#include <vector>

namespace isocenter {

/// Reads DICOM files. Implemented by dicomnet, handed in by app. All functions may be called from any thread at once,
/// never throw, and use bounded memory whatever the file says.
class ImageReader
{
public:
    virtual ~ImageReader() = default;

    /// The header. An error if the file is not DICOM or cannot be trusted; an image without pixels is not an error.
    virtual Result<ImagePtr> readHeader(const QString& path) const = 0;
    /// Stored values of frame `frame` (0-based). Never partial: a frame with missing or damaged data is an error.
    virtual Result<FramePtr> readFrame(const ImageAttributes& image, int frame, const CancelToken& cancel) const = 0;
    /// All data elements for the tag viewer (depth at most 64, at most 200,000 elements, then an Element that says so).
    virtual Result<std::vector<Element>> readElements(const QString& path) const = 0;
};

} // namespace isocenter
