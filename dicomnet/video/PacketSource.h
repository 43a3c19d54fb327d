#pragma once

#include "video/UnitParser.h"
#include "video/VideoDemuxer.h"

namespace isocenter {

/// The coded units of a stream by their number. Reads the stream through once to number them; keeps what it read if it is
/// small, otherwise goes back to it in the file, where each unit is known again by its size and bytes. One thread.
class PacketSource
{
public:
    enum class Fault { None, NoVideo, OtherCoding, TooMuch };

    /// Streams of up to `keep` bytes stay in memory.
    PacketSource(std::unique_ptr<FragmentStream> stream, VideoCoding coding, std::size_t keep);
    ~PacketSource();

    /// To be called first, once.
    Fault number(VideoIndex*& index);
    /// Of the stream; after a successful number().
    const AVCodecParameters& parameters() const { return *m_parameters; }
    /// Null where the file cannot be read or is another one by now. The packet stays valid until the next call.
    const AVPacket* unit(std::size_t i);

private:
    bool restart();
    bool moveTo(std::size_t i);
    bool jumpTo(std::size_t i);
    bool isUnit(std::size_t i, const AVPacket& packet) const;

    std::unique_ptr<FragmentStream> m_stream;
    VideoCoding m_coding;
    std::size_t m_keep;
    std::unique_ptr<VideoDemuxer> m_demuxer;
    std::unique_ptr<VideoIndex> m_index;
    AVCodecParameters* m_parameters = nullptr;
    std::vector<PacketPtr> m_kept;
    bool m_allKept = true;
    PacketPtr m_current;
    std::size_t m_next = 0; ///< unit that the demuxer gives next
};

} // namespace isocenter
