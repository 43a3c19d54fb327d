#include "archive/ImportReport.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace isocenter {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Import", text);
}

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
    QByteArray text = field(tr("Path")) + ',' + field(tr("Reason")) + "\r\n";
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
    QString text = cancelled ? tr("Cancelled: %1 images stored, %2 were already here, %3 refused.")
                             : tr("%1 images stored, %2 were already here, %3 refused.");
    return text.arg(stored).arg(duplicates).arg(refused.size());
}

Result<void> saveReport(const ImportReport& report, const QString& path)
{
    QSaveFile file(path);
    const QByteArray bytes = path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive) ? json(report) : csv(report);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return Error{tr("The report could not be written: %1").arg(file.errorString()), file.errorString()};
    }
    return {};
}

} // namespace isocenter
