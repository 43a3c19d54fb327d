#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <memory>

class QCoreApplication;

namespace isocenter::cli {

/// Exit codes of every command.
enum ExitCode { AllWell = 0, SomethingRefused = 1, WrongUsage = 2 };

/// One command: gets the words after its name. Prints one JSON object a line on stdout, messages on stderr.
using Command = int (*)(const QStringList& words);

/// What a command line asks for.
struct Call
{
    QString name;          ///< of the command; empty: the window
    Command run = nullptr; ///< null: the window
    QStringList words;     ///< of the command line without the command's name
    bool help = false;
    bool version = false;
};

/// The command is the first word that is neither an option nor an option's value, if there is a command of that name.
/// `words` are those after the program's own name. Every command accepts --cache DIR; those without use for it are not shown it.
Call callOf(const QStringList& words);
/// The application object a command needs: one with fonts and no display where it draws. argc and argv must outlive it.
std::unique_ptr<QCoreApplication> application(const QString& command, int& argc, char** argv);
/// The text of --help.
QString usage();

/// Writes one compact JSON object and a newline to stdout.
void print(const QJsonObject& object);
/// Writes one line to stderr.
void complain(const QString& message);

} // namespace isocenter::cli
