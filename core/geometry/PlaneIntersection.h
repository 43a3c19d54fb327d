#pragma once

#include "geometry/ImagePlane.h"

#include <Eigen/Core>

#include <optional>

namespace isocenter {

/// A picture with its extent in the patient: the rectangle of whole pixels, from half a pixel before the first centre to half
/// a pixel behind the last.
struct ImageRectangle
{
    ImagePlane plane;
    int columns = 0; ///< > 0
    int rows = 0;    ///< > 0
};

/// A straight piece in patient coordinates (LPS, mm).
struct PatientSegment
{
    Eigen::Vector3d start;
    Eigen::Vector3d end;
};

/// Where two pictures cut each other, clipped to both rectangles: the reference line of one on the other. Symmetric but for
/// the direction. None where the planes are parallel within 0.06 degrees, where the rectangles do not meet, or where a plane is
/// not finite.
std::optional<PatientSegment> intersectPlanes(const ImageRectangle& a, const ImageRectangle& b);

/// True if the planes lie parallel within `degrees`, whichever way they face and however they are turned within themselves.
bool arePlanesParallel(const ImagePlane& a, const ImagePlane& b, double degrees);

} // namespace isocenter
