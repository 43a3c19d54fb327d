#pragma once

#include "archive/InstanceStore.h"
#include "work/JobList.h"
#include "work/WorkQueue.h"

#include <QObject>

#include <memory>

namespace isocenter {

class Mailbox;

/// Generates the demonstration studies and puts them into short-term storage, behind everything else the WorkQueue does.
/// Shows itself in the JobList, where it can be cancelled. GUI thread; never waits.
class DemoStudies : public QObject
{
    Q_OBJECT
public:
    /// All must outlive this and the queue's tasks.
    DemoStudies(InstanceStore& store, WorkQueue& queue, JobList& jobs, QObject* parent = nullptr);
    ~DemoStudies() override;

    /// Does nothing while it runs. Instances that are already stored are left as they are.
    void start();
    bool isRunning() const { return m_run != nullptr; }

Q_SIGNALS:
    /// Ended. `complete`: every instance is in the store. `summary`: one sentence for the person.
    void finished(bool complete, const QString& summary);

private:
    struct Run;
    void deliver(const std::shared_ptr<Run>& run);
    void end(const Run& run);

    InstanceStore& m_store;
    WorkQueue& m_queue;
    JobList& m_jobs;
    std::shared_ptr<Mailbox> m_mailbox;
    std::shared_ptr<Run> m_run;
    int m_job = 0;
};

} // namespace isocenter
