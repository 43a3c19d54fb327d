#pragma once

#include "file/DataSet.h"

#include <QString>

namespace isocenter {

/// A coded entry (PS3.3 8.8).
struct Code
{
    QString value;
    QString scheme;
    QString meaning;

    QString text() const;  ///< the meaning, else the value
    QString label() const; ///< "121071, DCM"; empty without a value
    bool isEmpty() const { return value.isEmpty() && meaning.isEmpty(); }
};

/// Of the first item of the code sequence `tag` in `item`; empty if there is none.
Code readCode(const Item& item, std::uint32_t tag);
/// A unit of measurement as a person writes it: that of UCUM, else the meaning. Empty for plain numbers.
QString unitText(const Code& unit);

} // namespace isocenter
