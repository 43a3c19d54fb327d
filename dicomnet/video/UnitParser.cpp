#include "video/UnitParser.h"

#include <algorithm>
#include <cstring>

extern "C" {
#include <libavcodec/avcodec.h>
}

namespace isocenter {

namespace {

/// The NAL units (or, of MPEG-2, what follows each start code) of one packet.
class Parts
{
public:
    Parts(const AVPacket& packet, int lengthBytes)
        : m_at(packet.data), m_end(packet.data + packet.size), m_lengthBytes(lengthBytes)
    {
    }

    /// False at the end. `bytes` from the first byte after length or start code on.
    bool next(const std::uint8_t*& data, std::ptrdiff_t& bytes)
    {
        return m_lengthBytes > 0 ? nextCounted(data, bytes) : nextMarked(data, bytes);
    }

private:
    bool nextCounted(const std::uint8_t*& data, std::ptrdiff_t& bytes)
    {
        if (m_end - m_at < m_lengthBytes) {
            return false;
        }
        std::ptrdiff_t length = 0;
        for (int i = 0; i < m_lengthBytes; ++i) {
            length = length << 8 | *m_at++;
        }
        bytes = std::min(length, m_end - m_at);
        data = m_at;
        m_at += bytes;
        return bytes > 0;
    }

    static const std::uint8_t* findMark(const std::uint8_t* from, const std::uint8_t* end)
    {
        static constexpr std::uint8_t kMark[] = {0, 0, 1};
        return std::search(from, end, kMark, kMark + 3);
    }

    bool nextMarked(const std::uint8_t*& data, std::ptrdiff_t& bytes)
    {
        m_at = findMark(m_at, m_end);
        if (m_end - m_at < 4) {
            return false;
        }
        data = m_at + 3;
        m_at = findMark(data, m_end);
        bytes = m_at - data;
        return bytes > 0;
    }

    const std::uint8_t* m_at;
    const std::uint8_t* m_end;
    int m_lengthBytes;
};

/// Bytes of the length before each NAL unit, from the configuration that MP4 keeps (ISO 14496-15); 0: start codes.
int lengthBytesOf(const AVCodecParameters& parameters)
{
    const std::uint8_t* extra = parameters.extradata;
    if (!extra || extra[0] != 1) {
        return 0;
    }
    if (parameters.codec_id == AV_CODEC_ID_H264 && parameters.extradata_size >= 7) {
        return (extra[4] & 3) + 1;
    }
    return parameters.codec_id == AV_CODEC_ID_HEVC && parameters.extradata_size >= 23 ? (extra[21] & 3) + 1 : 0;
}

} // namespace

struct UnitParser::State
{
    AVCodecID codec = AV_CODEC_ID_NONE;
    AVCodecParserContext* parser = nullptr;
    AVCodecContext* context = nullptr;
    int lengthBytes = 0;
    bool beginning = true;   ///< HEVC: no sequence has begun, or the last one was ended
    bool dropLeading = true; ///< HEVC: pictures that refer to what lies before the beginning are not shown

