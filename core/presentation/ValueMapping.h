#pragma once

#include "image/ImageAttributes.h"
#include "presentation/ImageReferences.h"

#include <memory>
#include <vector>

namespace isocenter {

/// A Real World Value Mapping object (PS3.3 A.46): what the stored values of other images mean. Immutable once shared.
struct ValueMapping
{
    struct Item
    {
        ImageReferences images;
        RealWorldMapsPtr maps; ///< never null
    };
    ImagePtr object; ///< the file itself
    std::vector<Item> items;

    bool concerns(const ImageAttributes& image) const;
};

using ValueMappingPtr = std::shared_ptr<const ValueMapping>;

bool isValueMapping(const QString& sopClass);

/// The images, those that a mapping is for as copies that have its maps after their own.
std::vector<ImagePtr> withMappings(const std::vector<ImagePtr>& images, const std::vector<ValueMappingPtr>& mappings);

} // namespace isocenter
