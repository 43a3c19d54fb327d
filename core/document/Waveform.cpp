#include "document/Waveform.h"

#include <QHash>

#include <algorithm>
#include <cmath>

namespace isocenter {

std::optional<double> millivoltsPerUnit(const QString& unit)
{
    static const QHash<QString, double> known{
        {QStringLiteral("mV"), 1.0}, {QStringLiteral("uV"), 1e-3}, {QStringLiteral("nV"), 1e-6}, {QStringLiteral("V"), 1e3}};
    const auto found = known.constFind(unit);
    return found == known.constEnd() ? std::nullopt : std::optional(*found);
}

QString readableUnit(const QString& unit)
{
    static const QHash<QString, QString> known{{QStringLiteral("uV"), QStringLiteral("µV")},
                                               {QStringLiteral("um"), QStringLiteral("µm")},
                                               {QStringLiteral("us"), QStringLiteral("µs")},
                                               {QStringLiteral("mm[Hg]"), QStringLiteral("mmHg")},
                                               {QStringLiteral("cm[H2O]"), QStringLiteral("cmH₂O")},
                                               {QStringLiteral("Cel"), QStringLiteral("°C")},
                                               {QStringLiteral("deg"), QStringLiteral("°")},
                                               {QStringLiteral("1"), QString()},
                                               {QStringLiteral("cm2"), QStringLiteral("cm²")},
                                               {QStringLiteral("mm2"), QStringLiteral("mm²")},
                                               {QStringLiteral("m2"), QStringLiteral("m²")},
                                               {QStringLiteral("mm3"), QStringLiteral("mm³")},
                                               {QStringLiteral("{H.B.}/min"), QStringLiteral("beats/min")},
                                               {QStringLiteral("cm3"), QStringLiteral("cm³")},
                                               {QStringLiteral("[hnsf'U]"), QStringLiteral("HU")}};
    const auto found = known.constFind(unit);
    if (found != known.constEnd()) {
        return *found;
    }
    // "{ratio}" is UCUM's way of writing a word.
    const bool braced = unit.size() > 2 && unit.startsWith(QLatin1Char('{')) && unit.endsWith(QLatin1Char('}'));
    return braced && unit.count(QLatin1Char('{')) == 1 ? unit.mid(1, unit.size() - 2) : unit;
}

ValueRange rangeOf(const std::vector<float>& values, std::size_t from, std::size_t to)
{
    ValueRange range;
    for (std::size_t i = from; i < std::min(to, values.size()); ++i) {
        const float v = values[i];
        if (std::isnan(v)) {
            continue;
        }
        range.least = std::isnan(range.least) ? v : std::min(range.least, v);
        range.most = std::isnan(range.most) ? v : std::max(range.most, v);
    }
    return range;
}

} // namespace isocenter
