#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace isocenter::cli {

/// Exit codes of every command.
enum ExitCode { AllWell = 0, SomethingRefused = 1, WrongUsage = 2 };

/// One command: gets the words after its name. Prints one JSON object a line on stdout, messages on stderr.
using Command = int (*)(const QStringList& words);

/// The command of that name, or null.
Command find(const QString& name);
/// The text of --help.
QString usage();

/// Writes one compact JSON object and a newline to stdout.
void print(const QJsonObject& object);
/// Writes one line to stderr.
void complain(const QString& message);

} // namespace isocenter::cli
