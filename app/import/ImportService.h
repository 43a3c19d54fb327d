#pragma once

#include "archive/FileInstanceStore.h"
#include "archive/ImportReport.h"
#include "image/ImageReader.h"
#include "work/JobList.h"

#include <QObject>
#include <QStringList>
#include <QTimer>

#include <memory>
#include <vector>

namespace isocenter {

/// Imports for the window: each runs on threads of its own and shows in the job list. GUI thread; never waits, except that
/// the destructor cancels what runs and waits for its last batch.
class ImportService : public QObject
{
    Q_OBJECT
public:
    /// All must outlive this.
    ImportService(const ImageReader& reader, FileInstanceStore& store, JobList& jobs, QObject* parent = nullptr);
    ~ImportService() override;

    /// Files, folders, DICOMDIRs, zip archives. Returns the job's number; JobList::cancel stops it: what is stored stays, the
    /// rest is untouched.
    int import(const QStringList& paths, StoreMode mode);
    bool isRunning() const { return !m_runs.empty(); }

Q_SIGNALS:
    /// Images of this study are new in the cache; at most a few times a second a study.
    void studyStored(const isocenter::StudyUid& study);
    /// `job` as import() returned it.
    void finished(int job, const isocenter::ImportReport& report);

private:
    struct Run;
    void tell(Run& run);
    void tellAll();
    void end(const std::shared_ptr<Run>& run);

    const ImageReader& m_reader;
    FileInstanceStore& m_store;
    JobList& m_jobs;
    QTimer m_clock;
    std::vector<std::shared_ptr<Run>> m_runs;
};

} // namespace isocenter
