#include "display/ColorConversion.h"

#include "display/SampleVisit.h"
#include "display/Voi.h"
#include "image/TransferSyntax.h"

#include <limits>

namespace isocenter {

namespace {

struct Rgb
{
    double red;
    double green;
    double blue;
};

/// Samples of 0 to 255 (offset 128 for the differences) to RGB, inverse of the equations of PS3.3 C.7.6.3.1.2.
Rgb fromYbr(Photometric photometric, double y, double cb, double cr)
{
    cb -= 128;
    cr -= 128;
    switch (photometric) {
    case Photometric::YbrFull:
    case Photometric::YbrFull422:
    case Photometric::YbrIct:
        return {y + 1.402 * cr, y - 0.344136 * cb - 0.714136 * cr, y + 1.772 * cb};
    case Photometric::YbrPartial420: {
        const double luma = 255.0 / 219.0 * (y - 16);
        const double scale = 255.0 / 224.0;
        return {luma + 1.402 * scale * cr, luma - scale * (0.344136 * cb + 0.714136 * cr), luma + 1.772 * scale * cb};
    }
    case Photometric::YbrRct: {
        const double green = y - std::floor((cb + cr) / 4);
        return {cr + green, green, cb + green};
    }
    default:
        break;
    }
    return {y, cb + 128, cr + 128};
}

std::uint8_t toByte(double value)
{
    return value > 0 ? static_cast<std::uint8_t>(std::min(value, 255.0) + 0.5) : 0;
}

bool isJpeg2000(const QString& transferSyntax)
{
    return transferSyntax.startsWith(QLatin1String("1.2.840.10008.1.2.4.9")) ||
           transferSyntax.startsWith(QLatin1String("1.2.840.10008.1.2.4.20"));
}

/// Some files call a table of 8-bit entries a 16-bit one; such a table would be black throughout if taken by its word.
bool usesHighByte(const ImageAttributes& image)
{
    for (const auto& table : image.palette) {
        for (const std::uint16_t entry : table->data) {
            if (entry > 255) {
                return true;
            }
        }
    }
    return false;
}

template <typename Out, typename Convert>
void fromPalette(const ImageAttributes& image, const Frame& frame, int channel, Out* target, int step, Convert convert)
{
    const LookupTable& table = *image.palette[channel];
    std::vector<Out> entries(table.data.size());
    std::transform(table.data.begin(), table.data.end(), entries.begin(), convert);
    const auto last = static_cast<std::int64_t>(entries.size()) - 1;
    visitSamples(frame, [&](const auto* values) {
        for (std::size_t i = 0; i < frame.count(); ++i, target += step) {
            const std::int64_t index = static_cast<std::int64_t>(values[i]) - table.first;
            *target = entries[static_cast<std::size_t>(index < 0 ? 0 : index > last ? last : index)];
        }
    });
}

/// The colours of a frame without a palette, each channel 0 to 255, in double: use(pixel, rgb).
template <typename Use> void eachColor(const ImageAttributes& image, const Frame& frame, Use use)
{
    const Photometric photometric = framePhotometric(image);
    const int samples = frame.samples();
    const std::size_t pixels = frame.count() / static_cast<std::size_t>(samples);
    const double scale = 255.0 / (std::exp2(image.bitsStored) - 1.0);
    // The zero of the differences is half of the values, not half of the largest one.
    const double zero = std::exp2(image.bitsStored - 1);
    visitSamples(frame, [&](const auto* in) {
        for (std::size_t i = 0; i < pixels; ++i, in += samples) {
            const double a = static_cast<double>(in[0]);
            const double b = static_cast<double>(in[1]);
            const double c = static_cast<double>(in[2]);
            use(i, isYbr(photometric) ? fromYbr(photometric, a * scale, (b - zero) * scale + 128, (c - zero) * scale + 128)
                                      : Rgb{a * scale, b * scale, c * scale});
        }
    });
}

bool isFull8(const ImageAttributes& image, const Frame& frame)
{
    const Photometric photometric = framePhotometric(image);
    return (photometric == Photometric::YbrFull || photometric == Photometric::YbrFull422) && frame.type() == SampleType::UInt8 &&
           image.bitsStored == 8;
}

/// 8-bit full-range YBR, by far the most frequent, in fixed point with 16 fraction bits: within one step of the exact value.
void fromYbr8(const std::uint8_t* in, std::size_t pixels, int samples, std::uint8_t* out, int step)
{
    const auto clamp = [](int value) { return static_cast<std::uint8_t>(value < 0 ? 0 : value > 255 ? 255 : value); };
    for (std::size_t i = 0; i < pixels; ++i, in += samples, out += step) {
        const int y = (in[0] << 16) + 32768;
        const int cb = in[1] - 128;
        const int cr = in[2] - 128;
        out[0] = clamp((y + 91881 * cr) >> 16);
        out[1] = clamp((y - 22553 * cb - 46802 * cr) >> 16);
        out[2] = clamp((y + 116130 * cb) >> 16);
    }
}

/// The same as 16-bit planes.
void fromYbr8(const std::uint8_t* in, std::size_t pixels, int samples, std::uint16_t* red, std::uint16_t* green,
              std::uint16_t* blue)
{
    const auto wide = [](std::int64_t value) {
        const std::int64_t rounded = (value * 257 + 32768) >> 16;
        return static_cast<std::uint16_t>(rounded < 0 ? 0 : rounded > 65535 ? 65535 : rounded);
    };
    for (std::size_t i = 0; i < pixels; ++i, in += samples) {
        const std::int64_t y = std::int64_t{in[0]} << 16;
        const int cb = in[1] - 128;
        const int cr = in[2] - 128;
        red[i] = wide(y + 91881 * cr);
        green[i] = wide(y - 22553 * cb - 46802 * cr);
        blue[i] = wide(y + 116130 * cb);
    }
}

} // namespace

bool isYbr(Photometric photometric)
{
    switch (photometric) {
    case Photometric::YbrFull:
    case Photometric::YbrFull422:
    case Photometric::YbrPartial420:
    case Photometric::YbrIct:
    case Photometric::YbrRct:
        return true;
    default:
        return false;
    }
}

Photometric framePhotometric(const ImageAttributes& image)
{
    const bool ofJpeg2000 = image.photometric == Photometric::YbrIct || image.photometric == Photometric::YbrRct;
    const bool undone =
        (ofJpeg2000 && isJpeg2000(image.transferSyntax)) || (isYbr(image.photometric) && isVideoSyntax(image.transferSyntax));
    return undone ? Photometric::Rgb : image.photometric;
}

bool isShowableColor(const ImageAttributes& image, const Frame& frame)
{
    if (image.photometric == Photometric::PaletteColor) {
        const auto usable = [](const auto& table) { return table && !table->data.empty(); };
        const bool indices = frame.type() != SampleType::Float32 && frame.type() != SampleType::Float64;
        return indices && frame.samples() == 1 && usable(image.palette[0]) && usable(image.palette[1]) &&
               usable(image.palette[2]);
    }
    return frame.samples() >= 3;
}

void toRgb(const ImageAttributes& image, const Frame& frame, std::uint8_t* out, int step)
{
    if (image.photometric == Photometric::PaletteColor) {
        const int shift = usesHighByte(image) ? 8 : 0;
        for (int channel = 0; channel < 3; ++channel) {
            fromPalette(image, frame, channel, out + channel, step,
                        [shift](std::uint16_t entry) { return static_cast<std::uint8_t>(entry >> shift); });
        }
        return;
    }
    if (isFull8(image, frame)) {
        const std::size_t pixels = frame.count() / static_cast<std::size_t>(frame.samples());
        fromYbr8(frame.values<std::uint8_t>(), pixels, frame.samples(), out, step);
        return;
    }
    eachColor(image, frame, [&](std::size_t i, const Rgb& rgb) {
        std::uint8_t* pixel = out + i * static_cast<std::size_t>(step);
        pixel[0] = toByte(rgb.red);
        pixel[1] = toByte(rgb.green);
        pixel[2] = toByte(rgb.blue);
    });
}

bool isWideColor(const ImageAttributes& image, const Frame& frame)
{
    if (image.photometric == Photometric::PaletteColor) {
        return usesHighByte(image);
    }
    return sampleSize(frame.type()) > 1 || image.bitsStored != 8 || isYbr(framePhotometric(image));
}

void toWideRgb(const ImageAttributes& image, const Frame& frame, std::uint16_t* red, std::uint16_t* green, std::uint16_t* blue)
{
    if (image.photometric == Photometric::PaletteColor) {
        const bool highByte = usesHighByte(image);
        std::uint16_t* planes[3] = {red, green, blue};
        for (int channel = 0; channel < 3; ++channel) {
            fromPalette(image, frame, channel, planes[channel], 1, [highByte](std::uint16_t entry) {
                return static_cast<std::uint16_t>(highByte ? entry : std::min<unsigned>(entry, 255) * 257);
            });
        }
        return;
    }
    if (isFull8(image, frame)) {
        const std::size_t pixels = frame.count() / static_cast<std::size_t>(frame.samples());
        fromYbr8(frame.values<std::uint8_t>(), pixels, frame.samples(), red, green, blue);
        return;
    }
    const auto wide = [](double value) {
        return value > 0 ? static_cast<std::uint16_t>(std::min(value, 255.0) * 257 + 0.5) : std::uint16_t{0};
    };
    eachColor(image, frame, [&](std::size_t i, const Rgb& rgb) {
        red[i] = wide(rgb.red);
        green[i] = wide(rgb.green);
        blue[i] = wide(rgb.blue);
    });
}

std::vector<float> screenColors(const ImageAttributes& image, int index, const Frame& frame)
{
    const std::size_t pixels = static_cast<std::size_t>(frame.rows()) * static_cast<std::size_t>(frame.columns());
    std::vector<float> colors(3 * pixels, std::numeric_limits<float>::quiet_NaN());
    if (!isShowableColor(image, frame)) {
        return colors;
    }
    std::vector<std::uint16_t> wide(3 * pixels);
    toWideRgb(image, frame, wide.data(), wide.data() + pixels, wide.data() + 2 * pixels);
    std::transform(wide.begin(), wide.end(), colors.begin(), [](std::uint16_t value) { return static_cast<float>(value) / 257; });
    const Result<ColorTransformPtr> profile = ColorTransform::make(image.frame(index).profile.get());
    if (profile && *profile) {
        (*profile)->apply(colors.data(), colors.data() + pixels, colors.data() + 2 * pixels, static_cast<int>(pixels));
    }
    return colors;
}

PaletteColors::PaletteColors(const ImageAttributes& image, const ColorTransform* colors) : m_first(image.palette[0]->first)
{
    const float scale = usesHighByte(image) ? 257.0F : 1.0F;
    std::size_t entries = 0;
    for (const auto& table : image.palette) {
        entries = std::max(entries, table->data.size());
    }
    m_colors.resize(entries);
    for (std::size_t i = 0; i < entries; ++i) {
        float rgb[3];
        for (std::size_t channel = 0; channel < 3; ++channel) {
            rgb[channel] = static_cast<float>(lookup(*image.palette[channel], m_first + static_cast<double>(i))) / scale;
        }
        if (colors) {
            colors->apply(rgb);
        }
        m_colors[i] = {rgb[0], rgb[1], rgb[2]};
    }
}

void channelTable(const std::optional<Window>& window, bool invert, std::uint8_t (&table)[256])
{
    for (int i = 0; i < 256; ++i) {
        const double level = window && isUsable(*window) ? windowLevel(*window, i) * 255.0 : i;
        const auto value = static_cast<std::uint8_t>(level + 0.5);
        table[i] = invert ? static_cast<std::uint8_t>(255 - value) : value;
    }
}

} // namespace isocenter
