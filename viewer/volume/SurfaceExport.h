#pragma once

#include "scene/Volume.h"
#include "surface/SurfaceMesh.h"
#include "work/AnswerBox.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <memory>

namespace isocenter {

/// Makes the surface of a volume and writes it as an STL file, on the work queue, one at a time. GUI thread; never waits.
class SurfaceExport : public QObject
{
    Q_OBJECT
public:
    /// `queue` must outlive this; `pluginFolders` as for makeSurface.
    SurfaceExport(WorkQueue& queue, QStringList pluginFolders, QObject* parent = nullptr);
    ~SurfaceExport() override;

    void start(const VolumePtr& volume, const SurfaceRequest& request, const QString& path);
    void cancel();
    bool isRunning() const { return m_running; }
    double progress() const { return m_progress; } ///< 0 to 1
    /// What became of the last one, a sentence; empty before and while it runs.
    const QString& outcome() const { return m_outcome; }
    bool hasFailed() const { return m_failed; }

Q_SIGNALS:
    void changed();

private:
    struct Answer;
    void take(const Answer& answer);

    WorkQueue& m_queue;
    QStringList m_folders;
    AnswerBox m_answers;
    std::shared_ptr<Mailbox> m_mailbox;
    CancelToken m_cancel;
    bool m_running = false;
    bool m_failed = false;
    double m_progress = 0;
    QString m_outcome;
};

} // namespace isocenter
