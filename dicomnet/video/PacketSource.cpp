#include "video/PacketSource.h"

#include <cstdlib>

extern "C" {
#include <libavutil/avutil.h>
}

namespace isocenter {

namespace {

constexpr std::size_t kMostUnits = 4'000'000;
constexpr int kLooksAfterJump = 600;
constexpr std::int64_t kSmall = 64 << 20;

} // namespace

PacketSource::PacketSource(std::unique_ptr<FragmentStream> stream, VideoCoding coding, std::size_t keep)
    : m_stream(std::move(stream)), m_coding(coding), m_keep(keep), m_parameters(avcodec_parameters_alloc())
{
}

PacketSource::~PacketSource()
{
    avcodec_parameters_free(&m_parameters);
}

bool PacketSource::restart()
{
    m_demuxer.reset(); // it uses the stream
    m_demuxer = VideoDemuxer::open(*m_stream, m_coding);
    m_next = 0;
    return m_demuxer != nullptr;
}

PacketSource::Fault PacketSource::number(VideoIndex*& index)
{
    if (!restart()) {
        return Fault::NoVideo;
    }
    std::unique_ptr<UnitParser> parser;
    std::size_t kept = 0;
    std::int64_t read = 0;
    while (PacketPtr packet = m_demuxer->next()) {
        if (!parser) {
            parser = UnitParser::create(*m_demuxer->parameters());
            if (!parser || avcodec_parameters_copy(m_parameters, m_demuxer->parameters()) < 0) {
                return Fault::NoVideo;
            }
            m_index = std::make_unique<VideoIndex>(parser->countsOrder());
        }
        UnitFacts facts;
        m_index->add(parser->parse(*packet, facts), facts);
        read += packet->size;
        // An index that names the same bytes again and again.
        if (m_index->units().size() > kMostUnits || read > 4 * m_stream->size() + kSmall) {
            return Fault::TooMuch;
        }
        kept += static_cast<std::size_t>(packet->size) + sizeof(AVPacket) + 256;
        m_allKept = m_allKept && kept <= m_keep;
        if (m_allKept) {
            m_kept.push_back(std::move(packet));
        } else {
            m_kept.clear();
        }
    }
    if (!m_index) {
        return m_demuxer->isOtherCoding() ? Fault::OtherCoding : Fault::NoVideo;
    }
    m_index->finish();
    m_next = m_index->units().size();
    index = m_index.get();
    return Fault::None;
}

bool PacketSource::isUnit(std::size_t i, const AVPacket& packet) const
{
    const VideoUnit& unit = m_index->units()[i];
    return unit.bytes == static_cast<std::uint32_t>(packet.size) && unit.mark == markOf(packet);
}

/// The packet that was jumped to is the current one afterwards.
bool PacketSource::jumpTo(std::size_t i)
{
    const VideoUnit& unit = m_index->units()[i];
    if (!m_demuxer->jump(unit.position, unit.decodeTime)) {
        return false;
    }
    for (int looks = 0; looks < kLooksAfterJump; ++looks) {
        m_current = m_demuxer->next();
        if (!m_current || (unit.position >= 0 && m_current->pos > unit.position)) {
            return false;
        }
        if (m_current->pos == unit.position && isUnit(i, *m_current)) {
            m_next = i + 1;
            return true;
        }
    }
    return false;
}

/// By reading over what lies between, if it is not far; by jumping; or from the beginning.
bool PacketSource::moveTo(std::size_t i)
{
    constexpr std::size_t kNear = 100;
    const bool behind = m_next > i;
    if ((behind || i - m_next > kNear) && jumpTo(i)) {
        return true;
    }
    if ((behind || !m_demuxer) && !restart()) {
        return false;
    }
    if (m_next > i || (!behind && i - m_next > kNear && !restart())) { // the jump led astray
        return false;
    }
    while (m_next <= i) {
        m_current = m_demuxer->next();
        if (!m_current || !isUnit(m_next, *m_current)) {
            m_next = m_index->units().size(); // nobody knows where it is
            return false;
        }
        ++m_next;
    }
    return true;
}

const AVPacket* PacketSource::unit(std::size_t i)
{
    if (m_allKept) {
        return m_kept[i].get();
    }
    return moveTo(i) ? m_current.get() : nullptr;
}

} // namespace isocenter
