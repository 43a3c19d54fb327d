#pragma once

#include <QDate>
#include <QString>
#include <QTime>

namespace isocenter {

/// "20260131", and "2026.01.31" of the standard's predecessor. Invalid if it is no date.
QDate parseDate(QString text);
/// "HHMMSS.FFFFFF" with anything from the minutes on left out. Invalid if it is no time.
QTime parseTime(QString text);

/// A DT value: "YYYYMMDDHHMMSS.FFFFFF&ZZXX" with anything from the month on left out. Of a date without month or day only the
/// parts that are there count: `date` is then invalid.
struct DateTimeParts
{
    QDate date;
    QTime time;     ///< invalid if not given
    QString offset; ///< from UTC, "+0100"; empty if not given
};
DateTimeParts parseDateTime(const QString& text);

} // namespace isocenter
