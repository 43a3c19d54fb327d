#include "file/Scanner.h"

#include "file/Tags.h"

#include <QCoreApplication>
#include <QtEndian>

#include <algorithm>
#include <limits>
#include <utility>

namespace isocenter {

namespace {

constexpr qint64 kOpenEnd = std::numeric_limits<qint64>::max();
constexpr std::uint32_t kItemEnd = 0xFFFEE00Du;
constexpr std::uint32_t kSequenceEnd = 0xFFFEE0DDu;
constexpr uchar kNothing = 0;

bool isUpper(uchar c)
{
    return c >= 'A' && c <= 'Z';
}

class Scanner
{
public:
    Scanner(ByteSource source, qint64 start, const Encoding& encoding, const ScanOptions& options)
        : m_data(std::move(source)), m_options(options), m_size(m_data.source.size()), m_at(start)
    {
        m_data.elements.reserve(256);
        m_levels.push_back({Kind::Root, m_size, encoding.implicitVr, encoding.bigEndian, 0});
    }

    DataSet run()
    {
        while (!m_done) {
            step();
        }
        while (m_levels.size() > 1) {
            pop();
        }
        m_data.buildIndex();
        return std::move(m_data);
    }

private:
    enum class Kind { Root, Sequence, Item, Fragments };
    struct Level
    {
        Kind kind;
        qint64 end; ///< kOpenEnd: a delimiter ends it
        bool implicitVr;
        bool bigEndian;
        std::uint32_t element;
    };
    struct Header
    {
        std::uint32_t tag = 0;
        std::uint32_t length = 0;
        Vr vr = 0;
        int size = 8;
        bool implicitVr = false;
    };

    /// Values that are wanted whole whatever their length, within reason.
    std::uint32_t longestOf(std::uint32_t tag) const
    {
        constexpr std::uint32_t kLongestTable = 8u << 20;
        const bool whole = tag == tag::ICCProfile || tag == tag::RealWorldValueLUTData;
        return whole && m_options.headerOnly ? std::max(m_options.longestValue, kLongestTable) : m_options.longestValue;
    }
    std::uint16_t u16(const uchar* p) const
    {
        return m_levels.back().bigEndian ? qFromBigEndian<quint16>(p) : qFromLittleEndian<quint16>(p);
    }
    std::uint32_t u32(const uchar* p) const
    {
        return m_levels.back().bigEndian ? qFromBigEndian<quint32>(p) : qFromLittleEndian<quint32>(p);
    }
    std::uint32_t tagAt(const uchar* p) const { return static_cast<std::uint32_t>(u16(p)) << 16 | u16(p + 2); }

    void step();
    bool isPadding();
    void delimiter(std::uint32_t tag, std::uint32_t length);
    void element(const uchar* p);
    bool readHeader(const uchar* p, Header& header);
    bool readExplicit(const uchar* p, Header& header);
    bool looksExplicit(const uchar* p, const Header& asImplicit);
    bool isTagAt(qint64 at, std::uint32_t after);
    bool isSequence(const Header& header, qint64 value);
    bool beginsWithItem(qint64 value, std::uint32_t length);
    void pixels(const Header& header, qint64 value);
    qint64 endOf(const Header& header, qint64 value);
    void plain(Header header, qint64 value);
    void sequence(const Header& header, qint64 value, Kind kind);
    std::uint32_t add(const Header& header, qint64 value, bool container);
    void push(Kind kind, qint64 end, bool implicitVr, std::uint32_t element);
    void pop();
    void stopTruncated();
    void stopDamaged(const char* why);
    void warnOnce(const char* text);

