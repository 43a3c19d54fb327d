#include "studylist/StudyText.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

namespace isocenter {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("StudyText", text);
}

QString fourDigitFormat()
{
    QString format = QLocale().dateFormat(QLocale::ShortFormat);
    if (!format.contains(QLatin1String("yyyy"))) {
        format.replace(QLatin1String("yy"), QLatin1String("yyyy"));
    }
    return format;
}

} // namespace

QString shortDate(const QDate& date)
{
    return date.isValid() ? QLocale().toString(date, fourDigitFormat()) : QString();
}

QString shortDateTime(const QDate& date, const QTime& time)
{
    const QString day = shortDate(date);
    return time.isValid() && !day.isEmpty() ? day + QStringLiteral("  ") + QLocale().toString(time, QStringLiteral("HH:mm"))
                                            : day;
}

QString sexText(const QString& sex)
{
    if (sex == QLatin1String("F")) {
        return words("Female");
    }
    if (sex == QLatin1String("M")) {
        return words("Male");
    }
    return sex == QLatin1String("O") ? words("Other") : singleLine(sex, 16);
}

QString ageAtStudy(const Study& study)
{
    const QString exact = ageText(study.patient.birthDate, study.date);
    if (!exact.isEmpty()) {
        return exact;
    }
    static const QRegularExpression sent(QStringLiteral("^(\\d{1,3})([DWMY])$"));
    const QRegularExpressionMatch match = sent.match(study.patientAge.trimmed());
    if (!match.hasMatch()) {
        return {};
    }
    const int n = match.captured(1).toInt();
    switch (match.captured(2).at(0).toLatin1()) {
    case 'D':
        return words("%1 d").arg(n);
    case 'W':
        return words("%1 wk").arg(n);
    case 'M':
        return words("%1 mo").arg(n);
    default:
        return words("%1 y").arg(n);
    }
}

QString birthText(const Study& study)
{
    QStringList parts{shortDate(study.patient.birthDate), ageAtStudy(study)};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QString countsText(int series, int images)
{
    // "series" is the same for one and many in English; "image" is not.
    const QString number = QLocale().toString(images);
    return words("%1 series").arg(QLocale().toString(series)) + QStringLiteral(", ") +
           (images == 1 ? words("1 image") : words("%1 images").arg(number));
}

QString patientTitle(const Patient& patient)
{
    const QString name = patient.name.display();
    return name.isEmpty() ? words("No name") : name;
}

std::optional<QDate> parseDate(const QString& text, bool last)
{
    const QString trimmed = text.trimmed();
    static const QRegularExpression year(QStringLiteral("^(\\d{4})$"));
    static const QRegularExpression month(QStringLiteral("^(\\d{4})-(\\d{1,2})$"));
    if (const auto match = year.match(trimmed); match.hasMatch()) {
        const int number = match.captured(1).toInt();
        return last ? QDate(number, 12, 31) : QDate(number, 1, 1);
    }
    if (const auto match = month.match(trimmed); match.hasMatch()) {
        const QDate first(match.captured(1).toInt(), match.captured(2).toInt(), 1);
        if (first.isValid()) {
            return last ? first.addMonths(1).addDays(-1) : first;
        }
    }
    for (const QString& format :
         {QStringLiteral("yyyy-M-d"), QStringLiteral("yyyyMMdd"), fourDigitFormat(), QStringLiteral("d.M.yyyy")}) {
        const QDate date = QLocale().toDate(trimmed, format);
        if (date.isValid()) {
            return date;
        }
    }
    return std::nullopt;
}

} // namespace isocenter
