#include "codec/JpegLossy.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

std::uint8_t toByte(double value)
{
    return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
}

} // namespace

void ycbcrToRgb(std::uint8_t* data, std::size_t pixels)
{
    for (std::size_t i = 0; i < pixels; ++i, data += 3) {
        const double y = data[0];
        const double cb = data[1] - 128.0;
        const double cr = data[2] - 128.0;
        data[0] = toByte(y + 1.402 * cr);
        data[1] = toByte(y - 0.344136 * cb - 0.714136 * cr);
        data[2] = toByte(y + 1.772 * cb);
    }
}

void rgbToYcbcr(std::uint8_t* data, std::size_t pixels)
{
    for (std::size_t i = 0; i < pixels; ++i, data += 3) {
        const double r = data[0];
        const double g = data[1];
        const double b = data[2];
        data[0] = toByte(0.299 * r + 0.587 * g + 0.114 * b);
        data[1] = toByte(-0.168736 * r - 0.331264 * g + 0.5 * b + 128);
        data[2] = toByte(0.5 * r - 0.418688 * g - 0.081312 * b + 128);
    }
}

} // namespace isocenter
