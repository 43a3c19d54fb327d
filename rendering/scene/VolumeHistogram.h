#pragma once

#include "scene/Volume.h"

#include <cstdint>
#include <vector>

namespace isocenter {

/// How often which values occur in a volume, background left out. From a sample of about a million voxels, spread evenly.
struct VolumeHistogram
{
    double low = 0;                    ///< modality value at the outer edge of the first count
    double high = 1;                   ///< and of the last; > low
    std::vector<std::uint32_t> counts; ///< equally wide; empty where there is only background
    double median = 0;                 ///< modality value below which half of the voxels lie
    double upper = 0;                  ///< below which 80 % lie
    double brightest = 0;              ///< below which all but 1 in 2000 lie: single bright voxels do not count
};

/// Takes milliseconds. For any thread.
VolumeHistogram histogramOf(const Volume& volume);

} // namespace isocenter
