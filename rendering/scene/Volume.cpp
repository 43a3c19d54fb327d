#include "scene/Volume.h"

#include "scene/VolumeFill.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

/// `slices` sorted along the normal.
std::optional<Error> checkDistances(const std::vector<VolumeSlice>& slices)
{
    const Eigen::Vector3d normal = slices.front().plane.normal();
    const Eigen::Vector3d all = slices.back().plane.position - slices.front().plane.position;
    const double mean = all.dot(normal) / static_cast<double>(slices.size() - 1);
    if (mean < 0.01) {
        return refuseVolume(QT_TRANSLATE_NOOP("Volume", "Several images lie at the same place."));
    }
    for (std::size_t i = 1; i < slices.size(); ++i) {
        const Eigen::Vector3d step = slices[i].plane.position - slices[i - 1].plane.position;
        const double along = step.dot(normal);
        if (along < 0.01) {
            return refuseVolume(QT_TRANSLATE_NOOP("Volume", "Several images lie at the same place."));
        }
        if (std::abs(along - mean) > std::max(0.01, 0.01 * mean)) {
            return refuseVolume(QT_TRANSLATE_NOOP("Volume", "The distances between the images differ, or an image is missing."),
                                QStringLiteral("%1 mm instead of %2 mm").arg(along).arg(mean));
        }
        if ((step - along * normal).norm() > std::max(0.01, 0.005 * along)) {
            return refuseVolume(QT_TRANSLATE_NOOP("Volume", "The images are shifted against each other (tilted gantry)."));
        }
    }
    return std::nullopt;
}

} // namespace

bool isSameGrid(const Volume& a, const Volume& b)
{
    return a.columns == b.columns && a.rows == b.rows && a.slices == b.slices && a.origin == b.origin && a.right == b.right &&
           a.down == b.down && a.spacing == b.spacing;
}

Eigen::Vector3d Volume::extent() const
{
    return {columns * spacing.x(), rows * spacing.y(), slices * spacing.z()};
}

Eigen::Vector3d Volume::centre() const
{
    return origin + right * ((columns - 1) * spacing.x() / 2) + down * ((rows - 1) * spacing.y() / 2) +
           normal() * ((slices - 1) * spacing.z() / 2);
}

Result<VolumePtr> makeVolume(std::vector<VolumeSlice> slices)
{
    if (const auto error = checkImages(slices)) {
        return *error;
    }
    const Eigen::Vector3d normal = slices.front().plane.normal();
    std::sort(slices.begin(), slices.end(), [&](const VolumeSlice& a, const VolumeSlice& b) {
        return a.plane.position.dot(normal) < b.plane.position.dot(normal);
    });
    if (const auto error = checkDistances(slices)) {
        return *error;
    }
    return fillVolume(slices);
}

} // namespace isocenter
