#include "file/DateTime.h"

#include <algorithm>

namespace isocenter {

namespace {

int digits(const QString& text, qsizetype at, int count)
{
    int value = 0;
    for (qsizetype i = at; i < at + count; ++i) {
        if (i >= text.size() || !text[i].isDigit()) {
            return -1;
        }
        value = value * 10 + text[i].digitValue();
    }
    return value;
}

} // namespace

QDate parseDate(QString text)
{
    text.remove(QLatin1Char('.')).remove(QLatin1Char('-'));
    return {digits(text, 0, 4), digits(text, 4, 2), digits(text, 6, 2)};
}

QTime parseTime(QString text)
{
    text.remove(QLatin1Char(':'));
    const int hour = digits(text, 0, 2);
    if (hour < 0) {
        return {};
    }
    const int minute = std::max(0, digits(text, 2, 2));
    const int second = std::min(59, std::max(0, digits(text, 4, 2))); // 60: a leap second
    const qsizetype point = text.indexOf(QLatin1Char('.'));
    int milliseconds = 0;
    if (point > 0) {
        milliseconds = std::max(0, digits((text.mid(point + 1) + QStringLiteral("000")).left(3), 0, 3));
    }
    return {hour, minute, second, milliseconds};
}

DateTimeParts parseDateTime(const QString& text)
{
    DateTimeParts parts;
    QString moment = text.trimmed();
    const qsizetype sign = std::max(moment.lastIndexOf(QLatin1Char('+')), moment.lastIndexOf(QLatin1Char('-')));
    if (sign >= 4) {
        parts.offset = moment.mid(sign);
        moment.truncate(sign);
    }
    parts.date = parseDate(moment.left(8));
    parts.time = moment.size() > 8 ? parseTime(moment.mid(8)) : QTime();
    return parts;
}

} // namespace isocenter
