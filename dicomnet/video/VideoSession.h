#pragma once

#include "video/PacketSource.h"

#include <deque>

struct AVCodecContext;
struct AVFrame;

namespace isocenter {

/// One open stream: its pictures by the number in which they are shown. Single pictures are decoded from the key picture before
/// them on, runs of pictures one after the other; those decoded last are kept. One thread; one session at a time is
/// being decoded (what libavcodec says of damage is counted for the process).
class VideoSession
{
public:
    enum class Fault {
        None,
        NoVideo,     ///< there is no video in the stream, or it cannot be read
        OtherCoding, ///< none of MPEG-1, MPEG-2, H.264, HEVC
        NoSuchFrame, ///< the stream ends before
        Damaged,     ///< the picture, or one that it is predicted from
        Missing,     ///< it can be decoded from nothing that is in the stream
        NoMemory,
    };

    /// Streams of up to `keep` bytes stay in memory. `cut`: the last picture may be half there.
    VideoSession(std::unique_ptr<FragmentStream> stream, VideoCoding coding, bool cut, std::size_t keep = std::size_t{96} << 20);
    ~VideoSession();
    VideoSession(const VideoSession&) = delete;
    VideoSession& operator=(const VideoSession&) = delete;

    /// Of the stream as a whole.
    Fault fault() const { return m_fault; }
    std::size_t frames() const { return m_index ? m_index->frames() : 0; }
    /// Null and why. The picture is the session's and stays until the next call.
    const AVFrame* frame(std::size_t number, Fault& fault);
    /// Units decoded so far; for tests and measurements.
    std::size_t decodedUnits() const { return m_decodedUnits; }

private:
    struct Kept
    {
        std::size_t unit;
        AVFrame* frame;
    };

    bool openDecoder();
    void decode(std::size_t unit);
    void beginAt(std::size_t unit);
    bool runTo(std::size_t unit);
    bool feed();
    void collect();
    void keep(const AVFrame& frame);
    const AVFrame* kept(std::size_t unit) const;
    bool isIgnored(std::size_t unit) const;

    PacketSource m_source;
    VideoIndex* m_index = nullptr;
    Fault m_fault = Fault::None;
    AVCodecContext* m_decoder = nullptr;
    AVFrame* m_scratch = nullptr;
    std::deque<Kept> m_kept;
    std::size_t m_next = 0;  ///< unit to be fed next
    std::size_t m_start = 0; ///< where the run began
    bool m_running = false;
    std::size_t m_decodedUnits = 0;
};

} // namespace isocenter