    void parseMpeg2(const AVPacket& packet, VideoUnit& unit, UnitFacts& facts) const;
    void parseH264(const AVPacket& packet, VideoUnit& unit, UnitFacts& facts) const;
    void parseHevc(const AVPacket& packet, VideoUnit& unit, UnitFacts& facts);
};

std::unique_ptr<UnitParser> UnitParser::create(const AVCodecParameters& parameters)
{
    std::unique_ptr<UnitParser> result(new UnitParser);
    State& m = *result->m;
    m.codec = parameters.codec_id;
    m.lengthBytes = lengthBytesOf(parameters);
    m.parser = av_parser_init(parameters.codec_id);
    m.context = avcodec_alloc_context3(nullptr);
    if (!m.parser || !m.context || avcodec_parameters_to_context(m.context, &parameters) < 0) {
        return nullptr;
    }
    m.parser->flags |= PARSER_FLAG_COMPLETE_FRAMES;
    return result;
}

UnitParser::UnitParser() : m(std::make_unique<State>()) {}

UnitParser::~UnitParser()
{
    av_parser_close(m->parser);
    avcodec_free_context(&m->context);
}

bool UnitParser::countsOrder() const
{
    return m->codec == AV_CODEC_ID_H264 || m->codec == AV_CODEC_ID_HEVC;
}

/// ISO 13818-2 6.2.3: picture header and picture coding extension.
void UnitParser::State::parseMpeg2(const AVPacket& packet, VideoUnit& unit, UnitFacts& facts) const
{
    Parts parts(packet, 0);
    const std::uint8_t* data = nullptr;
    std::ptrdiff_t bytes = 0;
    int pictures = 0;
    int structure = 3;
    while (parts.next(data, bytes)) {
        if (data[0] == 0xB8 && pictures == 0) {
            facts.beginsSequence = true; // a group of pictures
        } else if (data[0] == 0 && bytes >= 3 && ++pictures == 1) {
            const int type = data[2] >> 3 & 7;
            facts.pictureOrder = data[1] << 2 | data[2] >> 6; // temporal reference
            facts.isB = type == 3;
            unit.key = type == 1;
            unit.reference = type != 3;
        } else if (data[0] == 0xB5 && bytes >= 4 && data[1] >> 4 == 8 && pictures == 1) {
            structure = data[3] & 3;
        }
    }
    unit.field = structure != 3 && pictures == 1;
    facts.bottomField = structure == 2;
    unit.skipped = pictures == 0;
}

void UnitParser::State::parseH264(const AVPacket& packet, VideoUnit& unit, UnitFacts& facts) const
{
    Parts parts(packet, lengthBytes);
    const std::uint8_t* data = nullptr;
    std::ptrdiff_t bytes = 0;
    int pictures = 0;
    bool slices = false;
    while (parts.next(data, bytes)) {
        const int type = data[0] & 0x1F;
        if (type < 1 || type > 5) {
            continue;
        }
        if (!slices) {
            slices = true;
            facts.beginsSequence = type == 5;
            unit.reference = (data[0] & 0x60) != 0;
        }
        pictures += bytes > 1 && (data[1] & 0x80) != 0 ? 1 : 0; // the slice begins with the first macroblock
    }
    unit.key = facts.beginsSequence || parser->key_frame == 1;
    unit.field = pictures == 1 && (parser->picture_structure == AV_PICTURE_STRUCTURE_TOP_FIELD ||
                                   parser->picture_structure == AV_PICTURE_STRUCTURE_BOTTOM_FIELD);
    facts.bottomField = parser->picture_structure == AV_PICTURE_STRUCTURE_BOTTOM_FIELD;
    unit.skipped = !slices;
}

/// NAL unit types of ITU-T H.265, table 7-1.
void UnitParser::State::parseHevc(const AVPacket& packet, VideoUnit& unit, UnitFacts& facts)
{
    Parts parts(packet, lengthBytes);
    const std::uint8_t* data = nullptr;
    std::ptrdiff_t bytes = 0;
    int slice = -1;
    bool ended = false;
    while (parts.next(data, bytes)) {
        const int type = data[0] >> 1 & 0x3F;
        slice = slice < 0 && type < 32 ? type : slice;
        ended = ended || type == 36 || type == 37;
    }
    const bool random = slice >= 16 && slice <= 23;
    const bool leading = slice >= 6 && slice <= 9; // RADL, RASL
    if (random) {
        facts.beginsSequence = slice <= 20 || beginning; // BLA, IDR, and a clean random access that is the first
        dropLeading = slice <= 18 || beginning;
        beginning = false;
    }
    unit.key = random;
    unit.skipped = slice < 0 || (leading && slice >= 8 && dropLeading) || beginning;
    beginning = beginning || ended;
}

VideoUnit UnitParser::parse(const AVPacket& packet, UnitFacts& facts)
{
    VideoUnit unit;
    unit.position = packet.pos;
    unit.decodeTime = packet.dts;
    unit.bytes = static_cast<std::uint32_t>(packet.size);
    unit.mark = markOf(packet);
    std::uint8_t* out = nullptr;
    int bytes = 0;
    if (countsOrder()) {
        av_parser_parse2(m->parser, m->context, &out, &bytes, packet.data, packet.size, packet.pts, packet.dts, packet.pos);
        facts.pictureOrder = m->parser->output_picture_number;
    }
    if (m->codec == AV_CODEC_ID_H264) {
        m->parseH264(packet, unit, facts);
    } else if (m->codec == AV_CODEC_ID_HEVC) {
        m->parseHevc(packet, unit, facts);
    } else {
        m->parseMpeg2(packet, unit, facts);
    }
    unit.bad = (packet.flags & AV_PKT_FLAG_CORRUPT) != 0;
    return unit;
}

std::uint32_t markOf(const AVPacket& packet)
{
    std::uint32_t mark = 2166136261U;
    const int ends = std::min(packet.size, 64);
    const auto take = [&mark](std::uint8_t b) { mark = (mark ^ b) * 16777619U; };
    std::for_each(packet.data, packet.data + ends, take);
    std::for_each(packet.data + packet.size - ends, packet.data + packet.size, take);
    return mark;
}

} // namespace isocenter
