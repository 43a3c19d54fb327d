#include "demo/DemoStudies.h"

#include "demo/DemoObject.h"
#include "work/Mailbox.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>

namespace isocenter {

namespace {

// Behind headers and pixels of what is being read.
constexpr int kPriority = 1000;

} // namespace

/// One generation. Each chain of tasks takes one object, then queues itself again, so that other work comes in between.
struct DemoStudies::Run : std::enable_shared_from_this<Run>
{
    using Report = std::function<void(const std::shared_ptr<Run>&)>; ///< from any thread

    Run(InstanceStore& s, WorkQueue& q, Report r) : store(s), queue(q), report(std::move(r)) {}

    void queueNext()
    {
        queue.add(kPriority, [self = shared_from_this()] { self->step(); });
    }

    void step()
    {
        const std::size_t index = next++;
        if (cancel.isCancelled() || index >= objects.size()) {
            --chains;
            report(shared_from_this());
            return;
        }
        storeOne(objects[index]);
        report(shared_from_this());
        queueNext();
    }

    void storeOne(const demo::DemoObject& object)
    {
        const Result<demo::DemoFile> file = object.make();
        StoreResult result;
        if (file) {
            result = store.putBytes(file->part10, file->record);
            bytes += file->part10.size();
        } else {
            result.error = file.error();
        }
        ++done;
        if (result.outcome == StoreOutcome::Stored || result.outcome == StoreOutcome::Duplicate) {
            return;
        }
        const std::lock_guard lock(mutex);
        if (refused++ == 0) {
            firstError = result.error;
        }
        // A full disk or missing rights will not get better: the rest would fail alike.
        if (result.outcome == StoreOutcome::Failed) {
            next = objects.size();
        }
    }

    InstanceStore& store;
    WorkQueue& queue;
    const Report report;
    const std::vector<demo::DemoObject> objects = demo::demoObjects();
    const CancelToken cancel;
    std::atomic<std::size_t> next{0};
    std::atomic<int> chains{0};
    std::atomic<int> done{0};
    std::atomic<qint64> bytes{0};
    std::mutex mutex;
    int refused = 0; ///< guarded by mutex, like firstError
    Error firstError;
};

DemoStudies::DemoStudies(InstanceStore& store, WorkQueue& queue, JobList& jobs, QObject* parent)
    : QObject(parent), m_store(store), m_queue(queue), m_jobs(jobs), m_mailbox(std::make_shared<Mailbox>(this))
{
}

DemoStudies::~DemoStudies()
{
    if (m_run) {
        m_run->cancel.cancel();
    }
    m_mailbox->close();
}

void DemoStudies::start()
{
    if (m_run) {
        return;
    }
    const auto report = [this, box = m_mailbox](const std::shared_ptr<Run>& run) { box->post([this, run] { deliver(run); }); };
    m_run = std::make_shared<Run>(m_store, m_queue, report);
    m_job = m_jobs.add(tr("Demonstration studies"), m_run->cancel);
    const int chains = std::max(1, m_queue.threads() / 2);
    m_run->chains = chains;
    for (int i = 0; i < chains; ++i) {
        m_run->queueNext();
    }
}

void DemoStudies::deliver(const std::shared_ptr<Run>& run)
{
    if (run != m_run) {
        return;
    }
    m_jobs.progress(m_job, run->done, static_cast<qint64>(run->objects.size()), run->bytes);
    if (run->chains == 0) {
        m_run.reset();
        end(*run);
    }
}

void DemoStudies::end(const Run& run)
{
    const int total = static_cast<int>(run.objects.size());
    QString summary = tr("%n demonstration images are ready.", nullptr, run.done);
    JobList::State state = JobList::State::Done;
    if (run.refused > 0) {
        state = JobList::State::Failed;
        summary = run.refused == 1
                      ? tr("1 demonstration image could not be stored: %1").arg(run.firstError.message)
                      : tr("%n demonstration images could not be stored: %1", nullptr, run.refused).arg(run.firstError.message);
    } else if (run.done < total) {
        state = JobList::State::Cancelled;
        summary = tr("The demonstration studies were cancelled; %1 of %2 images are stored.").arg(run.done).arg(total);
    }
    m_jobs.finish(m_job, state, summary);
    Q_EMIT finished(state == JobList::State::Done, summary);
}

} // namespace isocenter
