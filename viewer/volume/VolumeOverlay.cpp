#include "volume/VolumeOverlay.h"

#include "viewport/SeriesOverlay.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(VolumeViewport)
};

CornerLine line(const QString& text, TextTone tone = TextTone::Plain, bool strong = false, int need = 1)
{
    return {text, tone, strong, need};
}

QString modeText(VolumeView::Mode mode)
{
    return mode == VolumeView::Mode::MaximumIntensity ? Text::tr("MIP, all slices") : Text::tr("Volume rendering");
}

QString windowText(const VolumeDescription& view)
{
    if (view.mode == VolumeView::Mode::Shaded) {
        return view.look;
    }
    return Text::tr("W %1 C %2").arg(view.window.width, 0, 'f', 0).arg(view.window.center, 0, 'f', 0);
}

void describePicture(const VolumeDescription& view, Overlay& overlay)
{
    const Volume& volume = *view.volume;
    overlay.letters = view.camera.letters();
    overlay.corners[BottomLeft] = {line(modeText(view.mode), TextTone::Quiet, false, 2),
                                   line(windowText(view), TextTone::Plain, true)};
    overlay.corners[BottomRight] = {
        line(Text::tr("%1 slices").arg(volume.slices), TextTone::Quiet, false, 2),
        line(Text::tr("%1 × %2 × %3 mm")
                 .arg(volume.spacing.x(), 0, 'f', 2)
                 .arg(volume.spacing.y(), 0, 'f', 2)
                 .arg(volume.spacing.z(), 0, 'f', 2),
             TextTone::Quiet, false, 2),
        line(Text::tr("seen from %1").arg(orientationLetters(-view.camera.direction)), TextTone::Plain, true)};
    if (view.count > 1) {
        overlay.corners[BottomRight].push_back(
            line(Text::tr("%1 of %2: %3").arg(view.number + 1).arg(view.count).arg(view.title), TextTone::Plain, true, 0));
    }
    if (view.cutting >= 0) {
        overlay.marks.push_back({Text::tr("cutting, %1 %. Escape cancels").arg(view.cutting), TextTone::Plain});
    } else if (!view.tool.isEmpty()) {
        overlay.marks.push_back({view.tool, TextTone::Plain});
    }
    if (view.draft) {
        overlay.marks.push_back({Text::tr("coarse while moving"), TextTone::Quiet});
    }
}

/// What a reader must know before believing a shape.
void describeFaults(const VolumeDescription& view, Overlay& overlay)
{
    if (view.missing > 0) {
        overlay.marks.push_back({Text::tr("%n SLICE(S) MISSING, bridged", nullptr, view.missing), TextTone::Danger});
    }
    if (view.widest > 0) {
        overlay.marks.push_back({Text::tr("uneven slices, up to %1 mm apart").arg(view.widest, 0, 'f', 1)});
    }
    if (view.leftOut > 0) {
        overlay.marks.push_back({Text::tr("%n image(s) of the series not in 3D", nullptr, view.leftOut)});
    }
    if (view.clipped) {
        overlay.marks.push_back({Text::tr("clipped")});
    }
    if (view.cut) {
        overlay.marks.push_back({Text::tr("parts cut away")});
    }
    if (std::abs(view.tilt) > 0.05) {
        overlay.marks.push_back({Text::tr("tilted gantry %1°, straightened").arg(view.tilt, 0, 'f', 1), TextTone::Quiet});
    }
}

} // namespace

Overlay describeVolume(const VolumeDescription& view, const CornerTexts& texts)
{
    Overlay overlay;
    if (!view.series) {
        overlay.title = Text::tr("No series in 3D");
        return overlay;
    }
    overlay = describeSeries(view.series, texts);
    overlay.marks.insert(overlay.marks.begin(), {Text::tr("3D, NOT FOR MEASUREMENT")});
    if (!view.failure.isEmpty()) {
        overlay.hatched = true;
        overlay.title = Text::tr("This series cannot be shown in 3D");
        overlay.message = singleLine(view.failure, 400);
    } else if (view.hasPicture && view.volume) {
        describeFaults(view, overlay);
        describePicture(view, overlay);
    } else if (view.volume) {
        overlay.title = Text::tr("Making the picture…");
    } else {
        overlay.title = Text::tr("Gathering the slices");
        overlay.message = Text::tr("%1 of %2 images. Escape goes back.").arg(view.loaded).arg(view.total);
    }
    return overlay;
}

} // namespace isocenter
