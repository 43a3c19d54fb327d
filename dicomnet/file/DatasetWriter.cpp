#include "file/DatasetWriter.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcostrmb.h>
#include <dcmtk/dcmdata/dctk.h>

#include <QCoreApplication>
#include <QStringList>
#include <QtEndian>
#include <QUuid>

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <tuple>

namespace isocenter {

namespace {

constexpr int kDecimalStringLength = 16;

DcmTag tagOf(std::uint32_t tag, const char* vr)
{
    return {static_cast<Uint16>(tag >> 16), static_cast<Uint16>(tag & 0xFFFF), DcmVR(vr)};
}

std::unique_ptr<DcmElement> elementOf(std::uint32_t tag, const char* vr)
{
    DcmElement* element = nullptr;
    const OFCondition made = DcmItem::newDicomElementWithVR(element, tagOf(tag, vr));
    std::unique_ptr<DcmElement> owner(element);
    return made.good() ? std::move(owner) : nullptr;
}

bool insertInto(DcmItem& item, std::unique_ptr<DcmElement> element)
{
    const bool inserted = item.insert(element.get(), OFTrue).good();
    if (inserted) {
        std::ignore = element.release(); // the item owns it now
    }
    return inserted;
}

/// The most exact decimal text of at most 16 characters (VR DS).
QString decimalString(double value)
{
    for (int digits = 15; digits > 0; --digits) {
        const QString text = QString::number(value, 'g', digits);
        if (text.size() <= kDecimalStringLength) {
            return text;
        }
    }
    return QStringLiteral("0");
}

template <typename T> bool inRange(const std::vector<double>& values)
{
    for (const double v : values) {
        const bool whole = !std::numeric_limits<T>::is_integer || std::floor(v) == v;
        if (!whole || !(v >= static_cast<double>(std::numeric_limits<T>::lowest())) ||
            !(v <= static_cast<double>(std::numeric_limits<T>::max()))) {
            return false;
        }
    }
    return true;
}

template <typename T> std::vector<T> converted(const std::vector<double>& values)
{
    std::vector<T> out;
    out.reserve(values.size());
    for (const double v : values) {
        out.push_back(static_cast<T>(v));
    }
    return out;
}

template <typename T, typename Put> bool putNumbers(DcmElement* element, const std::vector<double>& values, Put put)
{
    if (!inRange<T>(values)) {
        return false;
    }
    const std::vector<T> data = converted<T>(values);
    return (element->*put)(data.data(), static_cast<unsigned long>(data.size())).good();
}

bool putBinary(DcmElement* element, DcmEVR vr, const std::vector<double>& values)
{
    switch (vr) {
    case EVR_US:
        return putNumbers<Uint16>(element, values, &DcmElement::putUint16Array);
    case EVR_SS:
        return putNumbers<Sint16>(element, values, &DcmElement::putSint16Array);
    case EVR_UL:
        return putNumbers<Uint32>(element, values, &DcmElement::putUint32Array);
    case EVR_SL:
        return putNumbers<Sint32>(element, values, &DcmElement::putSint32Array);
    case EVR_FL:
        return putNumbers<Float32>(element, values, &DcmElement::putFloat32Array);
    case EVR_FD:
        return putNumbers<Float64>(element, values, &DcmElement::putFloat64Array);
    default:
        return false;
    }
}

bool putBytes(DcmElement* element, DcmEVR vr, const QByteArray& value)
{
    const auto length = static_cast<unsigned long>(value.size());
    if (vr != EVR_OW) {
        return element->putUint8Array(reinterpret_cast<const Uint8*>(value.constData()), length).good();
    }
    std::vector<Uint16> words(length / 2);
    qFromLittleEndian<Uint16>(value.constData(), static_cast<qsizetype>(words.size()), words.data());
    return element->putUint16Array(words.data(), static_cast<unsigned long>(words.size())).good();
}

/// Serialises; empty if DCMTK refuses. The parts are written one by one: DcmFileFormat would put its own implementation
/// into the meta information.
QByteArray serialised(DcmMetaInfo& meta, DcmDataset& dataset)
{
    constexpr E_TransferSyntax kSyntax = EXS_LittleEndianExplicit;
    constexpr offile_off_t kSlack = 4096;
    meta.computeGroupLengthAndPadding(EGL_recalcGL, EPD_noChange, kSyntax, EET_ExplicitLength);
    const auto length = static_cast<offile_off_t>(meta.calcElementLength(kSyntax, EET_ExplicitLength)) +
                        static_cast<offile_off_t>(dataset.calcElementLength(kSyntax, EET_ExplicitLength)) + kSlack;
    QByteArray buffer(static_cast<qsizetype>(length), '\0');
    DcmOutputBufferStream stream(buffer.data(), length);
    meta.transferInit();
    dataset.transferInit();
    const bool written = meta.write(stream, kSyntax, EET_ExplicitLength, nullptr).good() &&
                         dataset.write(stream, kSyntax, EET_ExplicitLength, nullptr).good();
    dataset.transferEnd();
    meta.transferEnd();
    void* begin = nullptr;
    offile_off_t used = 0;
    stream.flushBuffer(begin, used);
    if (!written) {
        return {};
    }
    buffer.truncate(static_cast<qsizetype>(used));
    return buffer;
}

/// Characters that a value may have (PS3.5 6.2), which DCMTK counts for some VRs only; 0: not limited here.
qsizetype longestValue(const QByteArray& vr)
{
    return vr == "SH" ? 16 : vr == "LO" || vr == "PN" ? 64 : vr == "ST" ? 1024 : vr == "LT" ? 10240 : 0;
}

/// Lengths and control characters; a name's limit is that of each of its three groups.
bool isWellFormed(const QByteArray& vr, const QString& value)
{
    const qsizetype longest = longestValue(vr);
    const bool whole = vr == "ST" || vr == "LT" || vr == "UT";
    for (const QString& one : whole ? QStringList{value} : value.split(QLatin1Char('\\'))) {
        const QStringList groups = vr == "PN" ? one.split(QLatin1Char('=')) : QStringList{one};
        if (groups.size() > 3 || std::any_of(groups.begin(), groups.end(), [longest](const QString& group) {
                return longest > 0 && group.toUcs4().size() > longest;
            })) {
            return false;
        }
    }
    return whole || std::none_of(value.begin(), value.end(), [](QChar c) { return c.unicode() < 32 || c.unicode() == 127; });
}

} // namespace

bool fitsVr(const char* vr, const QString& value)
{
    const std::unique_ptr<DcmElement> element = elementOf(0x00100010, vr);
    const QByteArray utf8 = value.toUtf8();
    return element && element->isaString() && isWellFormed(vr, value) &&
           element->putOFStringArray(OFString(utf8.constData(), static_cast<size_t>(utf8.size()))).good() &&
           (value.isEmpty() || element->checkValue("1-n").good());
}

struct DatasetItem::Node
{
    DcmItem* item;
};

struct DatasetItem::State
{
    DcmFileFormat file;
    std::deque<Node> nodes; // stable addresses for the handles
    QString failure;        // the first value refused, for the log: a tag, never a value
};

void DatasetItem::fail(std::uint32_t tag, const char* what)
{
    if (m_state->failure.isEmpty()) {
        m_state->failure = QStringLiteral("(%1,%2): %3")
                               .arg(tag >> 16, 4, 16, QLatin1Char('0'))
                               .arg(tag & 0xFFFF, 4, 16, QLatin1Char('0'))
                               .arg(QLatin1String(what));
    }
}

QString newUid()
{
    QByteArray number = QUuid::createUuid().toRfc4122(); // 128 bits, big endian
    QString digits;
    // Decimal by repeated division.
    while (std::any_of(number.begin(), number.end(), [](char byte) { return byte != 0; })) {
        int rest = 0;
        for (char& byte : number) {
            const int value = rest * 256 + static_cast<unsigned char>(byte);
            byte = static_cast<char>(value / 10);
            rest = value % 10;
        }
        digits.prepend(QChar(u'0' + rest));
    }
    return QStringLiteral("2.25.") + digits;
}

DatasetItem& DatasetItem::text(std::uint32_t tag, const char* vr, const QString& value)
{
    std::unique_ptr<DcmElement> element = elementOf(tag, vr);
    const QByteArray utf8 = value.toUtf8();
    if (!element || !element->isaString() ||
        element->putOFStringArray(OFString(utf8.constData(), static_cast<size_t>(utf8.size()))).bad()) {
        fail(tag, "not a text");
    } else if (!value.isEmpty() && (!isWellFormed(vr, value) || element->checkValue("1-n").bad())) {
        fail(tag, "not a value of its VR");
    } else if (!insertInto(*m_node->item, std::move(element))) {
        fail(tag, "not allowed here");
    }
    return *this;
}

DatasetItem& DatasetItem::numbers(std::uint32_t tag, const char* vr, const std::vector<double>& values)
{
    const DcmEVR evr = DcmVR(vr).getEVR();
    if (evr == EVR_DS || evr == EVR_IS) {
        QStringList words;
        const bool good = evr == EVR_IS ? inRange<Sint32>(values) : inRange<double>(values);
        for (const double v : values) {
            words << (evr == EVR_IS ? QString::number(static_cast<qint64>(v)) : decimalString(v));
        }
        if (!good) {
            fail(tag, "a number out of range");
            return *this;
        }
        return text(tag, vr, words.join(QLatin1Char('\\')));
    }
    std::unique_ptr<DcmElement> element = elementOf(tag, vr);
    if (!element || !putBinary(element.get(), evr, values) || !insertInto(*m_node->item, std::move(element))) {
        fail(tag, "a number out of range or of no number VR");
    }
    return *this;
}

DatasetItem& DatasetItem::pointer(std::uint32_t tag, std::uint32_t target)
{
    if (m_node->item
            ->putAndInsertTagKey(tagOf(tag, "AT"),
                                 DcmTagKey(static_cast<Uint16>(target >> 16), static_cast<Uint16>(target & 0xFFFF)))
            .bad()) {
        fail(tag, "no tag");
    }
    return *this;
}

DatasetItem& DatasetItem::bytes(std::uint32_t tag, const char* vr, const QByteArray& value)
{
    const DcmEVR evr = DcmVR(vr).getEVR();
    const bool allowed = (evr == EVR_OB || evr == EVR_OW || evr == EVR_UN) && value.size() % 2 == 0;
    std::unique_ptr<DcmElement> element = elementOf(tag, vr);
    if (!allowed || !element || !putBytes(element.get(), evr, value) || !insertInto(*m_node->item, std::move(element))) {
        fail(tag, "bytes of odd length or of no byte VR");
    }
    return *this;
}

DatasetItem DatasetItem::item(std::uint32_t sequenceTag)
{
    DcmItem* item = nullptr;
    if (m_node->item->findOrCreateSequenceItem(tagOf(sequenceTag, "SQ"), item, -2).bad() || item == nullptr) {
        fail(sequenceTag, "no sequence");
        return *this;
    }
    m_state->nodes.push_back(Node{item});
    return DatasetItem(m_state, &m_state->nodes.back());
}

DatasetItem& DatasetItem::emptySequence(std::uint32_t tag)
{
    if (m_node->item->insertEmptyElement(tagOf(tag, "SQ"), OFTrue).bad()) {
        fail(tag, "no sequence");
    }
    return *this;
}

DatasetWriter::DatasetWriter(const QString& sopClassUid, const QString& sopInstanceUid)
    : DatasetItem(nullptr, nullptr), m_owned(std::make_unique<State>())
{
    m_state = m_owned.get();
    m_state->nodes.push_back(Node{m_state->file.getDataset()});
    m_node = &m_state->nodes.back();
    text(0x00080005, "CS", QStringLiteral("ISO_IR 192"))
        .text(0x00080016, "UI", sopClassUid)
        .text(0x00080018, "UI", sopInstanceUid);
}

DatasetWriter::~DatasetWriter() = default;

Result<QByteArray> DatasetWriter::part10()
{
    const auto error = [](const QString& detail) {
        return Error{QCoreApplication::translate("DatasetWriter", "The image could not be written as a DICOM file."), detail};
    };
    if (!m_state->failure.isEmpty()) {
        return error(m_state->failure);
    }
    DcmFileFormat& file = m_state->file;
    const OFCondition valid = file.validateMetaInfo(EXS_LittleEndianExplicit, EWM_createNewMeta);
    if (valid.bad()) {
        return error(QString::fromLatin1(valid.text()));
    }
    DcmMetaInfo& meta = *file.getMetaInfo();
    meta.putAndInsertString(DCM_ImplementationClassUID, "2.25.84811603509724394736241131847133062889");
    meta.putAndInsertString(DCM_ImplementationVersionName, "ISOCENTER_" ISOCENTER_VERSION);
    QByteArray bytes = serialised(meta, *file.getDataset());
    if (bytes.isEmpty()) {
        return error(QStringLiteral("the data set could not be serialised"));
    }
    return bytes;
}

} // namespace isocenter
