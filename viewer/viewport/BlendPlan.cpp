#include "viewport/BlendPlan.h"

#include <QCoreApplication>

#include <algorithm>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Viewport)
};

QString nameOf(const std::vector<FrameRef>& frames)
{
    if (frames.empty()) {
        return {};
    }
    const Series& series = frames.front().image->record.series;
    const QString number = series.number ? QString::number(*series.number) : QStringLiteral("?");
    return singleLine(QStringLiteral("%1 %2: %3").arg(series.modality, number, series.description), 60);
}

const BlendedImages* imagesOf(const ImageSeries& series, const PresentationStatePtr& state)
{
    const auto found = std::find_if(series.blended.begin(), series.blended.end(),
                                    [&](const BlendedImages& blended) { return blended.state == state; });
    return found == series.blended.end() ? nullptr : &*found;
}

/// With several sets the reason says of which.
void addProblem(BlendPlan& plan, const QString& name, const QString& reason)
{
    if (plan.problem.isEmpty()) {
        plan.problem = plan.inputs.size() > 2 && !name.isEmpty() ? Text::tr("%1: %2").arg(name, reason) : reason;
    }
}

void addInput(BlendPlan& plan, std::size_t i, const FrameRef& onto, const BlendedImages& images, double share)
{
    const BlendingInput& input = plan.blending().inputs[i];
    BlendPlan::Input& made = plan.inputs[i];
    made.frames = i < images.inputs.size() ? images.inputs[i] : std::vector<FrameRef>();
    BlendedPart part;
    part.name = nameOf(made.frames);
    part.share = share;
    part.input = i;
    std::vector<InstanceUid> named = input.registrations;
    const std::vector<InstanceUid>& below = plan.blending().base().registrations;
    named.insert(named.end(), below.begin(), below.end());
    Result<FusionStack> stack = FusionStack::make(made.frames, onto, input, images.registrations, named);
    const Result<FusionGrid> grid = stack ? stack->grid(onto) : Result<FusionGrid>(stack.error());
    if (grid) {
        part.registration = grid->registration ? grid->registration->name() : QString();
        made.overrides = stack->isColor() ? nullptr : inputOverrides(input, made.frames);
        made.stack = std::move(stack).value();
    } else {
        addProblem(plan, part.name, grid.error().message);
    }
    plan.parts.push_back(std::move(part));
}

} // namespace

QString refusalOf(const FrameRef& onto, const Blending& blending)
{
    const BlendingInput& base = blending.base();
    const bool isForGrey = base.palette[0] || !base.thresholds.empty();
    return onto.image->isColor() && isForGrey
               ? Text::tr("This image is in colour, and the state's palette or thresholds are for grey values.")
               : QString();
}

BlendPlanPtr planBlend(const ImageSeries& series, const FrameRef& onto, const PresentationStatePtr& state)
{
    if (!state || !state->blending || !state->appliesTo(onto)) {
        return nullptr;
    }
    const BlendedImages none{state, {}, {}};
    const BlendedImages* images = imagesOf(series, state);
    auto plan = std::make_shared<BlendPlan>();
    plan->state = state;
    const Blending& blending = *state->blending;
    plan->inputs.resize(blending.inputs.size());
    const BlendingInput& base = blending.base();
    plan->problem = refusalOf(onto, blending);
    const std::vector<double> shares = blending.shares();
    for (std::size_t i = 0; i < blending.inputs.size(); ++i) {
        if (i != blending.below && blending.uses(i)) {
            addInput(*plan, i, onto, images ? *images : none, shares[i]);
        }
    }
    if (!base.thresholds.empty()) {
        plan->inputs[blending.below].overrides = inputOverrides(base, {onto});
    }
    return plan;
}

} // namespace isocenter
