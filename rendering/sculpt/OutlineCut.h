#pragma once

#include "base/Result.h"
#include "scene/Volume.h"
#include "scene/VolumeView.h"
#include "sculpt/SculptWatch.h"

#include <QPolygonF>
#include <QSize>

#include <memory>

namespace isocenter {

/// An outline drawn on a picture of the volume.
struct PictureOutline
{
    VolumeView view;          ///< of the picture: directions, centre and height count
    QSize size;               ///< of the picture, at most 8192 a side
    QPolygonF polygon;        ///< in its pixels; closed from the last point to the first; may cross itself (odd-even rule)
    bool keepsInside = false; ///< false: what lies under the outline goes; true: everything else goes
};

/// What was hidden `before` (null: nothing) and what the outline cuts off along the direction of view. A voxel goes by where its
/// middle is seen. Reads no voxels; on idle threads too, about half a second for 512 x 512 x 600. An error without a message
/// when it was cancelled.
Result<std::shared_ptr<const HiddenVoxels>> cutByOutline(const Volume& volume, const HiddenVoxels* before,
                                                         const PictureOutline& outline, const SculptWatch& watch = {});

} // namespace isocenter
