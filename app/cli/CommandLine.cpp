#include "cli/CommandLine.h"

#include "cli/Commands.h"
#include "settings/CacheLocation.h"

#include <QGuiApplication>
#include <QJsonDocument>

#include <array>
#include <cstdio>

namespace isocenter::cli {

namespace {

struct Entry
{
    const char* name;
    Command run;
    const char* usage;
    bool cache = false; ///< works on the short-term storage
    bool draws = false; ///< needs fonts
};

constexpr std::array kCommands{
    Entry{"import", &import, "import [--in-place] PATH...", true},
    Entry{"find", &findStudies,
          "find [--patient-id T] [--name T] [--sex M|F|O] [--born A..B] [--age A..B] [--accession T] [--date A..B] "
          "[--modality CT,MR] [--description T] [--text WORDS] [--study-uid UID]",
          true},
    Entry{"list", &list, "list STUDYUID", true},
    Entry{"reindex", &reindex, "reindex", true},
    Entry{"demo", &demo, "demo --out DIR"},
    Entry{"inspect", &inspect, "inspect PATH..."},
    Entry{"report", &report, "report FILE..."},
    Entry{"volume", &volume, "volume PATH..."},
    Entry{"reslice", &reslice,
          "reslice PATH --center X,Y,Z --right X,Y,Z --down X,Y,Z --size WxH --spacing MM [--slab MM --mode max|min|mean|sum] "
          "[--interpolation linear|cubic|nearest] [--phase N, from 1] [--series UID] [--window C,W] --out FILE"},
    Entry{"pixels", &pixels,
          "pixels PATH... [--frame N, from 1] [--stage stored|modality|display] [--window C,W] [--size WxH] [--state FILE] "
          "[--out FILE] "
          "[--sha256]"},
    Entry{"render", &render,
          "render PATH [--frame N] [--window C,W] [--size WxH] [--texts on|off] [--state FILE [--study FOLDER]] "
          "[--overlays on|off] [--shutter on|off] --out FILE.png",
          false, true},
};

const Entry* entryOf(const QString& name)
{
    for (const Entry& entry : kCommands) {
        if (name == QLatin1String(entry.name)) {
            return &entry;
        }
    }
    return nullptr;
}

} // namespace

Call callOf(const QStringList& words)
{
    static const QStringList kWithValue{QStringLiteral("--cache"), QStringLiteral("--settings"), QStringLiteral("--screenshot"),
                                        QStringLiteral("--size"), QStringLiteral("--action")};
    Call call;
    call.words = words;
    const auto options = words.mid(0, words.indexOf(QStringLiteral("--"))); // all of them where there is no "--"
    call.help = options.contains(QStringLiteral("--help")) || options.contains(QStringLiteral("-h"));
    call.version = options.contains(QStringLiteral("--version"));
    qsizetype first = 0;
    while (first < options.size() && options[first].startsWith(QLatin1Char('-'))) {
        first += kWithValue.contains(options[first]) ? 2 : 1;
    }
    const QString name = options.value(first);
    call.help = call.help || name == QLatin1String("help");
    const Entry* entry = entryOf(name);
    if (!entry) {
        return call;
    }
    call.name = name;
    call.run = entry->run;
    call.words.removeAt(first);
    if (!entry->cache && !takeCacheOption(call.words)) {
        call.words << QStringLiteral("--cache"); // without its folder: the command refuses it
    }
    return call;
}

std::unique_ptr<QCoreApplication> application(const QString& command, int& argc, char** argv)
{
    const Entry* entry = entryOf(command);
    if (!entry || !entry->draws) {
        return std::make_unique<QCoreApplication>(argc, argv);
    }
    qputenv("QT_QPA_PLATFORM", "offscreen"); // no window is shown, so none must be possible
    return std::make_unique<QGuiApplication>(argc, argv);
}

QString usage()
{
    QString text = QStringLiteral(
        "isocenter [--screenshot FILE.png [--size WxH] [--action ID]...] [--settings FILE] [PATH...]   opens the window\n");
    for (const Entry& entry : kCommands) {
        text += QStringLiteral("isocenter ") + QLatin1String(entry.usage) + QLatin1Char('\n');
    }
    return text +
           QStringLiteral("isocenter --version | --help\nEvery one accepts --cache DIR, the folder of the short-term storage.\n");
}

void print(const QJsonObject& object)
{
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stdout);
    std::fflush(stdout);
}

void complain(const QString& message)
{
    const QByteArray line = message.toUtf8() + '\n';
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stderr);
}

} // namespace isocenter::cli
