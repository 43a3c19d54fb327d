#pragma once

#include "packets/Precincts.h"

#include <cstdint>
#include <vector>

namespace isocenter {

/// The bits of packet headers: after a byte of ones comes a byte of seven bits (B.10.1).
class HeaderBits
{
public:
    explicit HeaderBits(ByteSpan bytes) : m_bytes(bytes) {}

    /// 0 beyond the end, which isOver() tells.
    unsigned bit()
    {
        if (m_left == 0) {
            if (m_bytes.empty()) {
                m_over = true;
                return 0;
            }
            m_left = m_byte == 0xFF ? 7 : 8;
            m_byte = *m_bytes.begin++;
        }
        return m_byte >> --m_left & 1U;
    }

    /// At most 32, the highest first.
    std::uint32_t bits(int count)
    {
        std::uint32_t value = 0;
        for (; count > 0; --count) {
            value = value << 1 | bit();
        }
        return value;
    }

    bool isOver() const { return m_over; }

    /// What follows the header, which ends with a whole byte that is not all ones.
    ByteSpan rest()
    {
        if (m_byte == 0xFF) {
            m_left = 0;
            bit();
        }
        return m_bytes;
    }

private:
    ByteSpan m_bytes;
    unsigned m_byte = 0;
    int m_left = 0;
    bool m_over = false;
};

/// Reads the packet headers of one tile after another (B.10): how many bytes the code-blocks have in each packet.
class PacketReader
{
public:
    enum class Outcome {
        Whole,
        Cut,    ///< the bytes end before the packet header
        Unknown ///< impossible codes, or too much work
    };

    explicit PacketReader(WorkBudget& work) : m_work(work) {}

    /// `style` must outlive the reading of its tile.
    void beginTile(const TileArea& area, const TileStyle& style);

    /// The header of the packet of the precinct's next layer. `bytes` begins with it, and with what follows it afterwards.
    Outcome readHeader(Precinct& precinct, ByteSpan& bytes, std::uint64_t& bodyBytes);

private:
    /// Of a tag tree (B.10.2).
    struct Node
    {
        std::uint32_t low : 31;  ///< the value is at least this
        std::uint32_t known : 1; ///< and is this
    };
    struct Block
    {
        std::uint32_t passes = 0; ///< so far
        std::uint8_t included = 0;
        std::uint8_t lengthBits = 3;
    };
    /// The part of a precinct in one sub-band.
    struct Band
    {
        std::uint32_t across = 0, down = 0;
        std::uint32_t block = 0;      ///< first of m_blocks
        std::uint32_t inclusion = 0;  ///< first of m_nodes
        std::uint32_t zeroPlanes = 0; ///< the same
    };
    struct Shape;

    bool prepare(Precinct& precinct);
    bool readBand(const Precinct& precinct, const Band& band, HeaderBits& bits, std::uint64_t& bytes);
    bool readBlock(Block& block, unsigned style, HeaderBits& bits, std::uint64_t& bytes) const;
    const Node& descend(std::uint32_t tree, const Shape& shape, std::uint32_t x, std::uint32_t y, std::uint32_t threshold,
                        HeaderBits& bits);

    WorkBudget& m_work;
    TileArea m_area;
    const TileStyle* m_style = nullptr;
    std::vector<Band> m_bands;
    std::vector<Block> m_blocks;
    std::vector<Node> m_nodes;
};

} // namespace isocenter
