#include "display/ColorTransform.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace isocenter;

/// An ICC profile as a file may have it: made ready, and a few colours through it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ColorProfile profile{QByteArray(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size)), {}, {}};
    (void)profileName(profile);
    const auto transform = ColorTransform::make(&profile);
    if (!transform || !*transform) {
        return 0;
    }
    for (int i = 0; i < 27; ++i) {
        float rgb[3] = {127.5F * static_cast<float>(i % 3), 127.5F * static_cast<float>(i / 3 % 3),
                        127.5F * static_cast<float>(i / 9)};
        (*transform)->apply(rgb);
        for (const float value : rgb) {
            if (!(value >= 0 && value <= 255)) {
                std::abort();
            }
        }
    }
    return 0;
}
