#include "cli/CommandLine.h"
#include "cli/Commands.h"

#include "demo/DemoFolder.h"

#include <QElapsedTimer>

#include <algorithm>
#include <thread>

namespace isocenter::cli {

int demo(const QStringList& words)
{
    if (words.size() != 2 || words.first() != QLatin1String("--out")) {
        complain(usage());
        return WrongUsage;
    }
    QElapsedTimer clock;
    clock.start();
    const int threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    const Result<isocenter::demo::DemoFolderSummary> written =
        isocenter::demo::writeDemoFolder(words.at(1), threads, CancelToken());
    if (!written) {
        print({{QStringLiteral("path"), words.at(1)}, {QStringLiteral("reason"), written.error().message}});
        return SomethingRefused;
    }
    print({{QStringLiteral("files"), written->files},
           {QStringLiteral("bytes"), written->bytes},
           {QStringLiteral("seconds"), static_cast<double>(clock.elapsed()) / 1000}});
    return AllWell;
}

} // namespace isocenter::cli
