#include "codec/Fragments.h"

#include "codec/JpegXl.h"

#include "codec/PixelLayout.h"

#include <QtEndian>

#include <algorithm>

namespace isocenter {

namespace {

constexpr quint32 kItem = 0xE000FFFE; // as the four bytes lie in the file, read as little endian
constexpr quint32 kDelimiter = 0xE0DDFFFE;
constexpr std::size_t kMostFragments = 4'000'000;
constexpr qint64 kLargestOffsetTable = 64 << 20;
constexpr qint64 kLargestFrame = qint64{2'000} << 20;

struct ItemHeader
{
    quint32 tag = 0;
    quint32 length = 0;
};

std::optional<ItemHeader> itemAt(const PixelFile& file, qint64 at)
{
    uchar bytes[8];
    if (!file.read(at, sizeof bytes, bytes)) {
        return std::nullopt;
    }
    return ItemHeader{qFromLittleEndian<quint32>(bytes), qFromLittleEndian<quint32>(bytes + 4)};
}

constexpr qint64 kMarkLength = 12; ///< of the longest mark, that of a JPEG XL container

/// Whether these bytes begin a codestream: JPEG and JPEG-LS SOI, JPEG 2000 SOC or JP2 box, JPEG XL, or a plausible RLE header.
bool beginsCodestream(const QByteArray& bytes)
{
    const auto* b = reinterpret_cast<const uchar*>(bytes.constData());
    if (bytes.size() < 8) {
        return false;
    }
    if (b[0] == 0xFF && ((b[1] == 0xD8 && b[2] == 0xFF) || (b[1] == 0x4F && b[2] == 0xFF && b[3] == 0x51))) {
        return true;
    }
    const quint32 segments = qFromLittleEndian<quint32>(b);
    return bytes.startsWith(QByteArray("\0\0\0\x0CjP  ", 8)) || isJpegXl(bytes) ||
           (segments >= 1 && segments <= 15 && qFromLittleEndian<quint32>(b + 4) == 64);
}

/// Extended Offset Table (7FE0,0001): it and its lengths (7FE0,0002) lie right before the pixel data, explicit VR OV.
std::vector<std::uint64_t> extendedOffsets(const PixelFile& file, const ImageAttributes& image)
{
    const qint64 bytes = qint64{8} * image.frames;
    const qint64 lengths = image.pixelData.offset - 12 - bytes - 12;
    const qint64 offsets = lengths - bytes - 12;
    const QByteArray head = bytes <= kLargestOffsetTable ? file.read(offsets, bytes + 12) : QByteArray();
    const QByteArray next = file.read(lengths, 8);
    if (head.size() != bytes + 12 || !head.startsWith(QByteArray("\xE0\x7F\x01\0OV\0\0", 8)) ||
        next != QByteArray("\xE0\x7F\x02\0OV\0\0", 8) || qFromLittleEndian<quint32>(head.constData() + 8) != bytes) {
        return {};
    }
    std::vector<std::uint64_t> result(static_cast<std::size_t>(image.frames));
    for (std::size_t i = 0; i < result.size(); ++i) {
        result[i] = qFromLittleEndian<quint64>(head.constData() + 12 + 8 * i);
    }
    return result;
}

} // namespace

Result<std::shared_ptr<const FragmentTable>> FragmentTable::read(const PixelFile& file, const ImageAttributes& image)
{
    const auto table = std::make_shared<FragmentTable>();
    const qint64 end = file.size();
    const auto first = itemAt(file, image.pixelData.offset);
    if (!first || first->tag != kItem || first->length > end - image.pixelData.offset) {
        return frameError(
            QT_TRANSLATE_NOOP("FrameReader", "The compressed pixel data are damaged: their first item is not valid."));
    }
    if (first->length >= 4 && first->length <= kLargestOffsetTable) {
        const QByteArray offsets = file.read(image.pixelData.offset + 8, first->length);
        for (qsizetype i = 0; i + 4 <= offsets.size(); i += 4) {
            table->m_offsetTable.push_back(qFromLittleEndian<quint32>(offsets.constData() + i));
        }
    }
    table->m_base = image.pixelData.offset + 8 + first->length;
    if (const Result<void> walked = table->walk(file, table->m_base, end); !walked) {
        return walked.error();
    }
    table->assign(file, image);
    return std::shared_ptr<const FragmentTable>(table);
}

Result<void> FragmentTable::walk(const PixelFile& file, qint64 at, qint64 end)
{
    while (true) {
        const auto item = itemAt(file, at);
        if (!item || item->tag != kItem || item->length == 0xFFFFFFFF) {
            m_end = !item ? End::EndOfFile : item->tag == kDelimiter ? End::Delimiter : End::Damaged;
            return {};
        }
        if (m_fragments.size() == kMostFragments) {
            return frameError(QT_TRANSLATE_NOOP("FrameReader", "The compressed pixel data have too many fragments."));
        }
        const qint64 value = at + 8;
        m_fragments.push_back({value, std::min<qint64>(item->length, end - value)});
        at = value + item->length;
        if (at > end) {
            m_end = End::EndOfFile;
            return {};
        }
    }
}

std::optional<std::size_t> FragmentTable::fragmentAt(std::uint64_t offset) const
{
    const qint64 place = m_base + 8 + static_cast<qint64>(std::min<std::uint64_t>(offset, 1ULL << 62));
    const auto found = std::lower_bound(m_fragments.begin(), m_fragments.end(), place,
                                        [](const Fragment& f, qint64 value) { return f.offset < value; });
    if (found == m_fragments.end() || found->offset != place) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - m_fragments.begin());
}

bool FragmentTable::assignByOffsets(const Starts& starts, int frames)
{
    if (starts.size() != static_cast<std::size_t>(frames) || starts.front() != 0) {
        return false;
    }
    std::vector<std::size_t> firsts;
    for (const std::uint64_t start : starts) {
        const auto fragment = fragmentAt(start);
        if (!fragment || (!firsts.empty() && *fragment <= firsts.back())) {
            // What the file's end cut off is missing; any other contradiction makes the whole table worthless.
            if (fragment || m_end == End::Delimiter || m_fragments.empty() ||
                static_cast<std::uint64_t>(m_fragments.back().offset - m_base) >= start + 8) {
                return false;
            }
            break;
        }
        firsts.push_back(*fragment);
    }
    m_frames.assign(starts.size(), {});
    for (std::size_t i = 0; i < firsts.size(); ++i) {
        const std::size_t next = i + 1 < firsts.size() ? firsts[i + 1] : m_fragments.size();
        m_frames[i] = {firsts[i], next - firsts[i]};
    }
    return true;
}

bool FragmentTable::assignByCodestreams(const PixelFile& file, int frames)
{
    std::vector<std::size_t> firsts;
    for (std::size_t i = 0; i < m_fragments.size(); ++i) {
        const Fragment& f = m_fragments[i];
        if (beginsCodestream(file.read(f.offset, std::min<qint64>(f.length, kMarkLength)))) {
            firsts.push_back(i);
        } else if (firsts.empty()) {
            return false;
        }
    }
    // Fewer starts than frames: only a file that was cut says which are missing, the last ones.
    const auto wanted = static_cast<std::size_t>(frames);
    if (firsts.empty() || firsts.size() > wanted || (firsts.size() < wanted && m_end == End::Delimiter)) {
        return false;
    }
    m_frames.assign(wanted, {});
    for (std::size_t i = 0; i < firsts.size(); ++i) {
        const std::size_t next = i + 1 < firsts.size() ? firsts[i + 1] : m_fragments.size();
        m_frames[i] = {firsts[i], next - firsts[i]};
    }
    return true;
}

void FragmentTable::assign(const PixelFile& file, const ImageAttributes& image)
{
    const int frames = image.frames;
    if (frames == 1) {
        m_frames = {{0, m_fragments.size()}};
        return;
    }
    if (assignByOffsets(m_offsetTable, frames)) {
        return;
    }
    if (m_fragments.size() == static_cast<std::size_t>(frames)) {
        for (std::size_t i = 0; i < m_fragments.size(); ++i) {
            m_frames.push_back({i, 1});
        }
        return;
    }
    const Starts extended = extendedOffsets(file, image);
    if (extended.empty() || !assignByOffsets(extended, frames)) {
        assignByCodestreams(file, frames);
    }
}

Result<QByteArray> FragmentTable::frameBytes(const PixelFile& file, int frame) const
{
    if (m_frames.empty()) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader",
                                            "The number of compressed frames in the file does not agree with its header, so no "
                                            "frame can be told from another."),
                          QStringLiteral("%1 fragments").arg(m_fragments.size()));
    }
    const Span span = m_frames[static_cast<std::size_t>(frame)];
    qint64 bytes = 0;
    for (std::size_t i = span.first; i < span.first + span.count; ++i) {
        bytes += m_fragments[i].length;
    }
    if (bytes == 0) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "This frame is missing in the file."));
    }
    if (bytes > kLargestFrame) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "The compressed frame is too large."));
    }
    QByteArray data(bytes, Qt::Uninitialized);
    char* to = data.data();
    for (std::size_t i = span.first; i < span.first + span.count; ++i) {
        const Fragment& f = m_fragments[i];
        if (!file.read(f.offset, static_cast<std::size_t>(f.length), to)) {
            return frameError(QT_TRANSLATE_NOOP("FrameReader", "The file cannot be read."));
        }
        to += f.length;
    }
    return data;
}

} // namespace isocenter
