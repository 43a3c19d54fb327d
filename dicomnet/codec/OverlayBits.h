#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "codec/FrameReader.h"
#include "image/BitPlane.h"

namespace isocenter {

/// The bits of one frame (0-based, of the overlay) of an overlay plane of `image`, as ImageReader::readOverlay promises.
/// `frames` decodes the cells of an overlay that lies in unused bits of the pixel data.
Result<BitPlanePtr> readOverlayBits(const ImageAttributes& image, const OverlayPlane& plane, int frame, const FrameReader& frames,
                                    const CancelToken& cancel);

} // namespace isocenter
