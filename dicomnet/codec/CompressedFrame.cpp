#include "codec/CompressedFrame.h"

#include "codec/DeflatedFrame.h"
#include "codec/FrameDecoders.h"
#include "codec/Jpeg2000.h"
#include "codec/JpegHeader.h"
#include "codec/JpegLossless.h"
#include "codec/JpegLossy.h"
#include "codec/JpegLs.h"
#include "codec/JpegLsScan.h"
#include "codec/JpegXl.h"
#include "codec/Rle.h"
#include "codec/StreamAgreement.h"
#include "packets/PacketCount.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>
#include <vector>

namespace isocenter {

namespace {

constexpr std::uint64_t kAlwaysAllowed = std::uint64_t{256} << 20;

Error tooLarge(const PixelLayout& layout)
{
    return frameError(QT_TRANSLATE_NOOP("FrameReader", "The image claims to be far larger than its data; it is not shown."),
                      QStringLiteral("%1 x %2").arg(layout.columns).arg(layout.rows));
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
void matchColor(const JpegHeader& header, Photometric photometric, std::uint8_t* data, std::size_t pixels, QStringList& cautions)
{
    if (!header.namesColor()) {
        return;
    }
    const bool wantsYbr = photometric == Photometric::YbrFull || photometric == Photometric::YbrFull422;
    if (photometric == Photometric::Rgb && header.isYcbcr()) {
        ycbcrToRgb(data, pixels);
        cautions << QCoreApplication::translate(
            "FrameReader", "The compressed image says that its colours are YBR, the header of the file RGB.");
    } else if (wantsYbr && !header.isYcbcr()) {
        rgbToYcbcr(data, pixels);
        cautions << QCoreApplication::translate(
            "FrameReader", "The compressed image says that its colours are RGB, the header of the file YBR.");
    }
}

Result<void> decodeJpegInto(const QByteArray& bytes, const JpegHeader& header, const ImageAttributes& image,
                            const PixelLayout& layout, const FrameDecoders& decoders, std::byte* out, QStringList& cautions)
{
    using Process = JpegHeader::Process;
    const bool narrow = header.precision <= 8;
    if (header.process == Process::Lossless || header.process == Process::JpegLs) {
        const auto run = [&](auto* to) {
            return header.process == Process::Lossless ? decodeJpegLossless(bytes, header, sizeof *to, to)
                                                       : decodeJpegLs(bytes, header, decoders, to);
        };
        return narrow ? decodeBytes(layout, out, run) : decodeWords(layout, out, run);
    }
    if (header.process != Process::Unsupported && header.precision == 8) {
        return decodeBytes(layout, out, [&](std::uint8_t* to) {
            const Result<void> decoded = decodeJpeg8(bytes, header, to);
            if (decoded) {
                matchColor(header, image.photometric, to, static_cast<std::size_t>(layout.rows) * layout.columns, cautions);
            }
            return decoded;
        });
    }
    if (header.process != Process::Unsupported && header.precision == 12) {
        return decodeWords(layout, out, [&](std::uint16_t* to) { return decoders.jpeg12(bytes, header, to); });
    }
    return frameError(QT_TRANSLATE_NOOP("FrameReader", "This form of JPEG compression cannot be shown."),
                      QStringLiteral("SOF %1, %2 bits").arg(header.marker, 0, 16).arg(header.precision));
}

bool isLossless(const QByteArray& bytes, const JpegHeader& header)
{
    if (header.process == JpegHeader::Process::JpegLs) {
        return jpegLsNear(bytes, header) == 0;
    }
    return header.process == JpegHeader::Process::Lossless;
}

Result<FramePtr> decodeJpeg(const QByteArray& bytes, const ImageAttributes& image, const PixelLayout& fromHeader,
                            const FrameDecoders& decoders)
{
    const Result<JpegHeader> header = readJpegHeader(bytes);
    if (!header) {
        return header.error();
    }
    StreamFacts facts{header->rows, header->columns, static_cast<int>(header->components.size()), header->precision, {}, true};
    facts.lossless = isLossless(bytes, *header);
    QStringList cautions;
    const Result<PixelLayout> layout = agree(fromHeader, facts, image, cautions);
    if (!layout) {
        return layout.error();
    }
    const auto data = allocatePixels(layout->count() * sampleSize(layout->type()));
    const Result<void> decoded = decodeJpegInto(bytes, *header, image, *layout, decoders, data.get(), cautions);
    return decoded ? Result<FramePtr>(finishFrame(*layout, data, cautions)) : Result<FramePtr>(decoded.error());
}

/// A stream that ends between two packets is whole to its decoder.
void tellOfMissingPackets(const QByteArray& codestream, QStringList& cautions)
{
    const std::optional<PacketCount> packets = countPackets(codestream);
    if (packets && packets->present < packets->expected) {
        cautions << QCoreApplication::translate("FrameReader",
                                                "The compressed image is incomplete: it holds %1 of its %2 packets. "
                                                "Detail or parts of the picture are missing.")
                        .arg(packets->present)
                        .arg(packets->expected);
    }
}

Result<FramePtr> decodeJ2k(const QByteArray& bytes, const ImageAttributes& image, const PixelLayout& fromHeader,
                           const FrameDecoders& decoders)
{
    QByteArray codestream;
    const Result<Jpeg2000Header> header = readJpeg2000Header(bytes, codestream);
    if (!header) {
        return header.error();
    }
    const StreamFacts facts{header->rows,      header->columns,  header->components,
                            header->precision, header->isSigned, header->lossless};
    QStringList cautions;
    const Result<PixelLayout> layout = agree(fromHeader, facts, image, cautions);
    if (!layout) {
        return layout.error();
    }
    // The decoders work in 32 bits a sample, with as much again for their coefficients.
    if (!plausibleSize(std::uint64_t{layout->count()} * 8, static_cast<std::uint64_t>(bytes.size()))) {
        return tooLarge(fromHeader);
    }
    tellOfMissingPackets(codestream, cautions);
    const auto data = allocatePixels(layout->count() * sampleSize(layout->type()));
    const Result<void> decoded = decoders.jpeg2000(codestream, *header, static_cast<int>(sampleSize(layout->type())), data.get());
    return decoded ? Result<FramePtr>(finishFrame(*layout, data, cautions)) : Result<FramePtr>(decoded.error());
}

Result<FramePtr> decodeJxl(const QByteArray& bytes, const ImageAttributes& image, const PixelLayout& fromHeader,
                           const FrameDecoders& decoders)
{
    const Result<JpegXlHeader> header = decoders.jpegXlHeader(bytes);
    if (!header) {
        return header.error();
    }
    if (header->holdsJpeg) {
        const Result<QByteArray> jpeg = decoders.jpegXlJpeg(bytes, 4 * bytes.size() + (1 << 20));
        return jpeg ? decodeJpeg(*jpeg, image, fromHeader, decoders) : Result<FramePtr>(jpeg.error());
    }
    QStringList cautions;
    const StreamFacts facts{header->rows, header->columns, header->components, header->precision, {}, header->lossless};
    const Result<PixelLayout> layout = agree(fromHeader, facts, image, cautions);
    if (!layout) {
        return layout.error();
    }
    if (!plausibleSize(std::uint64_t{layout->count()} * 16, static_cast<std::uint64_t>(bytes.size()))) { // floats, several times
        return tooLarge(fromHeader);
    }
    const auto data = allocatePixels(layout->count() * sampleSize(layout->type()));
    const auto run = [&](auto* to) { return decoders.jpegXl(bytes, *header, sizeof *to, to); };
    const Result<void> decoded =
        header->precision <= 8 ? decodeBytes(*layout, data.get(), run) : decodeWords(*layout, data.get(), run);
    return decoded ? Result<FramePtr>(finishFrame(*layout, data, cautions)) : Result<FramePtr>(decoded.error());
}

} // namespace

bool plausibleSize(std::uint64_t frameBytes, std::uint64_t compressedBytes)
{
    return frameBytes <= kAlwaysAllowed || frameBytes / 256 <= compressedBytes;
}

Result<FramePtr> decodeCompressedFrame(const QByteArray& bytes, const ImageAttributes& image, const PixelLayout& layout,
                                       const FrameDecoders& decoders)
{
    if (!plausibleSize(std::uint64_t{layout.count()} * sampleSize(layout.type()), static_cast<std::uint64_t>(bytes.size()))) {
        return tooLarge(layout);
    }
    if (image.transferSyntax == QLatin1String("1.2.840.10008.1.2.8.1")) {
        return decodeDeflatedFrame(bytes, image, layout);
    }
    if (bytes.startsWith("\xFF\xD8")) {
        return decodeJpeg(bytes, image, layout, decoders);
    }
    if (bytes.startsWith("\xFF\x4F\xFF\x51") || bytes.startsWith(QByteArray("\0\0\0\x0CjP  ", 8))) {
        return decodeJ2k(bytes, image, layout, decoders);
    }
    if (isJpegXl(bytes)) {
        return decodeJxl(bytes, image, layout, decoders);
    }
    if (image.transferSyntax == QLatin1String("1.2.840.10008.1.2.5")) {
        return decodeRle(bytes, layout);
    }
    return frameError(QT_TRANSLATE_NOOP("FrameReader", "The compressed image is damaged: it is of no known format."));
}

} // namespace isocenter
