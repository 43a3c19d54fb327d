#pragma once

#include "slice/Axis.h"

#include <QRect>
#include <QSize>
#include <QTransform>

namespace isocenter {

/// How the pixels of a picture are found in an image, worked out once for a geometry.
struct Mapping
{
    enum class Kind {
        Nothing, ///< no picture pixel lies in the image, or the map cannot be inverted
        Copy,    ///< one to one, shifted by whole pixels
        Axes,    ///< scaled, shifted and mirrored along the axes: x and y apart
        Affine   ///< anything else
    };
    Kind kind = Kind::Nothing;
    bool nearest = false;
    /// Picture pixels that can lie in the image; outside all is background.
    QRect area;
    /// Copy and Axes. If transposed (turned by 90 or 270 degrees) x gives picture rows and y picture columns.
    bool transposed = false;
    Axis x; ///< image columns
    Axis y; ///< image rows
    /// Affine: picture pixel centre -> image coordinates; and how often the image is to be halved along its columns and rows
    /// before the values are interpolated, so that no image pixel is passed over.
    QTransform toImage;
    int halvingsX = 0;
    int halvingsY = 0;
};

/// `imageToScreen` as in SliceGeometry.
Mapping makeMapping(const QSize& picture, const QTransform& imageToScreen, bool nearest, int columns, int rows);

} // namespace isocenter
