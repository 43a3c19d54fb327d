#pragma once

#include "image/ImageSeries.h"
#include "region/RegionSet.h"

#include <Eigen/Geometry>

#include <vector>

namespace isocenter {

/// Which parts of a region set lie on an image, and where (hazard: a region drawn on another slice, or another patient).
/// Coordinates on the image: x along the row, y down, (0, 0) the outer corner of the first pixel, its centre (0.5, 0.5).

struct PlacedMask
{
    int mask = 0; ///< index into RegionSet::masks
    /// From the mask's frame to the image, both in the coordinates above.
    Eigen::Affine2d toImage = Eigen::Affine2d::Identity();
};

struct PlacedContour
{
    int contour = 0; ///< index into RegionSet::contours
    std::vector<Eigen::Vector2d> points;
};

/// True if the set can lie on images of this patient and study: the same Frame of Reference, or references to them.
bool concerns(const RegionSet& set, const ImageSeries& series);

/// A mask lies on the frame if its plane is parallel and nearer than half of `spacing` (mm between the slices; 0: the planes
/// must be the same within 0.05 mm), and no other mask of its region nearer; where either has no plane, if it refers to it.
std::vector<PlacedMask> masksOn(const RegionSet& set, const FrameRef& frame, double spacing);
/// A contour lies on the frame if all of its points are within half of `spacing` of its plane; at least 0.05 mm.
std::vector<PlacedContour> contoursOn(const RegionSet& set, const FrameRef& frame, double spacing);

} // namespace isocenter
