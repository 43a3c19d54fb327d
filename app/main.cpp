#include "cli/CommandLine.h"

#include <QCoreApplication>

using namespace isocenter;

int main(int argc, char* argv[])
{
    QCoreApplication::setApplicationName(QStringLiteral("Isocenter"));
    QCoreApplication::setOrganizationName(QStringLiteral("Isocenter"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ISOCENTER_VERSION));
    const QString first = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString();
    if (const cli::Command command = cli::find(first)) {
        const auto application = cli::application(first, argc, argv);
        return command(QCoreApplication::arguments().mid(2));
    }
    cli::complain(cli::usage());
    return cli::WrongUsage;
}
