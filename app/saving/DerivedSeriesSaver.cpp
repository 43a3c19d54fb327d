#include "saving/DerivedSeriesSaver.h"

#include "work/Mailbox.h"

#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <atomic>
#include <functional>
#include <limits>

namespace isocenter {

namespace {

// Behind headers and pixels of what is being read.
constexpr int kPriority = 500;

/// One more than the highest number of the study that is not absurd.
int nextNumber(const DerivedSeries& series, const StudyIndex& index)
{
    constexpr int kMost = std::numeric_limits<int>::max() - 1;
    int highest = 0;
    const auto count = [&](const std::optional<int>& number) {
        highest = number && *number <= kMost ? std::max(highest, *number) : highest;
    };
    for (const FrameRef& source : series.sources) {
        count(source.image->record.series.number);
    }
    const Result<std::vector<Series>> known = index.series(series.sources.front().image->record.study.uid);
    if (known) {
        for (const Series& one : *known) {
            count(one.number);
        }
    }
    return highest + 1;
}

} // namespace

/// One series on its way: a chain of tasks, each of which makes one plane and queues the next, so that other work comes between.
struct DerivedSeriesSaver::Run : std::enable_shared_from_this<Run>
{
    using Report = std::function<void(const std::shared_ptr<Run>&)>; ///< from any thread

    Run(const Services& s, DerivedSeries wanted, MakePlane maker, const QString& folder, Report r)
        : services(s),
          series(std::move(wanted)),
          planes(std::move(maker)),
          folderPattern(folder + QStringLiteral("/derived-XXXXXX")),
          report(std::move(r))
    {
    }

    void queueNext()
    {
        services.queue.add(kPriority, [self = shared_from_this()] { self->step(); });
    }

    void step()
    {
        const Result<void> went = cancel.isCancelled() ? Result<void>() : advance();
        if (!went) {
            error = went.error();
        }
        ended = !went || cancel.isCancelled() || !files.isEmpty();
        if (ended) {
            objects.reset();
            planes = {}; // lets the volume go
            folder.reset();
        }
        const bool more = !ended;
        report(shared_from_this());
        if (more) {
            queueNext();
        }
    }

    Result<void> advance()
    {
        if (!objects) {
            return begin();
        }
        const int index = done;
        if (index < series.count) {
            const Result<void> made = makeOne(index);
            ++done;
            return made;
        }
        Result<QStringList> stored = services.store.putTogether(items, cancel);
        if (!stored) {
            return stored.error();
        }
        files = std::move(stored).value();
        return {};
    }

    Result<void> begin()
    {
        folder = std::make_unique<QTemporaryDir>(folderPattern);
        if (!folder->isValid()) {
            return Error{tr("There is no room for temporary files."), folder->errorString()};
        }
        const Result<void> sound = series.check();
        if (!sound) {
            return sound;
        }
        series.number = nextNumber(series, services.index);
        Result<std::unique_ptr<DerivedObjects>> begun = services.writer.begin(series, cancel);
        if (!begun) {
            return begun.error();
        }
        objects = std::move(begun).value();
        return {};
    }

    Result<void> makeOne(int index)
    {
        const Result<DerivedPlane> plane = planes(index, cancel);
        if (!plane) {
            return plane.error();
        }
        const Result<DerivedObject> object = objects->make(*plane, index);
        if (!object) {
            return object.error();
        }
        QFile file(folder->filePath(QString::number(index)));
        if (!file.open(QIODevice::WriteOnly) || file.write(object->part10) != object->part10.size() || !file.flush()) {
            return Error{tr("A picture could not be written: %1").arg(file.errorString()), file.errorString()};
        }
        bytes += object->part10.size();
        items.push_back({file.fileName(), object->record});
        return {};
    }

    static QString tr(const char* text) { return DerivedSeriesSaver::tr(text); }

    const Services services;
    DerivedSeries series;
    MakePlane planes;
    const QString folderPattern;
    const Report report;
    const CancelToken cancel;
    int job = 0; ///< GUI thread
    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<DerivedObjects> objects;
    std::vector<StoreItem> items;
    std::atomic<int> done{0};
    std::atomic<qint64> bytes{0};
    // Written before `ended`, read after it.
    Error error;
    QStringList files;
    std::atomic<bool> ended{false};
};

DerivedSeriesSaver::DerivedSeriesSaver(const Services& services, const QString& temporaryFolder, QObject* parent)
    : QObject(parent), m_services(services), m_folder(temporaryFolder), m_mailbox(std::make_shared<Mailbox>(this))
{
}

DerivedSeriesSaver::~DerivedSeriesSaver()
{
    for (const std::shared_ptr<Run>& run : m_runs) {
        run->cancel.cancel();
    }
    m_mailbox->close();
}

void DerivedSeriesSaver::save(const DerivedSeries& series, MakePlane planes)
{
    const auto report = [this, box = m_mailbox](const std::shared_ptr<Run>& run) { box->post([this, run] { deliver(run); }); };
    const auto run = std::make_shared<Run>(m_services, series, std::move(planes), m_folder, report);
    run->job = m_services.jobs.add(tr("Saving \u201c%1\u201d").arg(singleLine(series.description, 64)), run->cancel);
    m_runs.push_back(run);
    run->queueNext();
}

void DerivedSeriesSaver::deliver(const std::shared_ptr<Run>& run)
{
    const auto known = std::find(m_runs.begin(), m_runs.end(), run);
    if (known == m_runs.end()) {
        return;
    }
    m_services.jobs.progress(run->job, run->done, run->series.count, run->bytes);
    if (run->ended) {
        m_runs.erase(known);
        end(*run);
    }
}

void DerivedSeriesSaver::end(const Run& run)
{
    const QString name = singleLine(run.series.description, 64);
    if (!run.files.isEmpty()) {
        const QString summary = tr("\u201c%1\u201d is saved as series %2 of the study: %n image(s).", nullptr, run.series.count)
                                    .arg(name)
                                    .arg(run.series.number);
        m_services.jobs.finish(run.job, JobList::State::Done, summary);
        Q_EMIT stored(run.series.sources.front().image->record.study.uid, run.files);
        Q_EMIT finished(true, summary);
        return;
    }
    const bool cancelled = run.cancel.isCancelled();
    const QString summary =
        cancelled ? tr("Saving \u201c%1\u201d was cancelled; nothing of it is stored.").arg(name)
                  : tr("\u201c%1\u201d could not be saved, and nothing of it is stored: %2").arg(name, run.error.message);
    m_services.jobs.finish(run.job, cancelled ? JobList::State::Cancelled : JobList::State::Failed, summary);
    Q_EMIT finished(false, summary);
}

} // namespace isocenter
