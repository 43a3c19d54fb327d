#pragma once

#include "archive/FileInstanceStore.h"
#include "archive/SqliteStudyIndex.h"
#include "base/Result.h"

#include <QStringList>

#include <memory>

namespace isocenter::cli {

/// What the commands that use the cache begin with: the cache folder taken out of the words.
/// Empty, with a message on stderr, if --cache is wrong.
std::optional<QString> cacheFolder(QStringList& words);
/// The index of the folder; null, with a message on stderr, if it cannot be opened.
std::unique_ptr<SqliteStudyIndex> openIndex(const QString& folder);

/// The two ends of "A..B"; a single value is both ends; an end may be missing ("A..", "..B").
struct RangeWords
{
    QString from;
    QString to;
};
RangeWords splitRange(const QString& text);
/// YYYY-MM-DD or YYYYMMDD.
std::optional<QDate> dateOf(const QString& text);

} // namespace isocenter::cli
