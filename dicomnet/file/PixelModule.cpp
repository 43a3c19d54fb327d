#include "file/HeaderBuilder.h"

#include "file/Tags.h"
#include "image/TransferSyntax.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace isocenter {

namespace {

// Fewest bytes that a compressed frame takes in a file, with its item's header.
constexpr std::int64_t kSmallestFragment = 10;
constexpr std::int64_t kSmallestPicture = 3; // of a video in which nothing moves
constexpr int kMostSamples = 4;

Photometric photometricOf(const QString& text)
{
    struct Name
    {
        const char* text;
        Photometric value;
    };
    static constexpr std::array kNames{
        Name{"MONOCHROME1", Photometric::Monochrome1},
        Name{"MONOCHROME2", Photometric::Monochrome2},
        Name{"PALETTE COLOR", Photometric::PaletteColor},
        Name{"PALETTECOLOR", Photometric::PaletteColor},
        Name{"RGB", Photometric::Rgb},
        Name{"YBR_FULL", Photometric::YbrFull},
        Name{"YBR_FULL_422", Photometric::YbrFull422},
        Name{"YBR_PARTIAL_420", Photometric::YbrPartial420},
        Name{"YBR_PARTIAL_422", Photometric::YbrFull422},
        Name{"YBR_ICT", Photometric::YbrIct},
        Name{"YBR_RCT", Photometric::YbrRct},
        Name{"XYB", Photometric::Rgb}, // JPEG XL's own space: its decoder gives RGB
        Name{"MONOCHROME", Photometric::Monochrome2},
    };
    const QString upper = text.toUpper();
    for (const Name& name : kNames) {
        if (upper == QLatin1String(name.text)) {
            return name.value;
        }
    }
    return Photometric::Other;
}

int positive(const Item& root, std::uint32_t tag, int otherwise)
{
    const std::optional<int> value = root.integer(tag, vr("US"));
    return value && *value > 0 ? *value : otherwise;
}

void readBits(const Item& root, ImageAttributes& image)
{
    const bool isDouble = image.pixelData.tag == tag::DoubleFloatPixelData;
    const bool isFloat = image.pixelData.tag == tag::FloatPixelData;
    const int usual = isDouble ? 64 : isFloat ? 32 : 0;
    image.bitsAllocated = positive(root, tag::BitsAllocated, usual);
    const int stored = positive(root, tag::BitsStored, image.bitsAllocated);
    image.bitsStored = std::min(stored, image.bitsAllocated);
    const std::optional<int> high = root.integer(tag::HighBit, vr("US"));
    image.highBit = high.value_or(image.bitsStored - 1);
    if (stored > image.bitsAllocated || image.highBit < image.bitsStored - 1 || image.highBit >= image.bitsAllocated) {
        image.highBit = image.bitsStored - 1;
        if (image.bitsAllocated > 0) {
            warn(image, QT_TRANSLATE_NOOP("DicomFile", "Bits Stored and High Bit of this image contradict each other."));
        }
    }
    image.isSigned = root.integer(tag::PixelRepresentation, vr("US")).value_or(0) == 1;
}

// Bytes of one native frame, times 8.
std::int64_t frameBits(const ImageAttributes& image)
{
    std::int64_t samples = image.samples;
    std::int64_t divisor = 1;
    if (image.samples == 3 && image.photometric == Photometric::YbrFull422) {
        samples = 2;
    } else if (image.samples == 3 && image.photometric == Photometric::YbrPartial420) {
        samples = 3;
        divisor = 2;
    }
    return std::int64_t(image.rows) * image.columns * samples * image.bitsAllocated / divisor;
}

void boundFrames(ImageAttributes& image, std::int64_t stated)
{
    const auto present = static_cast<std::int64_t>(std::min<std::uint64_t>(image.pixelData.length, std::uint64_t(1) << 59));
    std::int64_t most = 1;
    if (image.pixelData.encapsulated) {
        most = present / (isVideoSyntax(image.transferSyntax) ? kSmallestPicture : kSmallestFragment) + 1;
    } else if (const std::int64_t bits = frameBits(image); bits > 0) {
        most = present * 8 / bits + (present * 8 % bits ? 1 : 0);
        image.pixelData.truncated = (stated * bits + 7) / 8 > present;
    }
    most = std::clamp<std::int64_t>(most, 1, 1 << 24);
    if (stated > most) {
        image.pixelData.truncated = image.pixelData.truncated || !image.pixelData.encapsulated;
        warn(image, QT_TRANSLATE_NOOP("DicomFile", "The file promises more frames than it holds."));
    }
    image.frames = static_cast<int>(std::min(stated, most));
}

void readPadding(const Item& root, ImageAttributes& image)
{
    const auto value = [&](std::uint32_t tag) -> std::optional<double> {
        const DataElement* element = root.find(tag);
        if (!element) {
            return std::nullopt;
        }
        const bool word = element->length == 2 && (element->vr == 0 || element->vr == vr("US") || element->vr == vr("SS") ||
                                                   element->vr == vr("UN") || element->vr == vr("OW"));
        if (!word) {
            return root.number(tag, image.isSigned ? vr("SS") : vr("US"));
        }
        const std::vector<double> numbers = decodeNumbers(*element, image.isSigned ? vr("SS") : vr("US"));
        return numbers.empty() ? std::nullopt : std::optional(numbers.front());
    };
    image.paddingValue = value(tag::PixelPaddingValue);
    if (image.paddingValue) {
        image.paddingLimit = value(tag::PixelPaddingRangeLimit);
    }
}

} // namespace

void warn(ImageAttributes& image, const char* text)
{
    const QString warning = QCoreApplication::translate("DicomFile", text);
    if (!image.warnings.contains(warning)) {
        image.warnings << warning;
    }
}

void readPixelModule(const Item& root, ImageAttributes& image)
{
    image.rows = positive(root, tag::Rows, 0);
    image.columns = positive(root, tag::Columns, 0);
    image.photometricText = root.first(tag::PhotometricInterpretation);
    image.photometric = photometricOf(image.photometricText);
    const bool color = image.photometric >= Photometric::Rgb && image.photometric != Photometric::Other;
    image.samples = positive(root, tag::SamplesPerPixel, color ? 3 : 1);
    if (image.photometricText.isEmpty()) {
        image.photometric = image.samples == 3 ? Photometric::Rgb : Photometric::Monochrome2;
    }
    image.planar = image.samples > 1 && root.integer(tag::PlanarConfiguration, vr("US")).value_or(0) == 1;
    if (image.pixelData.offset < 0) {
        readBits(root, image);
        image.frames = std::clamp(root.integer(tag::NumberOfFrames, vr("IS")).value_or(1), 1, 1 << 24);
        return;
    }
    readBits(root, image);
    readPadding(root, image);
    const bool absurd = image.rows <= 0 || image.columns <= 0 || image.rows > 65535 || image.columns > 65535 ||
                        image.samples > kMostSamples || image.bitsAllocated < 1 || image.bitsAllocated > 64;
    if (absurd) {
        image.pixelData.offset = -1;
        image.rows = image.columns = 0;
        image.frames = 1;
        warn(image, QT_TRANSLATE_NOOP("DicomFile", "The header does not describe the pixel data; the image cannot be shown."));
        return;
    }
    const std::optional<int> frames = root.integer(tag::NumberOfFrames, vr("IS"));
    if (frames && *frames < 0) {
        warn(image, QT_TRANSLATE_NOOP("DicomFile", "The number of frames makes no sense; one frame is shown."));
    }
    boundFrames(image, std::max(1, frames.value_or(1)));
}

} // namespace isocenter
