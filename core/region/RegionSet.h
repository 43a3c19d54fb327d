#pragma once

#include "geometry/ImagePlane.h"
#include "image/ImageAttributes.h"
#include "presentation/ImageReferences.h"

#include <Eigen/Core>

#include <QRect>
#include <QString>
#include <QStringList>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace isocenter {

/// A named part of the body that somebody, or an algorithm, has outlined: a segment (PS3.3 C.8.20.4) or an ROI of a
/// structure set (C.8.8.5). Texts are single lines, safe to show.
struct Region
{
    int number = 0; ///< Segment Number or ROI Number
    QString label;
    QString meaning;                       ///< Segmented Property Type, or RT ROI Interpreted Type; may be empty
    QString algorithm;                     ///< AUTOMATIC, SEMIAUTOMATIC, MANUAL or empty
    std::optional<std::array<int, 3>> rgb; ///< 0 to 255, sRGB: ROI Display Color
    std::optional<CieLab> lab;             ///< Recommended Display CIELab Value
};

/// One frame of a segmentation, cut to where it is not empty. Its pixel grid is that of the segmentation, not of the image
/// it is drawn on.
struct RegionMask
{
    int region = 0; ///< index into RegionSet::regions
    std::optional<ImagePlane> plane;
    ImageReferences sources;            ///< images that it was made from; may be empty
    QRect box;                          ///< columns and rows of `coverage` in the frame, 0-based
    std::vector<std::uint8_t> coverage; ///< box.width() * box.height(), row-major: 0 outside, 255 wholly inside
};

/// One contour of a structure set, in patient coordinates (LPS, mm).
struct RegionContour
{
    int region = 0;
    std::vector<Eigen::Vector3d> points; ///< at least one
    bool closed = true;
    ImageReferences sources;
};

/// A segmentation or structure set, whole. Immutable, shared between threads.
struct RegionSet
{
    ImagePtr object; ///< header of the file that it was read from
    QString label;   ///< Content Label, Series Description or Structure Set Label
    bool fractional = false;
    QString frameOfReference;
    ImageReferences sources;     ///< of all masks and contours
    std::vector<Region> regions; ///< in order of the file
    std::vector<RegionMask> masks;
    std::vector<RegionContour> contours;
    QStringList warnings; ///< what of it cannot be shown, one translated sentence each
};

using RegionSetPtr = std::shared_ptr<const RegionSet>;

/// Whether objects of this SOP class are region sets.
bool isRegionSet(const QString& sopClass);

} // namespace isocenter
