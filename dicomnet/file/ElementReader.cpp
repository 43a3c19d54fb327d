#include "file/ElementReader.h"

#include "file/TagNames.h"
#include "file/Tags.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>
#include <new>

namespace isocenter {

namespace {

constexpr std::size_t kMostElements = 200'000;
constexpr int kMostCharacters = 1024;
constexpr std::size_t kMostBytesShown = 32;

bool isBinary(Vr type)
{
    return type == vr("OB") || type == vr("OW") || type == vr("OD") || type == vr("OF") || type == vr("OL") || type == vr("OV") ||
           type == vr("UN") || type == 0;
}

bool isNumeric(Vr type)
{
    return type == vr("US") || type == vr("SS") || type == vr("UL") || type == vr("SL") || type == vr("FL") || type == vr("FD") ||
           type == vr("UV") || type == vr("SV");
}

QString shortened(const QString& text)
{
    if (text.size() <= kMostCharacters) {
        return text;
    }
    const QString mark = QCoreApplication::translate("DicomFile", " ... (shortened)");
    return text.left(kMostCharacters - mark.size()) + mark;
}

QString hexOf(const DataElement& element)
{
    QString text;
    const std::size_t count = std::min<std::size_t>(element.length, kMostBytesShown);
    for (std::size_t i = 0; i < count && element.value; ++i) {
        text += QStringLiteral("%1 ").arg(element.value[i], 2, 16, QLatin1Char('0'));
    }
    return count < element.length || !element.value
               ? text + QCoreApplication::translate("DicomFile", "... (%1 bytes)").arg(element.length)
               : text.trimmed();
}

QString numbersOf(const DataElement& element, Vr type)
{
    DataElement part = element;
    part.length = std::min<std::uint32_t>(part.length, 2048);
    QStringList texts;
    for (const double v : decodeNumbers(part, type)) {
        texts << QString::number(v, 'g', type == vr("FL") ? 7 : 15);
    }
    return texts.join(QLatin1Char('\\')) + (part.length < element.length ? QStringLiteral("\\...") : QString());
}

QString tagsOf(const DataElement& element)
{
    QStringList texts;
    const std::vector<double> words = decodeNumbers(element, vr("US"));
    for (std::size_t i = 0; i + 1 < words.size() && i < 128; i += 2) {
        texts << QStringLiteral("(%1,%2)")
                     .arg(static_cast<uint>(words[i]), 4, 16, QLatin1Char('0'))
                     .arg(static_cast<uint>(words[i + 1]), 4, 16, QLatin1Char('0'));
    }
    return texts.join(QLatin1Char('\\'));
}

bool isText(std::string_view bytes)
{
    return std::all_of(bytes.begin(), bytes.end(),
                       [](char c) { return static_cast<uchar>(c) >= 0x20 && static_cast<uchar>(c) < 0x7F; });
}

QString valueOf(const Item& item, const DataElement& element, Vr type)
{
    if (element.length == 0 || element.container) {
        return {};
    }
    if (!element.value) {
        return hexOf(element);
    }
    if (isNumeric(type)) {
        return shortened(numbersOf(element, type));
    }
    if (type == vr("AT")) {
        return tagsOf(element);
    }
    std::string_view bytes(reinterpret_cast<const char*>(element.value), element.length);
    while (!bytes.empty() && (bytes.back() == ' ' || bytes.back() == '\0')) {
        bytes.remove_suffix(1);
    }
    if (isBinary(type) && !(type == vr("UN") && !bytes.empty() && isText(bytes))) {
        return hexOf(element);
    }
    return shortened(item.characterSet().decode(bytes.substr(0, 8 * kMostCharacters)));
}

QString vrText(Vr type)
{
    return type == 0 ? QStringLiteral("UN") : QString(QChar(type >> 8)) + QChar(type & 0xFF);
}

// Private creators of one item: block (group << 16 | 00xx) -> name.
using Creators = QHash<std::uint32_t, QByteArray>;

QByteArray creatorOf(const Creators& creators, std::uint32_t tag)
{
    return creators.value((tag & 0xFFFF0000u) | (tag >> 8 & 0xFF));
}

void addMeta(const QString& path, std::vector<Element>& list)
{
    Result<ByteSource> source = ByteSource::open(path);
    if (!source) {
        return;
    }
    const Result<FileStart> start = findStart(*source);
    if (!start || start->meta < 0 || start->dataSet <= start->meta) {
        return;
    }
    const qint64 size = start->dataSet - start->meta;
    const uchar* bytes = source->at(start->meta, size);
    if (bytes) {
        const QByteArray copy(reinterpret_cast<const char*>(bytes), size);
        const DataSet meta = scanDataSet(ByteSource(copy), 0, {start->metaImplicit, false, false});
        list = elementsOf(Item(meta));
    }
}

} // namespace

std::vector<Element> elementsOf(const Item& item)
{
    std::vector<Element> list;
    Creators creators;
    for (const DataElement* element : item.elements()) {
        const std::uint32_t tag = element->tag;
        if ((tag >> 16 & 1) && (tag & 0xFFFF) >= 0x10 && (tag & 0xFFFF) <= 0xFF) {
            const std::string_view name = item.bytes(tag);
            creators.insert(tag, QByteArray(name.data(), static_cast<qsizetype>(name.size())));
        }
        const TagEntry entry = lookUpTag(tag, creatorOf(creators, tag));
        const bool known = element->vr != 0 && element->vr != vr("UN");
        const Vr type = known || entry.vr == vr("SQ") ? element->vr : (entry.vr ? entry.vr : element->vr);
        Element out;
        out.tag = tag;
        out.vr = element->container && tag != kItemTag && element->vr == 0 ? QStringLiteral("SQ")
                 : tag == kItemTag                                         ? QString()
                                                                           : vrText(type);
        out.name = entry.name;
        out.length = element->length;
        out.value = valueOf(item, *element, type);
        if (element->container) {
            out.children = elementsOf(item.child(*element));
        }
        list.push_back(std::move(out));
    }
    return list;
}

Result<std::vector<Element>> readElements(const QString& path)
{
    ScanOptions options;
    options.headerOnly = false;
    options.mostElements = kMostElements;
    options.longestValue = 64u << 10;
    const Result<ScannedFile> file = scanFile(path, options);
    if (!file) {
        return file.error();
    }
    try {
        std::vector<Element> list;
        addMeta(path, list);
        for (Element& element : elementsOf(Item(file->data))) {
            list.push_back(std::move(element));
        }
        for (const QString& warning : file->start.warnings + file->data.warnings) {
            Element note;
            note.name = warning;
            list.push_back(std::move(note));
        }
        return list;
    } catch (const std::bad_alloc&) {
        return Error{QCoreApplication::translate("DicomFile", "There is not enough memory to read this file."), {}};
    }
}

} // namespace isocenter
