#pragma once

#include "image/ImageAttributes.h"
#include "scene/TransferFunction.h"

#include <Eigen/Core>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace isocenter {

/// What lies on the other side of a plane is not shown: points p with normal . p < offset. LPS, mm; `normal` is a unit vector.
struct ClipPlane
{
    Eigen::Vector3d normal = Eigen::Vector3d::UnitX();
    double offset = 0;
    friend bool operator==(const ClipPlane& a, const ClipPlane& b) { return a.normal == b.normal && a.offset == b.offset; }
};

/// Voxels that are cut away: bit (i + columns * (j + rows * k)) of the volume's grid. Immutable once shared.
struct HiddenVoxels
{
    std::vector<std::uint64_t> bits;
    bool at(std::size_t voxel) const { return (bits[voxel >> 6U] >> (voxel & 63U) & 1U) != 0; }
};

/// A parallel projection of a volume. LPS, mm.
struct VolumeView
{
    enum class Mode { MaximumIntensity, Shaded };
    Mode mode = Mode::MaximumIntensity;
    Eigen::Vector3d direction{0, 1, 0}; ///< from the viewer into the patient; default: from the front
    Eigen::Vector3d up{0, 0, 1}; ///< towards the upper edge; made a right angle to direction. Picture right = direction x up
    std::optional<Eigen::Vector3d> centre;            ///< of the picture; else the middle of the volume
    double height = 0;                                ///< mm shown from the lower to the upper edge; 0: all of the volume
    Window window{200, 800, VoiFunction::Linear, {}}; ///< MaximumIntensity: modality values, black to white
    TransferFunctionPtr transfer; ///< Shaded: colours and opacities; null: transparent to opaque by the window
    std::vector<ClipPlane> clips;
    std::shared_ptr<const HiddenVoxels> hidden; ///< null: none
    bool draft = false;                         ///< while it is turned: fewer rays
};

} // namespace isocenter
