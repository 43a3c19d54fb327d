#pragma once

#include "base/CancelToken.h"

#include <QString>
#include <QStringList>

#include <functional>

namespace isocenter {

/// What walkFiles could not enter or read, and why (one translated sentence).
using WalkProblem = std::function<void(const QString& path, const QString& reason)>;

/// Calls `found` for each regular file under `paths` (files or folders, recursive), folder by folder as the file system
/// lists them, without collecting them first. Symbolic links are followed; a folder already entered (same device and
/// inode) is not entered again, so loops end. A file named in `paths` is passed even if it is not readable. Blocking;
/// stops soon after a cancel. Not DICOM-aware.
void walkFiles(const QStringList& paths, const CancelToken& cancel, const std::function<void(const QString& file)>& found,
               const WalkProblem& problem = {});

} // namespace isocenter
