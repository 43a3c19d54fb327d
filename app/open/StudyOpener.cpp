#include "open/StudyOpener.h"

#include "base/FileWalk.h"
#include "open/StudyCollector.h"

#include <QElapsedTimer>

#include <atomic>
#include <mutex>
#include <utility>

namespace isocenter {

namespace {

// Headers go before pixels: nothing can be shown without them.
constexpr int kHeaderPriority = 0;
constexpr std::size_t kChunk = 24;
constexpr qint64 kFirstShowMs = 80;
constexpr qint64 kNextShowMs = 400;

struct Place
{
    QString path;
    SeriesUid series; ///< known if the file comes from the index
};
using Chunk = std::vector<Place>;

} // namespace

/// Workers hold it by shared_ptr; the opener closes it before it dies.
struct StudyOpener::Mailbox
{
    std::mutex mutex;
    StudyOpener* owner;

    void post(const std::shared_ptr<Run>& run, bool last)
    {
        const std::lock_guard lock(mutex);
        if (owner) {
            QMetaObject::invokeMethod(
                owner, [opener = owner, run, last] { opener->deliver(run, last); }, Qt::QueuedConnection);
        }
    }
};

/// One opening. Shared by its tasks; `collector` and `published` are guarded by `mutex`.
struct StudyOpener::Run : std::enable_shared_from_this<Run>
{
    Run(const ImageReader& r, WorkQueue& q, std::shared_ptr<Mailbox> box, quint64 number)
        : reader(r), queue(q), mailbox(std::move(box)), generation(number)
    {
        clock.start();
    }

    /// Hands out what has gathered when it fills a chunk, or at the end.
    void hand(Chunk& chunk, bool flush)
    {
        if (chunk.empty() || (!flush && chunk.size() < kChunk)) {
            return;
        }
        ++pending;
        queue.add(kHeaderPriority, [self = shared_from_this(), places = std::exchange(chunk, {})] { self->readChunk(places); });
    }

    void readChunk(const Chunk& places)
    {
        std::vector<ImagePtr> images;
        for (const Place& place : places) {
            if (cancel.isCancelled()) {
                return;
            }
            Result<ImagePtr> image = reader.readHeader(place.path);
            if (image) {
                images.push_back(std::move(image).value());
            } else if (!place.series.isEmpty()) {
                const std::lock_guard lock(mutex);
                collector.addMissing(place.series, image.error().message);
            }
        }
        {
            const std::lock_guard lock(mutex);
            collector.add(images);
        }
        done();
    }

    /// Called once by each task when its work is in the collector; the last one closes the run.
    void done()
    {
        const bool last = --pending == 0;
        bool show = last;
        if (!last) {
            const std::lock_guard lock(mutex);
            const qint64 now = clock.elapsed();
            if (now >= nextShow && collector.hasPictures()) {
                nextShow = now + kNextShowMs;
                show = true;
            }
        }
        if (show && !cancel.isCancelled()) {
            publish(last);
        }
    }

    void publish(bool last)
    {
        {
            const std::lock_guard lock(mutex);
            published = collector.group(generation, last);
        }
        mailbox->post(shared_from_this(), last);
    }

    const ImageReader& reader;
    WorkQueue& queue;
    std::shared_ptr<Mailbox> mailbox;
    const quint64 generation;
    CancelToken cancel;
    std::atomic<int> pending{0};
    QElapsedTimer clock;
    std::mutex mutex;
    StudyCollector collector;
    StudyCollector::Grouped published;
    qint64 nextShow = kFirstShowMs;
    QString problem; ///< written before the last task ends
};

StudyOpener::StudyOpener(const ImageReader& reader, const StudyIndex& index, WorkQueue& queue, QObject* parent)
    : QObject(parent), m_reader(reader), m_index(index), m_queue(queue), m_mailbox(std::make_shared<Mailbox>())
{
    m_mailbox->owner = this;
}

StudyOpener::~StudyOpener()
{
    cancel();
    const std::lock_guard lock(m_mailbox->mutex);
    m_mailbox->owner = nullptr;
}

void StudyOpener::cancel()
{
    if (m_run) {
        m_run->cancel.cancel();
        m_run.reset();
    }
}

void StudyOpener::begin(const std::shared_ptr<Run>& run)
{
    cancel();
    m_context.reset();
    m_run = run;
    ++run->pending;
}

void StudyOpener::openPaths(const QStringList& paths)
{
    const auto run = std::make_shared<Run>(m_reader, m_queue, m_mailbox, ++m_generation);
    begin(run);
    m_queue.add(kHeaderPriority, [run, paths] {
        Chunk chunk;
        walkFiles(paths, run->cancel, [&](const QString& file) {
            chunk.push_back({file, {}});
            run->hand(chunk, false);
        });
        run->hand(chunk, true);
        run->done();
    });
}

void StudyOpener::openStudy(const StudyUid& study)
{
    const auto run = std::make_shared<Run>(m_reader, m_queue, m_mailbox, ++m_generation);
    run->collector.restrictTo(study);
    begin(run);
    m_queue.add(kHeaderPriority, [run, study, &index = m_index] {
        const Result<std::vector<StoredInstance>> stored = index.instancesOfStudy(study);
        if (!stored) {
            run->problem = stored.error().message;
        } else {
            Chunk chunk;
            for (const StoredInstance& one : *stored) {
                chunk.push_back({one.path, one.instance.series});
                run->hand(chunk, false);
            }
            run->hand(chunk, true);
        }
        run->done();
    });
}

void StudyOpener::deliver(const std::shared_ptr<Run>& run, bool last)
{
    if (run != m_run) {
        return;
    }
    StudyCollector::Grouped grouped;
    {
        const std::lock_guard lock(run->mutex);
        grouped = run->published;
    }
    if (grouped.series.empty()) {
        if (last) {
            m_run.reset();
            Q_EMIT failed(run->problem.isEmpty() ? tr("There are no DICOM images in this place.") : run->problem);
        }
        return;
    }
    if (!m_context) {
        m_context = std::make_shared<const StudyContext>(StudyContext{grouped.study, run->generation});
        Q_EMIT opened(m_context, grouped.series);
    } else {
        Q_EMIT grown(m_context, grouped.series);
    }
    if (last && run == m_run) {
        m_run.reset();
        Q_EMIT finished(m_context, grouped.otherStudies);
    }
}

} // namespace isocenter
