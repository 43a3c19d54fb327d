#include "isolation/DecoderPool.h"

#include "isolation/DecoderProcess.h"

#include <QCoreApplication>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FrameReader)
};

using Process = std::unique_ptr<DecoderProcess>;

struct Entry
{
    Process process;               ///< null while not started
    std::vector<quint64> sessions; ///< that it had last, oldest first

    void remember(quint64 session)
    {
        if (session != 0) {
            sessions.erase(std::remove(sessions.begin(), sessions.end(), session), sessions.end());
            sessions.push_back(session);
            sessions.erase(sessions.begin(),
                           sessions.end() - static_cast<std::ptrdiff_t>(std::min(sessions.size(), DecoderPool::kSessions)));
        }
    }
};

Error cancelled()
{
    return {Text::tr("Reading was cancelled."), {}};
}

Error failureOf(DecoderProcess::Outcome outcome, const QString& detail)
{
    switch (outcome) {
    case DecoderProcess::Outcome::TooSlow:
        return {Text::tr("The compressed image could not be decoded within its time; it is not shown."), detail};
    case DecoderProcess::Outcome::NoMemory:
        return {Text::tr("There is not enough memory for this image."), detail};
    case DecoderProcess::Outcome::Cancelled:
        return cancelled();
    default:
        return {Text::tr("The compressed image is damaged: its decoder failed on it. It is not shown."), detail};
    }
}

} // namespace

struct DecoderPool::State
{
    DecoderPoolOptions options;
    mutable std::mutex mutex;
    std::condition_variable freed;
    std::vector<Entry> idle; ///< used last at the end
    int busy = 0;
    int started = 0;
    quint64 sessions = 0;

    bool take(Entry& entry, quint64 session, const CancelToken& cancel);
    void give(Entry entry);
    bool ensureStarted(Entry& entry, QString& why);
};

/// False if cancelled while waiting.
bool DecoderPool::State::take(Entry& entry, quint64 session, const CancelToken& cancel)
{
    std::vector<Entry> ended; // their end is waited for outside the lock
    std::unique_lock<std::mutex> lock(mutex);
    while (busy >= options.most) {
        if (cancel.isCancelled()) {
            return false;
        }
        freed.wait_for(lock, std::chrono::milliseconds(20));
    }
    const auto dead = std::stable_partition(idle.begin(), idle.end(), [](const Entry& e) { return !e.process->hasEnded(); });
    std::move(dead, idle.end(), std::back_inserter(ended));
    idle.erase(dead, idle.end());
    // The session's own process, else the one that was used last; those with sessions only if nothing else is left.
    const auto lastOf = [this](const auto& fits) {
        const auto reverse = std::find_if(idle.rbegin(), idle.rend(), fits);
        return reverse == idle.rend() ? idle.end() : reverse.base() - 1;
    };
    auto found = lastOf([session](const Entry& e) {
        return session != 0 && std::find(e.sessions.begin(), e.sessions.end(), session) != e.sessions.end();
    });
    if (found == idle.end()) {
        found = lastOf([](const Entry& e) { return e.sessions.empty(); });
    }
    if (found == idle.end() && busy + static_cast<int>(idle.size()) >= options.most) {
        found = idle.begin();
    }
    if (found != idle.end()) {
        entry = std::move(*found);
        idle.erase(found);
    }
    ++busy;
    return true;
}

void DecoderPool::State::give(Entry entry)
{
    {
        const std::lock_guard<std::mutex> lock(mutex);
        if (entry.process) {
            idle.push_back(std::move(entry));
        }
        --busy;
    }
    freed.notify_one();
}

bool DecoderPool::State::ensureStarted(Entry& entry, QString& why)
{
    if (entry.process) {
        return true;
    }
    const QString program = options.program.contains(QLatin1Char('/')) ? options.program : findDecoderProgram(options.program);
    if (program.isEmpty()) {
        why = options.program + QStringLiteral(" is not there");
        return false;
    }
    entry.process = DecoderProcess::start(program, options.idleMs, why);
    if (entry.process) {
        const std::lock_guard<std::mutex> lock(mutex);
        ++started;
    }
    return entry.process != nullptr;
}

DecoderPool::DecoderPool(DecoderPoolOptions options) : m(std::make_unique<State>())
{
    m->options = std::move(options);
    if (m->options.most <= 0) {
        m->options.most = std::max(2, static_cast<int>(std::thread::hardware_concurrency()));
    }
}

DecoderPool::~DecoderPool() = default;

Result<DecodeAnswer> DecoderPool::run(const DecodeTask& task, void* out, const CancelToken& cancel, quint64 session)
{
    Entry entry;
    if (!m->take(entry, session, cancel)) {
        return cancelled();
    }
    for (;;) {
        QString detail;
        if (!m->ensureStarted(entry, detail)) {
            m->give({});
            return Error{
                Text::tr("The part of the program that decodes this kind of image could not be started; the image is not "
                         "shown."),
                detail};
        }
        // A process that has decoded before may have been hurt by an earlier frame: then it is not this one's fault.
        const bool used = entry.process->served() > 0;
        DecodeAnswer answer;
        const DecoderProcess::Outcome outcome = entry.process->run(task, out, cancel, answer, detail);
        if (outcome == DecoderProcess::Outcome::Answered) {
            const bool keep = answer.status == DecodeAnswer::Status::Whole || answer.sound;
            entry.remember(session);
            m->give(keep ? std::move(entry) : Entry());
            return answer;
        }
        if (outcome == DecoderProcess::Outcome::NoMemory) {
            m->give(std::move(entry));
            return failureOf(outcome, detail);
        }
        entry.process.reset();
        if (!used || (outcome != DecoderProcess::Outcome::Retired && outcome != DecoderProcess::Outcome::Crashed)) {
            m->give({});
            return failureOf(outcome, detail);
        }
    }
}

quint64 DecoderPool::newSession()
{
    const std::lock_guard<std::mutex> lock(m->mutex);
    return ++m->sessions;
}

int DecoderPool::alive() const
{
    const std::lock_guard<std::mutex> lock(m->mutex);
    return m->busy +
           static_cast<int>(std::count_if(m->idle.begin(), m->idle.end(), [](const Entry& e) { return !e.process->hasEnded(); }));
}

int DecoderPool::started() const
{
    const std::lock_guard<std::mutex> lock(m->mutex);
    return m->started;
}

} // namespace isocenter
