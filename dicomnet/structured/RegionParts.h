#pragma once

#include "base/CancelToken.h"
#include "codec/FrameReader.h"
#include "file/DataSet.h"
#include "file/HeaderBuilder.h"
#include "region/RegionSet.h"

// The two halves of reading region sets; `set.object` is filled before.
namespace isocenter {

Result<void> readSegmentation(const Item& root, RegionSet& set, const FrameReader& frames, const CancelToken& cancel);
Result<void> readStructures(const Item& root, RegionSet& set, const CancelToken& cancel);

} // namespace isocenter
