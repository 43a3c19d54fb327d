#pragma once

#include "base/Result.h"

#include <QByteArray>

#include <cstdint>
#include <vector>

namespace isocenter {

/// What the markers of one JPEG or JPEG-LS codestream say (ISO 10918-1 B, 14495-1 C), read before any decoder sees it.
struct JpegHeader
{
    enum class Process { Sequential, Progressive, Lossless, JpegLs, Unsupported };
    struct Component
    {
        int id = 0;
        int horizontal = 1; ///< sampling factors, 1 to 4
        int vertical = 1;
    };

    Process process = Process::Unsupported;
    int marker = 0; ///< of the start of frame, 0xC0 to 0xCF or 0xF7
    int precision = 0;
    int rows = 0;
    int columns = 0;
    std::vector<Component> components; ///< 1 to 4
    bool jfif = false;
    int adobeTransform = -1; ///< APP14: 0 no transform, 1 YCbCr, 2 YCCK; -1: no such marker
    int restartInterval = 0;
    std::vector<std::size_t> scans; ///< offsets of the start of scan markers; at least one
    bool complete = false;          ///< every component has a scan, and the image ends with EOI or has only one scan

    /// The colour of three components: true YCbCr, false RGB; as decoders do, by markers, then by the components' names.
    bool isYcbcr() const;
    /// Whether the codestream itself says which of both it is.
    bool namesColor() const;
};

/// Reads all markers up to the end. An error if this is no JPEG or a length leads outside.
Result<JpegHeader> readJpegHeader(const QByteArray& bytes);

} // namespace isocenter
