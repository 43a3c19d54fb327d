#pragma once

#include "viewport/Overlay.h"

namespace isocenter {

/// The overlay of a picture that is made of a whole series: what a viewport of one of its slices says of patient, study and
/// series, and all its marks of safety, without what is of one slice.
Overlay describeSeries(const ImageSeriesPtr& series, const CornerTexts& texts);

} // namespace isocenter
