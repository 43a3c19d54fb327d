#include "codec/PixelLayout.h"

#include "codec/CellKernels.h"

#include <QCoreApplication>

#include <algorithm>

namespace isocenter {

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
    const CellRange range = finishCells(layout, data.get());
    return std::make_shared<const Frame>(layout.rows, layout.columns, layout.samples, layout.type(), data, range.low, range.high,
                                         cautions);
}

} // namespace isocenter
