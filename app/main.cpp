#include "cli/CommandLine.h"
#include "station/WindowCommand.h"

#include <QCoreApplication>
#include <QStringList>

#include <cstdio>

using namespace isocenter;

int main(int argc, char* argv[])
{
    QCoreApplication::setApplicationName(QStringLiteral("Isocenter"));
    QCoreApplication::setOrganizationName(QStringLiteral("Isocenter"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ISOCENTER_VERSION));
    QStringList words;
    for (int i = 1; i < argc; ++i) {
        words << QString::fromLocal8Bit(argv[i]);
    }
    const cli::Call call = cli::callOf(words);
    if (call.version) {
        std::puts("isocenter " ISOCENTER_VERSION);
        return cli::AllWell;
    }
    if (call.help) {
        std::fputs(qPrintable(cli::usage()), stdout);
        return cli::AllWell;
    }
    if (call.run) {
        const auto application = cli::application(call.name, argc, argv);
        return call.run(cli::callOf(QCoreApplication::arguments().mid(1)).words);
    }
    return runWindow(argc, argv);
}
