#pragma once

#include "image/ImageSeries.h"
#include "viewport/ViewGeometry.h"

#include <QString>

#include <optional>

namespace isocenter {

/// A length of a round number of millimetres.
struct ScaleBar
{
    double length = 0; ///< device-independent pixels
    double millimetres = 0;
    int divisions = 1; ///< equal parts between ticks
    QString label;     ///< "5 cm", "2 mm", "100 µm"; with "at detector" where the spacing is that of the detector
};

/// The largest round length (1, 2 or 5 times a power of ten) of at most `longest` pixels. Empty for sizes without meaning.
std::optional<ScaleBar> scaleBar(double millimetresPerPixel, double longest);
/// For a frame in a view; empty where no spacing is known (hazard: wrong measurement).
std::optional<ScaleBar> scaleBar(const FrameRef& ref, const ViewGeometry& geometry);

} // namespace isocenter
