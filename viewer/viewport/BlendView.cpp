#include "viewport/BlendView.h"

#include "viewport/CachedFrame.h"

#include <QCoreApplication>

#include <algorithm>

namespace isocenter {

namespace {

constexpr std::size_t kMostEntries = 32;
constexpr int kPriority = 1; // with the frame in view

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Viewport)
};

/// The frame that a state mixes others with; null if it mixes nothing.
const FrameRef* mixedFrame(const ImageSeries& series, int index, const PresentationStatePtr& state)
{
    if (!state || !state->blending || index < 0 || index >= series.count()) {
        return nullptr;
    }
    const FrameRef& ref = series.frames[static_cast<std::size_t>(index)];
    return state->appliesTo(ref) ? &ref : nullptr;
}

/// The slices that lie at an image, on its pixels; a null frame where none does.
Result<FramePtr> sampledStack(const ViewerServices& services, const FusionStack& stack, const FusionGrid& grid,
                              const CancelToken& cancel)
{
    std::vector<FusionStack::Slice> slices;
    for (const int index : stack.needed(grid)) {
        const Result<FramePtr> frame = cachedFrame(services, stack.frames()[static_cast<std::size_t>(index)], cancel);
        if (!frame) {
            return frame.error();
        }
        if (!stack.isColor() && (*frame)->samples() != 1) {
            return Error{Text::tr("The images to be laid over these are in colour already."), {}};
        }
        slices.push_back({index, *frame});
    }
    return slices.empty() ? FramePtr() : stack.sample(grid, slices);
}

/// How many images and registrations a series has for a state: they only become more.
std::size_t knownFor(const ImageSeries& series, const PresentationStatePtr& state)
{
    std::size_t known = 0;
    for (const BlendedImages& blended : series.blended) {
        if (blended.state == state) {
            known += blended.registrations.size();
            for (const std::vector<FrameRef>& input : blended.inputs) {
                known += input.size();
            }
        }
    }
    return known;
}

/// Sampled values as an image of their own, on the pixels of the one below.
ImagePtr imageOf(const FrameRef& onto, const FrameRef& source, const Frame& frame)
{
    auto image = std::make_shared<ImageAttributes>();
    image->path = source.image->path;
    image->record = source.image->record;
    image->rows = onto.image->rows;
    image->columns = onto.image->columns;
    image->samples = frame.samples();
    image->photometric = frame.samples() == 3 ? Photometric::Rgb : Photometric::Monochrome2;
    image->shared.plane = onto.attributes().plane;
    image->shared.spacing = onto.attributes().spacing;
    return image;
}

} // namespace

struct BlendView::Sampled
{
    std::vector<FramePtr> frames; ///< of each input; null: nothing lies there, or the image in view itself
    std::vector<QString> registrations;
    QString problem;
};

BlendView::BlendView(const ViewerServices& services, QObject* parent) : QObject(parent), m_services(services), m_answers(this) {}

void BlendView::clear()
{
    m_answers.forget();
    m_plan.reset();
    m_plannedFor = FrameKey();
    m_known = 0;
    m_entries.clear();
}

/// Once a state; a series that grows may bring more to mix.
void BlendView::prepare(const ImageSeries& series, const FrameRef& onto, const PresentationStatePtr& state)
{
    const std::size_t known = knownFor(series, state);
    const bool same = m_plan && m_plan->state == state && known == m_known;
    const FrameKey key{onto.image->path, onto.frame};
    // What one image is refused for need not be true of another.
    if (same && (m_plan->problem.isEmpty() || key == m_plannedFor)) {
        return;
    }
    clear();
    m_plan = planBlend(series, onto, state);
    m_plannedFor = key;
    m_known = known;
}

