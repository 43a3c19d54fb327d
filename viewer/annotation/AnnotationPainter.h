#pragma once

#include "annotation/AnnotationShapes.h"

class QPainter;

namespace isocenter {

/// Draws annotations over a picture, in widget coordinates. Lines and texts have a dark rim, so that they are seen on white too.
/// A text is set as large as its box takes, from 11 to 40 pixels; one that its box is too small for goes on outside of it.
void paintAnnotations(QPainter& painter, const std::vector<AnnotationShape>& shapes);

} // namespace isocenter
