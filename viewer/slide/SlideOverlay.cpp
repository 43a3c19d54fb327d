#include "slide/SlideOverlay.h"

#include "viewport/ScaleBar.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Slides)
};

constexpr double kMicrometresAtOne = 10; // of a pixel at 1x: 0.25 at 40x
constexpr double kMost = 320;            // of the scale bar, pixels

CornerLine line(const QString& text, TextTone tone = TextTone::Plain, bool strong = false, int need = 1)
{
    return {text, tone, strong, need};
}

QString number(double value)
{
    return QLocale().toString(value, 'f', value < 9.95 ? (value < 0.995 ? 2 : 1) : 0);
}

/// As a viewport of the image that the level comes from, without what is of one frame.
Overlay imageOverlay(const SlideDescription& view, const CornerTexts& texts)
{
    auto flat = std::make_shared<ImageSeries>(*view.series);
    const SlidePyramid& slide = *view.series->slide;
    flat->frames = {{slide.levels[view.level.value_or(0)].sources().front(), 0}};
    flat->slide = nullptr;
    ViewDescription description;
    description.series = flat;
    description.index = 0;
    description.hasFrame = true;
    description.loaded = 1;
    description.texts = view.texts;
    Overlay overlay = describeOverlay(description, texts);
    overlay.corners[BottomLeft].clear();
    overlay.corners[BottomRight].clear();
    overlay.scale.reset();
    overlay.letters.reset();
    overlay.title.clear();
    overlay.message.clear();
    return overlay;
}

QString pixelText(const SlidePyramid& slide, double screenPixels)
{
    const auto& spacing = slide.base().spacing();
    return spacing && spacing->column > 0
               ? Text::tr("%1 µm a pixel of the screen").arg(QLocale().toString(1000 * spacing->column / screenPixels, 'g', 3))
               : Text::tr("size of pixels not known");
}

void describeHow(const SlideDescription& view, Overlay& overlay)
{
    const SlidePyramid& slide = *view.series->slide;
    const OpticalPath& path = slide.paths[static_cast<std::size_t>(view.channel.path)];
    auto& lines = overlay.corners[BottomLeft];
    if (slide.paths.size() > 1) {
        const QString name = singleLine(path.description.isEmpty() ? path.identifier : path.description, 60);
        lines.push_back(line(Text::tr("Optical path %1 of %2: %3").arg(view.channel.path + 1).arg(slide.paths.size()).arg(name)));
    }
    if (slide.planes > 1) {
        lines.push_back(line(Text::tr("Focal plane %1 of %2").arg(view.channel.plane + 1).arg(slide.planes)));
    }
    if (view.window) {
        lines.push_back(
            line(Text::tr("W %1 C %2").arg(number(view.window->width), number(view.window->center)), TextTone::Plain, false, 2));
    }
    lines.push_back(line(pixelText(slide, view.screenPixels), TextTone::Quiet, false, 2));
    if (const auto magnification = slideMagnification(slide, view.channel.path, view.screenPixels)) {
        const QString text = magnification->byObjective ? Text::tr("%1×") : Text::tr("about %1×");
        lines.push_back(line(text.arg(number(magnification->value)), TextTone::Plain, true));
    }
}

void describeWhere(const SlideDescription& view, Overlay& overlay)
{
    const SlidePyramid& slide = *view.series->slide;
    auto& lines = overlay.corners[BottomRight];
    lines.push_back(
        line(Text::tr("%1 × %2 pixels").arg(QLocale().toString(slide.base().columns()), QLocale().toString(slide.base().rows())),
             TextTone::Quiet, false, 2));
    if (view.level) {
        lines.push_back(line(Text::tr("Level %1 of %2").arg(*view.level + 1).arg(slide.levels.size()), TextTone::Plain, true));
    }
}

void addMarks(const SlideDescription& view, Overlay& overlay)
{
    const auto add = [&](const QString& text, TextTone tone = TextTone::Caution) { overlay.marks.push_back({text, tone}); };
    const SlidePyramid& slide = *view.series->slide;
    const double levelPixels = view.level ? slide.levels[*view.level].scaleX() : 1;
    const double shown = std::max(levelPixels, 1 / view.screenPixels);
    if (shown > 1.005) {
        add(Text::tr("sub-sampled 1:%1").arg(number(shown)));
    }
    if (view.tooMany) {
        add(Text::tr("zoom in: too many tiles at this size, and the slide has no coarser level"), TextTone::Danger);
    }
    if (view.loading > 0) {
        add(Text::tr("still loading: %1 tiles").arg(view.loading));
    }
    if (view.coarser) {
        add(Text::tr("parts are of a coarser level: this one has no tiles there"));
    }
    if (view.failed > 0) {
        add(Text::tr("%1 tiles cannot be shown: %2").arg(view.failed).arg(singleLine(view.reason, 120)), TextTone::Danger);
    }
    if (view.missing) {
        add(Text::tr("tiles are MISSING here"), TextTone::Danger);
    }
    if (!view.series->regions.empty()) {
        add(Text::tr("segmentations of this slide are NOT drawn"));
    }
    if (!view.series->states.empty()) {
        add(Text::tr("presentation states of this slide are NOT applied"));
    }
}

} // namespace

std::optional<SlideMagnification> slideMagnification(const SlidePyramid& slide, int path, double screenPixels)
{
    const std::optional<double>& power = slide.paths[static_cast<std::size_t>(path)].objectivePower;
    if (power) {
        return SlideMagnification{*power * screenPixels, true};
    }
    const auto& spacing = slide.base().spacing();
    if (spacing && spacing->column > 0) {
        return SlideMagnification{kMicrometresAtOne / (1000 * spacing->column) * screenPixels, false};
    }
    return std::nullopt;
}

Overlay describeSlide(const SlideDescription& view, const CornerTexts& texts)
{
    Overlay overlay;
    if (!view.series || !view.series->slide) {
        return overlay;
    }
    overlay = imageOverlay(view, texts);
    addMarks(view, overlay);
    if (!view.failure.isEmpty()) {
        overlay.hatched = true;
        overlay.title = Text::tr("This slide cannot be shown");
        overlay.message = singleLine(view.failure, 400);
        return overlay;
    }
    const SlidePyramid& slide = *view.series->slide;
    const auto& spacing = slide.base().spacing();
    if (spacing && spacing->column > 0) {
        overlay.scale = scaleBar(spacing->column / view.scale, std::min(0.36 * view.height, kMost));
    }
    if (view.texts) {
        describeHow(view, overlay);
        describeWhere(view, overlay);
    }
    return overlay;
}

} // namespace isocenter
