#pragma once

#include "base/Result.h"

#include <QByteArray>

namespace isocenter {

/// What a JPEG XL codestream (ISO 18181) says of its image.
struct JpegXlHeader
{
    int rows = 0;
    int columns = 0;
    int components = 0; ///< 1 or 3
    int precision = 0;  ///< 1 to 16
    bool lossless = false;
    bool holdsJpeg = false; ///< a recompressed JPEG can be had back bit by bit
};

/// Whether the bytes begin like a bare codestream or a container of one.
bool isJpegXl(const QByteArray& bytes);

/// An error for what medical images never have: animation, alpha, floating point.
Result<JpegXlHeader> readJpegXlHeader(const QByteArray& bytes);

/// The JPEG inside, at most `limit` bytes.
Result<QByteArray> extractJpeg(const QByteArray& bytes, qsizetype limit);

/// Decodes into rows * columns * components values of `cellBytes` (1 or 2) bytes, samples of a pixel side by side, in the
/// colours they were encoded from (never XYB). One thread. The whole image or an error.
Result<void> decodeJpegXl(const QByteArray& bytes, const JpegXlHeader& header, int cellBytes, void* out);

} // namespace isocenter
