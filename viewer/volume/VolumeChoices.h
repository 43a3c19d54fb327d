#pragma once

#include "image/ImageSeries.h"
#include "stack/VolumeLayout.h"

#include <QString>

#include <memory>
#include <vector>

namespace isocenter {

/// One of the volumes that a series makes: a phase (time, echo, b-value) of a grid.
struct VolumeChoice
{
    std::shared_ptr<const VolumeLayout> layout;
    int phase = 0;
    QString title; ///< what tells it from the others; empty where it is the only one

    const VolumePhase& slices() const { return layout->phases[static_cast<std::size_t>(phase)]; }
};

/// What of a series can be shown in 3D.
struct VolumeChoices
{
    std::vector<VolumeChoice> list; ///< the largest grid first, phases in their order
    int leftOut = 0;                ///< images of the series that are in none of them
    QString reason;                 ///< why there is none, one sentence; empty where there is one

    /// As far as headers tell. Milliseconds for thousands of images.
    static VolumeChoices of(const ImageSeries& series);
};

} // namespace isocenter
