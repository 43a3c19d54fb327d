#include "station/WindowCommand.h"

#include "cli/CommandLine.h"
#include "settings/CacheLocation.h"
#include "station/PictureTaker.h"
#include "station/Station.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QLocale>
#include <QRegularExpression>
#include <QTranslator>

#include <algorithm>

namespace isocenter {

namespace {

struct Words
{
    StationOptions station;
    QString screenshot;
    QStringList actions;
    QSize size{1600, 1000};
};

/// Empty where the words make sense, else what is wrong with them.
QString parse(QStringList arguments, Words& words)
{
    const Result<QString> cache = takeCacheOption(arguments);
    if (!cache) {
        return cache.error().message;
    }
    words.station.cacheFolder = *cache;
    QCommandLineParser parser;
    const QCommandLineOption settings(QStringLiteral("settings"), {}, QStringLiteral("FILE"));
    const QCommandLineOption screenshot(QStringLiteral("screenshot"), {}, QStringLiteral("FILE.png"));
    const QCommandLineOption size(QStringLiteral("size"), {}, QStringLiteral("WxH"));
    const QCommandLineOption action(QStringLiteral("action"), {}, QStringLiteral("ID"));
    parser.addOptions({settings, screenshot, size, action});
    if (!parser.parse(arguments)) {
        return parser.errorText();
    }
    static const QRegularExpression kSize(QStringLiteral("^([1-9]\\d{2,4})x([1-9]\\d{2,4})$"));
    if (parser.isSet(size)) {
        const QRegularExpressionMatch match = kSize.match(parser.value(size));
        if (!match.hasMatch()) {
            return QCoreApplication::translate("WindowCommand", "A size is written as 1600x1000.");
        }
        words.size = QSize(match.captured(1).toInt(), match.captured(2).toInt());
    }
    words.station.settingsFile = parser.value(settings);
    words.screenshot = parser.value(screenshot);
    words.actions = parser.values(action);
    for (const QString& path : parser.positionalArguments()) {
        if (!QFileInfo::exists(path)) {
            return QCoreApplication::translate("WindowCommand", "There is no file or folder %1.").arg(path);
        }
        words.station.paths << QFileInfo(path).absoluteFilePath();
    }
    return {};
}

/// False, with a sentence, where a window cannot be shown. A picture alone needs no display.
bool findPlatform(int argc, char** argv)
{
    if (qEnvironmentVariableIsSet("QT_QPA_PLATFORM") || qEnvironmentVariableIsSet("DISPLAY") ||
        qEnvironmentVariableIsSet("WAYLAND_DISPLAY")) {
        return true;
    }
    const bool picture =
        std::any_of(argv + 1, argv + argc, [](const char* word) { return qstrncmp(word, "--screenshot", 12) == 0; });
    if (picture) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    } else {
        cli::complain(QStringLiteral("There is no display here. Start Isocenter from a desktop, or use --screenshot FILE.png."));
    }
    return picture;
}

} // namespace

int runWindow(int& argc, char** argv)
{
    if (!findPlatform(argc, argv)) {
        return cli::WrongUsage;
    }
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    const QApplication application(argc, argv);
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Isocenter"));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.isocenter.Isocenter"));
    QTranslator translator; // English is the language of the source
    if (translator.load(QLocale(), QStringLiteral("isocenter"), QStringLiteral("_"), QStringLiteral(":/i18n"))) {
        QCoreApplication::installTranslator(&translator);
    }
    Words words;
    const QString wrong = parse(QCoreApplication::arguments(), words);
    if (!wrong.isEmpty()) {
        cli::complain(wrong);
        cli::complain(cli::usage());
        return cli::WrongUsage;
    }
    Result<std::unique_ptr<Station>> station = Station::create(words.station);
    if (!station) {
        cli::complain(station.error().message);
        return cli::SomethingRefused;
    }
    if (!words.screenshot.isEmpty()) {
        (*station)->window().resize(words.size);
    }
    (*station)->start();
    PictureTaker taker(**station, words.screenshot, words.actions);
    if (!words.screenshot.isEmpty()) {
        taker.start();
    }
    return QApplication::exec();
}

} // namespace isocenter
