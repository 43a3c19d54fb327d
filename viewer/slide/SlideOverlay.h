#pragma once

#include "image/ImageSeries.h"
#include "pyramid/SlidePyramid.h"
#include "viewport/Overlay.h"

#include <QString>

#include <optional>

namespace isocenter {

/// What a slide view shows at one moment, as facts.
struct SlideDescription
{
    ImageSeriesPtr series;
    SlideChannel channel;
    std::optional<std::size_t> level; ///< painted; nothing: no level has the channel
    double screenPixels = 1;          ///< of the screen to a pixel of the finest level, along x
    double scale = 1;                 ///< device-independent pixels to a pixel of the finest level, along x
    double height = 600;              ///< of the view, device-independent pixels
    int loading = 0;                  ///< tiles in view that are still to come
    int failed = 0;                   ///< tiles in view that cannot be shown
    QString reason;                   ///< of the first of them
    bool missing = false;             ///< tiles in view that the file promises have not come
    bool tooMany = false;             ///< the view would need more tiles than can be loaded: nothing finer is shown
    bool coarser = false;             ///< where this level has no tiles a coarser one is seen
    std::optional<Window> window;     ///< of grey slides
    QString failure;                  ///< why there is nothing at all
    bool texts = true;                ///< false: only what protects the patient
};

/// Magnification at which the slide is seen: by the objective where it is known, else by the size of a pixel (10 micrometres
/// are 1x); nothing where neither is known. `screenPixels` as above.
struct SlideMagnification
{
    double value = 0;
    bool byObjective = false;
};
std::optional<SlideMagnification> slideMagnification(const SlidePyramid& slide, int path, double screenPixels);

/// Pure. Corners as in any viewport of the level in view, then what is of slides.
Overlay describeSlide(const SlideDescription& view, const CornerTexts& texts);

} // namespace isocenter
