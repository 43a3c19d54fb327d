#pragma once

#include "study/Study.h"

#include <QDate>
#include <QString>

#include <optional>

namespace isocenter {

// How a study's facts are said in lists and banners. Every function gives one line of plain text.

/// The locale's short form, always with four digits of the year; empty for an invalid date.
QString shortDate(const QDate& date);
QString shortDateTime(const QDate& date, const QTime& time);
/// "F" to "Female", "M" to "Male", "O" to "Other"; else as sent.
QString sexText(const QString& sex);
/// Age at the study: from birth and study date, else Patient's Age as sent ("034Y" to "34 y"); empty if unknown.
QString ageAtStudy(const Study& study);
/// "12 Mar 1961, 63 y", or what is known of it.
QString birthText(const Study& study);
/// "4 series, 612 images".
QString countsText(int series, int images);
/// The name for the screen, or a word where the file has none.
QString patientTitle(const Patient& patient);

/// A date as people type it: ISO, 20240131, the locale's short form; "2024" and "2024-01" mean their first day, or their last if
/// `last`. Nothing if it is none of these.
std::optional<QDate> parseDate(const QString& text, bool last);

} // namespace isocenter
