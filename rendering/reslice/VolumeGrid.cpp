#include "reslice/VolumeGrid.h"

#include "geometry/ImagePlane.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(VolumeGrid)
};

constexpr int kMost = 32767; ///< voxels in a direction: the kernels count them in 16 bits and a sign

bool isSize(int n)
{
    return n >= 1 && n <= kMost;
}

bool isSpacing(double mm)
{
    return std::isfinite(mm) && mm > 1e-6 && mm < 1e6;
}

} // namespace

double VolumeGrid::smallestSpacing() const
{
    const double pace = places.size() > 1 ? (places.back() - places.front()) / static_cast<double>(places.size() - 1) : 1;
    const double between = std::abs(step.dot(right.cross(down))) * pace;
    return std::min({columnSpacing, rowSpacing, between});
}

Result<void> VolumeGrid::check() const
{
    const auto no = [](const char* detail) {
        return Error{Text::tr("The images of this series do not make a volume."), QString::fromLatin1(detail)};
    };
    if (!isSize(columns) || !isSize(rows) || !isSize(slices)) {
        return no("volume grid: size");
    }
    if (!origin.allFinite() || !right.allFinite() || !down.allFinite() || !step.allFinite()) {
        return no("volume grid: not finite");
    }
    if (!isOrthonormal(right, down)) {
        return no("volume grid: directions");
    }
    // Steeper than 84 degrees it is no stack any more.
    if (!isSpacing(columnSpacing) || !isSpacing(rowSpacing) || !isSpacing(step.norm()) ||
        std::abs(step.dot(right.cross(down))) < 0.1 * step.norm()) {
        return no("volume grid: spacing");
    }
    const auto falls = [](double a, double b) { return !(b - a > 1e-6 && b - a < 1e6); };
    if (!places.empty() && (places.size() != static_cast<std::size_t>(slices) || !std::isfinite(places.front()) ||
                            std::adjacent_find(places.begin(), places.end(), falls) != places.end())) {
        return no("volume grid: places");
    }
    return {};
}

IndexMap::IndexMap(const VolumeGrid& grid) : origin(grid.origin)
{
    Eigen::Matrix3d axes;
    axes << grid.right * grid.columnSpacing, grid.down * grid.rowSpacing, grid.step;
    matrix = axes.inverse();
}

} // namespace isocenter
