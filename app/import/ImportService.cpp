#include "import/ImportService.h"

#include "import/ImportPipeline.h"

#include <QFileInfo>

#include <algorithm>
#include <thread>

namespace isocenter {

namespace {

constexpr int kTellMs = 100;

QString titleOf(const QStringList& paths)
{
    return paths.size() == 1 ? ImportService::tr("Import %1").arg(QFileInfo(paths.front()).fileName())
                             : ImportService::tr("Import %n places", nullptr, static_cast<int>(paths.size()));
}

} // namespace

struct ImportService::Run
{
    Run(const ImageReader& reader, FileInstanceStore& store) : pipeline(reader, store) {}

    ImportPipeline pipeline;
    CancelToken cancel;
    std::thread thread;
    ImportReport report; ///< written before the end is posted
    int job = 0;
};

ImportService::ImportService(const ImageReader& reader, FileInstanceStore& store, JobList& jobs, QObject* parent)
    : QObject(parent), m_reader(reader), m_store(store), m_jobs(jobs)
{
    m_clock.setInterval(kTellMs);
    connect(&m_clock, &QTimer::timeout, this, &ImportService::tellAll);
}

ImportService::~ImportService()
{
    for (const auto& run : m_runs) {
        run->cancel.cancel();
    }
    for (const auto& run : m_runs) {
        run->thread.join();
    }
}

int ImportService::import(const QStringList& paths, StoreMode mode)
{
    const auto run = std::make_shared<Run>(m_reader, m_store);
    run->job = m_jobs.add(titleOf(paths), run->cancel);
    m_runs.push_back(run);
    m_clock.start();
    // The thread is joined before this goes, so that what it posts always has a receiver or is dropped with it.
    run->thread = std::thread([this, run, paths, mode] {
        run->report = run->pipeline.run(paths, mode, run->cancel);
        QMetaObject::invokeMethod(
            this, [this, run] { end(run); }, Qt::QueuedConnection);
    });
    return run->job;
}

void ImportService::tell(Run& run)
{
    const ImportProgress& progress = run.pipeline.progress();
    // Archives and DICOMDIRs hold more files than were counted.
    const qint64 done = progress.done;
    const qint64 total = progress.total;
    m_jobs.progress(run.job, done, total > 0 ? std::max(total, done) : 0, progress.bytes);
    for (const StudyUid& study : run.pipeline.takeStored()) {
        Q_EMIT studyStored(study);
    }
}

void ImportService::tellAll()
{
    const auto runs = m_runs; // a receiver may begin another import
    for (const auto& run : runs) {
        tell(*run);
    }
}

void ImportService::end(const std::shared_ptr<Run>& run)
{
    run->thread.join();
    m_runs.erase(std::remove(m_runs.begin(), m_runs.end(), run), m_runs.end());
    if (m_runs.empty()) {
        m_clock.stop();
    }
    tell(*run);
    const ImportReport& report = run->report;
    const bool nothing = report.stored == 0 && report.duplicates == 0 && !report.cancelled;
    m_jobs.finish(run->job,
                  report.cancelled ? JobList::State::Cancelled : (nothing ? JobList::State::Failed : JobList::State::Done),
                  report.summary());
    Q_EMIT finished(run->job, report);
}

} // namespace isocenter
