#pragma once

#include "scene/Volume.h"
#include "scene/VolumeView.h"
#include "sculpt/BoneRemoval.h"
#include "sculpt/OutlineCut.h"
#include "work/AnswerBox.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <vector>

namespace isocenter {

/// What is cut away of a volume, step by step, made on the work queue. One cut at a time: a new one is not begun while one runs.
/// GUI thread; never waits.
class VolumeCuts : public QObject
{
    Q_OBJECT
public:
    using HiddenPtr = std::shared_ptr<const HiddenVoxels>;

    /// `queue` must outlive this.
    explicit VolumeCuts(WorkQueue& queue, QObject* parent = nullptr);
    ~VolumeCuts() override;

    /// Another grid: all cuts are forgotten. Null: nothing.
    void setVolume(const VolumePtr& volume);

    const HiddenPtr& hidden() const { return m_steps[m_current]; } ///< null: nothing is cut
    void cutByOutline(const PictureOutline& outline);
    void removeBone(const BoneRequest& request);

    bool isRunning() const { return m_running; }
    double progress() const { return m_progress; } ///< 0 to 1
    void cancel();

    bool canUndo() const { return m_current > 0; }
    bool canRedo() const { return m_current + 1 < m_steps.size(); }
    void undo();
    void redo();
    void restore(); ///< nothing is cut; a step that can be undone
    /// Why the last cut could not be made; empty otherwise.
    const QString& failure() const { return m_failure; }

Q_SIGNALS:
    void changed();      ///< hidden()
    void stateChanged(); ///< running, progress, failure, undo and redo

private:
    using Work = std::function<Result<HiddenPtr>(const SculptWatch&)>;
    void start(Work work);
    void add(const HiddenPtr& step);

    WorkQueue& m_queue;
    AnswerBox m_answers;
    std::shared_ptr<Mailbox> m_mailbox;
    CancelToken m_cancel;
    VolumePtr m_volume;
    std::vector<HiddenPtr> m_steps{nullptr};
    std::size_t m_current = 0;
    bool m_running = false;
    double m_progress = 0;
    QString m_failure;
};

} // namespace isocenter
