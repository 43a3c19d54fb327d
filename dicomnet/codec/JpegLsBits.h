#pragma once

#include <QtEndian>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace isocenter {

/// Reads bits, highest first. Every read may go up to 16 bytes behind what overrun() tells of; data end with zeros there.
struct JpegLsBitReader
{
    const std::uint8_t* at = nullptr;
    std::uint64_t window = 0; ///< next bits, at the top; those behind `count` are right too, or zero
    int count = 0;

    /// At least 56 bits in the window.
    void refill()
    {
        window |= qFromBigEndian<quint64>(at) >> count;
        at += (63 - count) >> 3;
        count |= 56;
    }
    /// The next 0 to 32 bits.
    unsigned take(int bits)
    {
        if (count < bits) {
            refill();
        }
        const auto value = static_cast<unsigned>((window >> 1) >> (63 - bits));
        window <<= bits;
        count -= bits;
        return value;
    }
};

/// The entropy coded data of a JPEG-LS scan (ISO 14495-1 C.1, A.1) without the zero bit behind each byte FF, cut at the
/// restart markers: a reader need not look for either.
class JpegLsBits
{
public:
    /// Up to the first marker that is no restart marker. `spare`: bytes that may be read past an end before it is checked.
    JpegLsBits(const std::uint8_t* in, std::size_t size, std::size_t spare);

    std::size_t segments() const { return m_segments.size(); }
    JpegLsBitReader reader(std::size_t segment) const { return {m_bytes.get() + m_segments[segment].begin, 0, 0}; }
    /// Bits of the segment that the reader has not read; negative if it read past the end.
    std::int64_t left(std::size_t segment, const JpegLsBitReader& reader) const
    {
        const Segment& s = m_segments[segment];
        const std::int64_t read = 8 * (reader.at - (m_bytes.get() + s.begin)) - reader.count;
        return static_cast<std::int64_t>(s.bits) - read;
    }

private:
    struct Segment
    {
        std::size_t begin = 0;
        std::uint64_t bits = 0;
    };
    std::unique_ptr<std::uint8_t[]> m_bytes;
    std::vector<Segment> m_segments;
};

} // namespace isocenter
