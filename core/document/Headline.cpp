#include "document/Headline.h"

#include "document/PageText.h"
#include "study/SopClasses.h"

#include <QCoreApplication>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Document)
};

constexpr qsizetype kMostNames = 6;

QString namesText(const QStringList& names)
{
    QStringList safe;
    for (const QString& name : names.mid(0, kMostNames)) {
        safe << singleLine(name);
    }
    const QString text = safe.join(QStringLiteral("; "));
    return names.size() > kMostNames ? Text::tr("%1 and %2 more").arg(text).arg(names.size() - kMostNames) : text;
}

QString verifierText(const VerifyingObserver& verifier)
{
    QStringList parts{singleLine(verifier.name), singleLine(verifier.organization), momentText(verifier.date, verifier.time)};
    parts.removeAll(QString());
    return parts.isEmpty() ? Text::tr("someone whose name is not given") : parts.join(QStringLiteral(", "));
}

struct Describe
{
    const Document& document;
    Headline& line;

    void operator()(const Report& report) const
    {
        line.title = singleLine(report.title, 200);
        line.facts << momentText(report.date, report.time);
        if (!report.authors.isEmpty()) {
            line.facts << Text::tr("by %1").arg(namesText(report.authors));
        }
        if (report.predecessors > 0) {
            line.facts << (report.predecessors == 1 ? Text::tr("follows 1 earlier document")
                                                    : Text::tr("follows %1 earlier documents").arg(report.predecessors));
        }
        // A selection of key objects has no such states (PS3.3 C.17.6).
        if (objectKind(document.record.instance.sopClass) != ObjectKind::KeyObjects) {
            addStates(report);
        }
        // Detection programs find too much and too little (hazard: a computer's mark taken for a reader's finding).
        static const QStringList kDetection{QStringLiteral("1.2.840.10008.5.1.4.1.1.88.50"),
                                            QStringLiteral("1.2.840.10008.5.1.4.1.1.88.65"),
                                            QStringLiteral("1.2.840.10008.5.1.4.1.1.88.69")};
        if (kDetection.contains(document.record.instance.sopClass)) {
            line.cautions << Text::tr("COMPUTED: what a detection program marked, not what a reader found.");
        }
        line.cautions += report.notes;
    }

    void operator()(const TextPage& page) const
    {
        line.title = singleLine(page.title, 200);
        line.cautions += page.notes;
    }
    void operator()(const EncapsulatedFile& file) const { line.title = singleLine(file.title, 200); }
    void operator()(const WaveformRecording& recording) const { line.cautions += recording.notes; }
    void operator()(const Unshown&) const {}

    void addStates(const Report& report) const
    {
        if (!report.complete) {
            const QString why = singleLine(report.completionText, 200);
            line.cautions << (why.isEmpty() ? Text::tr("PARTIAL: this report is not complete.")
                                            : Text::tr("PARTIAL: this report is not complete (%1).").arg(why));
        } else if (!report.completionText.isEmpty()) {
            line.facts << Text::tr("complete (%1)").arg(singleLine(report.completionText, 200));
        } else {
            line.facts << Text::tr("complete");
        }
        if (report.preliminary) {
            line.cautions << Text::tr("PRELIMINARY: the final report may differ.");
        }
        if (!report.verified) {
            line.cautions << Text::tr("UNVERIFIED: nobody has signed this report.");
        }
        QStringList verifiers;
        for (const VerifyingObserver& verifier : report.verifiers) {
            verifiers << verifierText(verifier);
        }
        if (!verifiers.isEmpty()) {
            line.facts << Text::tr("verified by %1").arg(namesText(verifiers));
        } else if (report.verified) {
            line.facts << Text::tr("verified");
        }
    }
};

} // namespace

QString kindText(const QString& sopClass)
{
    const QString name = sopClassName(sopClass);
    return name.isEmpty() ? Text::tr("Object of an unknown kind") : name;
}

Headline headline(const Document& document)
{
    Headline line;
    std::visit(Describe{document, line}, document.content);
    const Series& series = document.record.series;
    const QString kind = kindText(document.record.instance.sopClass);
    if (line.title.isEmpty()) {
        line.title = singleLine(series.description, 200);
    }
    if (line.title.isEmpty()) {
        line.title = kind;
    } else if (line.title != kind) {
        line.kind = kind;
    }
    if (line.facts.value(0).isEmpty()) {
        line.facts.prepend(momentText(series.date, series.time));
    }
    line.facts.removeAll(QString());
    return line;
}

} // namespace isocenter
