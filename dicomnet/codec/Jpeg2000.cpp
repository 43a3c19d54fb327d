#include "codec/Jpeg2000.h"

#include "codec/PixelLayout.h"

#include <openjpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace isocenter {

namespace {

struct Memory
{
    const char* data = nullptr;
    std::size_t size = 0;
    std::size_t at = 0;
};

OPJ_SIZE_T readMemory(void* buffer, OPJ_SIZE_T bytes, void* user)
{
    auto& memory = *static_cast<Memory*>(user);
    if (memory.at >= memory.size) {
        return static_cast<OPJ_SIZE_T>(-1);
    }
    const std::size_t n = std::min<std::size_t>(bytes, memory.size - memory.at);
    std::memcpy(buffer, memory.data + memory.at, n);
    memory.at += n;
    return n;
}

OPJ_OFF_T skipMemory(OPJ_OFF_T bytes, void* user)
{
    auto& memory = *static_cast<Memory*>(user);
    if (bytes < 0 || static_cast<std::size_t>(bytes) > memory.size - std::min(memory.at, memory.size)) {
        memory.at = memory.size;
        return -1;
    }
    memory.at += static_cast<std::size_t>(bytes);
    return bytes;
}

OPJ_BOOL seekMemory(OPJ_OFF_T to, void* user)
{
    auto& memory = *static_cast<Memory*>(user);
    if (to < 0 || static_cast<std::size_t>(to) > memory.size) {
        return OPJ_FALSE;
    }
    memory.at = static_cast<std::size_t>(to);
    return OPJ_TRUE;
}

struct Messages
{
    QString first; ///< error, or what only a damaged codestream brings about
};

void onError(const char* text, void* user)
{
    auto& messages = *static_cast<Messages*>(user);
    if (messages.first.isEmpty()) {
        messages.first = QString::fromLatin1(text).trimmed();
    }
}

void onIgnored(const char* /*text*/, void* /*user*/) {}

using Stream = std::unique_ptr<opj_stream_t, decltype(&opj_stream_destroy)>;
using Codec = std::unique_ptr<opj_codec_t, decltype(&opj_destroy_codec)>;
using Image = std::unique_ptr<opj_image_t, decltype(&opj_image_destroy)>;

Stream streamOver(Memory& memory)
{
    Stream stream(opj_stream_create(64 << 10, OPJ_TRUE), &opj_stream_destroy);
    if (stream) {
        opj_stream_set_read_function(stream.get(), &readMemory);
        opj_stream_set_skip_function(stream.get(), &skipMemory);
        opj_stream_set_seek_function(stream.get(), &seekMemory);
        opj_stream_set_user_data(stream.get(), &memory, nullptr);
        opj_stream_set_user_data_length(stream.get(), memory.size);
    }
    return stream;
}

bool fits(const opj_image_t& image, const Jpeg2000Header& header)
{
    if (image.numcomps != static_cast<OPJ_UINT32>(header.components)) {
        return false;
    }
    return std::all_of(image.comps, image.comps + image.numcomps, [&header](const opj_image_comp_t& c) {
        return c.data && c.w == static_cast<OPJ_UINT32>(header.columns) && c.h == static_cast<OPJ_UINT32>(header.rows);
    });
}

template <typename T> void copyOut(const opj_image_t& image, void* to)
{
    const std::size_t pixels = static_cast<std::size_t>(image.comps[0].w) * image.comps[0].h;
    const std::size_t stride = image.numcomps;
    T* out = static_cast<T*>(to);
    for (std::size_t c = 0; c < stride; ++c) {
        const OPJ_INT32* values = image.comps[c].data;
        for (std::size_t i = 0; i < pixels; ++i) {
            out[i * stride + c] = static_cast<T>(values[i]);
        }
    }
}

Image decodeImage(const QByteArray& bytes, Messages& messages)
{
    Memory memory{bytes.constData(), static_cast<std::size_t>(bytes.size()), 0};
    const Stream stream = streamOver(memory);
    const Codec codec(opj_create_decompress(OPJ_CODEC_J2K), &opj_destroy_codec);
    Image image(nullptr, &opj_image_destroy);
    if (!stream || !codec) {
        return image;
    }
    opj_set_error_handler(codec.get(), &onError, &messages);
    opj_set_warning_handler(codec.get(), &onIgnored, nullptr);
    opj_set_info_handler(codec.get(), &onIgnored, nullptr);
    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    opj_image_t* raw = nullptr;
    bool done = opj_setup_decoder(codec.get(), &parameters) && opj_decoder_set_strict_mode(codec.get(), OPJ_TRUE) &&
                opj_read_header(stream.get(), codec.get(), &raw);
    image.reset(raw);
    done = done && opj_decode(codec.get(), stream.get(), raw) && opj_end_decompress(codec.get(), stream.get());
    if (!done) {
        image.reset();
    }
    return image;
}

} // namespace

Result<void> decodeJpeg2000(const QByteArray& codestream, const Jpeg2000Header& header, int cellBytes, void* out)
{
    Messages messages;
    const Image image = decodeImage(codestream, messages);
    if (!image || !fits(*image, header) || !messages.first.isEmpty()) {
        return frameError(
            QT_TRANSLATE_NOOP("FrameReader", "The JPEG 2000 compressed image is damaged or incomplete; it is not shown."),
            messages.first);
    }
    if (cellBytes == 1) {
        copyOut<std::uint8_t>(*image, out);
    } else if (cellBytes == 2) {
        copyOut<std::uint16_t>(*image, out);
    } else {
        copyOut<std::uint32_t>(*image, out);
    }
    return {};
}

} // namespace isocenter
