#pragma once

#include "base/Result.h"
#include "file/HeaderReader.h"
#include "study/Elements.h"

#include <QString>

#include <vector>

namespace isocenter {

/// The elements of an item or of the data set, with names and decoded values. Recurses as deep as the scan has gone.
std::vector<Element> elementsOf(const Item& item);

/// All data elements, group 2 first, as ImageReader::readElements promises.
Result<std::vector<Element>> readElements(const QString& path);

} // namespace isocenter
