#pragma once

#include <QString>

#include <cstdint>
#include <vector>

namespace isocenter {

/// One data element for the tag viewer, decoded to Unicode; sequences carry their items as children
/// (an item is an Element with tag FFFE,E000 and the item's elements as children).
struct Element
{
    std::uint32_t tag = 0; ///< group << 16 | element
    QString vr;            ///< two letters; "UN" if unknown
    QString name;          ///< the dictionary's name, or "Private" / "Unknown"
    std::uint32_t length = 0;
    QString value; ///< values joined by '\'; long or binary values shortened to at most 1,024 characters with a word on it
    std::vector<Element> children;
};

} // namespace isocenter
