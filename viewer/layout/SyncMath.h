#pragma once

#include "image/ImageSeries.h"
#include "viewport/ReferenceLine.h"
#include "viewport/ViewGeometry.h"

#include <Eigen/Core>

#include <QColor>

#include <optional>
#include <vector>

namespace isocenter {

// What the synchronisation computes, without widgets.

/// Same, not empty, frame of reference: coordinates of one are coordinates of the other.
bool shareFrameOfReference(const ImageSeries& a, const ImageSeries& b);
/// May slices of `b` follow slices of `a` by position: one frame of reference, planes parallel within 5 degrees.
bool canFollowByPosition(const FrameRef& a, const FrameRef& b);
/// The middle of the picture in the patient (LPS, mm); empty without a plane.
std::optional<Eigen::Vector3d> centerOf(const FrameRef& ref);
/// The slice whose plane passes nearest to `point` along its normal; of several at one place the nearest in number to `current`.
/// Empty if no slice has a plane.
std::optional<int> nearestSlice(const ImageSeries& series, const Eigen::Vector3d& point, int current);

/// What a link of views needs to know of a viewport.
struct LinkedView
{
    FrameRef ref;
    ViewGeometry geometry;
    QSizeF viewport; ///< device-independent pixels
    double pixelAspect = 1;
    double pixelRatio = 1;
};
/// The pose that shows in `target` what `source` shows: the same point of the patient in the middle at the same scale where
/// both planes are known and parallel, else the same part of each picture. Turns and flips of the target stay.
ViewPose linkedPose(const LinkedView& source, const LinkedView& target);

/// Lines of `source`'s slices on the picture `target`: the one in view in `color`, the first and last in `quiet`, dashed, with
/// their numbers. Empty where the series share no frame of reference or the planes do not cut.
std::vector<ReferenceLine> referenceLines(const ImageSeries& source, int sourceIndex, const FrameRef& target, const QColor& color,
                                          const QColor& quiet);

} // namespace isocenter
