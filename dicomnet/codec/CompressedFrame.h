#pragma once

#include "codec/PixelLayout.h"

#include <QByteArray>

namespace isocenter {

class FrameDecoders;

/// Decodes one compressed frame. What it is, is read from its first bytes (JPEG, JPEG-LS, JPEG 2000, JPEG XL); RLE and deflated
/// frames have no mark and are taken from the transfer syntax. Size and number of samples must agree with the header; precision
/// is the codestream's. What else differs is told by the frame's cautions. Decoders that are not ours are called through
/// `decoders`; libjpeg-turbo and zlib, which are bounded and fuzzed by half the world, directly.
Result<FramePtr> decodeCompressedFrame(const QByteArray& bytes, const ImageAttributes& image, const PixelLayout& layout,
                                       const FrameDecoders& decoders);

/// Whether a frame of that many bytes in memory may come from so few bytes (safety.md: decompression bombs): up to 256 MiB
/// always, above it at most 256 bytes for each.
bool plausibleSize(std::uint64_t frameBytes, std::uint64_t compressedBytes);

} // namespace isocenter
