#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"

#include <QString>

#include <functional>

namespace isocenter {

/// True if the file begins as a zip archive and is not a DICOM file.
bool isZipArchive(const QString& path);

/// Bounds against archives that unpack to more than they can honestly hold.
struct ZipLimits
{
    qint64 entries = 1'000'000;
    qint64 entryBytes = qint64(4) << 30;
    qint64 ratio = 200; ///< of all unpacked bytes to the archive's size, beyond `freeBytes`
    qint64 freeBytes = qint64(256) << 20;
};

/// One file out of an archive, unpacked to a private temporary name. The receiver owns the file and removes it.
struct UnpackedFile
{
    QString path;
    QString name; ///< as the archive says, for showing only: one line, never a path to write to
};

/// Unpacks a zip one entry at a time into `folder` under names of its own; folders and links in it are passed over.
/// `unpacked` gets each file, `refused` each entry that is not unpacked and why (one sentence). An error ends the archive:
/// damaged, a limit, disk full; what was unpacked before stays valid. Blocking; any thread.
Result<void> unpackZip(const QString& archive, const QString& folder, const CancelToken& cancel,
                       const std::function<void(const UnpackedFile&)>& unpacked,
                       const std::function<void(const QString& name, const QString& reason)>& refused,
                       const ZipLimits& limits = {});

} // namespace isocenter
