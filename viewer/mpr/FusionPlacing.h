#pragma once

#include "base/Result.h"
#include "image/ImageSeries.h"
#include "registration/SpatialRegistration.h"
#include "reslice/ReslicePlane.h"

#include <Eigen/Geometry>

namespace isocenter {

/// Where points and planes of one series lie in the space of another. LPS, mm; rigid.
struct FusionPlacing
{
    Eigen::Isometry3d toSecond = Eigen::Isometry3d::Identity(); ///< points of the first -> points of the second
    SpatialRegistrationPtr registration;                        ///< by which; null: they share a frame of reference

    Eigen::Vector3d point(const Eigen::Vector3d& first) const { return toSecond * first; }
    ReslicePlane plane(const ReslicePlane& first) const;
};

/// An error, one sentence, where `second` must not or cannot be laid over `first`: not of the same patient, study and opening
/// (hazard: wrong patient), the same series, no grey pictures that say where they lie, no relation, not all images related in
/// the same way, or by one that scales or shears (a plane would not stay one of square pixels). What is off a rotation by less
/// than 1e-4 (rounded texts) counts as the nearest one, exact at the first image of `first`.
Result<FusionPlacing> placeOver(const ImageSeries& first, const ImageSeries& second);

/// "PT 4: WB"; one line.
QString fusionName(const ImageSeries& series);

} // namespace isocenter
