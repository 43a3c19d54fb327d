#include "region/RegionPlacement.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace isocenter {

namespace {

constexpr double kSamePlane = 0.05; // mm

const InstanceUid& instanceOf(const FrameRef& frame)
{
    return frame.image->record.instance.uid;
}

bool sameSpace(const RegionSet& set, const FrameRef& frame)
{
    const QString& space = frame.image->record.series.frameOfReference;
    return !space.isEmpty() && space == set.frameOfReference;
}

double reach(double spacing)
{
    return std::max(kSamePlane, spacing / 2);
}

// Parallel in either sense.
bool isParallel(const ImagePlane& a, const ImagePlane& b)
{
    return std::abs(std::abs(a.normal().dot(b.normal())) - 1) < 1e-4;
}

/// Pixel edge coordinates: half a pixel from the centres that planes count from.
Eigen::Affine2d between(const ImagePlane& from, const ImagePlane& to)
{
    const auto image = [&](double column, double row) -> Eigen::Vector2d {
        return to.toImage(from.at(column - 0.5, row - 0.5)).head<2>() + Eigen::Vector2d(0.5, 0.5);
    };
    const Eigen::Vector2d origin = image(0, 0);
    Eigen::Affine2d map;
    map.linear().col(0) = image(1, 0) - origin;
    map.linear().col(1) = image(0, 1) - origin;
    map.translation() = origin;
    map.makeAffine();
    return map;
}

bool sameSize(const RegionSet& set, const FrameRef& frame)
{
    return set.object->rows == frame.image->rows && set.object->columns == frame.image->columns;
}

} // namespace

bool concerns(const RegionSet& set, const ImageSeries& series)
{
    if (series.frames.empty() || isRegionSet(series.frames.front().image->record.instance.sopClass)) {
        return false;
    }
    const FrameRef& first = series.frames.front();
    if (first.attributes().plane && sameSpace(set, first)) {
        return true;
    }
    return std::any_of(series.frames.begin(), series.frames.end(),
                       [&](const FrameRef& frame) { return set.sources.contains(instanceOf(frame), frame.frame); });
}

std::vector<PlacedMask> masksOn(const RegionSet& set, const FrameRef& frame, double spacing)
{
    std::map<int, double> nearest; // by region
    std::vector<std::pair<double, PlacedMask>> found;
    const std::optional<ImagePlane>& plane = frame.attributes().plane;
    for (std::size_t i = 0; i < set.masks.size(); ++i) {
        const RegionMask& mask = set.masks[i];
        PlacedMask placed;
        placed.mask = static_cast<int>(i);
        double distance = 0;
        if (plane && mask.plane && sameSpace(set, frame)) {
            distance = std::abs(plane->toImage(mask.plane->position).z());
            if (!isParallel(*plane, *mask.plane) || distance > reach(spacing)) {
                continue;
            }
            placed.toImage = between(*mask.plane, *plane);
        } else if (!mask.sources.contains(instanceOf(frame), frame.frame) || !sameSize(set, frame)) {
            continue;
        }
        const auto best = nearest.emplace(mask.region, distance).first;
        best->second = std::min(best->second, distance);
        found.emplace_back(distance, placed);
    }
    std::vector<PlacedMask> result;
    for (const auto& [distance, placed] : found) {
        if (distance <= nearest[set.masks[static_cast<std::size_t>(placed.mask)].region] + 1e-6) {
            result.push_back(placed);
        }
    }
    return result;
}

std::vector<PlacedContour> contoursOn(const RegionSet& set, const FrameRef& frame, double spacing)
{
    std::vector<PlacedContour> result;
    const std::optional<ImagePlane>& plane = frame.attributes().plane;
    if (!plane || !sameSpace(set, frame)) {
        return result;
    }
    for (std::size_t i = 0; i < set.contours.size(); ++i) {
        PlacedContour placed;
        placed.contour = static_cast<int>(i);
        for (const Eigen::Vector3d& point : set.contours[i].points) {
            const Eigen::Vector3d at = plane->toImage(point);
            if (std::abs(at.z()) > reach(spacing)) {
                break;
            }
            placed.points.emplace_back(at.x() + 0.5, at.y() + 0.5);
        }
        if (placed.points.size() == set.contours[i].points.size()) {
            result.push_back(std::move(placed));
        }
    }
    return result;
}

} // namespace isocenter
