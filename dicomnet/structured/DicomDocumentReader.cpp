#include "structured/DicomDocumentReader.h"

#include "codec/FrameReader.h"
#include "file/HeaderBuilder.h"
#include "file/HeaderReader.h"
#include "structured/CdaText.h"
#include "structured/ReportReader.h"
#include "structured/WaveformReader.h"
#include "study/SopClasses.h"

#include <QCoreApplication>

#include <new>

namespace isocenter {

namespace {

enum : std::uint32_t {
    DocumentTitle = 0x00420010,
    EncapsulatedDocument = 0x00420011,
    MimeType = 0x00420012,
    EncapsulatedLength = 0x00420015,
};

constexpr std::uint32_t kLongestText = 4u << 20;
constexpr std::uint32_t kLongestDocument = 128u << 20;

using Content = decltype(Document::content);

QString said(const char* text)
{
    return QCoreApplication::translate("Document", text);
}

Unshown unshown(const QString& transferSyntax, const QString& sopClass)
{
    const QString reason = unsupportedSyntaxReason(transferSyntax); // an image whose pixels are elsewhere
    if (!reason.isEmpty()) {
        return {reason};
    }
    const QString name = sopClassName(sopClass);
    return {name.isEmpty()
                ? said(QT_TRANSLATE_NOOP("Document", "Isocenter does not know this kind of object. Its tags can be shown."))
                : said(QT_TRANSLATE_NOOP("Document", "This is an object of the kind \"%1\". It has no picture or page "
                                                     "here; its tags can be shown."))
                      .arg(name)};
}

Result<Content> readEncapsulated(const ScannedFile& file, const Item& root, const QString& sopClass)
{
    const DataElement* element = root.find(EncapsulatedDocument);
    if (!element || element->length == 0) {
        return Error{said(QT_TRANSLATE_NOOP("Document", "The document in this object is empty.")), {}};
    }
    if (!element->value) {
        return Error{root.data()->truncated
                         ? said(QT_TRANSLATE_NOOP("Document", "The file is truncated: the document in it is not whole."))
                         : said(QT_TRANSLATE_NOOP("Document", "The document in this object is too large to be shown.")),
                     {}};
    }
    std::uint32_t length = element->length;
    const std::optional<int> stated = root.integer(EncapsulatedLength, vr("UL"));
    if (stated && *stated > 0 && static_cast<std::uint32_t>(*stated) < length) {
        length = static_cast<std::uint32_t>(*stated); // without the padding
    }
    const QByteArray bytes(reinterpret_cast<const char*>(element->value), length);
    QString mime = root.text(MimeType).toLower();
    if (mime.isEmpty() && bytes.startsWith("%PDF-")) {
        mime = QStringLiteral("application/pdf");
    }
    if (mime == QLatin1String("application/pdf")) {
        return Content(EncapsulatedFile{mime, root.text(DocumentTitle), bytes});
    }
    if (mime == QLatin1String("text/xml") || mime == QLatin1String("application/xml") ||
        sopClass == QLatin1String("1.2.840.10008.5.1.4.1.1.104.2")) {
        TextPage page = readCda(bytes);
        if (page.title.isEmpty()) {
            page.title = root.text(DocumentTitle);
        }
        return Content(std::move(page));
    }
    return Content(unshown(file.start.transferSyntax, sopClass));
}

Result<Content> readContent(const ScannedFile& file, const Item& root, const QString& sopClass)
{
    switch (objectKind(sopClass)) {
    case ObjectKind::Report:
    case ObjectKind::KeyObjects: {
        Report report = readReport(root);
        return Content(std::move(report));
    }
    case ObjectKind::EncapsulatedDocument:
        return readEncapsulated(file, root, sopClass);
    case ObjectKind::Waveform: {
        if (sopClass.contains(QLatin1String(".1.1.9.4."))) {
            return Content(Unshown{said(QT_TRANSLATE_NOOP("Document", "This is a sound recording (%1). Isocenter does not play "
                                                                      "sound; its tags can be shown."))
                                       .arg(sopClassName(sopClass))});
        }
        Result<WaveformRecording> recording = readWaveforms(root);
        if (!recording) {
            return recording.error();
        }
        static const QStringList kEcg{QStringLiteral("1.1"), QStringLiteral("1.2"), QStringLiteral("1.3"), QStringLiteral("3.1")};
        recording->electrocardiogram = kEcg.contains(sopClass.section(QStringLiteral(".1.1.9."), 1));
        if (file.data.truncated || file.data.damaged || !file.data.warnings.isEmpty()) {
            recording->notes << said(QT_TRANSLATE_NOOP("Document", "The file is damaged: this recording may NOT be complete."));
        }
        return Content(std::move(recording).value());
    }
    default:
        return Content(unshown(file.start.transferSyntax, sopClass));
    }
}

} // namespace

Result<DocumentPtr> DicomDocumentReader::readDocument(const ImageAttributes& object, const CancelToken& cancel) const
{
    try {
        const ObjectKind kind = objectKind(object.record.instance.sopClass);
        ScanOptions options;
        options.headerOnly = false;
        options.longestValue =
            kind == ObjectKind::EncapsulatedDocument || kind == ObjectKind::Waveform ? kLongestDocument : kLongestText;
        const Result<ScannedFile> file = scanFile(object.path, options);
        if (!file) {
            return file.error();
        }
        if (cancel.isCancelled()) {
            return Error{said(QT_TRANSLATE_NOOP("Document", "Reading was cancelled.")), {}};
        }
        const Item root(file->data);
        auto document = std::make_shared<Document>();
        readRecord(root, file->start, document->record);
        Result<Content> content = readContent(*file, root, document->record.instance.sopClass);
        if (!content) {
            return content.error();
        }
        document->content = std::move(content).value();
        return DocumentPtr(std::move(document));
    } catch (const std::bad_alloc&) {
        return Error{said(QT_TRANSLATE_NOOP("Document", "There is not enough memory to read this document.")), {}};
    } catch (const std::exception& problem) {
        return Error{said(QT_TRANSLATE_NOOP("Document", "This document cannot be read.")), QString::fromLatin1(problem.what())};
    }
}

} // namespace isocenter
