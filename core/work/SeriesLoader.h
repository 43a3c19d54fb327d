#pragma once

#include "archive/FrameCache.h"
#include "image/ImageReader.h"
#include "image/ImageSeries.h"
#include "work/AnswerBox.h"
#include "work/WorkQueue.h"

#include <QObject>

#include <memory>
#include <vector>

namespace isocenter {

/// Brings the frames of one series into the FrameCache, nearest to the focus first, on the WorkQueue.
/// Lives on one thread (the GUI's); never waits. Answers to an earlier load() are dropped. Frames of the
/// loaded series stay pinned in the cache as far as they fit its budget, until another series is loaded or clear(); the
/// others are fetched when the focus comes near them, a few ahead in the direction of the last step, so that a long video plays.
class SeriesLoader : public QObject
{
    Q_OBJECT
public:
    /// All must outlive this.
    SeriesLoader(const ImageReader& reader, FrameCache& cache, WorkQueue& queue, QObject* parent = nullptr);
    ~SeriesLoader() override;

    void load(const ImageSeriesPtr& series, int focus);
    void clear();
    const ImageSeriesPtr& series() const { return m_series; }
    /// Re-sorts what waits: nearest to `index` first, slightly ahead in the direction of scrolling.
    void setFocus(int index);

    /// The frame if it is at hand, else null (it comes by frameReady if it is near the focus). index in [0, count).
    FramePtr frame(int index) const;
    /// Why the frame cannot be shown; empty if it can or is not known yet.
    QString failure(int index) const;
    int loadedCount() const { return m_loaded; }
    int failedCount() const { return m_failed; }
    bool isLoaded(int index) const;
    bool isFinished() const;

Q_SIGNALS:
    void frameReady(int index);
    void frameFailed(int index, const QString& reason);
    /// Every frame is at hand or has failed.
    void finished();

private:
    struct Slot;
    struct Answer;
    int ahead(int index) const;
    void pinVisited(int index);
    void fetchNearFocus();
    void schedule();
    void pump();
    void deliver(int index, const Answer& answer);

    const ImageReader& m_reader;
    FrameCache& m_cache;
    WorkQueue& m_queue;
    AnswerBox m_answers;
    ImageSeriesPtr m_series;
    std::vector<Slot> m_slots;
    std::vector<int> m_visited; ///< looked at or soon to be, pinned beyond the budget, oldest first
    std::vector<int> m_waiting; ///< indices still to ask for, best last
    int m_focus = 0;
    int m_direction = 1;
    int m_running = 0;
    int m_loaded = 0;
    int m_failed = 0;
};

} // namespace isocenter
