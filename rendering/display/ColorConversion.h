#pragma once

#include "display/ColorTransform.h"
#include "image/Frame.h"
#include "image/ImageAttributes.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

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

/// True if 8 bits lose something of the frame's colours: samples of more bits, palettes of 16-bit entries, and all YBR.
bool isWideColor(const ImageAttributes& image, const Frame& frame);
/// One colour frame as 16-bit planes (8-bit values times 257), exactly rounded, row-major. Needs isShowableColor.
void toWideRgb(const ImageAttributes& image, const Frame& frame, std::uint16_t* red, std::uint16_t* green, std::uint16_t* blue);

/// One colour frame as three planes of sRGB, each channel 0 to 255, not rounded, by the profile of its image; by none where that
/// cannot be used. NaN in all of them if the frame cannot be shown.
std::vector<float> screenColors(const ImageAttributes& image, int index, const Frame& frame);

/// The colours of an image's palette for the screen, each channel 0 to 255, not rounded. Needs three tables that are not empty.
class PaletteColors
{
public:
    /// `colors`: what the image's profile means; null: sRGB.
    PaletteColors(const ImageAttributes& image, const ColorTransform* colors);
    /// Of a stored value; beyond the ends that of the end.
    const std::array<float, 3>& at(double stored) const
    {
        const double index = stored - m_first;
        const double last = static_cast<double>(m_colors.size() - 1);
        return m_colors[static_cast<std::size_t>(index > 0 ? std::min(index, last) : 0.0)];
    }

private:
    int m_first;
    std::vector<std::array<float, 3>> m_colors;
};

/// A window chosen for colour: applied to every channel by its 8-bit value (PS3.3 C.11.2.1.2), then inversion. The 256 results.
void channelTable(const std::optional<Window>& window, bool invert, std::uint8_t (&table)[256]);

} // namespace isocenter
