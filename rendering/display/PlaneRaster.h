#pragma once

#include "image/BitPlane.h"

#include <QImage>
#include <QPointF>
#include <QTransform>

namespace isocenter {

/// How a bit plane is made smaller: by the bit at each picture pixel's centre, or set where any bit below it is, so that thin
/// lines stay.
enum class PlaneSampling { Centre, Any };

/// Paints the set bits of `plane` over `picture` (Format_ARGB32_Premultiplied, device pixels) in an opaque colour.
/// `origin`: image coordinates of the outer corner of the plane's first pixel; `imageToScreen` as in SliceGeometry.
void paintPlane(QImage& picture, const BitPlane& plane, const QPointF& origin, const QTransform& imageToScreen, QRgb color,
                PlaneSampling sampling);

} // namespace isocenter
