#pragma once

#include "base/Result.h"
#include "geometry/ImagePlane.h"
#include "image/Frame.h"
#include "image/ImageAttributes.h"

#include <Eigen/Core>

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace isocenter {

/// One image of a volume.
struct VolumeSlice
{
    FramePtr frame;
    ImagePlane plane;
    ModalityTransform modality;
    std::optional<std::pair<double, double>> padding; ///< stored values that are background, see paddingRange()
};

/// Voxels on a regular, right-angled grid. Voxel (i, j, k), i fastest, lies at
/// origin + right * i * spacing.x + down * j * spacing.y + normal * k * spacing.z in LPS mm; normal = right x down.
/// A voxel means modality value voxel * scale + offset; background (padding) has the smallest voxel value there is.
/// Immutable once made, shared between threads.
struct Volume
{
    int columns = 0;
    int rows = 0;
    int slices = 0;
    Eigen::Vector3d spacing = Eigen::Vector3d::Ones();
    Eigen::Vector3d origin = Eigen::Vector3d::Zero();
    Eigen::Vector3d right = Eigen::Vector3d::UnitX();
    Eigen::Vector3d down = Eigen::Vector3d::UnitY();
    std::shared_ptr<const std::int16_t> voxels;
    double scale = 1;
    double offset = 0;

    Eigen::Vector3d normal() const { return right.cross(down); }
    Eigen::Vector3d extent() const; ///< mm along right, down and normal, outer edges
    Eigen::Vector3d centre() const;
};

using VolumePtr = std::shared_ptr<const Volume>;

/// Whether the voxels of both lie at the same places.
bool isSameGrid(const Volume& a, const Volume& b);

/// Any order of slices. An error with one sentence for the person: fewer than three slices, colour, different sizes or
/// orientations, spacing not known, two images at one place, gaps or uneven distances (beyond 1 % or 0.01 mm), a tilted gantry,
/// or too large for memory (more than 4 GiB). Takes as long as reading all slices once: not for the GUI thread.
Result<VolumePtr> makeVolume(std::vector<VolumeSlice> slices);

} // namespace isocenter
