#pragma once

#include "presentation/PresentationState.h"

#include <QColor>
#include <QPainterPath>
#include <QRectF>
#include <QString>
#include <QTransform>

#include <optional>
#include <vector>

namespace isocenter {

/// Where the coordinates of annotations lie on the screen, in widget coordinates.
struct AnnotationPlace
{
    QTransform pixels; ///< image coordinates ((0, 0): outer corner of the first pixel) -> widget
    QRectF area;       ///< of the displayed area, as it is seen: DISPLAY (0, 0) is its top left, (1, 1) its bottom right
    QRectF widget;     ///< what can be seen at all
};

/// One thing to draw, in widget coordinates: a line, an area, or a text.
struct AnnotationShape
{
    QPainterPath path;
    QColor color;
    double width = 1.5;
    bool dashed = false;
    std::optional<QColor> fill;

    QString text; ///< not empty: a text, in `box` if there is one, else beside `anchor`
    TextStyle style;
    std::optional<QRectF> box;
    Qt::Alignment alignment;
    QPointF anchor;
};

/// What a state draws over one frame, lowest layer first. Plain: the same in gives the same out. A compound graphic is drawn
/// by the plain texts and graphics that the state holds for it, and by itself only where there are none.
std::vector<AnnotationShape> annotationShapes(const PresentationState& state, const FrameRef& ref, const AnnotationPlace& place);

} // namespace isocenter
