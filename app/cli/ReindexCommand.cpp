#include "cli/ArchiveCommands.h"
#include "cli/CommandLine.h"
#include "cli/Commands.h"

#include "archive/IndexRebuild.h"
#include "reader/DicomImageReader.h"

#include <QCoreApplication>
#include <QElapsedTimer>

namespace isocenter::cli {

int reindex(const QStringList& given)
{
    QStringList words = given;
    const std::optional<QString> folder = cacheFolder(words);
    if (!folder || !words.isEmpty()) {
        complain(QCoreApplication::translate("Reindex", "reindex takes no words but --cache DIR."));
        return WrongUsage;
    }
    QElapsedTimer clock;
    clock.start();
    const DicomImageReader reader;
    const auto progress = [](qint64 files) { complain(QCoreApplication::translate("Reindex", "%1 files read").arg(files)); };
    const Result<IndexRebuild::Report> report = IndexRebuild::run(*folder, reader, {}, progress);
    if (!report) {
        complain(report.error().message);
        return SomethingRefused;
    }
    for (const IndexRebuild::Report::Refusal& refusal : report->refused) {
        print({{QStringLiteral("path"), refusal.path}, {QStringLiteral("reason"), refusal.reason}});
    }
    print({{QStringLiteral("files"), report->files},
           {QStringLiteral("indexed"), report->indexed},
           {QStringLiteral("refused"), static_cast<qint64>(report->refused.size())},
           {QStringLiteral("seconds"), static_cast<double>(clock.nsecsElapsed()) * 1e-9}});
    return report->refused.empty() ? AllWell : SomethingRefused;
}

} // namespace isocenter::cli
