#include "viewport/BlendView.h"

#include "display/StateOverrides.h"

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

struct Sampled
{
    FramePtr frame;
    QString problem;
};

/// On a worker: the slices that lie at an image, on its pixels.
Sampled sampled(const ViewerServices& services, const FusionStack& stack, const FrameRef& onto, const ModalityTransform& modality,
                const CancelToken& cancel)
{
    const ImagePlane& plane = *onto.attributes().plane;
    const int rows = onto.image->rows;
    const int columns = onto.image->columns;
    std::vector<FusionStack::Slice> slices;
    for (const int index : stack.needed(plane, rows, columns)) {
        const FrameRef& ref = stack.frames()[static_cast<std::size_t>(index)];
        const FrameKey key{ref.image->path, ref.frame};
        FramePtr frame = services.cache.find(key);
        if (!frame) {
            Result<FramePtr> read = services.reader.readFrame(*ref.image, ref.frame, cancel);
            if (!read) {
                return {nullptr, read.error().message};
            }
            frame = *read;
            services.cache.put(key, frame);
        }
        if (frame->samples() != 1) {
            return {nullptr, Text::tr("The images to be laid over these are in colour already.")};
        }
        slices.push_back({index, frame});
    }
    if (slices.empty()) {
        return {};
    }
    try {
        return {stack.sample(plane, rows, columns, slices, modality), {}};
    } catch (const std::bad_alloc&) {
        return {nullptr, Text::tr("There is not enough memory to lay other images over this one.")};
    }
}

} // namespace

BlendView::BlendView(const ViewerServices& services, QObject* parent) : QObject(parent), m_services(services), m_answers(this) {}

std::vector<FrameRef> framesAbove(const ImageSeries& series, const PresentationStatePtr& state)
{
    const auto found = std::find_if(series.blended.begin(), series.blended.end(),
                                    [&](const BlendedImages& blended) { return blended.state == state; });
    return found == series.blended.end() || found->inputs.empty() ? std::vector<FrameRef>() : found->inputs.front();
}

QString blendName(const std::vector<FrameRef>& above)
{
    if (above.empty()) {
        return {};
    }
    const Series& series = above.front().image->record.series;
    const QString number = series.number ? QString::number(*series.number) : QStringLiteral("?");
    return singleLine(QStringLiteral("%1 %2: %3").arg(series.modality, number, series.description), 60);
}

void BlendView::clear()
{
    m_answers.forget();
    m_state.reset();
    m_above.clear();
    m_stack.reset();
    m_overrides.reset();
    m_entries.clear();
}

/// Once a state; a series that grows may bring more to lay over.
void BlendView::prepare(const ImageSeries& series, const FrameRef& onto, const PresentationStatePtr& state)
{
    std::vector<FrameRef> above = framesAbove(series, state);
    const bool same = state == m_state && above.size() == m_above.size() && m_stack;
    if (same) {
        return;
    }
    clear();
    m_state = state;
    m_above = above;
    m_stack = FusionStack::make(std::move(above), onto);
    m_overrides = m_above.empty() ? nullptr : superimposedOverrides(*state, m_above.front());
}

const BlendView::Entry& BlendView::find(const FrameRef& onto, const PresentationStatePtr& state)
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
    m_entries.push_back({key, std::nullopt, {}, true});
    const auto work = [&services = m_services, stack = **m_stack, onto, state](const CancelToken& cancel) {
        return sampled(services, stack, onto, state->superimposed->modality, cancel);
    };
    m_answers.ask(m_services.queue, kPriority, work, [this, key, onto, state](const Sampled& answer) {
        for (Entry& entry : m_entries) {
            if (entry.onto == key) {
                entry.layer = answer.frame ? std::optional(layerOf(onto, answer.frame, *state)) : std::nullopt;
                entry.problem = answer.problem;
                entry.isWaiting = false;
            }
        }
        Q_EMIT changed();
    });
    return m_entries.back();
}

/// The sampled values as an image of their own, on the pixels of the one below.
FusionLayer BlendView::layerOf(const FrameRef& onto, const FramePtr& frame, const PresentationState& state) const
{
    auto image = std::make_shared<ImageAttributes>();
    image->path = m_above.front().image->path;
    image->record = m_above.front().image->record;
    image->rows = onto.image->rows;
    image->columns = onto.image->columns;
    image->shared.plane = onto.attributes().plane;
    image->shared.spacing = onto.attributes().spacing;
    FusionLayer layer;
    layer.frame = frame;
    layer.image = std::move(image);
    layer.display.overrides = m_overrides;
    layer.opacity = state.opacity;
    return layer;
}

BlendView::Blend BlendView::blend(const ImageSeries& series, int index, const PresentationStatePtr& state)
{
    Blend result;
    if (!state || state->kind != PresentationState::Kind::Blending || !state->superimposed || index < 0 ||
        index >= series.count()) {
        return result;
    }
    const FrameRef& onto = series.frames[static_cast<std::size_t>(index)];
    prepare(series, onto, state);
    result.name = blendName(m_above);
    if (!*m_stack) {
        result.problem = m_stack->error().message;
        return result;
    }
    if (!onto.attributes().plane) {
        result.problem = FusionStack::make(m_above, onto).error().message;
        return result;
    }
    const Entry& entry = find(onto, state);
    result.isWaiting = entry.isWaiting;
    result.problem = entry.problem;
    if (entry.layer) {
        result.layers = {*entry.layer};
    }
    return result;
}

} // namespace isocenter
