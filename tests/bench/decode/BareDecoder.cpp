#include "bench/decode/BareDecoder.h"

#include <QFile>

#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <jpeglib.h>
#include <jxl/decode.h>
#include <openjpeg.h>
#include <unistd.h>
#include <zlib.h>

namespace isocenter::bench {

namespace {

std::size_t frameBytes(const DecodeData& data)
{
    return static_cast<std::size_t>(data.side) * static_cast<std::size_t>(data.side) *
           static_cast<std::size_t>(data.kind.samples) * (data.kind.bits <= 8 ? 1 : 2);
}

/// The kernel's copy out of the page cache.
class BareRead final : public BareDecoder
{
public:
    explicit BareRead(const DecodeData& data)
        : m_file(::open(QFile::encodeName(data.file).constData(), O_RDONLY | O_CLOEXEC)),
          m_offset(data.image->pixelData.offset),
          m_out(frameBytes(data))
    {
    }
    ~BareRead() override { ::close(m_file); }
    BareRead(const BareRead&) = delete;
    BareRead& operator=(const BareRead&) = delete;

    bool decode(int frame) override
    {
        return ::pread(m_file, m_out.data(), m_out.size(), m_offset + frame * static_cast<off_t>(m_out.size())) ==
               static_cast<ssize_t>(m_out.size());
    }

private:
    int m_file;
    off_t m_offset;
    std::vector<char> m_out;
};

class BareInflate final : public BareDecoder
{
public:
    BareInflate(const DecodeData& data, bool wholeDataSet)
        : m_streams(data.streams),
          m_whole(wholeDataSet),
          m_out(wholeDataSet ? frameBytes(data) * static_cast<std::size_t>(data.frames()) + 4096 : frameBytes(data))
    {
    }

    bool decode(int frame) override
    {
        const QByteArray& bytes = m_streams[m_whole ? 0 : static_cast<std::size_t>(frame)];
        z_stream stream = {};
        inflateInit2(&stream, -MAX_WBITS);
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.constData()));
        stream.avail_in = static_cast<uInt>(bytes.size());
        stream.next_out = m_out.data();
        stream.avail_out = static_cast<uInt>(m_out.size());
        const bool done = inflate(&stream, Z_FINISH) == Z_STREAM_END;
        inflateEnd(&stream);
        return done;
    }

private:
    const std::vector<QByteArray>& m_streams;
    bool m_whole;
    std::vector<Bytef> m_out;
};

/// 8 bits by libjpeg, in the colours that are stored. The streams are sound: no error handler of its own.
class BareJpeg8 final : public BareDecoder
{
public:
    explicit BareJpeg8(const DecodeData& data) : m_streams(data.streams), m_out(frameBytes(data)) {}

    bool decode(int frame) override
    {
        const QByteArray& stream = m_streams[static_cast<std::size_t>(frame)];
        jpeg_decompress_struct info = {};
        jpeg_error_mgr errors = {};
        info.err = jpeg_std_error(&errors);
        jpeg_create_decompress(&info);
        jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(stream.constData()),
                     static_cast<unsigned long>(stream.size()));
        jpeg_read_header(&info, TRUE);
        info.out_color_space = info.jpeg_color_space;
        jpeg_start_decompress(&info);
        const std::size_t rowBytes = static_cast<std::size_t>(info.output_width) * static_cast<unsigned>(info.output_components);
        while (info.output_scanline < info.output_height) {
            JSAMPROW row = m_out.data() + info.output_scanline * rowBytes;
            jpeg_read_scanlines(&info, &row, 1);
        }
        const bool done = jpeg_finish_decompress(&info) == TRUE;
        jpeg_destroy_decompress(&info);
        return done;
    }

private:
    const std::vector<QByteArray>& m_streams;
    std::vector<JSAMPLE> m_out;
};

struct Memory
{
    const QByteArray& bytes;
    std::size_t at = 0;
};

OPJ_SIZE_T readMemory(void* buffer, OPJ_SIZE_T bytes, void* user)
{
    auto& memory = *static_cast<Memory*>(user);
    const std::size_t n = std::min<std::size_t>(bytes, static_cast<std::size_t>(memory.bytes.size()) - memory.at);
    std::memcpy(buffer, memory.bytes.constData() + memory.at, n);
    memory.at += n;
    return n > 0 ? n : static_cast<OPJ_SIZE_T>(-1);
}

