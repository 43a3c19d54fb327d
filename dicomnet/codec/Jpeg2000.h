#pragma once

#include "base/Result.h"

#include <QByteArray>

#include <cstdint>

namespace isocenter {

/// What the SIZ marker of a JPEG 2000 codestream says (ISO 15444-1 A.5.1).
struct Jpeg2000Header
{
    int rows = 0;
    int columns = 0;
    int components = 0; ///< 1 to 4, all of one precision and sign
    int precision = 0;  ///< 1 to 32
    bool isSigned = false;
    std::uint64_t tiles = 0;
    int layers = 1;              ///< of quality
    bool highThroughput = false; ///< the block coder of ISO 15444-15
    bool lossless = true;        ///< by its wavelet; rounds to the nearest integer at most
};

/// `bytes` begins with the codestream, or with the boxes of a JP2 file around one; `codestream` gets it alone. An error
/// if it is no JPEG 2000, of a kind medical images never have, or ends before the tiles it announces.
Result<Jpeg2000Header> readJpeg2000Header(const QByteArray& bytes, QByteArray& codestream);

/// Decodes into rows * columns * components values of `cellBytes` (1, 2 or 4) bytes, samples of a pixel side by side, each
/// the low bits of the value. Multiple component transforms are undone, so YBR_RCT and YBR_ICT come out as RGB.
/// One thread. The whole image or an error.
Result<void> decodeJpeg2000(const QByteArray& codestream, const Jpeg2000Header& header, int cellBytes, void* out);

/// The same for High-Throughput JPEG 2000.
Result<void> decodeHtj2k(const QByteArray& codestream, const Jpeg2000Header& header, int cellBytes, void* out);

} // namespace isocenter
