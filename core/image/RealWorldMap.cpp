#include "image/RealWorldMap.h"

#include "study/Study.h"

namespace isocenter {

namespace {

constexpr int kLongest = 40;

/// UCUM writes exponents as digits: "mm2/s". A digit after a letter at the end of a unit is one.
QString withExponents(const QString& code)
{
    QString text;
    for (qsizetype i = 0; i < code.size(); ++i) {
        const QChar c = code[i];
        const bool ends = i + 1 == code.size() || !code[i + 1].isLetterOrNumber();
        const bool exponent = i > 0 && code[i - 1].isLetter() && ends;
        text += exponent && c == QLatin1Char('2') ? QChar(0xB2) : exponent && c == QLatin1Char('3') ? QChar(0xB3) : c;
    }
    return text;
}

} // namespace

QString unitText(const RealWorldMap& map)
{
    if (map.unit == QLatin1String("[hnsf'U]")) {
        return QStringLiteral("HU");
    }
    if (map.unit.isEmpty()) {
        const bool none = map.unitMeaning.compare(QLatin1String("no units"), Qt::CaseInsensitive) == 0;
        return none ? QString() : singleLine(map.unitMeaning, kLongest);
    }
    QString code = map.unit; // braces hold remarks: "g/ml{SUVbw}", "{ratio}"
    const bool remark = code.startsWith(QLatin1Char('{')) && code.endsWith(QLatin1Char('}'));
    code.replace(QLatin1Char('{'), remark ? QString() : QStringLiteral(" ")).remove(QLatin1Char('}'));
    if (code.startsWith(QLatin1Char('u')) && code.size() > 1 && code[1].isLetter()) {
        code[0] = QChar(0xB5); // micro
    }
    return singleLine(withExponents(code), kLongest);
}

QString nameText(const RealWorldMap& map)
{
    for (const QString& name : {map.quantity, map.label, map.explanation}) {
        const QString line = singleLine(name, kLongest);
        if (!line.isEmpty()) {
            return line;
        }
    }
    return {};
}

} // namespace isocenter
