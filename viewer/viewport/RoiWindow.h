#pragma once

#include "image/ImageSeries.h"

#include <QRectF>

#include <optional>

namespace isocenter {

/// The window from black at the smallest to white at the largest modality value inside `imageRect`, without padding and without
/// the outer 0.5 % of the values at each end. Empty for colour and where there are no values. Image coordinates.
std::optional<Window> roiWindow(const FrameRef& ref, const Frame& frame, const QRectF& imageRect);

} // namespace isocenter
