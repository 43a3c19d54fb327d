#include "file/HeaderReader.h"

#include "file/HeaderBuilder.h"
#include "file/Inflate.h"
#include "file/Tags.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <new>
#include <utility>

namespace isocenter {

namespace {

Error refused(const char* text)
{
    return {QCoreApplication::translate("DicomFile", text), {}};
}

Result<ScannedFile> scan(ByteSource source, const ScanOptions& options)
{
    const qint64 size = source.size();
    Result<FileStart> start = findStart(source);
    if (!start) {
        return start.error();
    }
    qint64 at = start->dataSet;
    if (start->encoding.deflated && at < size) {
        Result<QByteArray> inflated = inflateFrom(source, at);
        if (!inflated) {
            return inflated.error();
        }
        at = 0;
        return ScannedFile{*start, scanDataSet(ByteSource(std::move(inflated).value()), at, start->encoding, options), size};
    }
    DataSet data = scanDataSet(std::move(source), at, start->encoding, options);
    return ScannedFile{std::move(start).value(), std::move(data), size};
}

Result<ScannedFile> checked(Result<ScannedFile> file)
{
    if (file && file->data.elements.empty() && file->start.sopClass.isEmpty()) {
        return file->data.truncated ? refused(QT_TRANSLATE_NOOP("DicomFile", "The file is truncated: it ends within the header."))
                                    : refused(QT_TRANSLATE_NOOP("DicomFile", "The file holds no DICOM data set."));
    }
    return file;
}

// Objects without pixels by nature: reports, plans, presentation states, waveforms, documents, directories.
bool isImageClass(const QString& sopClass)
{
    static constexpr std::array kOthers{"5.1.4.1.1.88.",   "5.1.4.1.1.481.3", "5.1.4.1.1.481.4", "5.1.4.1.1.481.5",
                                        "5.1.4.1.1.481.6", "5.1.4.1.1.481.7", "5.1.4.1.1.481.8", "5.1.4.1.1.481.9",
                                        "5.1.4.1.1.11.",   "5.1.4.1.1.9.",    "5.1.4.1.1.104.",  "5.1.4.1.1.66.1",
                                        "5.1.4.1.1.66.3",  "5.1.4.1.1.67",    "1.3.10"};
    const QLatin1String root("1.2.840.10008.");
    return !sopClass.startsWith(root) || std::none_of(kOthers.begin(), kOthers.end(), [&](const char* other) {
        return QStringView(sopClass).mid(root.size()).startsWith(QLatin1String(other));
    });
}

// A header that breaks off must at least describe an image, or belong to an object that has none.
bool isUseless(const ScannedFile& file, const Item& root)
{
    if (!file.data.truncated || file.data.pixelData.offset >= 0 || (root.has(tag::Rows) && root.has(tag::Columns))) {
        return false;
    }
    return isImageClass(root.text(tag::SOPClassUID));
}

void fill(const ScannedFile& file, const Item& root, ImageAttributes& image)
{
    readRecord(root, file.start, image.record);
    readPixelModule(root, image);
    readMarks(root, image);
    readDisplay(root, image);
    readOverlays(root, image);
    readSubtraction(root, image);
    readGeometry(root, image);
    readTiles(root, image);
    readFunctionalGroups(root, image);
    readRealWorldValues(root, image);
    readDose(root, image);
    readColorProfiles(root, image);
    readTexts(root, image);
    readFrameDetails(root, image);
    readPetValues(root, image);
    if (!root.characterSet().isKnown()) {
        warn(image, QT_TRANSLATE_NOOP("DicomFile", "The character set of this file is unknown; names may be misread."));
    }
    Instance& instance = image.record.instance;
    instance.frames = image.hasPixels() ? image.frames : 0;
    instance.rows = image.rows;
    instance.columns = image.columns;
}

template <typename Value, typename Work> Result<Value> guarded(const Work& work)
{
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return refused(QT_TRANSLATE_NOOP("DicomFile", "There is not enough memory to read this file."));
    } catch (const std::exception& problem) {
        return Error{QCoreApplication::translate("DicomFile", "The file cannot be read."), QString::fromLatin1(problem.what())};
    }
}

} // namespace

Result<ScannedFile> scanFile(const QString& path, const ScanOptions& options)
{
    return guarded<ScannedFile>([&]() -> Result<ScannedFile> {
        Result<ByteSource> source = ByteSource::open(path);
        if (!source) {
            return source.error();
        }
        return checked(scan(std::move(source).value(), options));
    });
}

Result<ScannedFile> scanBytes(QByteArray bytes, const ScanOptions& options)
{
    return guarded<ScannedFile>([&]() -> Result<ScannedFile> {
        if (bytes.isEmpty()) {
            return refused(QT_TRANSLATE_NOOP("DicomFile", "The file is empty."));
        }
        return checked(scan(ByteSource(std::move(bytes)), options));
    });
}

Result<ImagePtr> readHeader(const QString& path)
{
    const Result<ScannedFile> file = scanFile(path);
    if (!file) {
        return file.error();
    }
    return readHeader(*file, path);
}

Result<ImagePtr> readHeader(const ScannedFile& file, const QString& path)
{
    return guarded<ImagePtr>([&]() -> Result<ImagePtr> {
        const Item root(file.data);
        if (isUseless(file, root)) {
            return refused(QT_TRANSLATE_NOOP("DicomFile", "The file is truncated: it ends within the header."));
        }
        auto image = std::make_shared<ImageAttributes>();
        image->path = path;
        image->fileSize = file.fileSize;
        image->transferSyntax = file.start.transferSyntax;
        image->pixelData = file.data.pixelData;
        image->warnings = file.start.warnings + file.data.warnings;
        fill(file, root, *image);
        return ImagePtr(std::move(image));
    });
}

} // namespace isocenter
