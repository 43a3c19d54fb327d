#pragma once

#include "image/ImageSeries.h"

#include <QString>

#include <vector>

namespace isocenter {

/// Frames of one series that share a grid in the patient (but for the place along the normal) and a kind of content, or that
/// cannot be part of a volume for one reason.
struct FrameGroup
{
    std::vector<FrameRef> frames;
    QString reason; ///< one translated sentence; empty: they may make a volume
};

/// `frames` of one series; keeps their order within a group. Usable groups first.
std::vector<FrameGroup> groupFrames(const std::vector<FrameRef>& frames);
/// Splits a group by the further values of Image Type (PS3.3 C.7.6.1.1.2) if frames lie at one place (`places`, one a frame)
/// only because images of several types are mixed; else gives it back whole. Indices into `frames`.
std::vector<std::vector<std::size_t>> splitByImageType(const std::vector<FrameRef>& frames, const std::vector<int>& places);

} // namespace isocenter
