#include "geometry/PlaneIntersection.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <utility>

namespace isocenter {

namespace {

// Below this sine of the angle the place of the line is noise of the direction cosines.
constexpr double kParallelSine = 1e-3;
// A line shorter than this (mm) is a corner that touches.
constexpr double kShortest = 1e-6;

struct Line
{
    Eigen::Vector3d point;
    Eigen::Vector3d direction; ///< unit
};

struct Range
{
    double from;
    double to;
};

// The part of [from, to] in which `start + t * slope` lies in [low, high].
void clip(Range& range, double start, double slope, double low, double high)
{
    if (std::abs(slope) < 1e-12) {
        if (start < low || start > high) {
            range.to = range.from - 1;
        }
        return;
    }
    const auto ends = std::minmax({(low - start) / slope, (high - start) / slope}); // a list: values, not references
    range.from = std::max(range.from, ends.first);
    range.to = std::min(range.to, ends.second);
}

void clipTo(const ImageRectangle& image, const Line& line, Range& range)
{
    const Eigen::Vector3d d = line.point - image.plane.position;
    const double width = image.plane.columnSpacing;
    const double height = image.plane.rowSpacing;
    clip(range, d.dot(image.plane.right), line.direction.dot(image.plane.right), -0.5 * width, (image.columns - 0.5) * width);
    clip(range, d.dot(image.plane.down), line.direction.dot(image.plane.down), -0.5 * height, (image.rows - 0.5) * height);
}

double reach(const ImageRectangle& image)
{
    return std::hypot(image.columns * image.plane.columnSpacing, image.rows * image.plane.rowSpacing);
}

} // namespace

std::optional<PatientSegment> intersectPlanes(const ImageRectangle& a, const ImageRectangle& b)
{
    const Eigen::Vector3d na = a.plane.normal().normalized();
    const Eigen::Vector3d nb = b.plane.normal().normalized();
    const Eigen::Vector3d across = na.cross(nb);
    const double sine = across.norm();
    if (!(sine > kParallelSine) || a.columns <= 0 || a.rows <= 0 || b.columns <= 0 || b.rows <= 0) {
        return std::nullopt;
    }
    // Seen from a's position, a's plane goes through the origin and b's lies at `distance` along nb.
    const double distance = nb.dot(b.plane.position - a.plane.position);
    const Line line{a.plane.position + distance * across.cross(na) / (sine * sine), across / sine};
    const double far = (line.point - a.plane.position).norm() + reach(a) + 1.0;
    Range range{-far, far};
    clipTo(a, line, range);
    clipTo(b, line, range);
    if (!(range.to - range.from > kShortest)) {
        return std::nullopt;
    }
    return PatientSegment{line.point + range.from * line.direction, line.point + range.to * line.direction};
}

bool arePlanesParallel(const ImagePlane& a, const ImagePlane& b, double degrees)
{
    const double cosine = std::abs(a.normal().normalized().dot(b.normal().normalized()));
    return cosine >= std::cos(degrees * 3.14159265358979323846 / 180.0) - 1e-12;
}

} // namespace isocenter
