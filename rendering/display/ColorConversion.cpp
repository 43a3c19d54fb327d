#include "display/ColorConversion.h"

#include "display/SampleVisit.h"
#include "display/Voi.h"
#include "image/TransferSyntax.h"

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

void fromPalette(const ImageAttributes& image, const Frame& frame, std::uint8_t* out, int step)
{
    const int shift = usesHighByte(image) ? 8 : 0;
    const std::size_t pixels = frame.count();
    for (int channel = 0; channel < 3; ++channel) {
        const LookupTable& table = *image.palette[channel];
        std::vector<std::uint8_t> bytes(table.data.size());
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            bytes[i] = static_cast<std::uint8_t>(table.data[i] >> shift);
        }
        const auto last = static_cast<std::int64_t>(bytes.size()) - 1;
        visitSamples(frame, [&](const auto* values) {
            std::uint8_t* target = out + channel;
            for (std::size_t i = 0; i < pixels; ++i, target += step) {
                const std::int64_t index = static_cast<std::int64_t>(values[i]) - table.first;
                *target = bytes[static_cast<std::size_t>(index < 0 ? 0 : index > last ? last : index)];
            }
        });
    }
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
        fromPalette(image, frame, out, step);
        return;
    }
    const Photometric photometric = framePhotometric(image);
    const int samples = frame.samples();
    const std::size_t pixels = frame.count() / static_cast<std::size_t>(samples);
    const bool full = photometric == Photometric::YbrFull || photometric == Photometric::YbrFull422;
    if (full && frame.type() == SampleType::UInt8 && image.bitsStored == 8) {
        fromYbr8(frame.values<std::uint8_t>(), pixels, samples, out, step);
        return;
    }
    const double scale = 255.0 / (std::exp2(image.bitsStored) - 1.0);
    visitSamples(frame, [&](const auto* in) {
        for (std::size_t i = 0; i < pixels; ++i, in += samples, out += step) {
            Rgb rgb{static_cast<double>(in[0]), static_cast<double>(in[1]), static_cast<double>(in[2])};
            if (isYbr(photometric)) {
                // The zero of the differences is half of the values, not half of the largest one.
                const double zero = std::exp2(image.bitsStored - 1);
                rgb = fromYbr(photometric, rgb.red * scale, (rgb.green - zero) * scale + 128, (rgb.blue - zero) * scale + 128);
            } else {
                rgb = {rgb.red * scale, rgb.green * scale, rgb.blue * scale};
            }
            out[0] = toByte(rgb.red);
            out[1] = toByte(rgb.green);
            out[2] = toByte(rgb.blue);
        }
    });
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
