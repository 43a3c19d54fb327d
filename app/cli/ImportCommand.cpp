#include "cli/ArchiveCommands.h"
#include "cli/CommandLine.h"
#include "cli/Commands.h"

#include "import/ImportPipeline.h"
#include "reader/DicomImageReader.h"

#include <QCoreApplication>

namespace isocenter::cli {

int import(const QStringList& given)
{
    QStringList words = given;
    const std::optional<QString> folder = cacheFolder(words);
    if (!folder) {
        return WrongUsage;
    }
    const bool inPlace = words.removeAll(QStringLiteral("--in-place")) > 0;
    const bool optionsEnd = !words.isEmpty() && words.front() == QLatin1String("--");
    if (optionsEnd) {
        words.removeFirst();
    }
    if (words.isEmpty() || (!optionsEnd && words.front().startsWith(QLatin1String("--")))) {
        complain(QCoreApplication::translate("Import", "Say what to import: isocenter import [--in-place] PATH..."));
        return WrongUsage;
    }
    const std::unique_ptr<SqliteStudyIndex> index = openIndex(*folder);
    if (!index) {
        return SomethingRefused;
    }
    const Result<std::unique_ptr<FileInstanceStore>> store = FileInstanceStore::open(*index);
    if (!store) {
        complain(store.error().message);
        return SomethingRefused;
    }
    const DicomImageReader reader;
    ImportPipeline pipeline(reader, **store);
    const ImportReport report = pipeline.run(words, inPlace ? StoreMode::LeaveInPlace : StoreMode::Copy, {});
    for (const RefusedFile& refusal : report.refused) {
        print({{QStringLiteral("path"), refusal.path}, {QStringLiteral("reason"), refusal.reason}});
    }
    print({{QStringLiteral("files"), report.files},
           {QStringLiteral("stored"), report.stored},
           {QStringLiteral("duplicates"), report.duplicates},
           {QStringLiteral("refused"), static_cast<qint64>(report.refused.size())},
           {QStringLiteral("seconds"), report.seconds}});
    return report.refused.empty() ? AllWell : SomethingRefused;
}

} // namespace isocenter::cli
