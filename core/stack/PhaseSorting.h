#pragma once

#include "image/ImageSeries.h"

#include <QString>

#include <cstddef>
#include <utility>
#include <vector>

namespace isocenter {

/// Frames at different places that belong to one time, echo, b-value ...
struct SortedPhase
{
    std::vector<std::pair<QString, QString>> marks; ///< see VolumePhase
    QString title;
    std::vector<int> places;                          ///< ascending, each once
    std::vector<std::size_t> frames;                  ///< indices into the input, one a place
    std::vector<std::pair<int, std::size_t>> repeats; ///< place and index of further frames there
    bool ambiguous = false; ///< many frames share a place, not everywhere as many, and nothing tells them apart
};

/// Tells apart what lies at one place. `places`: one a frame, same number for the same place. In the order of the marks.
std::vector<SortedPhase> sortPhases(const std::vector<FrameRef>& frames, const std::vector<int>& places);

} // namespace isocenter
