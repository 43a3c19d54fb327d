#pragma once

#include "archive/InstanceStore.h"
#include "archive/StudyIndex.h"
#include "derived/DerivedSeries.h"
#include "work/JobList.h"
#include "work/WorkQueue.h"

#include <QObject>
#include <QStringList>

#include <memory>
#include <vector>

namespace isocenter {

class Mailbox;

/// Saves derived series behind what is being read: planes one by one as files in a temporary folder, then all of them into
/// short-term storage at once, so that a series that was cancelled or failed leaves nothing behind. Several at a time. GUI
/// thread; never waits.
class DerivedSeriesSaver : public QObject, public DerivedSaver
{
    Q_OBJECT
public:
    struct Services
    {
        const DerivedWriter& writer;
        InstanceStore& store;
        const StudyIndex& index; ///< which series numbers are taken
        WorkQueue& queue;
        JobList& jobs;
    };
    /// All must outlive this and the queue's tasks. `temporaryFolder`: on the store's disk.
    DerivedSeriesSaver(const Services& services, const QString& temporaryFolder, QObject* parent = nullptr);
    ~DerivedSeriesSaver() override;

    /// Series::number is chosen: one more than the highest of the study.
    void save(const DerivedSeries& series, MakePlane planes) override;
    bool isRunning() const { return !m_runs.empty(); }

Q_SIGNALS:
    /// The series is in the store, and lies there.
    void stored(const isocenter::StudyUid& study, const QStringList& files);
    /// Ended, however. `summary`: one sentence for the person.
    void finished(bool complete, const QString& summary);

private:
    struct Run;
    void deliver(const std::shared_ptr<Run>& run);
    void end(const Run& run);

    Services m_services;
    QString m_folder;
    std::shared_ptr<Mailbox> m_mailbox;
    std::vector<std::shared_ptr<Run>> m_runs;
};

} // namespace isocenter
