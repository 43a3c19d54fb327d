#pragma once

#include <QString>

#include <vector>

namespace isocenter {

/// One file that was kept out, and why (one translated sentence).
struct RefusedFile
{
    QString path;
    QString reason;
};

/// What an import came to, as the person reads it.
struct ImportReport
{
    qint64 files = 0;
    qint64 stored = 0;
    qint64 duplicates = 0;
    std::vector<RefusedFile> refused;
    double seconds = 0;
    bool cancelled = false;
};

} // namespace isocenter
