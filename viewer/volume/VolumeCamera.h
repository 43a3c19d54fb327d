#pragma once

#include "scene/Volume.h"
#include "viewport/OrientationLabels.h"

#include <Eigen/Core>

#include <optional>

namespace isocenter {

/// Which side of the patient the viewer stands at.
enum class PatientSide { Anterior, Posterior, Left, Right, Head, Feet };

/// Where a volume is looked at from. A value; LPS, mm, radians. Picture right is always direction x up, so that the letters
/// follow from it and nothing else (hazard: wrong side).
struct VolumeCamera
{
    Eigen::Vector3d direction{0, 1, 0};    ///< unit, from the viewer into the patient
    Eigen::Vector3d up{0, 0, 1};           ///< unit, at a right angle to direction
    std::optional<Eigen::Vector3d> centre; ///< of the picture; empty: the middle of the volume
    double height = 0;                     ///< mm from the lower to the upper edge of the picture

    /// From the head and from the feet the front of the patient is up.
    static VolumeCamera from(PatientSide side);

    Eigen::Vector3d right() const { return direction.cross(up); }
    /// Turns the patient as if the near side were pushed to the right and down by these angles.
    void turn(double toRight, double toFoot);
    /// Moves the patient in the plane of the picture, mm.
    void pan(const Volume& volume, double toRight, double toFoot);
    /// Of the four edges of the picture.
    EdgeLetters letters() const;
};

/// The height (mm) at which all of the volume is in a picture of `aspect` (width by height, > 0) from there.
double fittingHeight(const Volume& volume, const VolumeCamera& camera, double aspect);

} // namespace isocenter
