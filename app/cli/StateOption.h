#pragma once

#include "base/Result.h"
#include "presentation/PresentationState.h"

namespace isocenter::cli {

/// The presentation state in a file (--state). An error if it is none.
Result<PresentationStatePtr> stateFromFile(const QString& path);
/// An error if the state is not for that frame (0-based) of the image.
Result<void> checkState(const PresentationState& state, const ImagePtr& image, int frame);

} // namespace isocenter::cli
