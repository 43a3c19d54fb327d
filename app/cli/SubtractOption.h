#pragma once

#include "base/Result.h"
#include "display/MaskSubtraction.h"
#include "viewport/SubtractionPlan.h"

#include <optional>

namespace isocenter::cli {

/// Reads the frames of a plan and subtracts. Nothing where the plan does not ask for it.
Result<std::optional<SubtractedFrame>> subtractedByPlan(const SubtractionPlan& plan);

} // namespace isocenter::cli
