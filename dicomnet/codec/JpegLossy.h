#pragma once

#include "codec/JpegHeader.h"

namespace isocenter {

/// Decodes a baseline, extended or progressive JPEG of 8 bits into rows * columns * components bytes. The colour of the
/// codestream stays (YCbCr stays YCbCr), subsampled components are brought to full size. The whole image or an error: what
/// other programs paper over with grey is refused here.
Result<void> decodeJpeg8(const QByteArray& bytes, const JpegHeader& header, std::uint8_t* out);

/// The same for 12 bits, values right-justified in 16.
Result<void> decodeJpeg12(const QByteArray& bytes, const JpegHeader& header, std::uint16_t* out);

/// Full range YCbCr to RGB and back in place (PS3.3 C.7.6.3.1.2), `pixels` times three values of 8 bits.
void ycbcrToRgb(std::uint8_t* data, std::size_t pixels);
void rgbToYcbcr(std::uint8_t* data, std::size_t pixels);

} // namespace isocenter
