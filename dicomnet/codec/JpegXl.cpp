#include "codec/JpegXl.h"

#include "codec/PixelLayout.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include <jxl/decode.h>

namespace isocenter {

namespace {

Error damaged(const char* detail)
{
    return frameError(QT_TRANSLATE_NOOP("FrameReader", "The JPEG XL compressed image is damaged or incomplete; it is not shown."),
                      QString::fromLatin1(detail));
}

using Decoder = std::unique_ptr<JxlDecoder, decltype(&JxlDecoderDestroy)>;

/// Set up for `events`, with all of the input.
Decoder decoderFor(const QByteArray& bytes, int events)
{
    Decoder decoder(JxlDecoderCreate(nullptr), &JxlDecoderDestroy);
    const bool ready = decoder && JxlDecoderSubscribeEvents(decoder.get(), events) == JXL_DEC_SUCCESS &&
                       JxlDecoderSetKeepOrientation(decoder.get(), JXL_TRUE) == JXL_DEC_SUCCESS &&
                       JxlDecoderSetInput(decoder.get(), reinterpret_cast<const std::uint8_t*>(bytes.constData()),
                                          static_cast<std::size_t>(bytes.size())) == JXL_DEC_SUCCESS;
    if (!ready) {
        return {nullptr, &JxlDecoderDestroy};
    }
    JxlDecoderCloseInput(decoder.get());
    return decoder;
}

/// Lossy images are kept in a colour space of the format's own: ask for the one they came from.
void wantOriginalColor(JxlDecoder* decoder)
{
    JxlColorEncoding color = {};
    // A profile that has no such description: the library's choice.
    if (JxlDecoderGetColorAsEncodedProfile(decoder, nullptr, JXL_COLOR_PROFILE_TARGET_ORIGINAL, &color) == JXL_DEC_SUCCESS) {
        JxlDecoderSetPreferredColorProfile(decoder, &color);
    }
}

/// Runs until the image is complete in `pixels`.
bool decodePixels(const QByteArray& bytes, const JpegXlHeader& header, bool narrow, void* pixels, std::size_t size)
{
    const Decoder decoder = decoderFor(bytes, JXL_DEC_COLOR_ENCODING | JXL_DEC_FULL_IMAGE);
    const JxlPixelFormat format{static_cast<std::uint32_t>(header.components), narrow ? JXL_TYPE_UINT8 : JXL_TYPE_UINT16,
                                JXL_NATIVE_ENDIAN, 0};
    while (decoder) {
        switch (JxlDecoderProcessInput(decoder.get())) {
        case JXL_DEC_COLOR_ENCODING:
            wantOriginalColor(decoder.get());
            break;
        case JXL_DEC_NEED_IMAGE_OUT_BUFFER: {
            std::size_t needed = 0;
            if (JxlDecoderImageOutBufferSize(decoder.get(), &format, &needed) != JXL_DEC_SUCCESS || needed != size ||
                JxlDecoderSetImageOutBuffer(decoder.get(), &format, pixels, size) != JXL_DEC_SUCCESS) {
                return false;
            }
            break;
        }
        case JXL_DEC_FULL_IMAGE:
            return true;
        default: // an error, or more input wanted than there is
            return false;
        }
    }
    return false;
}

/// A box "jbrd" among those of the container (ISO/IEC 18181-2): what a JPEG is made from again. The decoder may tell of it only
/// after the image's size.
bool hasReconstructionBox(const QByteArray& bytes)
{
    qsizetype at = 0;
    while (at + 8 <= bytes.size()) {
        const auto size = qFromBigEndian<quint32>(bytes.constData() + at);
        if (std::memcmp(bytes.constData() + at + 4, "jbrd", 4) == 0) {
            return true;
        }
        if (size < 8) { // to the end, a long size, or no container
            return false;
        }
        at += static_cast<qsizetype>(size);
    }
    return false;
}

} // namespace

bool isJpegXl(const QByteArray& bytes)
{
    return bytes.startsWith("\xFF\x0A") || bytes.startsWith(QByteArray("\0\0\0\x0CJXL \r\n\x87\n", 12));
}

Result<JpegXlHeader> readJpegXlHeader(const QByteArray& bytes)
{
    const Decoder decoder = decoderFor(bytes, JXL_DEC_BASIC_INFO);
    JpegXlHeader header;
    header.holdsJpeg = hasReconstructionBox(bytes);
    const JxlDecoderStatus status = decoder ? JxlDecoderProcessInput(decoder.get()) : JXL_DEC_ERROR;
    JxlBasicInfo info = {};
    if (status != JXL_DEC_BASIC_INFO || JxlDecoderGetBasicInfo(decoder.get(), &info) != JXL_DEC_SUCCESS) {
        return damaged("basic info");
    }
    if (info.have_animation || info.alpha_bits > 0 || info.num_extra_channels > 0 || info.exponent_bits_per_sample > 0 ||
        info.bits_per_sample < 1 || info.bits_per_sample > 16 || info.xsize > 65535 || info.ysize > 65535) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "This form of JPEG XL compression cannot be shown."));
    }
    header.rows = static_cast<int>(info.ysize);
    header.columns = static_cast<int>(info.xsize);
    header.components = static_cast<int>(info.num_color_channels);
    header.precision = static_cast<int>(info.bits_per_sample);
    header.lossless = info.uses_original_profile != 0 && !header.holdsJpeg;
    return header;
}

