#pragma once

#include "base/Result.h"

#include <QString>

#include <vector>

namespace isocenter {

/// A file or folder that was kept out.
struct RefusedFile
{
    QString path; ///< of a file or folder; "archive.zip: name" for what lies in an archive
    QString reason;
};

/// What an import did. Every file that was tried is in exactly one of stored, duplicates and refused.
struct ImportReport
{
    qint64 files = 0; ///< tried; archives and DICOMDIRs count by what they hold
    qint64 stored = 0;
    qint64 duplicates = 0;
    std::vector<RefusedFile> refused; ///< also folders that could not be read and files that a DICOMDIR names in vain
    double seconds = 0;
    bool cancelled = false;

    /// One translated sentence: "612 of 620 files stored in 1.4 s, 6 were here already, 2 refused."
    QString summary() const;
};

/// Writes the report as JSON if the name ends in .json, else as CSV (path, reason; RFC 4180, UTF-8).
Result<void> saveReport(const ImportReport& report, const QString& path);

} // namespace isocenter
