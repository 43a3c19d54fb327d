#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"

#include <QString>

namespace isocenter::demo {

struct DemoFolderSummary
{
    int files = 0;
    qint64 bytes = 0;
};

/// Writes the demonstration studies as files below `folder`, which is made where it is absent; existing files of the same
/// names are replaced. Waits until all are written, on `threads` threads: not for the GUI's thread. Cancelled: an error.
Result<DemoFolderSummary> writeDemoFolder(const QString& folder, int threads, const CancelToken& cancel);

} // namespace isocenter::demo
