#pragma once

#include "codec/PixelLayout.h"

#include <QByteArray>

namespace isocenter {

/// RLE Lossless (PS3.5 G): byte planes, high byte first, one sample after the other. The frame, or an error if a segment
/// holds fewer bytes than the frame needs.
Result<FramePtr> decodeRle(const QByteArray& bytes, const PixelLayout& layout);

} // namespace isocenter