class BareJpeg2000 final : public BareDecoder
{
public:
    explicit BareJpeg2000(const DecodeData& data) : m_streams(data.streams) {}

    bool decode(int frame) override
    {
        Memory memory{m_streams[static_cast<std::size_t>(frame)]};
        opj_stream_t* stream = opj_stream_default_create(OPJ_TRUE);
        opj_stream_set_read_function(stream, &readMemory);
        opj_stream_set_user_data(stream, &memory, nullptr);
        opj_stream_set_user_data_length(stream, static_cast<OPJ_UINT64>(memory.bytes.size()));
        opj_codec_t* codec = opj_create_decompress(OPJ_CODEC_J2K);
        opj_dparameters_t parameters;
        opj_set_default_decoder_parameters(&parameters);
        opj_image_t* image = nullptr;
        const bool done = opj_setup_decoder(codec, &parameters) && opj_read_header(stream, codec, &image) &&
                          opj_decode(codec, stream, image) && opj_end_decompress(codec, stream);
        opj_image_destroy(image);
        opj_destroy_codec(codec);
        opj_stream_destroy(stream);
        return done;
    }

private:
    const std::vector<QByteArray>& m_streams;
};

class BareJpegXl final : public BareDecoder
{
public:
    explicit BareJpegXl(const DecodeData& data) : m_streams(data.streams), m_out(frameBytes(data)) {}

    bool decode(int frame) override
    {
        const QByteArray& stream = m_streams[static_cast<std::size_t>(frame)];
        const std::unique_ptr<JxlDecoder, decltype(&JxlDecoderDestroy)> decoder(JxlDecoderCreate(nullptr), &JxlDecoderDestroy);
        const JxlPixelFormat format{1, JXL_TYPE_UINT16, JXL_NATIVE_ENDIAN, 0};
        JxlDecoderSubscribeEvents(decoder.get(), JXL_DEC_FULL_IMAGE);
        JxlDecoderSetInput(decoder.get(), reinterpret_cast<const std::uint8_t*>(stream.constData()),
                           static_cast<std::size_t>(stream.size()));
        JxlDecoderCloseInput(decoder.get());
        return JxlDecoderProcessInput(decoder.get()) == JXL_DEC_NEED_IMAGE_OUT_BUFFER &&
               JxlDecoderSetImageOutBuffer(decoder.get(), &format, m_out.data(), m_out.size()) == JXL_DEC_SUCCESS &&
               JxlDecoderProcessInput(decoder.get()) == JXL_DEC_FULL_IMAGE;
    }

private:
    const std::vector<QByteArray>& m_streams;
    std::vector<std::uint8_t> m_out;
};

} // namespace

std::unique_ptr<BareDecoder> makeBareDecoder(const DecodeData& data)
{
    switch (data.kind.codec) {
    case Codec::Native:
        return std::make_unique<BareRead>(data);
    case Codec::DeflatedDataSet:
    case Codec::DeflatedFrames:
        return std::make_unique<BareInflate>(data, data.kind.codec == Codec::DeflatedDataSet);
    case Codec::Jpeg:
        if (data.kind.bits == 8) {
            return std::make_unique<BareJpeg8>(data);
        }
        break;
    case Codec::Jpeg2000:
        return std::make_unique<BareJpeg2000>(data);
    case Codec::Htj2k:
        return makeBareHtj2k(data);
    case Codec::JpegXl:
        return std::make_unique<BareJpegXl>(data);
    default:
        break;
    }
    return makeBareDcmtk(data);
}

const char* bareLibrary(const Kind& kind)
{
    switch (kind.codec) {
    case Codec::Native:
        return "pread";
    case Codec::DeflatedDataSet:
    case Codec::DeflatedFrames:
        return "zlib";
    case Codec::Jpeg:
        return kind.bits == 8 ? "libjpeg-turbo" : "DCMTK";
    case Codec::Jpeg2000:
        return "OpenJPEG";
    case Codec::Htj2k:
        return "OpenJPH";
    case Codec::JpegXl:
        return "libjxl";
    default:
        return "DCMTK";
    }
}

} // namespace isocenter::bench
