#include "display/PlaneRaster.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

/// Half the size along an axis; a bit is set where one of its two is.
BitPlane halved(const BitPlane& plane, bool across)
{
    const int rows = across ? plane.rows() : (plane.rows() + 1) / 2;
    const int columns = across ? (plane.columns() + 1) / 2 : plane.columns();
    BitPlane out(rows, columns);
    for (int row = 0; row < plane.rows(); ++row) {
        for (int column = 0; column < plane.columns(); ++column) {
            if (plane.at(row, column)) {
                out.set(across ? row : row / 2, across ? column / 2 : column);
            }
        }
    }
    return out;
}

} // namespace

void paintPlane(QImage& picture, const BitPlane& plane, const QPointF& origin, const QTransform& imageToScreen, QRgb color,
                PlaneSampling sampling)
{
    bool regular = false;
    const QTransform back = imageToScreen.inverted(&regular);
    if (!regular || picture.isNull() || plane.rows() <= 0 || plane.columns() <= 0) {
        return;
    }
    const QRect area = imageToScreen.mapRect(QRectF(origin, QSizeF(plane.columns(), plane.rows())))
                           .adjusted(-1, -1, 1, 1)
                           .toAlignedRect()
                           .intersected(picture.rect());
    double across = std::hypot(imageToScreen.m11(), imageToScreen.m12());
    double down = std::hypot(imageToScreen.m21(), imageToScreen.m22());
    BitPlane shrunk;
    const BitPlane* bits = &plane;
    double cellX = 1;
    double cellY = 1;
    if (sampling == PlaneSampling::Any) {
        for (; across < 0.999 && bits->columns() > 1; across *= 2, cellX *= 2) {
            shrunk = halved(*bits, true);
            bits = &shrunk;
        }
        for (; down < 0.999 && bits->rows() > 1; down *= 2, cellY *= 2) {
            shrunk = halved(*bits, false);
            bits = &shrunk;
        }
    }
    const double stepX = back.m11() / cellX;
    const double stepY = back.m12() / cellY;
    for (int y = area.top(); y <= area.bottom(); ++y) {
        auto* out = reinterpret_cast<QRgb*>(picture.scanLine(y));
        const QPointF start = back.map(QPointF(area.left() + 0.5, y + 0.5)) - origin;
        for (int x = area.left(); x <= area.right(); ++x) {
            const double column = std::floor(start.x() / cellX + stepX * (x - area.left()));
            const double row = std::floor(start.y() / cellY + stepY * (x - area.left()));
            if (column >= 0 && row >= 0 && column < bits->columns() && row < bits->rows() &&
                bits->at(static_cast<int>(row), static_cast<int>(column))) {
                out[x] = color;
            }
        }
    }
}

} // namespace isocenter
