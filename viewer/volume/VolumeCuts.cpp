#include "volume/VolumeCuts.h"

#include "volume/WorkProgress.h"

namespace isocenter {

namespace {

constexpr std::size_t kMostBytes = std::size_t{256} << 20; // of steps that can be undone

} // namespace

VolumeCuts::VolumeCuts(WorkQueue& queue, QObject* parent)
    : QObject(parent), m_queue(queue), m_answers(this), m_mailbox(std::make_shared<Mailbox>(this))
{
}

VolumeCuts::~VolumeCuts()
{
    m_cancel.cancel();
    m_mailbox->close();
}

void VolumeCuts::setVolume(const VolumePtr& volume)
{
    const bool same = volume && m_volume && isSameGrid(*volume, *m_volume);
    cancel();
    m_volume = volume;
    m_failure.clear();
    if (!same) {
        const bool wasCut = hidden() != nullptr;
        m_steps.assign(1, nullptr);
        m_current = 0;
        if (wasCut) {
            Q_EMIT changed();
        }
    }
    Q_EMIT stateChanged();
}

void VolumeCuts::cutByOutline(const PictureOutline& outline)
{
    start([volume = m_volume, before = hidden(), outline](const SculptWatch& watch) {
        return isocenter::cutByOutline(*volume, before.get(), outline, watch);
    });
}

void VolumeCuts::removeBone(const BoneRequest& request)
{
    start([volume = m_volume, before = hidden(), request](const SculptWatch& watch) {
        return isocenter::removeBone(*volume, before.get(), request, watch);
    });
}

void VolumeCuts::start(Work work)
{
    if (!m_volume || m_running) {
        return;
    }
    m_running = true;
    m_progress = 0;
    m_failure.clear();
    m_cancel = CancelToken();
    SculptWatch watch;
    watch.cancel = m_cancel;
    watch.progress = progressTo(m_mailbox, m_cancel, [this](double share) {
        if (m_running) {
            m_progress = share;
            Q_EMIT stateChanged();
        }
    });
    Q_EMIT stateChanged();
    const auto run = [work = std::move(work), watch](const CancelToken&) { return work(watch); };
    m_answers.ask(m_queue, AnswerBox::Interactive, run, [this](const Result<HiddenPtr>& result) {
        m_running = false;
        if (result) {
            add(*result);
        } else {
            m_failure = result.error().message;
        }
        Q_EMIT stateChanged();
    });
}

void VolumeCuts::cancel()
{
    if (m_running) {
        m_cancel.cancel();
        m_answers.forget();
        m_running = false;
        Q_EMIT stateChanged();
    }
}

void VolumeCuts::add(const HiddenPtr& step)
{
    m_steps.resize(m_current + 1);
    m_steps.push_back(step);
    const std::size_t bytes = step ? step->bits.size() * sizeof(std::uint64_t) : 0;
    while (m_steps.size() > 2 && bytes * (m_steps.size() - 1) > kMostBytes) {
        m_steps.erase(m_steps.begin()); // the oldest step can no longer be undone
    }
    m_current = m_steps.size() - 1;
    Q_EMIT changed();
}

void VolumeCuts::undo()
{
    if (canUndo() && !m_running) {
        --m_current;
        Q_EMIT changed();
        Q_EMIT stateChanged();
    }
}

void VolumeCuts::redo()
{
    if (canRedo() && !m_running) {
        ++m_current;
        Q_EMIT changed();
        Q_EMIT stateChanged();
    }
}

void VolumeCuts::restore()
{
    cancel();
    if (hidden()) {
        add(nullptr);
        Q_EMIT stateChanged();
    }
}

} // namespace isocenter
