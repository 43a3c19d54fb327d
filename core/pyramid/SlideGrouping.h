#pragma once

#include "image/ImageSeries.h"
#include "pyramid/SlidePyramid.h"

#include <memory>
#include <vector>

namespace isocenter {

/// What the tiled images of a study become.
struct SlideGrouping
{
    std::vector<std::shared_ptr<ImageSeries>> slides; ///< one a pyramid; part and parts are not set
    std::vector<ImagePtr> others;                     ///< all that belongs to no pyramid: labels and overviews too
};

/// Puts images of one slide together: of one patient, study, series, frame of reference and Pyramid UID, showing the same
/// area; levels by resolution, parts of concatenations and instances of single optical paths or focal planes into one level.
/// Thumbnails that show the same area are the coarsest level. Two scans of one slide stay apart. A slide of one tile is no
/// pyramid.
SlideGrouping takeSlides(const std::vector<ImagePtr>& images, quint64 generation);

/// groupIntoSeries() for studies that may have whole slides: these come first in their series; pictures of labels and overviews
/// are stacks of their own with a title, and are not opened by themselves where there is a slide.
std::vector<ImageSeriesPtr> groupWithSlides(const std::vector<ImagePtr>& images, quint64 generation);

} // namespace isocenter
