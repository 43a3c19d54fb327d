#pragma once

#include "base/Result.h"
#include "file/FileStart.h"
#include "file/Scanner.h"
#include "image/ImageAttributes.h"

#include <QString>

namespace isocenter {

/// A file opened, its beginning understood, its elements scanned (inflated first if need be).
struct ScannedFile
{
    FileStart start;
    DataSet data;
    qint64 fileSize = 0;
};

/// Error if the file is not DICOM, cannot be read, or holds nothing that can be used. Never throws.
Result<ScannedFile> scanFile(const QString& path, const ScanOptions& options = {});
/// The same of bytes in memory.
Result<ScannedFile> scanBytes(QByteArray bytes, const ScanOptions& options = {});

/// The header of an image or another object, as ImageReader::readHeader promises.
Result<ImagePtr> readHeader(const QString& path);
/// The same of a scanned file; `path` is only noted.
Result<ImagePtr> readHeader(const ScannedFile& file, const QString& path);

} // namespace isocenter
