#include "reslice/ReslicePlane.h"

#include "geometry/ImagePlane.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReslicePlane)
};

constexpr int kLargest = 16384;
constexpr double kMostPlanes = 4096;

double layers(const VolumeGrid& grid, const ReslicePlane& plane)
{
    return std::ceil(plane.thickness / grid.smallestSpacing() - 1e-9);
}

} // namespace

Result<void> ReslicePlane::check(const VolumeGrid& grid) const
{
    const auto no = [](const QString& message, const char* detail) { return Error{message, QString::fromLatin1(detail)}; };
    if (width < 1 || height < 1 || width > kLargest || height > kLargest) {
        return no(Text::tr("The picture is too large or has no size."), "reslice plane: size");
    }
    if (!center.allFinite() || !right.allFinite() || !down.allFinite() || !isOrthonormal(right, down)) {
        return no(Text::tr("The plane has no direction."), "reslice plane: directions");
    }
    if (!std::isfinite(spacing) || spacing <= 0 || !std::isfinite(thickness) || thickness < 0) {
        return no(Text::tr("The plane has no scale."), "reslice plane: spacing or thickness");
    }
    if (layers(grid, *this) > kMostPlanes) {
        return no(Text::tr("The slab is too thick."), "reslice plane: thickness");
    }
    return {};
}

int slabPlanes(const VolumeGrid& grid, const ReslicePlane& plane)
{
    return static_cast<int>(std::clamp(layers(grid, plane), 1.0, kMostPlanes));
}

} // namespace isocenter
