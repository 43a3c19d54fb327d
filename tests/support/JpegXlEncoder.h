#pragma once

#include "support/Encoders.h"

#include <QByteArray>

#include <vector>

#include <jxl/encode.h>

namespace isocenter::test {

/// All output; the encoder is gone then.
inline QByteArray finishJpegXl(JxlEncoder* encoder)
{
    JxlEncoderCloseInput(encoder);
    QByteArray out(1 << 20, '\0');
    auto* next = reinterpret_cast<std::uint8_t*>(out.data());
    auto room = static_cast<std::size_t>(out.size());
    const bool done = JxlEncoderProcessOutput(encoder, &next, &room) == JXL_ENC_SUCCESS;
    JxlEncoderDestroy(encoder);
    return done ? out.left(out.size() - static_cast<qsizetype>(room)) : QByteArray();
}

/// By libjxl; the encoder takes values as parts of the largest.
inline QByteArray encodeJpegXl(const EncodeSpec& spec, const std::vector<std::uint16_t>& values)
{
    JxlEncoder* encoder = JxlEncoderCreate(nullptr);
    JxlBasicInfo info;
    JxlEncoderInitBasicInfo(&info);
    info.xsize = static_cast<std::uint32_t>(spec.columns);
    info.ysize = static_cast<std::uint32_t>(spec.rows);
    info.bits_per_sample = static_cast<std::uint32_t>(spec.bits);
    info.num_color_channels = static_cast<std::uint32_t>(spec.samples);
    info.uses_original_profile = spec.lossless ? JXL_TRUE : JXL_FALSE;
    JxlColorEncoding color;
    JxlColorEncodingSetToSRGB(&color, spec.samples == 1);
    JxlEncoderFrameSettings* settings = JxlEncoderFrameSettingsCreate(encoder, nullptr);
    JxlEncoderSetFrameLossless(settings, spec.lossless ? JXL_TRUE : JXL_FALSE);
    const JxlPixelFormat format{static_cast<std::uint32_t>(spec.samples), JXL_TYPE_FLOAT, JXL_NATIVE_ENDIAN, 0};
    std::vector<float> pixels;
    for (const std::uint16_t value : values) {
        pixels.push_back(static_cast<float>(value) / static_cast<float>((1 << spec.bits) - 1));
    }
    if (JxlEncoderSetCodestreamLevel(encoder, 10) != JXL_ENC_SUCCESS ||
        JxlEncoderSetBasicInfo(encoder, &info) != JXL_ENC_SUCCESS ||
        JxlEncoderSetColorEncoding(encoder, &color) != JXL_ENC_SUCCESS ||
        JxlEncoderAddImageFrame(settings, &format, pixels.data(), pixels.size() * sizeof(float)) != JXL_ENC_SUCCESS) {
        JxlEncoderDestroy(encoder);
        return {};
    }
    return finishJpegXl(encoder);
}

/// A JPEG kept inside, to be had again byte by byte.
inline QByteArray recompressAsJpegXl(const QByteArray& jpeg)
{
    JxlEncoder* encoder = JxlEncoderCreate(nullptr);
    JxlEncoderUseContainer(encoder, JXL_TRUE);
    JxlEncoderStoreJPEGMetadata(encoder, JXL_TRUE);
    JxlEncoderFrameSettings* settings = JxlEncoderFrameSettingsCreate(encoder, nullptr);
    if (JxlEncoderAddJPEGFrame(settings, reinterpret_cast<const std::uint8_t*>(jpeg.constData()),
                               static_cast<std::size_t>(jpeg.size())) != JXL_ENC_SUCCESS) {
        JxlEncoderDestroy(encoder);
        return {};
    }
    return finishJpegXl(encoder);
}

} // namespace isocenter::test
