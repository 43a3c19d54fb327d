#pragma once

#include "base/Result.h"
#include "presentation/ValueMapping.h"

namespace isocenter {

/// A Real World Value Mapping object (PS3.3 A.46). `object`: what readHeader gave. Never throws.
Result<ValueMappingPtr> readValueMapping(const ImagePtr& object);

} // namespace isocenter
