#include "layout/SyncMath.h"

#include "geometry/PlaneIntersection.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace isocenter {

namespace {

constexpr double kParallelDegrees = 5;
// Slices closer to each other than this (mm) lie at one place: phases of a heart, steps of a perfusion.
constexpr double kSamePlace = 1e-3;

bool sameFrame(const QString& a, const QString& b)
{
    return !a.isEmpty() && a == b;
}

std::optional<ImageRectangle> rectangleOf(const FrameRef& ref)
{
    const auto& plane = ref.attributes().plane;
    if (!plane) {
        return std::nullopt;
    }
    return ImageRectangle{*plane, ref.image->columns, ref.image->rows};
}

std::optional<QLineF> lineOn(const FrameRef& target, const FrameRef& source)
{
    const auto here = rectangleOf(target);
    const auto there = rectangleOf(source);
    if (!here || !there) {
        return std::nullopt;
    }
    const auto segment = intersectPlanes(*here, *there);
    if (!segment) {
        return std::nullopt;
    }
    const auto place = [&](const Eigen::Vector3d& point) {
        const Eigen::Vector3d image = here->plane.toImage(point);
        return QPointF(image.x() + 0.5, image.y() + 0.5); // from the first pixel's centre to its outer corner
    };
    return QLineF(place(segment->start), place(segment->end));
}

QPointF imageCenter(const FrameRef& ref)
{
    return {ref.image->columns / 2.0, ref.image->rows / 2.0};
}

// The patient's point under the middle of a viewport, in image coordinates of another picture.
QPointF middleOf(const LinkedView& source, const ImagePlane& from, const ImagePlane& to)
{
    const QPointF image = source.geometry.widgetToImage().map(QPointF(source.viewport.width() / 2, source.viewport.height() / 2));
    const Eigen::Vector3d there = to.toImage(from.at(image.x() - 0.5, image.y() - 0.5));
    return {there.x() + 0.5, there.y() + 0.5};
}

ViewPose centeredOn(const LinkedView& target, double zoom, const QPointF& point)
{
    ViewPose pose = target.geometry.pose();
    pose.zoom = std::clamp(zoom, ViewGeometry::kMinimumZoom, ViewGeometry::kMaximumZoom);
    pose.pan = {};
    pose.area.reset();
    const QSize image(target.ref.image->columns, target.ref.image->rows);
    const ViewGeometry centered(target.viewport, image, target.pixelAspect, target.pixelRatio, pose);
    pose.pan = centered.imageToWidget().map(imageCenter(target.ref)) - centered.imageToWidget().map(point);
    return pose;
}

} // namespace

bool shareFrameOfReference(const ImageSeries& a, const ImageSeries& b)
{
    return sameFrame(a.series.frameOfReference, b.series.frameOfReference);
}

bool canFollowByPosition(const FrameRef& a, const FrameRef& b)
{
    const auto& here = a.attributes().plane;
    const auto& there = b.attributes().plane;
    return here && there && sameFrame(a.image->record.series.frameOfReference, b.image->record.series.frameOfReference) &&
           arePlanesParallel(*here, *there, kParallelDegrees);
}

std::optional<Eigen::Vector3d> centerOf(const FrameRef& ref)
{
    const auto& plane = ref.attributes().plane;
    if (!plane) {
        return std::nullopt;
    }
    return plane->at((ref.image->columns - 1) / 2.0, (ref.image->rows - 1) / 2.0);
}

std::optional<int> nearestSlice(const ImageSeries& series, const Eigen::Vector3d& point, int current)
{
    std::optional<int> best;
    double least = std::numeric_limits<double>::infinity();
    for (int i = 0; i < series.count(); ++i) {
        const auto& plane = series.frames[static_cast<std::size_t>(i)].attributes().plane;
        if (!plane) {
            continue;
        }
        const double distance = std::abs(plane->normal().dot(point - plane->position));
        const bool tie = best && std::abs(distance - least) < kSamePlace;
        if (tie ? std::abs(i - current) < std::abs(*best - current) : distance < least) {
            best = i;
            least = std::min(least, distance);
        }
    }
    return best;
}

ViewPose linkedPose(const LinkedView& source, const LinkedView& target)
{
    ViewPose pose = target.geometry.pose();
    if (!source.geometry.pose().zoom) {
        pose.zoom.reset();
        pose.pan = {};
        return pose;
    }
    const auto& from = source.ref.attributes().plane;
    const auto& to = target.ref.attributes().plane;
    if (from && to && from->spacingKnown && to->spacingKnown && canFollowByPosition(source.ref, target.ref)) {
        const double zoom = source.geometry.zoom() * to->columnSpacing / from->columnSpacing;
        return centeredOn(target, zoom, middleOf(source, *from, *to));
    }
    const QPointF pan = source.geometry.pose().pan;
    pose.zoom = std::clamp(source.geometry.zoom() / source.geometry.fitZoom() * target.geometry.fitZoom(),
                           ViewGeometry::kMinimumZoom, ViewGeometry::kMaximumZoom);
    pose.pan = {pan.x() * target.viewport.width() / source.viewport.width(),
                pan.y() * target.viewport.height() / source.viewport.height()};
    return pose;
}

std::vector<ReferenceLine> referenceLines(const ImageSeries& source, int sourceIndex, const FrameRef& target, const QColor& color,
                                          const QColor& quiet)
{
    std::vector<ReferenceLine> lines;
    if (sourceIndex < 0 || sourceIndex >= source.count() ||
        !sameFrame(source.series.frameOfReference, target.image->record.series.frameOfReference)) {
        return lines;
    }
    const auto add = [&](int index, const QColor& ink, bool dashed) {
        if (const auto line = lineOn(target, source.frames[static_cast<std::size_t>(index)])) {
            lines.push_back({*line, ink, dashed, QString::number(index + 1)});
        }
    };
    const int last = source.count() - 1;
    if (sourceIndex != 0) {
        add(0, quiet, true);
    }
    if (sourceIndex != last) {
        add(last, quiet, true);
    }
    add(sourceIndex, color, false); // last: above the others
    return lines;
}

} // namespace isocenter
