#pragma once

#include "codec/JpegHeader.h"

#include <optional>

namespace isocenter {

/// The coding parameters of a JPEG-LS of one component (ISO 14495-1 C.2), checked: every one has its default filled in.
struct JpegLsParameters
{
    int rows = 0;
    int columns = 0;
    int maximum = 255;                 ///< MAXVAL, 3 to 65,535
    int near = 0;                      ///< greatest difference from the original, 0: lossless
    int thresholds[3] = {3, 7, 21};    ///< near < T1 <= T2 <= T3 <= maximum
    int reset = 64;                    ///< 3 to 65,535
    std::uint32_t restartInterval = 0; ///< lines between restart markers, 0: none
    std::size_t entropyOffset = 0;     ///< of the first byte behind the scan header
};

/// Nothing if the codestream is not of the kind that decodeJpegLsScan takes (several components, mapping tables, a point
/// transform, sizes outside the frame header) or contradicts itself.
std::optional<JpegLsParameters> readJpegLsParameters(const QByteArray& bytes, const JpegHeader& header);

/// NEAR of the first scan: 0 is lossless; -1 if the stream ends before it.
int jpegLsNear(const QByteArray& bytes, const JpegHeader& header);

/// Decodes into rows * columns values of `cellBytes` (1 or 2) bytes. False if the entropy coded data end early, go on
/// behind the last line, or hold a value that no encoder writes: then `out` is of no use. Never reads or writes outside.
bool decodeJpegLsScan(const QByteArray& bytes, const JpegLsParameters& parameters, int cellBytes, void* out);

} // namespace isocenter
