#pragma once

#include "base/Result.h"
#include "presentation/PresentationState.h"

namespace isocenter {

/// The presentation state that lies in object->path, as ImageReader::readPresentationState promises. Never throws.
Result<PresentationStatePtr> readPresentationState(const ImagePtr& object);

} // namespace isocenter