Result<QByteArray> extractJpeg(const QByteArray& bytes, qsizetype limit)
{
    const Decoder decoder = decoderFor(bytes, JXL_DEC_JPEG_RECONSTRUCTION | JXL_DEC_FULL_IMAGE);
    QByteArray jpeg(std::min<qsizetype>(limit, 2 * bytes.size() + 4096), Qt::Uninitialized);
    const auto offer = [&](qsizetype from) {
        return JxlDecoderSetJPEGBuffer(decoder.get(), reinterpret_cast<std::uint8_t*>(jpeg.data() + from),
                                       static_cast<std::size_t>(jpeg.size() - from)) == JXL_DEC_SUCCESS;
    };
    while (decoder) {
        switch (JxlDecoderProcessInput(decoder.get())) {
        case JXL_DEC_JPEG_RECONSTRUCTION:
            if (!offer(0)) {
                return damaged("JPEG buffer");
            }
            break;
        case JXL_DEC_JPEG_NEED_MORE_OUTPUT: {
            const qsizetype used = jpeg.size() - static_cast<qsizetype>(JxlDecoderReleaseJPEGBuffer(decoder.get()));
            if (jpeg.size() >= limit) {
                return damaged("JPEG too large");
            }
            jpeg.resize(std::min(limit, 2 * jpeg.size()));
            if (!offer(used)) {
                return damaged("JPEG buffer");
            }
            break;
        }
        case JXL_DEC_FULL_IMAGE:
            jpeg.chop(static_cast<qsizetype>(JxlDecoderReleaseJPEGBuffer(decoder.get())));
            return jpeg;
        default:
            return damaged("JPEG reconstruction");
        }
    }
    return damaged("decoder");
}

Result<void> decodeJpegXl(const QByteArray& bytes, const JpegXlHeader& header, int cellBytes, void* out)
{
    const std::size_t count = static_cast<std::size_t>(header.rows) * header.columns * static_cast<unsigned>(header.components);
    if (header.precision == 8 && cellBytes == 1) {
        return decodePixels(bytes, header, true, out, count) ? Result<void>() : damaged("pixels");
    }
    std::vector<std::uint16_t> wide(count);
    if (!decodePixels(bytes, header, false, wide.data(), 2 * count)) {
        return damaged("pixels");
    }
    // The library spreads every precision over 16 bits.
    const std::uint32_t top = (1U << header.precision) - 1; // all products fit into 32 bits
    const auto narrowed = [top](std::uint16_t value) { return (value * top + 32767) / 65535; };
    for (std::size_t i = 0; i < count; ++i) {
        if (cellBytes == 1) {
            static_cast<std::uint8_t*>(out)[i] = static_cast<std::uint8_t>(narrowed(wide[i]));
        } else {
            static_cast<std::uint16_t*>(out)[i] = static_cast<std::uint16_t>(narrowed(wide[i]));
        }
    }
    return {};
}

} // namespace isocenter
