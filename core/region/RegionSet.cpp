#include "region/RegionSet.h"

#include <algorithm>
#include <iterator>

namespace isocenter {

bool isRegionSet(const QString& sopClass)
{
    static const QString kClasses[] = {
        QStringLiteral("1.2.840.10008.5.1.4.1.1.66.4"),  // Segmentation
        QStringLiteral("1.2.840.10008.5.1.4.1.1.66.7"),  // Label Map Segmentation
        QStringLiteral("1.2.840.10008.5.1.4.1.1.481.3"), // RT Structure Set
    };
    return std::find(std::begin(kClasses), std::end(kClasses), sopClass) != std::end(kClasses);
}

} // namespace isocenter
