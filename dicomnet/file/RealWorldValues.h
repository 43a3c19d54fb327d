#pragma once

#include "file/DataSet.h"
#include "image/ImageAttributes.h"

namespace isocenter {

/// Real World Value Mapping Sequence of `item` (PS3.3 C.7.6.16.2.11); null without one. Items that make no sense are left out
/// and `complaint` is set. `isSigned`: how first and last value are read where the file does not say.
RealWorldMapsPtr readRealWorldMaps(const Item& item, bool isSigned, bool& complaint);

} // namespace isocenter
