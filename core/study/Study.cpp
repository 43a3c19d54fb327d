#include "study/Study.h"

#include <QCoreApplication>

#include <algorithm>

namespace isocenter {

namespace {

QString spoken(const QString& group)
{
    const QStringList parts = group.split(QLatin1Char('^'));
    QStringList given;
    for (int i : {1, 2}) {
        if (parts.size() > i && !parts[i].trimmed().isEmpty()) {
            given << parts[i].trimmed();
        }
    }
    const QString family = parts.value(0).trimmed();
    if (given.isEmpty()) {
        return family;
    }
    return family.isEmpty() ? given.join(QLatin1Char(' ')) : family + QStringLiteral(", ") + given.join(QLatin1Char(' '));
}

bool isUnsafe(QChar c)
{
    const ushort u = c.unicode();
    const bool override =
        (u >= 0x202A && u <= 0x202E) || (u >= 0x2066 && u <= 0x2069) || u == 0x200E || u == 0x200F || u == 0x061C;
    const bool special = (u >= 0xFFF9 && u <= 0xFFFC) || u >= 0xFFFE || (u >= 0xFDD0 && u <= 0xFDEF);
    return override || special || u < 0x20 || (u >= 0x7F && u < 0xA0) || u == 0x2028 || u == 0x2029;
}

} // namespace

QString PersonName::dicom() const
{
    QString text = alphabetic + QLatin1Char('=') + ideographic + QLatin1Char('=') + phonetic;
    while (text.endsWith(QLatin1Char('='))) {
        text.chop(1);
    }
    return text;
}

PersonName PersonName::fromDicom(const QString& value)
{
    const QStringList groups = value.split(QLatin1Char('='));
    return {groups.value(0).trimmed(), groups.value(1).trimmed(), groups.value(2).trimmed()};
}

QString PersonName::display() const
{
    const QString first = spoken(alphabetic.isEmpty() ? (ideographic.isEmpty() ? phonetic : ideographic) : alphabetic);
    QString text = first;
    if (!alphabetic.isEmpty() && !ideographic.isEmpty()) {
        text +=
            QStringLiteral(" (") + QString(ideographic).replace(QLatin1Char('^'), QLatin1Char(' ')).trimmed() + QLatin1Char(')');
    }
    return singleLine(text);
}

QString ageText(const QDate& birth, const QDate& on)
{
    if (!birth.isValid() || !on.isValid() || on < birth) {
        return {};
    }
    const qint64 days = birth.daysTo(on);
    int months = (on.year() - birth.year()) * 12 + on.month() - birth.month();
    if (on.day() < birth.day()) {
        --months;
    }
    // Short forms need no plurals and read alike in most languages.
    if (days < 28) {
        return QCoreApplication::translate("Study", "%1 d").arg(days);
    }
    if (months < 3) {
        return QCoreApplication::translate("Study", "%1 wk").arg(days / 7);
    }
    if (months < 24) {
        return QCoreApplication::translate("Study", "%1 mo").arg(months);
    }
    return QCoreApplication::translate("Study", "%1 y").arg(months / 12);
}

QString singleLine(const QString& text, int limit)
{
    QString safe;
    safe.reserve(std::min<qsizetype>(text.size(), limit));
    for (QChar c : text) {
        if (safe.size() >= limit) {
            safe += QChar(0x2026);
            break;
        }
        safe += isUnsafe(c) ? QLatin1Char(' ') : c;
    }
    return safe.simplified();
}

QString readableText(const QString& text, int limit)
{
    QString safe;
    safe.reserve(std::min<qsizetype>(text.size(), limit));
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (safe.size() >= limit) {
            safe += QStringLiteral("… ") +
                    QCoreApplication::translate("Study", "[%1 more characters are not shown]").arg(text.size() - i);
            break;
        }
        const QChar c = text[i];
        if (c == QLatin1Char('\n') || c == QLatin1Char('\r') || c == QLatin1Char('\f') || c.unicode() == 0x2028 ||
            c.unicode() == 0x2029) {
            const bool pair = c == QLatin1Char('\r') && i + 1 < text.size() && text[i + 1] == QLatin1Char('\n');
            i += pair ? 1 : 0;
            safe += QLatin1Char('\n');
        } else if (c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            safe += c;
            safe += text[++i];
        } else {
            safe += c.isSurrogate() ? QChar(QChar::ReplacementCharacter) : isUnsafe(c) ? QLatin1Char(' ') : c;
        }
    }
    return safe;
}

} // namespace isocenter
