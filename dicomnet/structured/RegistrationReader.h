#pragma once

#include "base/Result.h"
#include "file/HeaderReader.h"
#include "registration/SpatialRegistration.h"

namespace isocenter {

/// The Spatial Registration (PS3.3 C.20.2) that lies in object->path, whole, as ImageReader::readRegistration promises. At most
/// 1,000 items and 64 matrices each. Never throws.
Result<SpatialRegistrationPtr> readRegistration(const ImagePtr& object);
/// The same of a file that is scanned already.
Result<SpatialRegistrationPtr> readRegistration(const ScannedFile& file, const ImagePtr& object);

} // namespace isocenter
