#include "codec/StreamAgreement.h"

#include <QCoreApplication>

#include <algorithm>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FrameReader)
};

void compare(const PixelLayout& header, const StreamFacts& stream, const ImageAttributes& image, QStringList& cautions)
{
    // Encoders commonly state the whole cell for fewer bits: that is no contradiction.
    if (stream.precision < header.bitsStored || stream.precision > header.bitsAllocated) {
        cautions << Text::tr("The compressed image has %1 bits a sample, the header of the file says %2.")
                        .arg(stream.precision)
                        .arg(header.bitsStored);
    }
    if (stream.isSigned && *stream.isSigned != header.isSigned) {
        cautions
            << (header.isSigned
                    ? Text::tr(
                          "The compressed image says that its values are unsigned, the header of the file that they are signed.")
                    : Text::tr("The compressed image says that its values are signed, the header of the file that they are "
                               "unsigned."));
    }
    if (!stream.lossless && !image.lossy.lossy) {
        cautions << Text::tr("The image was compressed with loss, which the header of the file does not say.");
    }
}

} // namespace

Result<PixelLayout> agree(const PixelLayout& header, const StreamFacts& stream, const ImageAttributes& image,
                          QStringList& cautions)
{
    if (stream.rows != header.rows || stream.columns != header.columns || stream.samples != header.samples) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "The compressed image has another size than its header says."),
                          QStringLiteral("header %1 x %2 x %3, codestream %4 x %5 x %6")
                              .arg(header.columns)
                              .arg(header.rows)
                              .arg(header.samples)
                              .arg(stream.columns)
                              .arg(stream.rows)
                              .arg(stream.samples));
    }
    compare(header, stream, image, cautions);
    PixelLayout layout = header;
    if (stream.precision > header.bitsAllocated) { // the header's idea of the cell cannot be right
        layout.bitsAllocated = stream.precision <= 16 ? (stream.precision + 7) / 8 * 8 : 32;
        layout.bitsStored = stream.precision;
        layout.shift = 0;
        return layout;
    }
    layout.bitsStored = std::min(header.bitsStored, stream.precision);
    layout.shift = stream.precision >= header.bitsStored + header.shift ? header.shift : 0;
    return layout;
}

} // namespace isocenter
