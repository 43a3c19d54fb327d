#pragma once

#include "scene/VolumeScene.h"
#include "viewport/Overlay.h"
#include "volume/VolumeCamera.h"

namespace isocenter {

/// What a 3D viewport shows at one moment, as facts. Camera, mode, window and draft are those of the picture on the screen,
/// never those of one that is still being made.
struct VolumeDescription
{
    ImageSeriesPtr series;
    VolumePtr volume; ///< null while it is gathered
    int number = 0;   ///< of this volume among `count`, from 0
    int count = 0;    ///< volumes that the series makes
    QString title;    ///< of this one, where there are several
    int total = 0;    ///< its images
    int missing = 0;  ///< slices, see GatheredVolume
    double widest = 0;
    double tilt = 0;
    int leftOut = 0; ///< images of the series that are in no volume
    bool hasPicture = false;
    QString failure; ///< why there is none; empty otherwise
    int loaded = 0;  ///< images, while it is gathered
    VolumeCamera camera;
    VolumeView::Mode mode = VolumeView::Mode::MaximumIntensity;
    Window window;
    QString look; ///< what colours and opacities are called
    bool draft = false;
    bool cut = false;     ///< a part is cut away
    int cutting = -1;     ///< per cent of the cut that is being made; -1: none
    QString tool;         ///< what the left button does, where it does not turn
    bool clipped = false; ///< a part is hidden by box or plane
};

/// Pure: the same description gives the same overlay. Patient, study and series stand where a 2D viewport has them.
Overlay describeVolume(const VolumeDescription& view, const CornerTexts& texts);

} // namespace isocenter
