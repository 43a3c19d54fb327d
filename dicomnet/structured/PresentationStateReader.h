#pragma once

#include "base/Result.h"
#include "file/HeaderReader.h"
#include "presentation/PresentationState.h"

namespace isocenter {

/// The presentation state that lies in object->path, as ImageReader::readPresentationState promises. Never throws.
Result<PresentationStatePtr> readPresentationState(const ImagePtr& object);
/// The same of a scanned file, of which `object` is the header.
Result<PresentationStatePtr> readPresentationState(const ScannedFile& file, const ImagePtr& object);

} // namespace isocenter
