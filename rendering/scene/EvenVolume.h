#pragma once

#include "scene/Volume.h"

namespace isocenter {

/// As makeVolume(), and parallel slices that make no right-angled even grid are brought onto one: a tilted gantry is sheared
/// right, uneven distances are made even (that between most neighbours; linear along the normal, also over a gap), shifts within
/// the plane are undone by linear interpolation. The grid grows by what the slices are shifted; where no slice was, it is
/// background. A voxel whose nearest slice has background there is background; otherwise background is not mixed in. Slices that
/// are even already are taken as they are. Refused besides: slices shifted further than the image is large.
Result<VolumePtr> makeEvenVolume(std::vector<VolumeSlice> slices);

} // namespace isocenter
