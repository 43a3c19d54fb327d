#pragma once

#include "video/FragmentStream.h"

#include <memory>

extern "C" {
#include <libavcodec/codec_par.h>
#include <libavcodec/packet.h>
}

struct AVFormatContext;

namespace isocenter {

struct PacketDeleter
{
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
using PacketPtr = std::unique_ptr<AVPacket, PacketDeleter>;

/// Takes the coded pictures of the first video stream out of MPEG-2 transport or program streams, MP4, or bare elementary
/// streams. Nothing else is opened, whatever the stream says: no other format, codec, file or address. One thread.
class VideoDemuxer
{
public:
    /// Null if it is none of these; `stream` must outlive it, and has one demuxer at a time.
    static std::unique_ptr<VideoDemuxer> open(FragmentStream& stream, VideoCoding coding);
    ~VideoDemuxer();
    VideoDemuxer(const VideoDemuxer&) = delete;
    VideoDemuxer& operator=(const VideoDemuxer&) = delete;

    /// The next picture, or the next field of one; null at the end or where the stream cannot be read any further.
    PacketPtr next();
    /// Somewhere at or before the packet with these marks, if that can be found at all; the next packet may be any.
    bool jump(std::int64_t position, std::int64_t decodeTime);
    /// Of the stream that next() has found; null before.
    const AVCodecParameters* parameters() const;
    /// It could be read, but has no pictures in a coding that DICOM knows.
    bool isOtherCoding() const { return m_otherCoding; }

private:
    VideoDemuxer() = default;
    bool accepts(int stream);

    AVFormatContext* m_context = nullptr;
    int m_stream = -1;
    bool m_byTime = false;
    bool m_otherCoding = false;
};

} // namespace isocenter