/// On a worker.
BlendView::Sampled BlendView::sampled(const ViewerServices& services, const BlendPlan& plan, const FrameRef& onto,
                                      const CancelToken& cancel)
{
    Sampled result;
    result.problem = refusalOf(onto, plan.blending());
    if (!result.problem.isEmpty()) {
        return result;
    }
    result.frames.resize(plan.inputs.size());
    result.registrations.resize(plan.inputs.size());
    try {
        for (std::size_t i = 0; i < plan.inputs.size(); ++i) {
            const std::optional<FusionStack>& stack = plan.inputs[i].stack;
            const Result<FusionGrid> grid = stack ? stack->grid(onto) : Result<FusionGrid>(Error{});
            if (stack) {
                Result<FramePtr> frame = grid ? sampledStack(services, *stack, *grid, cancel) : Result<FramePtr>(grid.error());
                if (!frame) {
                    return {{}, {}, frame.error().message};
                }
                result.frames[i] = *frame;
                result.registrations[i] = grid->registration ? grid->registration->name() : QString();
            }
        }
        const BlendingInput& base = plan.blending().base();
        if (!base.thresholds.empty()) {
            const Result<FramePtr> frame = cachedFrame(services, onto, cancel);
            if (!frame) {
                return {{}, {}, frame.error().message};
            }
            result.frames[plan.blending().below] = shownValues(onto, **frame, base);
        }
    } catch (const std::bad_alloc&) {
        return {{}, {}, Text::tr("There is not enough memory to lay other images over this one.")};
    }
    return result;
}

FusionPtr BlendView::fusionOf(const BlendPlan& plan, const FrameRef& onto, const std::vector<FramePtr>& frames)
{
    auto fusion = std::make_shared<Fusion>();
    fusion->steps = plan.blending().steps;
    fusion->below = plan.blending().below;
    fusion->profile = plan.state->profile;
    fusion->inputs.resize(plan.inputs.size());
    for (std::size_t i = 0; i < plan.inputs.size(); ++i) {
        if (frames[i]) {
            const BlendPlan::Input& input = plan.inputs[i];
            fusion->inputs[i].frame = frames[i];
            fusion->inputs[i].image = imageOf(onto, input.frames.empty() ? onto : input.frames.front(), *frames[i]);
            fusion->inputs[i].display.overrides = input.overrides;
        }
    }
    return fusion;
}

void BlendView::fill(Entry& entry, const BlendPlan& plan, const FrameRef& onto, const Sampled& answer)
{
    entry.isWaiting = false;
    entry.problem = answer.problem;
    entry.fusion = answer.problem.isEmpty() ? fusionOf(plan, onto, answer.frames) : nullptr;
    for (BlendedPart& part : entry.parts) {
        part.here = entry.fusion && answer.frames[part.input];
        part.registration = entry.fusion ? answer.registrations[part.input] : part.registration;
    }
}

BlendView::Blend BlendView::blendNow(const ViewerServices& services, const ImageSeries& series, int index,
                                     const PresentationStatePtr& state)
{
    const FrameRef* ref = mixedFrame(series, index, state);
    if (!ref) {
        return {};
    }
    const FrameRef& onto = *ref;
    const BlendPlanPtr plan = planBlend(series, onto, state);
    if (!plan || !plan->problem.isEmpty()) {
        return {nullptr, false, plan ? plan->parts : std::vector<BlendedPart>(), plan ? plan->problem : QString()};
    }
    Entry entry{{onto.image->path, onto.frame}, nullptr, plan->parts, {}, true};
    fill(entry, *plan, onto, sampled(services, *plan, onto, CancelToken()));
    return {entry.fusion, false, entry.parts, entry.problem};
}

const BlendView::Entry& BlendView::find(const FrameRef& onto)
{
    const FrameKey key{onto.image->path, onto.frame};
    const auto known = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) { return entry.onto == key; });
    if (known != m_entries.end()) {
        std::rotate(known, known + 1, m_entries.end());
        return m_entries.back();
    }
    if (m_entries.size() >= kMostEntries) {
        m_entries.pop_front();
    }
    m_entries.push_back({key, nullptr, m_plan->parts, {}, true});
    const auto work = [&services = m_services, plan = m_plan, onto](const CancelToken& cancel) {
        return sampled(services, *plan, onto, cancel);
    };
    m_answers.ask(m_services.queue, kPriority, work, [this, plan = m_plan, onto, key](const Sampled& answer) {
        for (Entry& entry : m_entries) {
            if (entry.onto == key) {
                fill(entry, *plan, onto, answer);
            }
        }
        Q_EMIT changed();
    });
    return m_entries.back();
}

BlendView::Blend BlendView::blend(const ImageSeries& series, int index, const PresentationStatePtr& state)
{
    const FrameRef* ref = mixedFrame(series, index, state);
    if (!ref) {
        return {};
    }
    const FrameRef& onto = *ref;
    prepare(series, onto, state);
    if (!m_plan->problem.isEmpty()) {
        return {nullptr, false, m_plan->parts, m_plan->problem};
    }
    const Entry& entry = find(onto);
    return {entry.fusion, entry.isWaiting, entry.parts, entry.problem};
}

} // namespace isocenter
