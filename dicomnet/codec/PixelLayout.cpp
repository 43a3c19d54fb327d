#include "codec/PixelLayout.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>

namespace isocenter {

namespace {

struct Range
{
    double low = 0;
    double high = 0;
};

// Mask, shift and sign in one pass together with the range, so that the data travel through the cache once.
template <typename T> Range cells(T* values, std::size_t count, int shift, int bits)
{
    using Unsigned = std::make_unsigned_t<T>;
    constexpr int kWidth = 8 * sizeof(T);
    const int left = kWidth - shift - bits; // unused bits above: pushed out, then back with the sign (or with zeros)
    const int right = kWidth - bits;
    T low = std::numeric_limits<T>::max();
    T high = std::numeric_limits<T>::lowest();
    for (std::size_t i = 0; i < count; ++i) {
        const auto up = static_cast<Unsigned>(static_cast<Unsigned>(values[i]) << left);
        const T value = static_cast<T>(static_cast<T>(up) >> right);
        values[i] = value;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    return {static_cast<double>(low), static_cast<double>(high)};
}

template <typename T> Range rangeOf(const T* values, std::size_t count)
{
    T low = std::numeric_limits<T>::max();
    T high = std::numeric_limits<T>::lowest();
    for (std::size_t i = 0; i < count; ++i) { // NaN compares false and is passed over
        low = values[i] < low ? values[i] : low;
        high = values[i] > high ? values[i] : high;
    }
    return low > high ? Range{} : Range{static_cast<double>(low), static_cast<double>(high)};
}

template <typename T> Range integers(std::byte* data, const PixelLayout& layout)
{
    T* values = reinterpret_cast<T*>(data);
    if (layout.bitsStored == static_cast<int>(8 * sizeof(T))) {
        return rangeOf(values, layout.count());
    }
    return cells(values, layout.count(), layout.shift, layout.bitsStored);
}

Range finish(const PixelLayout& layout, std::byte* data)
{
    switch (layout.type()) {
    case SampleType::UInt8:
        return integers<std::uint8_t>(data, layout);
    case SampleType::Int8:
        return integers<std::int8_t>(data, layout);
    case SampleType::UInt16:
        return integers<std::uint16_t>(data, layout);
    case SampleType::Int16:
        return integers<std::int16_t>(data, layout);
    case SampleType::UInt32:
        return integers<std::uint32_t>(data, layout);
    case SampleType::Int32:
        return integers<std::int32_t>(data, layout);
    case SampleType::Float32:
        return rangeOf(reinterpret_cast<const float*>(data), layout.count());
    case SampleType::Float64:
        break;
    }
    return rangeOf(reinterpret_cast<const double*>(data), layout.count());
}

} // namespace

Error frameError(const char* sentence, const QString& detail)
{
    return {QCoreApplication::translate("FrameReader", sentence), detail};
}

SampleType PixelLayout::type() const
{
    if (isFloat) {
        return bitsAllocated == 64 ? SampleType::Float64 : SampleType::Float32;
    }
    if (bitsAllocated <= 8) {
        return isSigned ? SampleType::Int8 : SampleType::UInt8;
    }
    if (bitsAllocated <= 16) {
        return isSigned ? SampleType::Int16 : SampleType::UInt16;
    }
    return isSigned ? SampleType::Int32 : SampleType::UInt32;
}

Result<PixelLayout> PixelLayout::of(const ImageAttributes& image)
{
    const auto say = [&image](const char* sentence) {
        return frameError(sentence, QStringLiteral("%1 x %2 x %3, %4 bits")
                                        .arg(image.columns)
                                        .arg(image.rows)
                                        .arg(image.samples)
                                        .arg(image.bitsAllocated));
    };
    if (image.rows < 1 || image.columns < 1 || image.rows > 65535 || image.columns > 65535) {
        return say(QT_TRANSLATE_NOOP("FrameReader", "The image has no valid number of rows and columns."));
    }
    if (image.samples < 1 || image.samples > 4) {
        return say(QT_TRANSLATE_NOOP("FrameReader", "Images with this number of samples per pixel cannot be shown."));
    }
    PixelLayout layout;
    layout.rows = image.rows;
    layout.columns = image.columns;
    layout.samples = image.samples;
    layout.bitsAllocated = image.bitsAllocated;
    if (image.pixelData.tag != 0x7FE00010) {
        layout.isFloat = true;
        layout.isSigned = true;
        layout.bitsAllocated = layout.bitsStored = image.pixelData.tag == 0x7FE00009 ? 64 : 32;
        return layout;
    }
    if (image.bitsAllocated < 1 || image.bitsAllocated > 32) {
        return say(QT_TRANSLATE_NOOP("FrameReader", "Pixels with this number of bits cannot be shown."));
    }
    layout.isSigned = image.isSigned && image.bitsAllocated > 1;
    const bool usable = image.bitsStored >= 1 && image.bitsStored <= image.bitsAllocated;
    layout.bitsStored = usable ? image.bitsStored : image.bitsAllocated;
    const int highBit = image.highBit < layout.bitsAllocated ? image.highBit : layout.bitsAllocated - 1;
    layout.shift = std::max(0, highBit + 1 - layout.bitsStored);
    return layout;
}

FramePtr finishFrame(const PixelLayout& layout, const std::shared_ptr<std::byte>& data, const QStringList& cautions)
{
    const Range range = finish(layout, data.get());
    return std::make_shared<const Frame>(layout.rows, layout.columns, layout.samples, layout.type(), data, range.low, range.high,
                                         cautions);
}

} // namespace isocenter
