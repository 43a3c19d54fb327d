#pragma once

#include "annotation/AnnotationShapes.h"

namespace isocenter {

/// A point of an annotation on the screen.
QPointF toWidget(const QPointF& point, AnnotationUnits units, const AnnotationPlace& place);
std::vector<QPointF> toWidget(const std::vector<QPointF>& points, AnnotationUnits units, const AnnotationPlace& place);

/// Lines of graphics from points on the screen. `points` are as many as the type needs.
QPainterPath graphicPath(GraphicObject::Type type, const std::vector<QPointF>& points);
/// `widget` bounds lines without an end; `perUnit`: length on the screen of one unit of the graphic.
QPainterPath compoundPath(const CompoundGraphic& compound, const std::vector<QPointF>& points, const QRectF& widget,
                          double perUnit);

} // namespace isocenter
