#include "file/FileStart.h"

#include "file/Tags.h"

#include <QCoreApplication>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <utility>

namespace isocenter {

namespace {

constexpr std::array kShortVrs{"AE", "AS", "AT", "CS", "DA", "DS", "DT", "FL", "FD", "IS", "LO",
                               "LT", "PN", "SH", "SL", "SS", "ST", "TM", "UI", "UL", "US"};
constexpr std::array kLongVrs{"OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"};
constexpr int kMostMetaElements = 256;

QString say(const char* text)
{
    return QCoreApplication::translate("DicomFile", text);
}

template <std::size_t N> bool contains(const std::array<const char*, N>& list, const uchar* letters)
{
    return std::any_of(list.begin(), list.end(), [letters](const char* vr) { return std::memcmp(vr, letters, 2) == 0; });
}

struct Header
{
    std::uint32_t tag = 0;
    std::uint32_t length = 0;
    int size = 8;
};

// The element header at `at` as `encoding` would have it; nothing where that makes no sense.
std::optional<Header> headerAt(ByteSource& source, qint64 at, const Encoding& encoding)
{
    const uchar* p = source.at(at, 8);
    if (!p) {
        return std::nullopt;
    }
    const auto u16 = [&](const uchar* q) {
        return encoding.bigEndian ? qFromBigEndian<quint16>(q) : qFromLittleEndian<quint16>(q);
    };
    const auto u32 = [&](const uchar* q) {
        return encoding.bigEndian ? qFromBigEndian<quint32>(q) : qFromLittleEndian<quint32>(q);
    };
    Header header{static_cast<std::uint32_t>(u16(p)) << 16 | u16(p + 2), 0, 8};
    if (encoding.implicitVr) {
        header.length = u32(p + 4);
        return header;
    }
    if (!isKnownVr(p + 4)) {
        return std::nullopt;
    }
    if (!isLongVr(p + 4)) {
        header.length = u16(p + 6);
        return header;
    }
    p = source.at(at, 12);
    if (!p) {
        return std::nullopt;
    }
    header.length = u32(p + 8);
    header.size = 12;
    return header;
}

// How many elements in a row make sense from `at` on (at most 4): known form, ascending tags, lengths within the source.
// Reaching exactly the end, or a sequence of undefined length, counts as 4.
int plausible(ByteSource& source, qint64 at, const Encoding& encoding)
{
    std::uint32_t previous = 0;
    for (int count = 0; count < 4; ++count) {
        if (at == source.size() && count > 0) {
            return 4;
        }
        const std::optional<Header> header = headerAt(source, at, encoding);
        if (!header || header->tag <= previous || (header->tag >> 16) == 0 || (count == 0 && header->tag > 0x00400000)) {
            return count;
        }
        const qint64 end = at + header->size + header->length;
        if (header->length == 0xFFFFFFFFu) {
            return 4;
        }
        if (end > source.size()) {
            // A value cut off by the end of the file is common; one that begins the file is not.
            return count;
        }
        previous = header->tag;
        at = end;
    }
    return 4;
}

std::optional<Encoding> guess(ByteSource& source, qint64 at, int least)
{
    constexpr std::array kCandidates{Encoding{false, false, false}, Encoding{true, false, false}, Encoding{false, true, false},
                                     Encoding{true, true, false}};
    for (const Encoding& candidate : kCandidates) {
        if (plausible(source, at, candidate) >= least) {
            return candidate;
        }
    }
    return std::nullopt;
}

QString uidAt(ByteSource& source, qint64 at, std::uint32_t length)
{
    const uchar* value = length <= 128 ? source.at(at, length) : nullptr;
    if (!value) {
        return {};
    }
    QString text = QString::fromLatin1(reinterpret_cast<const char*>(value), static_cast<qsizetype>(length));
    return text.left(text.indexOf(QChar(0)) < 0 ? text.size() : text.indexOf(QChar(0))).trimmed();
}

// Reads group 2, whatever its group length says; start.dataSet is then behind it.
void readMeta(ByteSource& source, FileStart& start)
{
    qint64 at = start.meta;
    for (int i = 0; i < kMostMetaElements; ++i) {
        std::optional<Header> header = headerAt(source, at, {false, false, false});
        if (!header || header->tag >> 16 != 2) {
            header = headerAt(source, at, {true, false, false});
            if (!header || header->tag >> 16 != 2) {
                break;
            }
            start.metaImplicit = true;
        }
        const qint64 value = at + header->size;
        if (value + header->length > source.size()) {
            break;
        }
        switch (header->tag) {
        case tag::TransferSyntaxUID:
            start.transferSyntax = uidAt(source, value, header->length);
            break;
        case tag::MediaStorageSOPClassUID:
            start.sopClass = uidAt(source, value, header->length);
            break;
        case tag::MediaStorageSOPInstanceUID:
            start.sopInstance = uidAt(source, value, header->length);
            break;
        default:
            break;
        }
        at = value + header->length;
    }
    start.dataSet = at;
}

QString nativeSyntax(const Encoding& encoding)
{
    return encoding.implicitVr  ? QStringLiteral("1.2.840.10008.1.2")
           : encoding.bigEndian ? QStringLiteral("1.2.840.10008.1.2.2")
                                : QStringLiteral("1.2.840.10008.1.2.1");
}

// Decides how the data set is written: what the file states, unless the first elements say otherwise.
void decideEncoding(ByteSource& source, FileStart& start)
{
    const bool stated = !start.transferSyntax.isEmpty();
    const Encoding declared = encodingOf(start.transferSyntax);
    start.encoding = declared;
    if (start.dataSet >= source.size()) {
        return;
    }
    if (declared.deflated) {
        if (plausible(source, start.dataSet, {false, false, false}) >= 3) {
            start.encoding.deflated = false;
            start.warnings << say(QT_TRANSLATE_NOOP("DicomFile", "The file says that it is deflated, but it is not."));
        }
        return;
    }
    if (stated && plausible(source, start.dataSet, declared) >= 2) {
        return;
    }
    const std::optional<Encoding> found = guess(source, start.dataSet, stated ? 2 : 1);
    if (!stated) {
        start.encoding = found.value_or(declared);
        start.transferSyntax = nativeSyntax(start.encoding);
        start.warnings << say(QT_TRANSLATE_NOOP("DicomFile", "The file does not state its transfer syntax; it was guessed."));
    } else if (found) {
        start.encoding = *found;
        start.warnings << say(QT_TRANSLATE_NOOP("DicomFile", "The file is not written in the transfer syntax that it states."));
    }
}

bool beginsWithMeta(ByteSource& source, qint64 at)
{
    for (const bool implicitVr : {false, true}) {
        const std::optional<Header> header = headerAt(source, at, {implicitVr, false, false});
        if (header && header->tag >> 16 == 2 && (header->tag & 0xFFFF) <= 0x0102 &&
            at + header->size + header->length <= source.size()) {
            return true;
        }
    }
    return false;
}

} // namespace

bool isKnownVr(const uchar* letters)
{
    return contains(kShortVrs, letters) || contains(kLongVrs, letters);
}

bool isLongVr(const uchar* letters)
{
    return contains(kLongVrs, letters);
}

Encoding encodingOf(const QString& transferSyntax)
{
    if (transferSyntax == QLatin1String("1.2.840.10008.1.2") || transferSyntax == QLatin1String("1.2.840.113619.5.2")) {
        return {true, false, false};
    }
    if (transferSyntax == QLatin1String("1.2.840.10008.1.2.2")) {
        return {false, true, false};
    }
    const bool deflated = transferSyntax == QLatin1String("1.2.840.10008.1.2.1.99") ||
                          transferSyntax == QLatin1String("1.2.840.10008.1.2.4.95") || // JPIP
                          transferSyntax == QLatin1String("1.2.840.10008.1.2.4.205");
    return {false, false, deflated};
}

bool isLossySyntax(const QString& transferSyntax)
{
    static constexpr std::array kLossy{"4.50",    "4.51",    "4.52",    "4.53",    "4.54",    "4.55",    "4.56",   "4.100",
                                       "4.101",   "4.102",   "4.103",   "4.104",   "4.105",   "4.106",   "4.107",  "4.108",
                                       "4.100.1", "4.101.1", "4.102.1", "4.103.1", "4.104.1", "4.105.1", "4.106.1"};
    const QLatin1String root("1.2.840.10008.1.2.");
    return transferSyntax.startsWith(root) && std::any_of(kLossy.begin(), kLossy.end(), [&](const char* last) {
               return QStringView(transferSyntax).mid(root.size()) == QLatin1String(last);
           });
}

Result<FileStart> findStart(ByteSource& source)
{
    FileStart start;
    const uchar* mark = source.at(128, 4);
    const bool preamble = mark && std::memcmp(mark, "DICM", 4) == 0;
    const uchar* head = source.at(0, std::min<qint64>(4, source.size()));
    const bool bareMark = head && source.size() > 12 && std::memcmp(head, "DICM", 4) == 0;
    if (preamble && beginsWithMeta(source, 132)) {
        start.meta = 132;
    } else if (bareMark && beginsWithMeta(source, 4)) {
        start.meta = 4;
    } else if (beginsWithMeta(source, 0) && plausible(source, 0, {false, false, false}) >= 2) {
        start.meta = 0;
    } else if (guess(source, 0, 3)) {
        start.dataSet = 0;
    } else if (preamble && (source.size() == 132 || guess(source, 132, 2))) {
        start.dataSet = 132;
    } else if (guess(source, 128, 4)) {
        start.dataSet = 128;
    } else {
        return Error{say(QT_TRANSLATE_NOOP("DicomFile", "This is not a DICOM file.")), {}};
    }
    if (start.meta >= 0) {
        readMeta(source, start);
    } else {
        start.warnings << say(QT_TRANSLATE_NOOP("DicomFile", "The file has no DICOM file meta information."));
    }
    decideEncoding(source, start);
    return start;
}

} // namespace isocenter
