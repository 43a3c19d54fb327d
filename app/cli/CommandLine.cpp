#include "cli/CommandLine.h"

#include "cli/Commands.h"

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
};

constexpr std::array kCommands{
    Entry{"import", &import, "import [--in-place] PATH..."},
    Entry{"find", &findStudies,
          "find [--patient-id T] [--name T] [--sex M|F|O] [--born A..B] [--age A..B] [--accession T] [--date A..B] "
          "[--modality CT,MR] [--description T] [--text WORDS] [--study-uid UID]"},
    Entry{"list", &list, "list STUDYUID"},
    Entry{"reindex", &reindex, "reindex"},
    Entry{"inspect", &inspect, "inspect PATH..."},
    Entry{"pixels", &pixels,
          "pixels PATH... [--frame N, from 1] [--stage stored|modality|display] [--window C,W] [--size WxH] [--out FILE] "
          "[--sha256]"},
};

} // namespace

Command find(const QString& name)
{
    for (const Entry& entry : kCommands) {
        if (name == QLatin1String(entry.name)) {
            return entry.run;
        }
    }
    return nullptr;
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
