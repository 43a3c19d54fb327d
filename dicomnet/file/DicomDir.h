#pragma once

#include "base/Result.h"

#include <QString>
#include <QStringList>

namespace isocenter {

/// What a DICOMDIR (PS3.10 8.6) refers to.
struct DicomDirFiles
{
    QStringList files;   ///< that exist, in the order of the directory, without repeats
    QStringList missing; ///< referenced, but not found inside the folder: their IDs, joined by '/'
};

/// True if the file says that it is a Media Storage Directory, whatever its name. Reads its beginning only.
bool isDicomDir(const QString& path);

/// The files referenced by the directory at `path`, found relative to its folder, whatever the case of their names and
/// with or without the ";1" of old file systems. Never outside that folder, symbolic links included.
Result<DicomDirFiles> readDicomDir(const QString& path);

} // namespace isocenter
