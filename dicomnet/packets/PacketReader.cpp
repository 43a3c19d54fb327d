#include "packets/PacketReader.h"

#include <algorithm>
#include <array>

namespace isocenter {

namespace {

constexpr std::uint64_t kMaxBlocks = 4'000'000; // of a tile
constexpr std::uint32_t kMaxZeroPlanes = 128;
constexpr int kMaxLengthBits = 32;

int floorLog2(std::uint32_t value)
{
    int log = 0;
    for (; value > 1; value >>= 1) {
        ++log;
    }
    return log;
}

/// B.10.6
std::uint32_t readPasses(HeaderBits& bits)
{
    if (bits.bit() == 0) {
        return 1;
    }
    if (bits.bit() == 0) {
        return 2;
    }
    std::uint32_t more = bits.bits(2);
    if (more < 3) {
        return 3 + more;
    }
    more = bits.bits(5);
    return more < 31 ? 6 + more : 37 + bits.bits(7);
}

/// How many passes, after `passes`, the codeword segment has that the next one belongs to (D.4.2, D.6).
std::uint32_t passesOfSegment(std::uint32_t passes, unsigned style)
{
    if ((style & TerminateEach) != 0) {
        return 1;
    }
    if ((style & Bypass) == 0) {
        return UINT32_MAX;
    }
    if (passes < 10) {
        return 10 - passes;
    }
    const std::uint32_t place = (passes - 10) % 3;
    return place < 2 ? 2 - place : 1;
}

/// A length of `base` bits and what the number of passes adds (B.10.7.1). False if it is longer than lengths are.
bool readLength(int base, std::uint32_t passes, HeaderBits& bits, std::uint64_t& bytes)
{
    const int count = base + floorLog2(passes);
    if (count > kMaxLengthBits) {
        return false;
    }
    bytes += bits.bits(count);
    return true;
}

/// ISO 15444-15 B.3: placeholder passes, by three, are counted to the cleanup pass; the one or two passes that refine it share a
/// segment. Placeholders alone have a length of nothing, written as if they were passes of the other coder.
bool readHtLengths(int base, std::uint32_t passes, HeaderBits& bits, std::uint64_t& bytes)
{
    const std::uint32_t first = (passes - 1) / 3 * 3 + 1;
    std::uint64_t cleanup = 0;
    if (!readLength(base, first, bits, cleanup)) {
        return false;
    }
    bytes += cleanup;
    if (cleanup == 0) {
        return bits.bits(floorLog2(passes) - floorLog2(first)) == 0;
    }
    return passes == first || readLength(base, passes - first, bits, bytes);
}

} // namespace

/// The levels of a tag tree, which halve down to one node.
struct PacketReader::Shape
{
    int levels = 0;
    std::uint32_t nodes = 0;
    std::array<std::uint32_t, 32> first{};
    std::array<std::uint32_t, 32> across{};

