#include "open/StudyOpener.h"

#include "base/FileWalk.h"
#include "open/StudyCollector.h"
#include "region/RegionSet.h"
#include "registration/SpatialRegistration.h"
#include "study/SopClasses.h"

#include <QElapsedTimer>

#include <atomic>
#include <mutex>
#include <utility>

namespace isocenter {

namespace {

// Headers go before pixels: nothing can be shown without them.
constexpr int kHeaderPriority = 0;
// What is drawn over pictures comes after what they are made of.
constexpr int kRegionPriority = 1;
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

/// One opening. Shared by its tasks; `collector` and `published` are guarded by `mutex`.
struct StudyOpener::Run : std::enable_shared_from_this<Run>
{
    using Deliver = std::function<void(const std::shared_ptr<Run>&, bool last)>; ///< from any thread

    Run(const ImageReader& r, WorkQueue& q, Deliver d, quint64 number)
        : reader(r), queue(q), deliver(std::move(d)), generation(number)
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
                readObject(*image);
                addRegions(*image);
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

    /// What presentation states, key object selections, value mappings and registrations hold beyond their header.
    void readObject(const ImagePtr& object)
    {
        const ObjectKind kind = objectKind(object->record.instance.sopClass);
        if (kind == ObjectKind::PresentationState) {
            const Result<PresentationStatePtr> state = reader.readPresentationState(object);
            const std::lock_guard lock(mutex);
            state ? collector.addState(*state) : collector.addMissing(object->record.series.uid, state.error().message);
        } else if (kind == ObjectKind::KeyObjects) {
            const Result<KeyObjectSelectionPtr> selection = reader.readKeyObjects(object);
            const std::lock_guard lock(mutex);
            selection ? collector.addSelection(*selection)
                      : collector.addMissing(object->record.series.uid, selection.error().message);
        } else if (isValueMapping(object->record.instance.sopClass)) {
            const Result<ValueMappingPtr> mapping = reader.readValueMapping(object);
            const std::lock_guard lock(mutex);
            mapping ? collector.addMapping(*mapping) : collector.addMissing(object->record.series.uid, mapping.error().message);
        } else if (isRegistration(object->record.instance.sopClass)) {
            readRegistration(object);
        }
    }

    /// One that cannot be used is kept with its reason: who needs it is told.
    void readRegistration(const ImagePtr& object)
    {
        const Result<SpatialRegistrationPtr> registration = reader.readRegistration(object);
        SpatialRegistrationPtr kept = registration ? *registration : nullptr;
        if (!kept) {
            auto refused = std::make_shared<SpatialRegistration>();
            refused->object = object;
            refused->problem = registration.error().message;
            kept = std::move(refused);
        }
        const std::lock_guard lock(mutex);
        collector.addRegistration(kept);
    }

    /// Another task for the regions of a segmentation or structure set.
    void addRegions(const ImagePtr& object)
    {
        if (!isRegionSet(object->record.instance.sopClass)) {
            return;
        }
        ++pending;
        queue.add(kRegionPriority, [self = shared_from_this(), object] {
            Result<RegionSetPtr> regions = self->reader.readRegions(object, self->cancel);
            if (self->cancel.isCancelled()) {
                return;
            }
            {
                const std::lock_guard lock(self->mutex);
                if (regions) {
                    self->collector.addRegions(*regions);
                } else {
                    self->collector.addMissing(object->record.series.uid, regions.error().message);
                }
            }
            self->done();
        });
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
        deliver(shared_from_this(), last);
    }

    const ImageReader& reader;
    WorkQueue& queue;
    const Deliver deliver;
    const quint64 generation;
    CancelToken cancel;
    std::atomic<int> pending{0};
    QElapsedTimer clock;
    std::mutex mutex;
    StudyCollector collector;
    StudyCollector::Grouped published;
    qint64 nextShow = kFirstShowMs;
    bool announced = false; ///< finished() was said; GUI thread
    QString problem;        ///< written before the last task ends
};

StudyOpener::StudyOpener(const ImageReader& reader, const StudyIndex& index, WorkQueue& queue, QObject* parent)
    : QObject(parent), m_reader(reader), m_index(index), m_queue(queue), m_mailbox(std::make_shared<Mailbox>(this))
{
}

StudyOpener::~StudyOpener()
{
    cancel();
    m_mailbox->close();
}

void StudyOpener::cancel()
{
    if (m_run) {
        m_run->cancel.cancel();
        m_run.reset();
    }
}

std::shared_ptr<StudyOpener::Run> StudyOpener::begin()
{
    cancel();
    m_context.reset();
    const auto post = [this, mailbox = m_mailbox](const std::shared_ptr<Run>& run, bool last) {
        mailbox->post([this, run, last] { deliver(run, last); });
    };
    m_run = std::make_shared<Run>(m_reader, m_queue, post, ++m_generation);
    ++m_run->pending; // the task that names the files
    return m_run;
}

void StudyOpener::openPaths(const QStringList& paths)
{
    const std::shared_ptr<Run> run = begin();
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
    const std::shared_ptr<Run> run = begin();
    run->collector.restrictTo(study);
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

void StudyOpener::add(const StudyUid& study, const QStringList& files)
{
    if (!m_run || !m_context || m_context->study.uid != study) {
        return;
    }
    Chunk chunk;
    for (const QString& file : files) {
        chunk.push_back({file, {}});
    }
    m_run->hand(chunk, true);
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
    if (last && run == m_run && !run->announced) {
        run->announced = true; // and kept, for what is added later
        Q_EMIT finished(m_context, grouped.otherStudies);
    }
}

} // namespace isocenter
