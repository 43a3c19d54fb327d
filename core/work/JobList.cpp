#include "work/JobList.h"

#include <algorithm>

namespace isocenter {

JobList::Job* JobList::find(int id)
{
    const auto found = std::find_if(m_jobs.begin(), m_jobs.end(), [id](const Job& job) { return job.id == id; });
    return found == m_jobs.end() ? nullptr : &*found;
}

const JobList::Job* JobList::job(int id) const
{
    return const_cast<JobList*>(this)->find(id);
}

int JobList::add(const QString& title, const CancelToken& cancel)
{
    Job job;
    job.id = m_next++;
    job.title = title;
    job.cancel = cancel;
    job.clock.start();
    m_jobs.push_back(job);
    Q_EMIT changed(job.id);
    return job.id;
}

void JobList::progress(int id, qint64 done, qint64 total, qint64 bytes)
{
    Job* job = find(id);
    if (!job || job->state != State::Running) {
        return;
    }
    job->done = done;
    job->total = total;
    job->bytes = bytes;
    const double seconds = static_cast<double>(job->clock.nsecsElapsed()) * 1e-9;
    job->bytesPerSecond = seconds > 0 ? static_cast<double>(bytes) / seconds : 0;
    job->secondsLeft = done > 0 && total > 0 ? seconds * static_cast<double>(total - done) / static_cast<double>(done) : -1;
    Q_EMIT changed(id);
}

void JobList::finish(int id, State state, const QString& summary)
{
    if (Job* job = find(id)) {
        job->state = state;
        job->summary = summary;
        job->secondsLeft = 0;
        Q_EMIT changed(id);
    }
}

void JobList::cancel(int id)
{
    if (Job* job = find(id)) {
        job->cancel.cancel();
    }
}

void JobList::removeEnded()
{
    m_jobs.erase(std::remove_if(m_jobs.begin(), m_jobs.end(), [](const Job& job) { return job.state != State::Running; }),
                 m_jobs.end());
    Q_EMIT changed(0);
}

int JobList::runningCount() const
{
    return static_cast<int>(
        std::count_if(m_jobs.begin(), m_jobs.end(), [](const Job& job) { return job.state == State::Running; }));
}

} // namespace isocenter
