#include "codec/JpegHuffman.h"

#include <algorithm>

namespace isocenter {

namespace {

/// ISO 10918-1 F.2.2.1 EXTEND: the extra bits of a category as a signed difference.
int extend(int extra, int category)
{
    return category > 0 && extra < (1 << (category - 1)) ? extra - (1 << category) + 1 : extra;
}

} // namespace

bool HuffmanTable::build(const std::uint8_t* counts, const std::vector<std::uint8_t>& categories)
{
    m_categories = categories;
    m_quick.fill({});
    m_limit.fill(0);
    m_shift.fill(0);
    std::int32_t code = 0;
    std::size_t index = 0;
    for (int length = 1; length <= 16; ++length) {
        m_shift[static_cast<std::size_t>(length)] = static_cast<std::int32_t>(index) - code;
        for (int i = 0; i < counts[length - 1]; ++i, ++code, ++index) {
            if (index >= categories.size() || categories[index] > 16 || code >= (1 << length)) {
                return false;
            }
            const int category = categories[index];
            const int extraBits = category == 16 ? 0 : category;
            if (length + extraBits > kBits) {
                continue;
            }
            const int free = kBits - length - extraBits;
            for (int extra = 0; extra < (1 << extraBits); ++extra) {
                const std::size_t first = static_cast<std::size_t>(((code << extraBits) | extra) << free);
                const Entry entry{category == 16 ? 32768 : extend(extra, category), static_cast<std::uint8_t>(length + extraBits),
                                  0};
                std::fill_n(m_quick.begin() + static_cast<std::ptrdiff_t>(first), 1 << free, entry);
            }
        }
        m_limit[static_cast<std::size_t>(length)] = code << (16 - length);
        code <<= 1;
    }
    return index == categories.size();
}

HuffmanTable::Entry HuffmanTable::slow(std::uint64_t window) const
{
    const auto top = static_cast<std::int32_t>(window >> 48);
    for (std::size_t length = 1; length <= 16; ++length) {
        if (top < m_limit[length]) {
            const std::int32_t index = m_shift[length] + (top >> (16 - length));
            if (index < 0 || static_cast<std::size_t>(index) >= m_categories.size()) {
                break;
            }
            return {0, static_cast<std::uint8_t>(length), m_categories[static_cast<std::size_t>(index)]};
        }
    }
    return {};
}

int BitReader::slowDifference(const HuffmanTable& table)
{
    const HuffmanTable::Entry entry = table.slow(m_window);
    if (entry.bits == 0) {
        m_bad = true;
        m_window <<= 1;
        --m_count;
        return 0;
    }
    m_window <<= entry.bits;
    m_count -= entry.bits;
    if (entry.category == 0 || entry.category == 16) {
        return entry.category == 0 ? 0 : 32768;
    }
    const int extra = static_cast<int>(m_window >> (64 - entry.category));
    m_window <<= entry.category;
    m_count -= entry.category;
    return extend(extra, entry.category);
}

EntropyData::EntropyData(const QByteArray& raw, std::size_t spare)
{
    const auto size = static_cast<std::size_t>(raw.size());
    const auto* in = reinterpret_cast<const std::uint8_t*>(raw.constData());
    // A difference takes at most 32 bits; a reader looks 8 bytes ahead.
    const std::size_t padding = 4 * spare + 16;
    m_bytes.reset(new std::uint8_t[size + padding]);
    std::uint8_t* out = m_bytes.get();
    std::size_t at = 0;
    std::size_t to = 0;
    while (at < size) {
        const void* found = std::memchr(in + at, 0xFF, size - at);
        const std::size_t next = found ? static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - in) : size;
        std::memcpy(out + to, in + at, next - at);
        to += next - at;
        at = next;
        if (at + 1 >= size) {
            at = size;
            break;
        }
        const int code = in[at + 1];
        if (code == 0) {
            out[to++] = 0xFF;
            at += 2;
        } else if (code >= 0xD0 && code <= 0xD7) {
            m_ends.push_back(to);
            at += 2;
        } else if (code == 0xFF) {
            ++at;
        } else {
            break;
        }
    }
    m_ends.push_back(to);
    std::memset(out + to, 0, padding);
    m_consumed = at;
}

BitReader EntropyData::segment(std::size_t index) const
{
    const std::size_t begin = index == 0 ? 0 : m_ends[index - 1];
    return {m_bytes.get() + begin, m_bytes.get() + m_ends[index]};
}

bool MarkerReader::toScan()
{
    const auto* data = reinterpret_cast<const std::uint8_t*>(m_bytes.constData());
    while (m_at + 4 <= m_bytes.size()) {
        if (data[m_at] != 0xFF || data[m_at + 1] == 0xFF || data[m_at + 1] == 0) {
            ++m_at;
            continue;
        }
        const int marker = data[m_at + 1];
        m_at += 2;
        if (marker == 0xD9) {
            return false;
        }
        if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
            continue;
        }
        const qsizetype length = data[m_at] << 8 | data[m_at + 1];
        if (length < 2 || m_at + length > m_bytes.size()) {
            return false;
        }
        const std::uint8_t* body = data + m_at + 2;
        m_at += length;
        if (marker == 0xDA) {
            m_scan.assign(body, body + length - 2);
            return true;
        }
        if (marker == 0xDD && length >= 4) {
            m_restart = body[0] << 8 | body[1];
        } else if (marker == 0xC4 && !readTables(body, static_cast<std::size_t>(length) - 2)) {
            return false;
        }
    }
    return false;
}

bool MarkerReader::readTables(const std::uint8_t* body, std::size_t length)
{
    std::size_t at = 0;
    while (at + 17 <= length) {
        const int kind = body[at];
        std::size_t total = 0;
        for (std::size_t i = 1; i <= 16; ++i) {
            total += body[at + i];
        }
        if (total > 256 || at + 17 + total > length) {
            return false;
        }
        if (kind < 4) { // class 0; tables for DCT coefficients are of no use here
            auto& table = m_tables[static_cast<std::size_t>(kind)];
            table = std::make_unique<HuffmanTable>();
            if (!table->build(body + at + 1, {body + at + 17, body + at + 17 + total})) {
                return false;
            }
        }
        at += 17 + total;
    }
    return true;
}

} // namespace isocenter
