#pragma once

#include "codec/JpegHeader.h"

namespace isocenter {

/// Decodes JPEG-LS (ISO 14495-1), lossless or near-lossless, 2 to 16 bits, all interleave modes, into rows * columns *
/// components values of 1 byte (up to 8 bits) or 2 bytes, samples of a pixel side by side; the whole image or an error.
Result<void> decodeJpegLs(const QByteArray& bytes, const JpegHeader& header, void* out);

} // namespace isocenter
