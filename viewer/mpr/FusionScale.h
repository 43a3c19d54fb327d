#pragma once

#include "image/ImageSeries.h"

#include <QString>

#include <vector>

namespace isocenter {

/// What the values of a volume are told in: as they are after the modality step, or as a standardized uptake value.
struct FusionScale
{
    QString name; ///< "SUVbw", "SUL", "SUVbsa"; empty: modality values
    QString unit; ///< what stands after a value: the name, or the unit of the modality values
    /// value = modality value * slope + intercept.
    double slope = 1;
    double intercept = 0;
    QString reason; ///< why there is none, one translated sentence; empty: there is

    bool isUsable() const { return reason.isEmpty(); }
    bool isSuv() const { return !name.isEmpty(); }
};

/// Of PET: the three SUV, each usable only if all of the frames have it by the same factor within 0.1 % (a volume has one), and
/// last the modality values; of all else those alone. Never empty.
std::vector<FusionScale> fusionScales(const std::vector<FrameRef>& frames);

} // namespace isocenter
