#pragma once

#include "file/DataSet.h"
#include "presentation/ImageReferences.h"

#include <vector>

namespace isocenter {

/// Referenced Frame Number of an item that refers to an object: 1-based; empty: all of it.
std::vector<int> referencedFrames(const Item& item);
/// Referenced SOP Instance UID and Referenced Frame Number of an item; without a UID nothing.
void addReference(const Item& item, ImageReferences& references);

} // namespace isocenter
