#include "packets/PacketCount.h"

#include "packets/PacketReader.h"

#include <algorithm>

namespace isocenter {

namespace {

constexpr std::uint64_t kStepsOfByte = 4;
constexpr std::uint64_t kStepsAlways = 4'000'000;

/// The bytes of a tile's packets: headers and bodies by turns, or headers packed and bodies apart.
class TileBytes
{
public:
    TileBytes(const TilePart* begin, const TilePart* end) : m_next(begin), m_end(end) { advance(); }

    void setPacked(ByteSpan headers)
    {
        m_packed = true;
        m_headers = headers;
    }

    /// Whether a packet may begin here.
    bool hasMore()
    {
        advance();
        return !(m_packed ? m_headers : m_body).empty();
    }

    PacketReader::Outcome readPacket(PacketReader& reader, Precinct& precinct)
    {
        using Outcome = PacketReader::Outcome;
        if (m_body.size() >= 6 && m_body.long32(0) == 0xFF910004) { // SOP, and its number
            m_body.begin += 6;
        }
        ByteSpan& headers = m_packed ? m_headers : m_body;
        std::uint64_t bytes = 0;
        const Outcome outcome = reader.readHeader(precinct, headers, bytes);
        if (outcome != Outcome::Whole) {
            return outcome;
        }
        if (headers.size() >= 2 && headers.word(0) == 0xFF92) { // EPH
            headers.begin += 2;
        }
        if (m_packed && bytes > 0) {
            advance();
        }
        if (bytes > m_body.size()) {
            return Outcome::Cut;
        }
        m_body.begin += bytes;
        return Outcome::Whole;
    }

private:
    void advance()
    {
        while (m_body.empty() && m_next != m_end) {
            m_body = m_next++->body;
        }
    }

    const TilePart* m_next;
    const TilePart* m_end;
    ByteSpan m_body;
    ByteSpan m_headers;
    bool m_packed = false;
};

class Counter
{
public:
    Counter(const Codestream& codestream, std::uint64_t bytes)
        : m_codestream(codestream), m_work(kStepsAlways + kStepsOfByte * bytes), m_reader(m_work)
    {
    }

    /// False if it is not sure.
    bool countTile(std::uint32_t tile, const TilePart* begin, const TilePart* end)
    {
        m_style = m_codestream.style;
        m_packed.clear();
        const TileArea area = m_codestream.area(tile);
        if (!readTileHeaders(begin, end, m_style, m_packed) || !listPrecincts(area, m_style, m_work, m_precincts)) {
            return false;
        }
        m_count.expected += std::uint64_t{m_precincts.size()} * static_cast<unsigned>(m_style.layers);
        const bool packed = m_codestream.packedHeaders || !m_packed.empty();
        if (m_codestream.packedHeaders && !takeHeaders(begin, end)) {
            return false;
        }
        TileBytes bytes(begin, end);
        if (packed) {
            bytes.setPacked({m_packed.data(), m_packed.data() + m_packed.size()});
        }
        m_reader.beginTile(area, m_style);
        if (m_style.changes.empty()) {
            Progression all;
            all.order = m_style.order;
            return readProgression(all, bytes) != Next::Unsure;
        }
        Next next = Next::GoOn;
        for (std::size_t i = 0; i < m_style.changes.size() && next == Next::GoOn; ++i) {
            next = readProgression(m_style.changes[i], bytes);
        }
        return next != Next::Unsure;
    }

    PacketCount count() const { return m_count; }

private:
    enum class Next { GoOn, NoMore, Unsure };

    /// The packet headers of the main header that belong to these tile-parts.
    bool takeHeaders(const TilePart* begin, const TilePart* end)
    {
        if (!m_packed.empty()) { // there must not be both
            return false;
        }
        for (const TilePart* part = begin; part != end; ++part) {
            if (part->position < m_codestream.ofPart.size()) {
                const ByteSpan headers = m_codestream.ofPart[part->position];
                m_packed.insert(m_packed.end(), headers.begin, headers.end);
            }
        }
        return true;
    }

    Next readProgression(const Progression& progression, TileBytes& bytes)
    {
        if (!bytes.hasMore()) {
            return Next::NoMore;
        }
        if (!m_work.take(16 * m_precincts.size())) { // they are sorted
            return Next::Unsure;
        }
        orderPrecincts(m_precincts, progression, m_order);
        const int layers = std::min(progression.layerEnd, m_style.layers);
        const auto begin = m_order.cbegin(), end = m_order.cend();
        if (progression.order == ProgressionOrder::Lrcp) {
            return readByLayers(begin, end, layers, bytes);
        }
        Next next = Next::GoOn;
        const bool byResolution = progression.order == ProgressionOrder::Rlcp;
        for (auto from = begin; from != end && next == Next::GoOn;) {
            auto to = from + 1;
            while (byResolution && to != end && m_precincts[*to].resolution == m_precincts[*from].resolution) {
                ++to;
            }
            next = readByLayers(from, to, layers, bytes);
            from = to;
        }
        return next;
    }

    using Place = std::vector<std::uint32_t>::const_iterator;

    Next readByLayers(Place begin, Place end, int layers, TileBytes& bytes)
    {
        for (std::uint32_t layer = 0; layer < static_cast<std::uint32_t>(layers); ++layer) {
            for (Place i = begin; i != end; ++i) {
                Precinct& precinct = m_precincts[*i];
                if (!m_work.take(1)) {
                    return Next::Unsure;
                }
                if (precinct.nextLayer != layer) { // sent by an earlier progression
                    continue;
                }
                if (!bytes.hasMore()) {
                    return Next::NoMore;
                }
                const PacketReader::Outcome outcome = bytes.readPacket(m_reader, precinct);
                if (outcome != PacketReader::Outcome::Whole) {
                    return outcome == PacketReader::Outcome::Cut ? Next::NoMore : Next::Unsure;
                }
                ++precinct.nextLayer;
                ++m_count.present;
            }
        }
        return Next::GoOn;
    }

    const Codestream& m_codestream;
    WorkBudget m_work;
    PacketReader m_reader;
    PacketCount m_count;
    TileStyle m_style; ///< of the tile at hand, as all that follows
    std::vector<Byte> m_packed;
    std::vector<Precinct> m_precincts;
    std::vector<std::uint32_t> m_order;
};

} // namespace

std::optional<PacketCount> countPackets(QByteArrayView bytes)
{
    Codestream codestream;
    if (!readCodestream(bytes, codestream)) {
        return std::nullopt;
    }
    Counter counter(codestream, static_cast<std::uint64_t>(bytes.size()));
    const TilePart* part = codestream.parts.data();
    const TilePart* end = part + codestream.parts.size();
    for (std::uint32_t tile = 0; tile < codestream.tiles; ++tile) {
        const TilePart* next = std::find_if(part, end, [tile](const TilePart& p) { return p.tile != tile; });
        if (!counter.countTile(tile, part, next)) {
            return std::nullopt;
        }
        part = next;
    }
    return counter.count();
}

} // namespace isocenter
