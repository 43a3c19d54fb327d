#include "codec/JpegLsBits.h"

#include <cstring>

namespace isocenter {

namespace {

/// Appends bits to bytes.
class BitWriter
{
public:
    explicit BitWriter(std::uint8_t* out) : m_out(out) {}

    void bytes(const std::uint8_t* in, std::size_t count)
    {
        for (; count >= 8; count -= 8, in += 8, m_out += 8) {
            const auto word = qFromBigEndian<quint64>(in);
            qToBigEndian<quint64>(m_carry | word >> m_bits, m_out);
            m_carry = (word << 1) << (63 - m_bits);
        }
        for (; count > 0; --count, ++in) {
            put(*in, 8);
        }
    }
    /// The low `bits` (7 or 8) bits of `value`.
    void put(unsigned value, int bits)
    {
        m_carry |= std::uint64_t{value} << (64 - bits - m_bits);
        m_bits += bits;
        if (m_bits >= 8) {
            *m_out++ = static_cast<std::uint8_t>(m_carry >> 56);
            m_carry <<= 8;
            m_bits -= 8;
        }
    }
    /// Fills the last byte with zeros.
    void align()
    {
        if (m_bits > 0) {
            put(0, 8 - m_bits);
        }
    }
    std::uint8_t* at() const { return m_out; }
    int pending() const { return m_bits; }

private:
    std::uint8_t* m_out;
    std::uint64_t m_carry = 0; ///< m_bits bits at the top
    int m_bits = 0;            ///< 0 to 7
};

} // namespace

JpegLsBits::JpegLsBits(const std::uint8_t* in, std::size_t size, std::size_t spare) : m_bytes(new std::uint8_t[size + spare + 16])
{
    BitWriter out(m_bytes.get());
    std::size_t begin = 0;
    const auto endSegment = [&] {
        const auto bits =
            8 * static_cast<std::uint64_t>(out.at() - (m_bytes.get() + begin)) + static_cast<unsigned>(out.pending());
        m_segments.push_back({begin, bits});
        out.align();
        begin = static_cast<std::size_t>(out.at() - m_bytes.get());
    };
    std::size_t at = 0;
    while (at < size) {
        const void* found = std::memchr(in + at, 0xFF, size - at);
        const std::size_t next = found ? static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - in) : size;
        out.bytes(in + at, next - at);
        if (next + 1 >= size) {
            break;
        }
        const int code = in[next + 1];
        at = next + 2;
        if (code < 0x80) {
            out.put(0xFF, 8);
            out.put(static_cast<unsigned>(code), 7);
        } else if (code >= 0xD0 && code <= 0xD7) {
            endSegment();
        } else if (code == 0xFF) {
            at = next + 1; // a fill byte before a marker
        } else {
            break;
        }
    }
    endSegment();
    std::memset(out.at(), 0, size + spare + 16 - static_cast<std::size_t>(out.at() - m_bytes.get()));
}

} // namespace isocenter