    DataSet m_data;
    const ScanOptions& m_options;
    qint64 m_size;
    qint64 m_at;
    std::vector<Level> m_levels;
    int m_sequences = 0;
    bool m_rows = false;
    bool m_columns = false;
    bool m_done = false;
};

void Scanner::pop()
{
    const Level& level = m_levels.back();
    m_data.elements[level.element].next = static_cast<std::uint32_t>(m_data.elements.size());
    if (level.kind != Kind::Item) {
        --m_sequences;
    }
    m_levels.pop_back();
}

void Scanner::push(Kind kind, qint64 end, bool implicitVr, std::uint32_t element)
{
    m_levels.push_back({kind, end, implicitVr, m_levels.back().bigEndian, element});
    if (kind != Kind::Item) {
        ++m_sequences;
    }
}

std::uint32_t Scanner::add(const Header& header, qint64 value, bool container)
{
    DataElement element;
    element.tag = header.tag;
    element.length = header.length;
    element.vr = header.vr;
    element.bigEndian = m_levels.back().bigEndian;
    element.container = container;
    element.offset = value;
    const auto index = static_cast<std::uint32_t>(m_data.elements.size());
    element.next = index + 1;
    m_data.elements.push_back(element);
    if (m_data.elements.size() >= m_options.mostElements) {
        stopDamaged(QT_TRANSLATE_NOOP("DicomFile", "The header has too many elements; only the first ones were read."));
    }
    return index;
}

void Scanner::warnOnce(const char* text)
{
    const QString warning = QCoreApplication::translate("DicomFile", text);
    if (!m_data.warnings.contains(warning)) {
        m_data.warnings << warning;
    }
}

void Scanner::stopTruncated()
{
    m_data.truncated = true;
    m_done = true;
    warnOnce(QT_TRANSLATE_NOOP("DicomFile", "The file ends before its content does: it is truncated."));
}

void Scanner::stopDamaged(const char* why)
{
    m_data.damaged = true;
    m_done = true;
    warnOnce(why);
}

void Scanner::step()
{
    while (m_levels.size() > 1 && m_levels.back().end <= m_at) {
        pop();
    }
    if (m_at >= m_size) {
        m_done = true;
        if (m_levels.size() > 1) { // no value is cut, only the end of a sequence is missing
            warnOnce(QT_TRANSLATE_NOOP("DicomFile", "A sequence in the header is damaged."));
        }
        return;
    }
    const uchar* p = m_data.source.at(m_at, 8);
    if (!p) {
        isPadding() ? void(m_done = true) : stopTruncated();
        return;
    }
    const std::uint32_t tag = tagAt(p);
    if (tag == 0 && m_levels.size() == 1 && !m_data.elements.empty()) { // zeros behind the data set
        m_done = true;
        return;
    }
    if (tag >> 16 == 0xFFFE) {
        delimiter(tag, u32(p + 4));
    } else if (m_levels.back().kind == Kind::Sequence || m_levels.back().kind == Kind::Fragments) {
        // No item where one must be: the sequence has lost its end, or its content is not what its VR says.
        warnOnce(QT_TRANSLATE_NOOP("DicomFile", "A sequence in the header is damaged."));
        if (m_levels.back().end != kOpenEnd) {
            m_at = m_levels.back().end;
        }
        pop();
    } else {
        element(p);
    }
}

// The last few bytes, too few for an element: behind the pixel data, or zeros.
bool Scanner::isPadding()
{
    const qint64 rest = m_size - m_at;
    const uchar* p = m_levels.size() == 1 ? m_data.source.at(m_at, rest) : nullptr;
    return p && (m_data.pixelData.offset >= 0 || std::all_of(p, p + rest, [](uchar c) { return c == 0; }));
}

void Scanner::delimiter(std::uint32_t tag, std::uint32_t length)
{
    const Kind kind = m_levels.back().kind;
    const qint64 value = m_at + 8;
    if (kind == Kind::Root) { // stray
        m_at = value;
    } else if (tag == kItemTag && kind == Kind::Item) {
        pop(); // the item before has lost its end
    } else if (tag == kItemTag) {
        const bool open = length == kUndefinedLength;
        const qint64 end = open ? kOpenEnd : value + length;
        if (kind == Kind::Fragments && (open || end > m_size)) {
            stopTruncated();
            return;
        }
        const bool implicitVr = m_levels.back().implicitVr;
        const std::uint32_t item = add({tag, length, 0, 8, false}, value, kind == Kind::Sequence);
        m_at = value;
        if (kind == Kind::Fragments) {
            m_at = end;
        } else {
            push(Kind::Item, end, implicitVr, item);
        }
    } else if (tag == kItemEnd) {
        if (kind == Kind::Item) {
            pop();
        }
        m_at = value;
    } else if (tag == kSequenceEnd) {
        if (kind == Kind::Item) {
            pop();
        }
        pop();
        m_at = value;
    } else {
        m_at = value;
    }
}

bool Scanner::isTagAt(qint64 at, std::uint32_t after)
{
    if (at == m_size || at >= m_levels.back().end) {
        return at <= m_size;
    }
    const uchar* p = m_data.source.at(at, 8);
    if (!p) {
        return false;
    }
    const std::uint32_t tag = tagAt(p);
    return tag > after && (tag >> 16 == 0xFFFE || (tag >> 16) - (after >> 16) < 0x2000 || tag >> 16 == 0x7FE0);
}

bool Scanner::readExplicit(const uchar* p, Header& header)
{
    header.vr = static_cast<Vr>(p[4] << 8 | p[5]);
    header.implicitVr = false;
    const bool known = isKnownVr(p + 4);
    // New VRs have long lengths (PS3.5 7.1.2).
    const bool isLong = known ? isLongVr(p + 4) : (p[6] == 0 && p[7] == 0);
    if (!isLong) {
        header.length = u16(p + 6);
        header.size = 8;
        return true;
    }
    const uchar* whole = m_data.source.at(m_at, 12);
    if (!whole) {
        return false;
    }
    header.length = u32(whole + 8);
    header.size = 12;
    // Some writers give these VRs a short length in place of the reserved bytes.
    const std::uint16_t inReserved = u16(whole + 6);
    if (inReserved != 0 && header.length != kUndefinedLength && m_at + 12 + header.length > m_size &&
        isTagAt(m_at + 8 + inReserved, header.tag)) {
        header.length = inReserved;
        header.size = 8;
    }
    return true;
}

bool Scanner::looksExplicit(const uchar* p, const Header& asImplicit)
{
    if (!isKnownVr(p + 4)) {
        return false;
    }
    const qint64 end = m_at + 8 + asImplicit.length;
    return end > m_size || !isTagAt(end, asImplicit.tag);
}

bool Scanner::readHeader(const uchar* p, Header& header)
{
    header.tag = tagAt(p);
    header.length = u32(p + 4);
    header.implicitVr = true;
    header.size = 8;
    if (m_levels.back().implicitVr) {
        return looksExplicit(p, header) ? readExplicit(p, header) : true;
    }
    if (isKnownVr(p + 4)) {
        return readExplicit(p, header);
    }
    const bool fits = header.length == kUndefinedLength || m_at + 8 + header.length <= m_size;
    if (fits && (header.length == kUndefinedLength || isTagAt(m_at + 8 + header.length, header.tag))) {
        return true;
    }
    const bool letters = isUpper(p[4]) && isUpper(p[5]);
    const bool blank = (p[4] == 0 || p[4] == ' ' || p[4] == '?') && (p[5] == 0 || p[5] == ' ' || p[5] == '?');
    return (letters || blank || p[4] == '-') && readExplicit(p, header);
}

bool Scanner::beginsWithItem(qint64 value, std::uint32_t length)
{
    if (length < 8 || (length != kUndefinedLength && value + length > m_size)) {
        return false;
    }
    const uchar* p = m_data.source.at(value, 8);
    if (!p || tagAt(p) != kItemTag) {
        return false;
    }
    const std::uint32_t item = u32(p + 4);
    return item == kUndefinedLength || length == kUndefinedLength || item <= length - 8;
}

bool Scanner::isSequence(const Header& header, qint64 value)
{
    if (header.vr == vr("SQ")) {
        return true;
    }
    if (header.vr != 0 && header.vr != vr("UN")) {
        return false;
    }
    return header.length == kUndefinedLength || beginsWithItem(value, header.length);
}

void Scanner::element(const uchar* p)
{
    Header header;
    if (!readHeader(p, header)) {
        // Nonsense: nothing behind it in this item can be trusted.
        const Level& level = m_levels.back();
        if (level.kind == Kind::Item && level.end < m_size) {
            warnOnce(QT_TRANSLATE_NOOP("DicomFile", "A sequence in the header is damaged."));
            m_at = level.end;
        } else {
            stopDamaged(QT_TRANSLATE_NOOP("DicomFile", "The header is damaged; only what precedes the damage was read."));
        }
        return;
    }
    const qint64 value = m_at + header.size;
    const bool top = m_levels.size() == 1;
    if (top && (header.tag == tag::PixelData || header.tag == tag::FloatPixelData || header.tag == tag::DoubleFloatPixelData)) {
        pixels(header, value);
    } else if (isSequence(header, value)) {
        sequence(header, value, Kind::Sequence);
    } else if (header.length == kUndefinedLength) {
        sequence(header, value, Kind::Fragments);
    } else {
        plain(header, value);
    }
}

void Scanner::sequence(const Header& header, qint64 value, Kind kind)
{
    if (m_sequences >= kDeepestNesting) {
        stopDamaged(
            QT_TRANSLATE_NOOP("DicomFile", "The header nests sequences more than 64 levels deep; it was not read further."));
        return;
    }
    const qint64 end = header.length == kUndefinedLength ? kOpenEnd : value + header.length;
    // UN of undefined length holds implicit little endian (PS3.5 6.2.2 note 2).
    const bool implicitVr = header.implicitVr || header.vr == vr("UN");
    const std::uint32_t index = add(header, value, true);
    push(kind, end, implicitVr, index);
    m_at = value;
}

// Odd lengths are forbidden. Some writers pad the value and do not count the padding; one wrote 13 for 10.
qint64 Scanner::endOf(const Header& header, qint64 value)
{
    const qint64 end = value + header.length;
    if (header.length % 2 == 0 || isTagAt(end, header.tag)) {
        return end;
    }
    if (header.length == 13 && isTagAt(value + 10, header.tag)) {
        return value + 10;
    }
    return isTagAt(end + 1, header.tag) ? end + 1 : end;
}

void Scanner::plain(Header header, qint64 value)
{
    if (header.length > m_size - value) {
        stopTruncated();
        return;
    }
    const qint64 end = endOf(header, value);
    header.length = static_cast<std::uint32_t>(std::min<qint64>(header.length, end - value));
    const uchar* bytes = &kNothing;
    if (header.length > 0) {
        bytes = header.length <= longestOf(header.tag) ? m_data.source.at(value, header.length) : nullptr;
        if (!bytes && m_data.source.failed()) {
            stopDamaged(QT_TRANSLATE_NOOP("DicomFile", "The header is too long or cannot be read."));
            return;
        }
    }
    m_data.elements[add(header, value, false)].value = bytes;
    m_rows = m_rows || header.tag == tag::Rows;
    m_columns = m_columns || header.tag == tag::Columns;
    m_at = end;
}

void Scanner::pixels(const Header& header, qint64 value)
{
    PixelDataLocation& place = m_data.pixelData;
    const bool encapsulated = header.length == kUndefinedLength;
    if (place.offset < 0 && header.length > 0) {
        place.offset = value;
        place.encapsulated = encapsulated;
        place.tag = header.tag;
        const qint64 rest = m_size - value;
        place.length = static_cast<std::uint64_t>(encapsulated ? rest : std::min<qint64>(rest, header.length));
        place.truncated = !encapsulated && rest < header.length;
    }
    if (encapsulated) {
        sequence(header, value, Kind::Fragments);
    } else {
        add(header, value, false);
        m_at = value + header.length;
    }
    if (m_options.headerOnly && m_rows && m_columns) {
        m_done = true;
    }
}

} // namespace

DataSet scanDataSet(ByteSource source, qint64 start, const Encoding& encoding, const ScanOptions& options)
{
    return Scanner(std::move(source), start, encoding, options).run();
}

} // namespace isocenter
