#pragma once

#include "codec/JpegHeader.h"

namespace isocenter {

class FrameDecoders;

/// Decodes JPEG-LS (ISO 14495-1), lossless or near-lossless, 2 to 16 bits, all interleave modes, into rows * columns *
/// components values of 1 byte (up to 8 bits) or 2 bytes, samples of a pixel side by side; the whole image or an error. One
/// component by code of our own, several by `decoders`.
Result<void> decodeJpegLs(const QByteArray& bytes, const JpegHeader& header, const FrameDecoders& decoders, void* out);

/// The same by DCMTK alone, in this process.
Result<void> decodeJpegLsByDcmtk(const QByteArray& bytes, const JpegHeader& header, void* out);

} // namespace isocenter
