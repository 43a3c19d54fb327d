#pragma once

#include "annotation/AnnotationShapes.h"
#include "presentation/PresentationState.h"
#include "viewport/ViewGeometry.h"

namespace isocenter {

/// What a screen is, for sizes in millimetres.
struct ScreenScale
{
    double ratio = 1;               ///< device pixels a device-independent pixel
    double pixelsPerMm = 96 / 25.4; ///< device-independent ones
};

/// How a state lays a frame: turn, flip, displayed area (PS3.3 C.10.4, C.10.6). TRUE SIZE and MAGNIFY fix the zoom.
ViewPose statePose(const PresentationState& state, const FrameRef& ref, const ScreenScale& screen);
/// Height of a pixel by its width: what the state says, else the image. `state` may be null.
double shownPixelAspect(const PresentationState* state, const FrameRef& ref);
/// Where the annotations of a state lie on the screen while a frame is shown by `geometry`.
AnnotationPlace annotationPlace(const PresentationState& state, const FrameRef& ref, const ViewGeometry& geometry);

} // namespace isocenter
