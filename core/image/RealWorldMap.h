#pragma once

#include <QString>

#include <cmath>
#include <memory>
#include <optional>
#include <vector>

namespace isocenter {

/// One item of a Real World Value Mapping Sequence (PS3.3 C.7.6.16.2.11): what stored values mean in a unit.
struct RealWorldMap
{
    double first = 0; ///< stored values that it is for, both ends included
    double last = 0;
    double slope = 1;
    double intercept = 0;
    std::vector<double> table; ///< entry i is for the stored value first + i; in place of the line where not empty
    QString unit;              ///< UCUM code ("[hnsf'U]", "mm2/s"); empty: none
    QString unitMeaning;       ///< in words
    QString label;
    QString explanation;
    QString quantity; ///< what is measured, in words; may be empty

    /// Nothing where the map is not for the value, or its table has no entry for it.
    std::optional<double> value(double stored) const
    {
        if (!(stored >= first && stored <= last)) {
            return std::nullopt;
        }
        if (table.empty()) {
            return stored * slope + intercept;
        }
        const double index = std::floor(stored + 0.5) - first;
        return index >= 0 && index < static_cast<double>(table.size()) ? std::optional(table[static_cast<std::size_t>(index)])
                                                                       : std::nullopt;
    }
};

/// The unit as it is written for readers: "HU", "mm²/s", "ml/100ml/s"; the meaning where there is no code; empty: none.
QString unitText(const RealWorldMap& map);
/// What the map gives: "ADC", "Regional Cerebral Blood Flow", by label, quantity or explanation; may be empty. One line.
QString nameText(const RealWorldMap& map);

using RealWorldMaps = std::vector<RealWorldMap>;
using RealWorldMapsPtr = std::shared_ptr<const RealWorldMaps>;

} // namespace isocenter
