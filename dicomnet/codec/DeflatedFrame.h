#pragma once

#include "codec/PixelLayout.h"

#include <QByteArray>

namespace isocenter {

/// Deflated Image Frame Compression (PS3.5 A.4.13): the native cells of one frame, little endian, deflated. At most the
/// bytes of the frame are unpacked; a stream with fewer is an error.
Result<FramePtr> decodeDeflatedFrame(const QByteArray& bytes, const ImageAttributes& image, const PixelLayout& layout);

} // namespace isocenter
