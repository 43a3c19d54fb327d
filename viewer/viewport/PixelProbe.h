#pragma once

#include "display/DisplayPipeline.h"
#include "image/ImageSeries.h"

#include <Eigen/Core>

#include <QPointF>
#include <QString>

#include <array>
#include <optional>
#include <vector>

namespace isocenter {

/// The value of a pixel by one of the image's real-world maps.
struct RealWorldReading
{
    double value = 0;
    QString unit; ///< may be empty
    QString name; ///< of the map; may be empty
};

/// What lies under a point of the image.
struct PixelProbe
{
    int column = 0; ///< 0-based
    int row = 0;
    int samples = 1;
    std::array<double, 3> stored{}; ///< one for grey and palette, three for colour
    double modality = 0;            ///< grey only
    QString unit;                   ///< of `modality`; empty: none is known
    bool rescaled = false;          ///< false: the file has no modality transform, the value is raw
    bool padding = false;
    bool paletteColor = false;              ///< a value that means a colour of the palette: `stored` says which
    std::vector<RealWorldReading> readings; ///< of all maps that are for the value, but the one that `modality` is
    std::optional<Eigen::Vector3d> patient; ///< LPS mm of the point
};

/// Empty outside the image. `point` in image coordinates ((0, 0): outer corner of the first pixel).
std::optional<PixelProbe> probePixel(const FrameRef& ref, const Frame& frame, const QPointF& point);
/// "-124 HU", "stored 123", "RGB 12 34 56", "padding", "colour (stored 1100)".
QString probeValueText(const PixelProbe& probe);
/// "ADC 0.00114 mm²/s · T2 87.2 ms": by the real-world maps; empty without any.
QString probeMeaningText(const PixelProbe& probe);
/// "x 120 y 88": 1-based as readers count; with "L 12.3 P 4.5 H 100.0 mm" where the position is known.
QString probePlaceText(const PixelProbe& probe);

} // namespace isocenter
