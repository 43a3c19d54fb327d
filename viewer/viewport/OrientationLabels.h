#pragma once

#include "image/ImageSeries.h"
#include "viewport/ViewGeometry.h"

#include <Eigen/Core>

#include <QString>

namespace isocenter {

/// The letters at the four edges of a viewport; "?" where the direction is not known.
struct EdgeLetters
{
    QString left, right, top, bottom;
    friend bool operator==(const EdgeLetters& a, const EdgeLetters& b)
    {
        return a.left == b.left && a.right == b.right && a.top == b.top && a.bottom == b.bottom;
    }
};

/// Computed anew from the direction cosines for each pose (hazard: wrong side); from Patient Orientation for projection
/// images. Animals on four feet have other letters: from Patient Orientation only.
EdgeLetters edgeLetters(const FrameRef& ref, const ViewPose& pose);

/// Of a picture with these directions of its right and lower edges, LPS.
EdgeLetters edgeLetters(const Eigen::Vector3d& right, const Eigen::Vector3d& down);

} // namespace isocenter
