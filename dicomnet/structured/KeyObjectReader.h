#pragma once

#include "base/Result.h"
#include "file/HeaderReader.h"
#include "presentation/KeyObjectSelection.h"

namespace isocenter {

/// The key object selection that lies in object->path, as ImageReader::readKeyObjects promises. Never throws.
Result<KeyObjectSelectionPtr> readKeyObjects(const ImagePtr& object);
/// The same of a scanned file, of which `object` is the header.
Result<KeyObjectSelectionPtr> readKeyObjects(const ScannedFile& file, const ImagePtr& object);

} // namespace isocenter
