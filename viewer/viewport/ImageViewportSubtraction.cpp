#include "viewport/ImageViewportState.h"

#include <algorithm>
#include <cmath>

// What a viewport makes of other frames: masks, and images laid over its own.
namespace isocenter {

SubtractionPlan ImageViewport::State::subtractionPlan(int which) const
{
    const ImageSeriesPtr& series = loader.series();
    if (!series || which < 0 || which >= series->count()) {
        return {};
    }
    const bool applies = view.presentation && view.presentation->appliesTo(series->frames[static_cast<std::size_t>(which)]);
    return planSubtraction(*series, which, applies ? view.presentation.get() : nullptr, view.subtraction);
}

ImageViewport::State::Shown ImageViewport::State::shown() const
{
    const FramePtr native = loadedFrame();
    Shown result{*ref(), native, loader.failure(index), nullptr};
    const SubtractionPlan plan = native ? subtractionPlan(index) : SubtractionPlan();
    if (!plan.replacesFrame()) {
        return result;
    }
    const SubtractionView::Picture picture = subtraction.picture(plan);
    result.frame.reset();
    result.failure = picture.failure;
    if (picture.subtracted) {
        result.ref = picture.subtracted->ref;
        result.frame = picture.subtracted->frame;
        result.subtracted = picture.subtracted;
    }
    return result;
}

bool ImageViewport::State::isReady(int which) const
{
    if (!loader.isLoaded(which)) {
        return !loader.failure(which).isEmpty();
    }
    const SubtractionPlan plan = subtractionPlan(which);
    return (!plan.replacesFrame() || subtraction.prepare(plan)) && !blend(which).isWaiting;
}

BlendView::Blend ImageViewport::State::blend(int which) const
{
    const ImageSeriesPtr& series = loader.series();
    return series ? blendView.blend(*series, which, view.presentation) : BlendView::Blend();
}

ScreenDepth ImageViewport::State::depth() const
{
    return output ? output->depthFor(q.screen()) : ScreenDepth::Eight;
}

void ImageViewport::State::setSubtraction(const SubtractionChoice& choice)
{
    SubtractionChoice sound = choice;
    const ImageSeriesPtr& series = loader.series();
    const auto isHere = [&](const FrameRef& ref) {
        return series && std::any_of(series->frames.begin(), series->frames.end(), [&](const FrameRef& other) {
                   return other.frame == ref.frame && other.image->path == ref.image->path;
               });
    };
    if (sound.mask && !isHere(*sound.mask)) {
        sound = {};
    }
    if (sound == view.subtraction) {
        return;
    }
    const bool before = q.isSubtracted();
    view.subtraction = sound;
    if (before != q.isSubtracted()) {
        setDisplay(view.display.withoutWindow()); // the values mean something else now
    }
    q.update();
    Q_EMIT q.presentationChanged();
    Q_EMIT q.windowChanged();
}

void ImageViewport::setSubtracted(bool subtracted)
{
    SubtractionChoice choice = m->view.subtraction;
    choice.on = subtracted;
    if (subtracted != isSubtracted()) {
        m->setSubtraction(choice);
    }
}

bool ImageViewport::isSubtracted() const
{
    return m->subtractionPlan(m->index).wanted;
}

bool ImageViewport::hasMask() const
{
    const FrameRef* ref = m->ref();
    return ref && (!ref->image->masks.empty() || m->subtractionPlan(m->index).offered);
}

void ImageViewport::useAsMask()
{
    if (const FrameRef* ref = m->ref()) {
        SubtractionChoice choice;
        choice.on = true;
        choice.mask = *ref;
        m->setSubtraction(choice);
    }
}

void ImageViewport::setMaskShift(const MaskShift& shift)
{
    const SubtractionPlan plan = m->subtractionPlan(m->index);
    if (!plan.wanted || plan.mask.empty() || !std::isfinite(shift.row) || !std::isfinite(shift.column)) {
        return;
    }
    const double rows = m->ref()->image->rows;
    const double columns = m->ref()->image->columns;
    SubtractionChoice choice = m->view.subtraction;
    choice.shift = MaskShift{std::clamp(shift.row, -rows, rows), std::clamp(shift.column, -columns, columns)};
    m->setSubtraction(choice);
}

MaskShift ImageViewport::maskShift() const
{
    return m->subtractionPlan(m->index).shift;
}

void ImageViewport::resetMask()
{
    SubtractionChoice choice;
    choice.on = m->view.subtraction.on;
    m->setSubtraction(choice);
}

} // namespace isocenter
