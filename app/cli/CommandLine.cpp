#include "cli/CommandLine.h"

#include "cli/Commands.h"

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
    bool draws = false; ///< needs fonts
};

constexpr std::array kCommands{
    Entry{"import", &import, "import [--in-place] PATH..."},
    Entry{"find", &findStudies,
          "find [--patient-id T] [--name T] [--sex M|F|O] [--born A..B] [--age A..B] [--accession T] [--date A..B] "
          "[--modality CT,MR] [--description T] [--text WORDS] [--study-uid UID]"},
    Entry{"list", &list, "list STUDYUID"},
    Entry{"reindex", &reindex, "reindex"},
    Entry{"demo", &demo, "demo --out DIR"},
    Entry{"inspect", &inspect, "inspect PATH..."},
    Entry{"pixels", &pixels,
          "pixels PATH... [--frame N, from 1] [--stage stored|modality|display] [--window C,W] [--size WxH] [--out FILE] "
          "[--sha256]"},
    Entry{"render", &render, "render PATH [--frame N] [--window C,W] [--size WxH] [--texts on|off] --out FILE.png", true},
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

Command find(const QString& name)
{
    const Entry* entry = entryOf(name);
    return entry ? entry->run : nullptr;
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
    QString text = QStringLiteral("isocenter [--cache DIR] [FOLDER...]      open the window\n");
    for (const Entry& entry : kCommands) {
        text += QStringLiteral("isocenter ") + QLatin1String(entry.usage) + QLatin1Char('\n');
    }
    return text;
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
