#include "codec/CompressedFrame.h"

#include "codec/Jpeg2000.h"
#include "codec/JpegHeader.h"
#include "codec/JpegLossless.h"
#include "codec/JpegLossy.h"
#include "codec/JpegLs.h"
#include "codec/Rle.h"

#include <algorithm>
#include <vector>

namespace isocenter {

namespace {

constexpr std::uint64_t kAlwaysAllowed = std::uint64_t{256} << 20;

struct StreamShape
{
    int rows = 0;
    int columns = 0;
    int samples = 0;
    int precision = 0;
};

Error tooLarge(const PixelLayout& layout)
{
    return frameError(QT_TRANSLATE_NOOP("FrameReader", "The image claims to be far larger than its data; it is not shown."),
                      QStringLiteral("%1 x %2").arg(layout.columns).arg(layout.rows));
}

/// The header's layout with the codestream's precision: its values are right-justified unless they are whole cells.
Result<PixelLayout> agree(const PixelLayout& header, const StreamShape& stream)
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

void widen(const std::vector<std::uint8_t>& from, std::uint16_t* to)
{
    std::copy(from.begin(), from.end(), to);
}

template <typename Decode> Result<void> decodeBytes(const PixelLayout& layout, std::byte* out, Decode decode)
{
    if (sampleSize(layout.type()) == 1) {
        return decode(reinterpret_cast<std::uint8_t*>(out));
    }
    std::vector<std::uint8_t> narrow(layout.count());
    const Result<void> decoded = decode(narrow.data());
    if (sampleSize(layout.type()) == 2) {
        widen(narrow, reinterpret_cast<std::uint16_t*>(out));
    } else {
        std::copy(narrow.begin(), narrow.end(), reinterpret_cast<std::uint32_t*>(out));
    }
    return decoded;
}

template <typename Decode> Result<void> decodeWords(const PixelLayout& layout, std::byte* out, Decode decode)
{
    if (sampleSize(layout.type()) == 2) {
        return decode(reinterpret_cast<std::uint16_t*>(out));
    }
    std::vector<std::uint16_t> narrow(layout.count());
    const Result<void> decoded = decode(narrow.data());
    std::copy(narrow.begin(), narrow.end(), reinterpret_cast<std::uint32_t*>(out));
    return decoded;
}

/// Lossy JPEG: markers may say another colour than the header's Photometric Interpretation. The frame is delivered in the
/// header's, so that the display need not know the codestream.
void matchColor(const JpegHeader& header, Photometric photometric, std::uint8_t* data, std::size_t pixels)
{
    if (!header.namesColor()) {
        return;
    }
    const bool wantsYbr = photometric == Photometric::YbrFull || photometric == Photometric::YbrFull422;
    if (photometric == Photometric::Rgb && header.isYcbcr()) {
        ycbcrToRgb(data, pixels);
    } else if (wantsYbr && !header.isYcbcr()) {
        rgbToYcbcr(data, pixels);
    }
}

Result<void> decodeJpegInto(const QByteArray& bytes, const JpegHeader& header, const ImageAttributes& image,
                            const PixelLayout& layout, std::byte* out)
{
    using Process = JpegHeader::Process;
    const bool narrow = header.precision <= 8;
    if (header.process == Process::Lossless || header.process == Process::JpegLs) {
        const auto run = [&](auto* to) {
            return header.process == Process::Lossless ? decodeJpegLossless(bytes, header, sizeof *to, to)
                                                       : decodeJpegLs(bytes, header, to);
        };
        return narrow ? decodeBytes(layout, out, run) : decodeWords(layout, out, run);
    }
    if (header.process != Process::Unsupported && header.precision == 8) {
        return decodeBytes(layout, out, [&](std::uint8_t* to) {
            const Result<void> decoded = decodeJpeg8(bytes, header, to);
            if (decoded) {
                matchColor(header, image.photometric, to, static_cast<std::size_t>(layout.rows) * layout.columns);
            }
            return decoded;
        });
    }
    if (header.process != Process::Unsupported && header.precision == 12) {
        return decodeWords(layout, out, [&](std::uint16_t* to) { return decodeJpeg12(bytes, header, to); });
    }
    return frameError(QT_TRANSLATE_NOOP("FrameReader", "This form of JPEG compression cannot be shown."),
                      QStringLiteral("SOF %1, %2 bits").arg(header.marker, 0, 16).arg(header.precision));
}

Result<FramePtr> decodeJpeg(const QByteArray& bytes, const ImageAttributes& image, const PixelLayout& fromHeader)
{
    const Result<JpegHeader> header = readJpegHeader(bytes);
    if (!header) {
        return header.error();
    }
    const Result<PixelLayout> layout =
        agree(fromHeader, {header->rows, header->columns, static_cast<int>(header->components.size()), header->precision});
    if (!layout) {
        return layout.error();
    }
    const auto data = allocatePixels(layout->count() * sampleSize(layout->type()));
    const Result<void> decoded = decodeJpegInto(bytes, *header, image, *layout, data.get());
    return decoded ? Result<FramePtr>(finishFrame(*layout, data)) : Result<FramePtr>(decoded.error());
}

Result<FramePtr> decodeJ2k(const QByteArray& bytes, const PixelLayout& fromHeader)
{
    QByteArray codestream;
    const Result<Jpeg2000Header> header = readJpeg2000Header(bytes, codestream);
    if (!header) {
        return header.error();
    }
    const Result<PixelLayout> layout = agree(fromHeader, {header->rows, header->columns, header->components, header->precision});
    if (!layout) {
        return layout.error();
    }
    // OpenJPEG works in 32 bits a sample, with as much again for its coefficients.
    if (!plausibleSize(std::uint64_t{layout->count()} * 8, static_cast<std::uint64_t>(bytes.size()))) {
        return tooLarge(fromHeader);
    }
    const auto data = allocatePixels(layout->count() * sampleSize(layout->type()));
    const Result<void> decoded = decodeJpeg2000(codestream, *header, static_cast<int>(sampleSize(layout->type())), data.get());
    return decoded ? Result<FramePtr>(finishFrame(*layout, data)) : Result<FramePtr>(decoded.error());
}

} // namespace

bool plausibleSize(std::uint64_t frameBytes, std::uint64_t compressedBytes)
{
    return frameBytes <= kAlwaysAllowed || frameBytes / 256 <= compressedBytes;
}

Result<FramePtr> decodeCompressedFrame(const QByteArray& bytes, const ImageAttributes& image, const PixelLayout& layout)
{
    if (!plausibleSize(std::uint64_t{layout.count()} * sampleSize(layout.type()), static_cast<std::uint64_t>(bytes.size()))) {
        return tooLarge(layout);
    }
    if (bytes.startsWith("\xFF\xD8")) {
        return decodeJpeg(bytes, image, layout);
    }
    if (bytes.startsWith("\xFF\x4F\xFF\x51") || bytes.startsWith(QByteArray("\0\0\0\x0CjP  ", 8))) {
        return decodeJ2k(bytes, layout);
    }
    if (image.transferSyntax == QLatin1String("1.2.840.10008.1.2.5")) {
        return decodeRle(bytes, layout);
    }
    return frameError(QT_TRANSLATE_NOOP("FrameReader", "The compressed image is damaged: it is of no known format."));
}

} // namespace isocenter
