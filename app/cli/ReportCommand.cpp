#include "cli/CommandLine.h"
#include "cli/Commands.h"
#include "cli/OptionValues.h"

#include "document/Headline.h"
#include "document/PageText.h"
#include "file/HeaderReader.h"
#include "structured/DicomDocumentReader.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace isocenter::cli {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Report)
};

/// Whose it is, then what stands above it.
QString headText(const Document& document)
{
    const Patient& patient = document.record.study.patient;
    QStringList who{patient.name.isEmpty() ? Text::tr("No name") : patient.name.display(),
                    Text::tr("ID %1").arg(patient.id.isEmpty() ? Text::tr("none") : singleLine(patient.id, 64)),
                    momentText(patient.birthDate, {})};
    who.removeAll(QString());
    const Headline head = headline(document);
    QStringList lines{who.join(QStringLiteral(" · ")), head.title};
    const QStringList facts = QStringList(head.kind) + head.facts;
    lines << facts.join(QStringLiteral(" · "));
    for (const QString& caution : head.cautions) {
        lines << QStringLiteral("! ") + caution;
    }
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n')) + QStringLiteral("\n\n");
}

/// The text of what has text; else an error with the reason.
Result<QString> bodyText(const Document& document)
{
    const auto whole = [](const PageText& page) {
        QString text = plainText(page, [](const ObjectReference& reference) {
            return kindText(reference.sopClass) + QLatin1Char(' ') + singleLine(reference.instance.text(), 64);
        });
        for (const QString& note : page.notes) {
            text += QStringLiteral("! ") + note + QLatin1Char('\n');
        }
        return text;
    };
    if (const auto* report = std::get_if<Report>(&document.content)) {
        return whole(pageText(*report));
    }
    if (const auto* page = std::get_if<TextPage>(&document.content)) {
        return whole(pageText(*page));
    }
    if (const auto* object = std::get_if<Unshown>(&document.content)) {
        return Error{object->sentence, {}};
    }
    return Error{Text::tr("This object holds no text that can be printed."), {}};
}

Result<QString> textOf(const QString& path)
{
    const Result<ImagePtr> object = readHeader(path);
    if (!object) {
        return object.error();
    }
    const Result<DocumentPtr> document = DicomDocumentReader().readDocument(**object, CancelToken());
    if (!document) {
        return document.error();
    }
    const Result<QString> body = bodyText(**document);
    return body ? Result<QString>(headText(**document) + *body) : body;
}

} // namespace

int report(const QStringList& given)
{
    const std::optional<QStringList> words = pathsOf(given);
    if (!words) {
        complain(Text::tr("Usage: isocenter report FILE..."));
        return WrongUsage;
    }
    bool refused = false;
    bool first = true;
    for (const QString& path : *words) {
        const Result<QString> text = textOf(path);
        if (!text) {
            complain(QStringLiteral("%1: %2").arg(path, text.error().message));
            refused = true;
            continue;
        }
        const QByteArray bytes = (first ? QString() : QStringLiteral("\n\n")).toUtf8() + text->toUtf8();
        std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
        first = false;
    }
    std::fflush(stdout);
    return refused ? SomethingRefused : AllWell;
}

} // namespace isocenter::cli
