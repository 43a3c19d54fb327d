#include "cli/CommandLine.h"
#include "station/WindowCommand.h"

#include <QCoreApplication>

#include <cstdio>

using namespace isocenter;

int main(int argc, char* argv[])
{
    QCoreApplication::setApplicationName(QStringLiteral("Isocenter"));
    QCoreApplication::setOrganizationName(QStringLiteral("Isocenter"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ISOCENTER_VERSION));
    const QString first = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString();
    if (first == QLatin1String("--version")) {
        std::puts("isocenter " ISOCENTER_VERSION);
        return cli::AllWell;
    }
    if (first == QLatin1String("--help") || first == QLatin1String("-h") || first == QLatin1String("help")) {
        std::fputs(qPrintable(cli::usage()), stdout);
        return cli::AllWell;
    }
    if (const cli::Command command = cli::find(first)) {
        const auto application = cli::application(first, argc, argv);
        return command(QCoreApplication::arguments().mid(2));
    }
    return runWindow(argc, argv);
}
