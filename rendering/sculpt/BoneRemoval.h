#pragma once

#include "base/Result.h"
#include "scene/Volume.h"
#include "scene/VolumeView.h"
#include "sculpt/SculptWatch.h"

#include <Eigen/Core>

#include <memory>
#include <optional>

namespace isocenter {

/// What is to be taken away as bone: voxels at or above a value that hang together by their faces.
struct BoneRequest
{
    double threshold = 250; ///< modality value
    std::optional<Eigen::Vector3d>
        seed;              ///< LPS mm: what hangs together with this place; empty: all pieces of at least `smallest`
    double smallest = 500; ///< mm3
    double margin = 1.5;   ///< mm around it that go too, at least a voxel: edges are partly bone. 0 to 10
};

/// What was hidden `before` (null: nothing), and the bone. The seed may lie up to 4 mm beside it. An error with a sentence where
/// nothing is found, without a message when it was cancelled. About half a second for 512 x 512 x 600. The same voxels as
/// itk::ConnectedThresholdImageFilter takes.
Result<std::shared_ptr<const HiddenVoxels>> removeBone(const Volume& volume, const HiddenVoxels* before,
                                                       const BoneRequest& request, const SculptWatch& watch = {});

} // namespace isocenter
