#include "viewport/SubtractionView.h"

#include "viewport/CachedFrame.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace isocenter {

namespace {

constexpr std::size_t kSpareEntries = 16; // of other pictures than the one in view
constexpr int kPriority = 1;              // with the frame in view

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Viewport)
};

bool isSame(const std::vector<SubtractionFrame>& a, const std::vector<SubtractionFrame>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const SubtractionFrame& x, const SubtractionFrame& y) {
        return x.frame == y.frame && x.ref.image == y.ref.image && x.ref.frame == y.ref.frame;
    });
}

} // namespace

SubtractionView::SubtractionView(const ViewerServices& services, QObject* parent)
    : QObject(parent), m_services(services), m_answers(this)
{
}

const SubtractionView::Entry* SubtractionView::find(const FrameRef& ref)
{
    const FrameKey key{ref.image->path, ref.frame};
    const auto known = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) { return entry.key == key; });
    if (known != m_entries.end()) {
        std::rotate(known, known + 1, m_entries.end());
        return &m_entries.back();
    }
    m_entries.push_back({key, m_services.cache.find(key), {}});
    if (!m_entries.back().frame) {
        fetch(ref, key);
    }
    return &m_entries.back();
}

void SubtractionView::fetch(const FrameRef& ref, const FrameKey& key)
{
    const auto work = [&services = m_services, ref](const CancelToken& cancel) { return cachedFrame(services, ref, cancel); };
    m_answers.ask(m_services.queue, kPriority, work, [this, key](const Result<FramePtr>& answer) {
        for (Entry& entry : m_entries) {
            if (entry.key == key) {
                entry.frame = answer ? *answer : nullptr;
                entry.problem = answer ? QString() : answer.error().message;
            }
        }
        Q_EMIT changed();
    });
}

/// False while one of the frames is still to come.
bool SubtractionView::collect(const std::vector<FrameRef>& refs, bool isMask, std::vector<SubtractionFrame>& out,
                              QString& problem)
{
    bool complete = true;
    for (const FrameRef& ref : refs) {
        const Entry* entry = find(ref);
        if (!entry->problem.isEmpty()) {
            problem = isMask ? Text::tr("Its mask, frame %1, cannot be read: %2") : Text::tr("Frame %1 cannot be read: %2");
            problem = problem.arg(QString::number(ref.frame + 1), entry->problem);
            return true;
        }
        complete = complete && entry->frame;
        out.push_back({ref, entry->frame});
    }
    return complete;
}

/// Nothing while frames are still to come.
Result<std::optional<SubtractionRequest>> SubtractionView::request(const SubtractionPlan& plan)
{
    if (!plan.problem.isEmpty()) {
        return Error{plan.problem, {}};
    }
    SubtractionRequest request;
    QString problem;
    for (const std::size_t most = plan.contrast.size() + plan.mask.size() + kSpareEntries; m_entries.size() > most;) {
        m_entries.pop_front(); // if its answer is still to come, it is dropped
    }
    const bool contrast = collect(plan.contrast, false, request.contrast, problem);
    const bool mask = problem.isEmpty() && collect(plan.mask, true, request.mask, problem);
    if (!problem.isEmpty()) {
        return Error{problem, {}};
    }
    request.shift = plan.shift;
    request.modality = plan.modality;
    return contrast && mask ? std::optional(std::move(request)) : std::nullopt;
}

bool SubtractionView::isShown(const SubtractionRequest& request) const
{
    const auto sameModality = [](const std::optional<ModalityTransform>& a, const std::optional<ModalityTransform>& b) {
        return a.has_value() == b.has_value() &&
               (!a || (a->slope == b->slope && a->intercept == b->intercept && a->table == b->table));
    };
    return m_result && request.shift == m_shown.shift && isSame(request.contrast, m_shown.contrast) &&
           isSame(request.mask, m_shown.mask) && sameModality(request.modality, m_shown.modality);
}

SubtractionView::Picture SubtractionView::picture(const SubtractionPlan& plan)
{
    Result<std::optional<SubtractionRequest>> wanted = request(plan);
    if (!wanted) {
        return {nullptr, wanted.error().message};
    }
    if (!*wanted) {
        return {};
    }
    if (!isShown(**wanted)) {
        m_result = m_subtractor.subtract(**wanted);
        m_shown = std::move(**wanted);
    }
    return *m_result ? Picture{&**m_result, {}} : Picture{nullptr, m_result->error().message};
}

bool SubtractionView::prepare(const SubtractionPlan& plan)
{
    const Result<std::optional<SubtractionRequest>> wanted = request(plan);
    return !wanted || wanted->has_value();
}

void SubtractionView::clear()
{
    m_answers.forget();
    m_entries.clear();
    m_subtractor = MaskSubtractor();
    m_shown = {};
    m_result.reset();
}

} // namespace isocenter
