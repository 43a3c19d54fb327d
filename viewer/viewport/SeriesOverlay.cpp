#include "viewport/SeriesOverlay.h"

#include <algorithm>

namespace isocenter {

namespace {

/// The image that has the most to say: a lossy one, else the first.
int tellingIndex(const ImageSeries& series)
{
    const auto lossy =
        std::find_if(series.frames.begin(), series.frames.end(), [](const FrameRef& ref) { return ref.image->lossy.lossy; });
    return lossy == series.frames.end() ? 0 : static_cast<int>(lossy - series.frames.begin());
}

} // namespace

Overlay describeSeries(const ImageSeriesPtr& series, const CornerTexts& texts)
{
    ViewDescription flat;
    flat.series = series;
    flat.index = tellingIndex(*series);
    flat.hasFrame = true;
    flat.loaded = series->count(); // what made the picture says what is missing of it
    Overlay overlay = describeOverlay(flat, texts);
    overlay.corners[BottomLeft].clear();
    overlay.corners[BottomRight].clear();
    overlay.scale.reset();
    overlay.letters.reset();
    overlay.title.clear();
    overlay.message.clear();
    return overlay;
}

} // namespace isocenter
