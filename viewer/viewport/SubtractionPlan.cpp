#include "viewport/SubtractionPlan.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace isocenter {

namespace {

bool isSame(const FrameRef& a, const FrameRef& b)
{
    return a.frame == b.frame && a.image->path == b.image->path;
}

int placeIn(const ImageSeries& series, const FrameRef& ref)
{
    const auto found =
        std::find_if(series.frames.begin(), series.frames.end(), [&](const FrameRef& other) { return isSame(other, ref); });
    return found == series.frames.end() ? -1 : static_cast<int>(found - series.frames.begin());
}

std::vector<FrameRef> framesOf(const ImagePtr& image, const std::vector<int>& numbers)
{
    std::vector<FrameRef> frames;
    for (const int number : numbers) {
        frames.push_back({image, number - 1});
    }
    return frames;
}

void useFile(const std::vector<MaskOperation>& operations, const FrameRef& ref, SubtractionPlan& plan)
{
    const Result<std::optional<MaskPlan>> file = planMask(operations, ref.frame + 1, ref.image->frames);
    if (!file) {
        plan.problem = file.error().message;
    } else if (*file) {
        plan.contrast = framesOf(ref.image, (*file)->contrast);
        plan.mask = framesOf(ref.image, (*file)->mask);
        plan.shift = (*file)->shift;
        plan.explanation = (*file)->explanation;
    }
}

} // namespace

bool operator==(const SubtractionChoice& a, const SubtractionChoice& b)
{
    const bool sameMask = a.mask.has_value() == b.mask.has_value() && (!a.mask || isSame(*a.mask, *b.mask));
    return a.on == b.on && a.shift == b.shift && sameMask;
}

SubtractionPlan planSubtraction(const ImageSeries& series, int index, const PresentationState* state,
                                const SubtractionChoice& choice)
{
    SubtractionPlan plan;
    if (index < 0 || index >= series.count()) {
        return plan;
    }
    const FrameRef& ref = series.frames[static_cast<std::size_t>(index)];
    if (ref.image->masks.empty() && !state && !choice.on && !choice.mask) {
        return plan; // nearly all images
    }
    std::vector<MaskOperation> operations = state ? state->masksFor(ref) : ref.image->masks;
    plan.recommended = state ? !operations.empty() : ref.image->recommendsSubtraction;
    plan.wanted = choice.on.value_or(plan.recommended);
    if (state) {
        plan.modality = state->modality;
        if (operations.empty() && choice.on) {
            operations = ref.image->masks; // asked for on top of what the state says
        }
    }
    if (choice.mask && placeIn(series, *choice.mask) >= 0) {
        plan.contrast = {ref};
        plan.mask = {*choice.mask};
        plan.ownMask = true;
    } else if (!operations.empty()) {
        useFile(operations, ref, plan);
    }
    plan.offered = plan.ownMask || !operations.empty();
    if (choice.shift && !plan.mask.empty()) {
        plan.ownShift = *choice.shift != plan.shift;
        plan.shift = *choice.shift;
    }
    return plan;
}

QString maskNumbers(const ImageSeries& series, const std::vector<FrameRef>& mask)
{
    std::vector<int> numbers;
    for (const FrameRef& ref : mask) {
        numbers.push_back(ref.image->frames > 1 ? ref.frame + 1 : placeIn(series, ref) + 1);
    }
    std::sort(numbers.begin(), numbers.end());
    const bool run = numbers.size() > 2 && numbers.back() - numbers.front() == static_cast<int>(numbers.size()) - 1;
    if (run) {
        return QCoreApplication::translate("Viewport", "%1 to %2").arg(numbers.front()).arg(numbers.back());
    }
    QStringList words;
    for (const int number : numbers) {
        words << QString::number(number);
    }
    return words.join(QStringLiteral(", "));
}

} // namespace isocenter