    Shape(std::uint32_t wide, std::uint32_t high)
    {
        for (bool more = wide > 0 && high > 0; more;) {
            const auto level = static_cast<std::size_t>(levels++);
            first[level] = nodes;
            across[level] = wide;
            nodes += wide * high;
            more = wide > 1 || high > 1;
            wide = (wide + 1) / 2;
            high = (high + 1) / 2;
        }
    }
};

void PacketReader::beginTile(const TileArea& area, const TileStyle& style)
{
    m_area = area;
    m_style = &style;
    m_bands.clear();
    m_blocks.clear();
    m_nodes.clear();
}

/// The code-blocks of the precinct's bands: B.5 (B-15), B.7.
bool PacketReader::prepare(Precinct& precinct)
{
    const ComponentStyle& style = m_style->components[precinct.component];
    const bool lowest = precinct.resolution == 0;
    const int levels = style.levels - precinct.resolution + (lowest ? 0 : 1);
    const int wide = (style.precincts[precinct.resolution] & 15) - (lowest ? 0 : 1);
    const int high = (style.precincts[precinct.resolution] >> 4) - (lowest ? 0 : 1);
    const auto count = [&](std::uint32_t from, std::uint32_t to, unsigned upper, std::uint32_t index, int exponent, int block) {
        const std::uint64_t shift = upper != 0 ? std::uint64_t{1} << (levels - 1) : 0;
        const auto coordinate = [&](std::uint64_t c) { return c > shift ? ceilShift(c - shift, levels) : 0; };
        const std::uint64_t begin = std::uint64_t{index} << exponent;
        const std::uint64_t low = std::max<std::uint64_t>(coordinate(from), begin);
        const std::uint64_t end = std::min(std::uint64_t{coordinate(to)}, begin + (std::uint64_t{1} << exponent));
        block = std::min(block, exponent);
        return low < end ? ceilShift(end, block) - static_cast<std::uint32_t>(low >> block) : 0;
    };
    precinct.bands = static_cast<std::uint32_t>(m_bands.size());
    for (unsigned orientation = lowest ? 0 : 1; orientation <= (lowest ? 0U : 3U); ++orientation) { // LL; HL, LH, HH
        Band band;
        band.across = count(m_area.x0, m_area.x1, orientation & 1, precinct.column, wide, style.blockWidth);
        band.down = count(m_area.y0, m_area.y1, orientation & 2, precinct.row, high, style.blockHeight);
        const std::uint64_t blocks = std::uint64_t{band.across} * band.down;
        if (blocks > kMaxBlocks - m_blocks.size() || !m_work.take(blocks)) {
            return false;
        }
        const Shape shape(band.across, band.down);
        band.block = static_cast<std::uint32_t>(m_blocks.size());
        band.inclusion = static_cast<std::uint32_t>(m_nodes.size());
        band.zeroPlanes = band.inclusion + shape.nodes;
        m_blocks.resize(m_blocks.size() + blocks);
        m_nodes.resize(m_nodes.size() + std::size_t{2} * shape.nodes, Node{0, 0});
        m_bands.push_back(band);
    }
    return true;
}

/// Reads on in a tag tree until it is known whether the value of a leaf is below `threshold`.
const PacketReader::Node& PacketReader::descend(std::uint32_t tree, const Shape& shape, std::uint32_t x, std::uint32_t y,
                                                std::uint32_t threshold, HeaderBits& bits)
{
    std::uint32_t low = 0;
    Node* node = nullptr;
    for (int level = shape.levels - 1; level >= 0; --level) {
        const auto i = static_cast<std::size_t>(level);
        node = &m_nodes[tree + shape.first[i] + std::size_t{y >> level} * shape.across[i] + (x >> level)];
        low = std::max<std::uint32_t>(low, node->low);
        while (low < threshold && node->known == 0 && !bits.isOver()) {
            if (bits.bit() != 0) {
                node->known = 1;
            } else {
                ++low;
            }
        }
        node->low = low;
    }
    return *node;
}

bool PacketReader::readBlock(Block& block, unsigned style, HeaderBits& bits, std::uint64_t& bytes) const
{
    std::uint32_t passes = readPasses(bits);
    while (bits.bit() != 0) {
        if (++block.lengthBits > kMaxLengthBits) {
            return false;
        }
    }
    if ((style & HighThroughput) != 0) {
        return m_style->layers == 1 && readHtLengths(block.lengthBits, passes, bits, bytes);
    }
    while (passes > 0) {
        const std::uint32_t part = std::min(passes, passesOfSegment(block.passes, style));
        if (!readLength(block.lengthBits, part, bits, bytes)) {
            return false;
        }
        block.passes += part;
        passes -= part;
    }
    return true;
}

bool PacketReader::readBand(const Precinct& precinct, const Band& band, HeaderBits& bits, std::uint64_t& bytes)
{
    const unsigned style = m_style->components[precinct.component].blockStyle;
    const Shape shape(band.across, band.down);
    Block* block = m_blocks.data() + band.block;
    for (std::uint32_t y = 0; y < band.down; ++y) {
        for (std::uint32_t x = 0; x < band.across && !bits.isOver(); ++x, ++block) {
            if (block->included != 0) {
                if (bits.bit() == 0) {
                    continue;
                }
            } else {
                const Node leaf = descend(band.inclusion, shape, x, y, precinct.nextLayer + 1, bits);
                if (leaf.known == 0 || leaf.low > precinct.nextLayer) {
                    continue;
                }
                block->included = 1;
                if (descend(band.zeroPlanes, shape, x, y, kMaxZeroPlanes, bits).known == 0) {
                    return bits.isOver();
                }
            }
            if (!readBlock(*block, style, bits, bytes)) {
                return bits.isOver();
            }
        }
    }
    return true;
}

PacketReader::Outcome PacketReader::readHeader(Precinct& precinct, ByteSpan& bytes, std::uint64_t& bodyBytes)
{
    HeaderBits bits(bytes);
    bodyBytes = 0;
    if (bits.bit() != 0) {
        if (precinct.bands == Precinct::kNoBands && !prepare(precinct)) {
            return Outcome::Unknown;
        }
        const std::size_t count = precinct.resolution == 0 ? 1 : 3;
        for (std::size_t i = 0; i < count; ++i) {
            const Band band = m_bands[precinct.bands + i];
            if (!m_work.take(std::uint64_t{band.across} * band.down) || !readBand(precinct, band, bits, bodyBytes)) {
                return Outcome::Unknown;
            }
        }
    }
    bytes = bits.rest();
    return bits.isOver() ? Outcome::Cut : Outcome::Whole;
}

} // namespace isocenter
