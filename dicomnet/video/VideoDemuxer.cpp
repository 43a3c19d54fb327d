#include "video/VideoDemuxer.h"

#include <cerrno>
#include <cstring>

extern "C" {
#include <libavformat/avformat.h>
#include <libavutil/dict.h>
#include <libavutil/mem.h>
}

namespace isocenter {

namespace {

constexpr char kFormats[] = "mpegts,mpeg,mpegvideo,mov,mp4,h264,hevc";
constexpr char kCodecs[] = "mpeg1video,mpeg2video,h264,hevc";
constexpr int kStart = 3 * 192;

bool allowed(AVCodecID id)
{
    return id == AV_CODEC_ID_MPEG1VIDEO || id == AV_CODEC_ID_MPEG2VIDEO || id == AV_CODEC_ID_H264 || id == AV_CODEC_ID_HEVC;
}

/// Packets of 188 bytes (ISO 13818-1), or of 192 with a time stamp before each.
bool isTransportStream(const std::uint8_t* b, int bytes)
{
    for (const int length : {188, 192}) {
        const int first = length - 188;
        if (bytes > first + 2 * length && b[first] == 0x47 && b[first + length] == 0x47 && b[first + 2 * length] == 0x47) {
            return true;
        }
    }
    return false;
}

/// By its first bytes, not by trying every format that there is.
const char* formatOf(const std::uint8_t* b, int bytes, VideoCoding coding)
{
    if (isTransportStream(b, bytes)) {
        return "mpegts";
    }
    if (bytes >= 12 && (std::memcmp(b + 4, "ftyp", 4) == 0 || std::memcmp(b + 4, "moov", 4) == 0)) {
        return "mov";
    }
    int at = 0;
    while (at + 4 < bytes && b[at] == 0) { // a start code, with zeros before it
        ++at;
    }
    if (at < 2 || b[at] != 1) {
        return nullptr;
    }
    if (b[at + 1] == 0xBA) {
        return "mpeg";
    }
    if (coding == VideoCoding::Mpeg2) {
        return b[at + 1] == 0xB3 || b[at + 1] == 0x00 || b[at + 1] == 0xB8 ? "mpegvideo" : nullptr;
    }
    return coding == VideoCoding::H264 ? "h264" : "hevc";
}

int refuseToOpen(AVFormatContext* /*context*/, AVIOContext** /*io*/, const char* /*url*/, int /*flags*/,
                 AVDictionary** /*options*/)
{
    return AVERROR(EPERM);
}

} // namespace

std::unique_ptr<VideoDemuxer> VideoDemuxer::open(FragmentStream& stream, VideoCoding coding)
{
    std::uint8_t start[kStart] = {};
    const char* name = formatOf(start, stream.read(0, start, kStart), coding);
    const AVInputFormat* format = name ? av_find_input_format(name) : nullptr;
    AVFormatContext* context = format ? avformat_alloc_context() : nullptr;
    AVIOContext* io = context ? stream.rewound() : nullptr;
    if (!io) {
        avformat_free_context(context);
        return nullptr;
    }
    context->pb = io;
    context->flags |= AVFMT_FLAG_CUSTOM_IO;
    context->io_open = &refuseToOpen;
    context->format_whitelist = av_strdup(kFormats);
    context->codec_whitelist = av_strdup(kCodecs);
    context->protocol_whitelist = av_strdup("none");
    context->max_streams = 64;
    context->max_index_size = 64 << 20;
    AVDictionary* options = nullptr;
    if (std::strcmp(name, "mov") == 0) {
        av_dict_set(&options, "ignore_editlist", "1", 0); // every coded picture is a frame
    }
    const int opened = avformat_open_input(&context, nullptr, format, &options); // frees the context if it fails
    av_dict_free(&options);
    if (opened < 0) {
        return nullptr;
    }
    std::unique_ptr<VideoDemuxer> demuxer(new VideoDemuxer);
    demuxer->m_context = context;
    demuxer->m_byTime = std::strcmp(name, "mov") == 0;
    return demuxer;
}

VideoDemuxer::~VideoDemuxer()
{
    avformat_close_input(&m_context);
}

bool VideoDemuxer::accepts(int stream)
{
    if (m_stream < 0) {
        const AVStream* candidate = m_context->streams[stream];
        if (candidate->codecpar->codec_type != AVMEDIA_TYPE_VIDEO ||
            (candidate->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0) {
            return false;
        }
        if (!allowed(candidate->codecpar->codec_id)) {
            m_otherCoding = true;
            return false;
        }
        m_stream = stream;
    }
    return stream == m_stream;
}

PacketPtr VideoDemuxer::next()
{
    PacketPtr packet(av_packet_alloc());
    while (packet && av_read_frame(m_context, packet.get()) >= 0) {
        if (accepts(packet->stream_index)) {
            return packet;
        }
        av_packet_unref(packet.get());
    }
    return nullptr;
}

bool VideoDemuxer::jump(std::int64_t position, std::int64_t decodeTime)
{
    if (m_stream < 0) {
        return false;
    }
    if (m_byTime) {
        return decodeTime != AV_NOPTS_VALUE && av_seek_frame(m_context, m_stream, decodeTime, AVSEEK_FLAG_BACKWARD) >= 0;
    }
    return position >= 0 && av_seek_frame(m_context, m_stream, position, AVSEEK_FLAG_BYTE) >= 0;
}

const AVCodecParameters* VideoDemuxer::parameters() const
{
    return m_stream < 0 ? nullptr : m_context->streams[m_stream]->codecpar;
}

} // namespace isocenter
