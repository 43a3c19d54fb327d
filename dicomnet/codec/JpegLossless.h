#pragma once

#include "codec/JpegHeader.h"

namespace isocenter {

/// Decodes a lossless Huffman coded JPEG (ISO 10918-1 H: SOF3, predictors 1 to 7, 2 to 16 bits, point transform, restart
/// intervals) into rows * columns * components values, samples of a pixel side by side, of `cellBytes` (1 or 2) bytes each:
/// the whole image, or an error. header.rows and so on give the size of `out`.
Result<void> decodeJpegLossless(const QByteArray& bytes, const JpegHeader& header, int cellBytes, void* out);

} // namespace isocenter
