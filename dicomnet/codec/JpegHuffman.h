#pragma once

#include <QByteArray>
#include <QtEndian>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

namespace isocenter {

/// A Huffman table of a lossless JPEG, made for speed: twelve bits of the stream give the difference itself where its code
/// and its extra bits fit into them, which they nearly always do.
class HuffmanTable
{
public:
    static constexpr int kBits = 12;
    struct Entry
    {
        std::int32_t difference = 0;
        std::uint8_t bits = 0;     ///< code and extra bits together; 0: take the long way
        std::uint8_t category = 0; ///< unused when bits > 0
    };

    /// `counts`: codes of length 1 to 16; `categories`: 0 to 16 in order of the codes. False if they contradict each other.
    bool build(const std::uint8_t* counts, const std::vector<std::uint8_t>& categories);

    const Entry& quick(std::uint64_t window) const { return m_quick[window >> (64 - kBits)]; }
    /// The long way: code length and category of the code at the top of `window`; length 0 if there is none.
    Entry slow(std::uint64_t window) const;

private:
    std::array<Entry, 1 << kBits> m_quick;
    std::array<std::int32_t, 17> m_limit; ///< first code of length n, left-aligned to 16 bits, that is too large
    std::array<std::int32_t, 17> m_shift; ///< index of the first category of length n minus its code
    std::vector<std::uint8_t> m_categories;
};

/// Reads differences from un-stuffed entropy coded data. Cheap to copy; reads past the end give zero bits and are noticed
/// by ok() afterwards (the data end with spare bytes for one row).
class BitReader
{
public:
    BitReader(const std::uint8_t* begin, const std::uint8_t* end) : m_at(begin), m_end(end) {}

    /// The next difference (ISO 10918-1 H.1.2.2).
    int difference(const HuffmanTable& table)
    {
        if (m_count < 32) {
            refill();
        }
        const HuffmanTable::Entry& entry = table.quick(m_window);
        if (entry.bits > 0) {
            m_window <<= entry.bits;
            m_count -= entry.bits;
            return entry.difference;
        }
        return slowDifference(table);
    }

    bool ok() const { return !m_bad && m_at - m_count / 8 <= m_end; }

private:
    void refill()
    {
        const std::uint64_t next = qFromBigEndian<quint64>(m_at);
        m_window |= next >> m_count;
        m_at += (63 - m_count) >> 3;
        m_count |= 56;
    }

    int slowDifference(const HuffmanTable& table);

    const std::uint8_t* m_at;
    const std::uint8_t* m_end;
    std::uint64_t m_window = 0; ///< next bits, at the top
    int m_count = 0;            ///< valid bits in m_window
    bool m_bad = false;
};

/// The entropy coded data of one scan without stuffed bytes, cut at the restart markers.
class EntropyData
{
public:
    /// `raw` begins after the scan header and may go on behind the scan; `spare`: values one row reads at most.
    EntropyData(const QByteArray& raw, std::size_t spare);

    std::size_t segments() const { return m_ends.size(); }
    BitReader segment(std::size_t index) const;
    /// Bytes of `raw` up to the marker that ended the scan.
    std::size_t consumed() const { return m_consumed; }

private:
    std::unique_ptr<std::uint8_t[]> m_bytes;
    std::vector<std::size_t> m_ends;
    std::size_t m_consumed = 0;
};

/// Steps through the markers of a codestream, keeping Huffman tables and the restart interval as they are defined.
class MarkerReader
{
public:
    explicit MarkerReader(const QByteArray& bytes) : m_bytes(bytes) {}

    /// Goes behind the next scan header; false at the end, or at a table that is not valid.
    bool toScan();
    const std::vector<std::uint8_t>& scanHeader() const { return m_scan; }
    QByteArray entropyBytes() const { return QByteArray::fromRawData(m_bytes.constData() + m_at, m_bytes.size() - m_at); }
    void skip(std::size_t bytes) { m_at += static_cast<qsizetype>(bytes); }
    int restartInterval() const { return m_restart; }
    /// DC table 0 to 3, or null if it was not defined.
    const HuffmanTable* table(int index) const { return index < 4 ? m_tables[static_cast<std::size_t>(index)].get() : nullptr; }

private:
    bool readTables(const std::uint8_t* body, std::size_t length);

    QByteArray m_bytes;
    qsizetype m_at = 2;
    std::vector<std::uint8_t> m_scan;
    std::array<std::unique_ptr<HuffmanTable>, 4> m_tables;
    int m_restart = 0;
};

} // namespace isocenter
