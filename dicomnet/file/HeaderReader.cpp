#include "file/HeaderReader.h"

#include "file/HeaderBuilder.h"
#include "file/Inflate.h"
#include "file/Tags.h"

#include <QCoreApplication>

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

// A header that breaks off must at least say what it belongs to, or describe an image.
bool isUseless(const ScannedFile& file, const Item& root)
{
    if (!file.data.truncated && !file.data.damaged) {
        return false;
    }
    const bool image = root.has(tag::Rows) && root.has(tag::Columns);
    return file.data.pixelData.offset < 0 && file.data.truncated && !image;
}

void fill(const ScannedFile& file, const Item& root, ImageAttributes& image)
{
    readRecord(root, file.start, image.record);
    readPixelModule(root, image);
    readMarks(root, image);
    readDisplay(root, image);
    readGeometry(root, image);
    readFunctionalGroups(root, image);
    readTexts(root, image);
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
