#include "volume/SurfaceExport.h"

#include "surface/StlFile.h"
#include "surface/SurfaceModule.h"
#include "volume/WorkProgress.h"

#include <QFileInfo>
#include <QLocale>

namespace isocenter {

struct SurfaceExport::Answer
{
    QString file;
    qint64 triangles = 0;
    std::optional<Error> error;
};

SurfaceExport::SurfaceExport(WorkQueue& queue, QStringList pluginFolders, QObject* parent)
    : QObject(parent),
      m_queue(queue),
      m_folders(std::move(pluginFolders)),
      m_answers(this),
      m_mailbox(std::make_shared<Mailbox>(this))
{
}

SurfaceExport::~SurfaceExport()
{
    m_cancel.cancel();
    m_mailbox->close();
}

void SurfaceExport::start(const VolumePtr& volume, const SurfaceRequest& request, const QString& path)
{
    if (!volume || m_running) {
        return;
    }
    m_running = true;
    m_failed = false;
    m_progress = 0;
    m_outcome.clear();
    m_cancel = CancelToken();
    SculptWatch watch;
    watch.cancel = m_cancel;
    watch.progress = progressTo(m_mailbox, m_cancel, [this](double share) {
        if (m_running) {
            m_progress = share;
            Q_EMIT changed();
        }
    });
    const auto work = [volume, request, path, watch, folders = m_folders](const CancelToken&) -> Answer {
        const Result<SurfaceMesh> mesh = makeSurface(*volume, request, watch, folders);
        if (!mesh) {
            return {{}, 0, mesh.error()};
        }
        return {QFileInfo(path).fileName(), static_cast<qint64>(mesh->triangles.size()), writeStl(*mesh, path, watch)};
    };
    m_answers.ask(m_queue, AnswerBox::Interactive, work, [this](const Answer& answer) { take(answer); });
    Q_EMIT changed();
}

void SurfaceExport::take(const Answer& answer)
{
    m_running = false;
    m_failed = answer.error.has_value();
    m_outcome = answer.error ? answer.error->message
                             : tr("%1 is written: %2 triangles, in mm.").arg(answer.file, QLocale().toString(answer.triangles));
    Q_EMIT changed();
}

void SurfaceExport::cancel()
{
    if (m_running) {
        m_cancel.cancel();
        m_answers.forget();
        m_running = false;
        m_outcome = tr("Nothing was written.");
        Q_EMIT changed();
    }
}

} // namespace isocenter
