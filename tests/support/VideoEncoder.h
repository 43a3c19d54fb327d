#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QList>
#include <QPair>

#include <cstdint>
#include <functional>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/opt.h>
}

/// libx265 never gives all of its memory back; asked for by the address sanitizer.
extern "C" __attribute__((used, visibility("default"))) inline const char* __lsan_default_suppressions()
{
    return "leak:libx265";
}

namespace isocenter::test {

/// A video to be made.
struct VideoSpec
{
    const char* encoder = "mpeg2video"; ///< of libavcodec
    const char* container = "mpegts";   ///< of libavformat; "mpeg2video", "h264", "hevc": the bare stream
    int columns = 448;
    int rows = 96;
    int frames = 30;
    int keyEvery = 12;
    int bFrames = 2;
    AVPixelFormat format = AV_PIX_FMT_YUV420P;
    AVColorSpace matrix = AVCOL_SPC_UNSPECIFIED;
    AVColorRange range = AVCOL_RANGE_UNSPECIFIED;
    int flags = 0; ///< AV_CODEC_FLAG_...
    QList<QPair<QByteArray, QByteArray>> options = {};
    AVRational pixelShape = {1, 1};
};

/// Sets the samples of one picture; planes as `frame` has them.
using Painter = std::function<void(AVFrame& frame, int number)>;

inline bool hasEncoder(const char* name)
{
    return avcodec_find_encoder_by_name(name) != nullptr;
}

/// One encoder and what it has put out.
class VideoEncoder
{
public:
    VideoEncoder(const VideoSpec& spec, bool headersApart) : m_spec(spec)
    {
        av_log_set_level(AV_LOG_QUIET);
        const AVCodec* codec = avcodec_find_encoder_by_name(spec.encoder);
        m_context = avcodec_alloc_context3(codec);
        m_context->width = spec.columns;
        m_context->height = spec.rows;
        m_context->pix_fmt = spec.format;
        m_context->time_base = {1, 25};
        m_context->framerate = {25, 1};
        m_context->gop_size = spec.keyEvery;
        m_context->max_b_frames = spec.bFrames;
        m_context->colorspace = spec.matrix;
        m_context->color_range = spec.range;
        m_context->sample_aspect_ratio = spec.pixelShape;
        m_context->flags |= spec.flags | (headersApart ? AV_CODEC_FLAG_GLOBAL_HEADER : 0);
        if (qstrcmp(spec.encoder, "mpeg2video") == 0) {
            m_context->flags |= AV_CODEC_FLAG_QSCALE;
            m_context->global_quality = FF_QP2LAMBDA * 2;
        } else if (qstrcmp(spec.encoder, "libx264") == 0) {
            av_opt_set(m_context->priv_data, "preset", "veryfast", 0);
            av_opt_set(m_context->priv_data, "crf", "10", 0);
        } else if (qstrcmp(spec.encoder, "libx265") == 0) {
            av_opt_set(m_context->priv_data, "preset", "ultrafast", 0);
            av_opt_set(m_context->priv_data, "crf", "8", 0);
            av_opt_set(m_context->priv_data, "x265-params", "log-level=none:pools=1", 0);
        }
        for (const auto& [key, value] : spec.options) {
            av_opt_set(m_context, key.constData(), value.constData(), AV_OPT_SEARCH_CHILDREN);
        }
        m_open = avcodec_open2(m_context, codec, nullptr) >= 0;
    }
    VideoEncoder(const VideoEncoder&) = delete;
    VideoEncoder& operator=(const VideoEncoder&) = delete;
    ~VideoEncoder() { avcodec_free_context(&m_context); }

    bool isOpen() const { return m_open; }
    const AVCodecContext* context() const { return m_context; }

    /// All packets in their order; each is unreferenced after the call.
    void run(const Painter& paint, const std::function<void(AVPacket&)>& take)
    {
        AVPacket* packet = av_packet_alloc();
        for (int i = 0; i <= m_spec.frames; ++i) {
            AVFrame* frame = nullptr;
            if (i < m_spec.frames) {
                frame = av_frame_alloc();
                frame->format = m_spec.format;
                frame->width = m_spec.columns;
                frame->height = m_spec.rows;
                frame->pts = i;
                if ((m_spec.flags & AV_CODEC_FLAG_INTERLACED_DCT) != 0) {
                    frame->interlaced_frame = 1;
                    frame->top_field_first = 1;
                }
                av_frame_get_buffer(frame, 0);
                paint(*frame, i);
            }
            avcodec_send_frame(m_context, frame);
            av_frame_free(&frame);
            while (avcodec_receive_packet(m_context, packet) >= 0) {
                take(*packet);
                av_packet_unref(packet);
            }
        }
        av_packet_free(&packet);
    }

private:
    VideoSpec m_spec;
    AVCodecContext* m_context = nullptr;
    bool m_open = false;
};

/// The packets of a bare stream, one each; empty if the encoder refuses.
inline QByteArrayList encodePackets(const VideoSpec& spec, const Painter& paint)
{
    QByteArrayList packets;
    VideoEncoder encoder(spec, false);
    if (encoder.isOpen()) {
        encoder.run(paint, [&packets](const AVPacket& packet) {
            packets << QByteArray(reinterpret_cast<const char*>(packet.data), packet.size);
        });
    }
    return packets;
}

/// The stream in its container; empty if encoder or container refuse.
inline QByteArray encodeVideo(const VideoSpec& spec, const Painter& paint)
{
    AVFormatContext* file = nullptr;
    avformat_alloc_output_context2(&file, nullptr, spec.container, nullptr);
    if (!file) {
        return {};
    }
    VideoEncoder encoder(spec, (file->oformat->flags & AVFMT_GLOBALHEADER) != 0);
    AVStream* stream = avformat_new_stream(file, nullptr);
    QByteArray bytes;
    if (encoder.isOpen() && avcodec_parameters_from_context(stream->codecpar, encoder.context()) >= 0 &&
        avio_open_dyn_buf(&file->pb) >= 0) {
        stream->time_base = encoder.context()->time_base;
        stream->sample_aspect_ratio = spec.pixelShape;
        bool sound = avformat_write_header(file, nullptr) >= 0;
        encoder.run(paint, [&](AVPacket& packet) {
            av_packet_rescale_ts(&packet, encoder.context()->time_base, stream->time_base);
            packet.stream_index = 0;
            sound = sound && av_interleaved_write_frame(file, &packet) >= 0;
        });
        sound = sound && av_write_trailer(file) >= 0;
        std::uint8_t* memory = nullptr;
        const int size = avio_close_dyn_buf(file->pb, &memory);
        bytes = sound ? QByteArray(reinterpret_cast<const char*>(memory), size) : QByteArray();
        av_free(memory);
    }
    avformat_free_context(file);
    return bytes;
}

} // namespace isocenter::test
