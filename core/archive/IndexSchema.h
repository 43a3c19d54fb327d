#pragma once

#include "archive/IndexConnections.h"

namespace isocenter {

/// The version that this program writes (PRAGMA user_version).
/// 1: patient, study, series, instance. 2: the search table.
constexpr int kIndexVersion = 2;

/// Creates the tables of an empty database or brings older ones up to date, in one transaction; refuses a newer one with
/// a sentence. Several processes may call it at once.
Result<void> bringUpToDate(IndexConnection& connection);

/// Writes the search row of a study anew from its tables; `removeSearchRow` must have been called before the study's date
/// or time changed.
Result<void> writeSearchRow(IndexConnection& connection, qint64 study);
Result<void> removeSearchRow(IndexConnection& connection, qint64 study);

/// Full years at the study date: from the birth date, else from Patient's Age as sent; -1 if unknown.
int ageInYears(const QDate& born, const QDate& on, const QString& patientAge);

/// Dates are Julian day numbers, times milliseconds of the day; 0 and -1 stand for unknown.
qint64 dayNumber(const QDate& date);
QDate dayOf(qint64 number);
int millisecond(const QTime& time);
QTime timeOf(int millisecond);

} // namespace isocenter
