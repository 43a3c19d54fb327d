#pragma once

#include "isolation/DecoderLoop.h"

namespace isocenter {

/// What FrameDecoders asks of a decoder process.
enum class DecoderKind : std::uint32_t { Jpeg2000 = 1, Jpeg12, JpegLs, JpegXlHeader, JpegXlJpeg, JpegXl };

/// Loads what the decoders would open files for later.
void warmDecodersUp();

/// The decoder process's side of FrameDecoders.
DecodeAnswer handleDecodeWork(const DecodeWork& work);

} // namespace isocenter
