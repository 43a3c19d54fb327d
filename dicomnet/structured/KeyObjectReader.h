#pragma once

#include "base/Result.h"
#include "presentation/KeyObjectSelection.h"

namespace isocenter {

/// The key object selection that lies in object->path, as ImageReader::readKeyObjects promises. Never throws.
Result<KeyObjectSelectionPtr> readKeyObjects(const ImagePtr& object);

} // namespace isocenter
