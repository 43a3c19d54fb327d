#include "cli/ArchiveCommands.h"

#include "cli/CommandLine.h"
#include "settings/CacheLocation.h"

#include <QDate>

namespace isocenter::cli {

std::optional<QString> cacheFolder(QStringList& words)
{
    const Result<QString> folder = takeCacheOption(words);
    if (!folder) {
        complain(folder.error().message);
        return std::nullopt;
    }
    return *folder;
}

std::unique_ptr<SqliteStudyIndex> openIndex(const QString& folder)
{
    Result<std::unique_ptr<SqliteStudyIndex>> index = SqliteStudyIndex::open(folder);
    if (!index) {
        complain(index.error().message + QStringLiteral(" (") + index.error().detail + QLatin1Char(')'));
        return nullptr;
    }
    return std::move(index).value();
}

RangeWords splitRange(const QString& text)
{
    const qsizetype dots = text.indexOf(QLatin1String(".."));
    return dots < 0 ? RangeWords{text, text} : RangeWords{text.left(dots), text.mid(dots + 2)};
}

std::optional<QDate> dateOf(const QString& text)
{
    for (const char* format : {"yyyy-MM-dd", "yyyyMMdd"}) {
        const QDate date = QDate::fromString(text, QLatin1String(format));
        if (date.isValid()) {
            return date;
        }
    }
    return std::nullopt;
}

} // namespace isocenter::cli
