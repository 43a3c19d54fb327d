#pragma once

#include "image/Frame.h"
#include "image/ImageAttributes.h"

#include <cstdint>
#include <optional>

namespace isocenter {

/// Luminance and colour difference instead of red, green and blue (PS3.3 C.7.6.3.1.2).
bool isYbr(Photometric photometric);

/// What the samples of the image's frames are: decoders of JPEG 2000 undo the colour transform of the codestream (YBR_ICT,
/// YBR_RCT), those of video convert to RGB (image/TransferSyntax.h).
Photometric framePhotometric(const ImageAttributes& image);

/// True if toRgb can show the frame: three samples or more, or a palette with its three tables.
bool isShowableColor(const ImageAttributes& image, const Frame& frame);

/// One colour frame as 8-bit RGB, row-major. `out` holds rows * columns * step bytes; red, green and blue of a pixel go to
/// its first three bytes (step 3 or 4; step 4 leaves the fourth byte alone). Samples of more than 8 bits are scaled by
/// BitsStored. YBR is converted where framePhotometric says so. Needs isShowableColor.
void toRgb(const ImageAttributes& image, const Frame& frame, std::uint8_t* out, int step);

/// A window chosen for colour: applied to every channel by its 8-bit value (PS3.3 C.11.2.1.2), then inversion. The 256 results.
void channelTable(const std::optional<Window>& window, bool invert, std::uint8_t (&table)[256]);

} // namespace isocenter
