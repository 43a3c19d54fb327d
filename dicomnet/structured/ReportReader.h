#pragma once

#include "document/Report.h"
#include "file/DataSet.h"

namespace isocenter {

/// The content of a structured report (PS3.3 C.17). `root` is the data set. Bounded: at most 20,000 items; what is left out
/// is named in Report::notes. Never fails: an item that makes no sense keeps its value type as text.
Report readReport(const Item& root);

} // namespace isocenter
