#pragma once

#include "base/Result.h"
#include "file/HeaderReader.h"
#include "study/Elements.h"

#include <QString>

#include <vector>

namespace isocenter {

/// All data elements, group 2 first, as ImageReader::readElements promises.
Result<std::vector<Element>> readElements(const QString& path);

} // namespace isocenter
