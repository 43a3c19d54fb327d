#include "offscreen/VolumeRenderer.h"

#include "offscreen/ScenePlugin.h"
#include "raycast/RayCaster.h"

#include <QCoreApplication>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace isocenter {

namespace {

std::shared_ptr<VolumeScene> bestScene(const QStringList& folders)
{
    if (hasGraphicsProcessor()) {
        const Result<std::shared_ptr<VolumeScene>> scene = createGraphicsScene(folders);
        if (scene && !(*scene)->isSoftware()) {
            return *scene;
        }
    }
    return std::make_shared<RayCaster>();
}

} // namespace

class VolumeRenderer::Worker
{
public:
    struct Job
    {
        VolumeView view;
        QSize size;
        quint64 generation = 0;
    };

    Worker(VolumeRenderer* owner, QStringList folders) : m_owner(owner), m_folders(std::move(folders)) {}

    ~Worker()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_quit = true;
            m_stop = true;
        }
        m_wake.notify_all();
        if (m_thread.joinable()) {
            m_thread.join();
        }
    }

    void setVolume(const VolumePtr& volume)
    {
        const std::lock_guard lock(m_mutex);
        m_volume = volume;
        m_wanted.reset(); // a view of the volume before
        m_stop = true;
        m_release = !volume;
        m_wake.notify_all();
    }

    void request(Job job)
    {
        const std::lock_guard lock(m_mutex);
        m_wanted = std::move(job);
        m_stop = m_stop || !m_draftRuns;
        if (!m_thread.joinable()) {
            m_thread = std::thread([this] { run(); });
        }
        m_wake.notify_all();
    }

private:
    void run();
    void release();
    Result<QImage> render(const Job& job, const VolumePtr& volume);
    void answer(const Result<QImage>& result, quint64 generation);

    VolumeRenderer* m_owner;
    QStringList m_folders;
    std::thread m_thread;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::optional<Job> m_wanted;
    VolumePtr m_volume;
    bool m_quit = false;
    bool m_release = false;   ///< the thread still holds a volume that nobody wants
    bool m_draftRuns = false; ///< the last one that was begun is a draft
    std::atomic<bool> m_stop{false};
    // Of the thread alone.
    std::shared_ptr<VolumeScene> m_scene;
    VolumePtr m_shown;
};

void VolumeRenderer::Worker::run()
{
    for (;;) {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return m_quit || m_wanted || m_release; });
        if (m_quit) {
            m_scene.reset(); // its graphics belong to this thread
            return;
        }
        if (std::exchange(m_release, false) && !m_wanted) {
            lock.unlock();
            release();
            continue;
        }
        const Job job = *std::exchange(m_wanted, std::nullopt);
        const VolumePtr volume = m_volume;
        m_stop = false;
        m_draftRuns = job.view.draft;
        lock.unlock();
        const Result<QImage> result = render(job, volume);
        if (!m_stop) {
            answer(result, job.generation);
        }
    }
}

void VolumeRenderer::Worker::release()
{
    m_shown.reset();
    if (m_scene) {
        m_scene->setVolume(nullptr);
    }
}

Result<QImage> VolumeRenderer::Worker::render(const Job& job, const VolumePtr& volume)
{
    if (!volume) {
        return Error{QCoreApplication::translate("VolumeRenderer", "There is no volume to show."), {}};
    }
    if (!m_scene) {
        m_scene = bestScene(m_folders);
    }
    if (std::exchange(m_shown, volume) != volume) {
        m_scene->setVolume(volume);
    }
    Result<QImage> result = m_scene->render(job.view, job.size, m_stop);
    if (!result && !result.error().message.isEmpty() && !dynamic_cast<RayCaster*>(m_scene.get())) {
        m_scene = std::make_shared<RayCaster>(); // the volume is too much for the graphics, or they failed
        m_scene->setVolume(volume);
        result = m_scene->render(job.view, job.size, m_stop);
    }
    return result;
}

/// Queued to the owner, whose destructor ends this thread first.
void VolumeRenderer::Worker::answer(const Result<QImage>& result, quint64 generation)
{
    QMetaObject::invokeMethod(
        m_owner,
        [owner = m_owner, result, generation] {
            if (result) {
                Q_EMIT owner->rendered(result.value(), generation);
            } else {
                Q_EMIT owner->failed(result.error(), generation);
            }
        },
        Qt::QueuedConnection);
}

VolumeRenderer::VolumeRenderer(const QStringList& pluginFolders, QObject* parent)
    : QObject(parent), m_worker(std::make_unique<Worker>(this, pluginFolders))
{
}

VolumeRenderer::~VolumeRenderer() = default;

void VolumeRenderer::setVolume(const VolumePtr& volume)
{
    m_worker->setVolume(volume);
}

void VolumeRenderer::request(const VolumeView& view, const QSize& size, quint64 generation)
{
    m_worker->request({view, size, generation});
}

} // namespace isocenter
