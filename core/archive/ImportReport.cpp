#include "archive/ImportReport.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QSaveFile>
#include <QStringList>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Import)
};

// A leading =, +, - or @ would be taken for a formula by spreadsheets.
QByteArray field(QString text)
{
    if (!text.isEmpty() && QStringLiteral("=+-@\t\r").contains(text.front())) {
        text.prepend(QLatin1Char('\''));
    }
    return '"' + text.replace(QLatin1Char('"'), QLatin1String("\"\"")).toUtf8() + '"';
}

QByteArray csv(const ImportReport& report)
{
    QByteArray text = field(Text::tr("Path")) + ',' + field(Text::tr("Reason")) + "\r\n";
    for (const RefusedFile& refusal : report.refused) {
        text += field(refusal.path) + ',' + field(refusal.reason) + "\r\n";
    }
    return text;
}

QByteArray json(const ImportReport& report)
{
    QJsonArray refused;
    for (const RefusedFile& refusal : report.refused) {
        refused.append(QJsonObject{{QStringLiteral("path"), refusal.path}, {QStringLiteral("reason"), refusal.reason}});
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("files"), report.files},
                                     {QStringLiteral("stored"), report.stored},
                                     {QStringLiteral("duplicates"), report.duplicates},
                                     {QStringLiteral("seconds"), report.seconds},
                                     {QStringLiteral("cancelled"), report.cancelled},
                                     {QStringLiteral("refused"), refused}})
        .toJson();
}

} // namespace

QString ImportReport::summary() const
{
    const QLocale locale;
    QStringList parts{Text::tr("%1 of %2 files stored in %3 s")
                          .arg(locale.toString(stored), locale.toString(files), locale.toString(seconds, 'f', 1))};
    if (duplicates > 0) {
        parts << Text::tr("%1 were here already").arg(locale.toString(duplicates));
    }
    if (!refused.empty()) {
        parts << Text::tr("%1 refused").arg(locale.toString(static_cast<qint64>(refused.size())));
    }
    const QString text = parts.join(QStringLiteral(", ")) + QLatin1Char('.');
    return cancelled ? Text::tr("Cancelled: %1").arg(text) : text;
}

Result<void> saveReport(const ImportReport& report, const QString& path)
{
    QSaveFile file(path);
    const QByteArray bytes = path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive) ? json(report) : csv(report);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return Error{Text::tr("The report could not be written: %1").arg(file.errorString()), file.errorString()};
    }
    return {};
}

} // namespace isocenter
