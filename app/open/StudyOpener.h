#pragma once

#include "archive/StudyIndex.h"
#include "base/CancelToken.h"
#include "image/ImageReader.h"
#include "image/ImageSeries.h"
#include "study/StudyContext.h"
#include "work/Mailbox.h"
#include "work/WorkQueue.h"

#include <QObject>
#include <QStringList>

#include <memory>
#include <vector>

namespace isocenter {

/// Opens a study: from files where they lie, or from short-term storage. Headers are read on the WorkQueue in chunks; the
/// study appears as soon as there is something to show and grows until finished(). GUI thread; never waits.
/// A new open cancels the one before: its late answers are dropped by generation.
class StudyOpener : public QObject
{
    Q_OBJECT
public:
    /// All must outlive this.
    StudyOpener(const ImageReader& reader, const StudyIndex& index, WorkQueue& queue, QObject* parent = nullptr);
    ~StudyOpener() override;

    /// Files and folders (recursive). If they hold several studies the newest with pictures is opened.
    void openPaths(const QStringList& paths);
    void openStudy(const StudyUid& study);
    /// More files of the study that is open: it grows by them. Nothing where another is open by now.
    void add(const StudyUid& study, const QStringList& files);
    void cancel();

Q_SIGNALS:
    /// First pictures of a new context. Series are marked incomplete until finished.
    void opened(const StudyContextPtr& context, const std::vector<ImageSeriesPtr>& series);
    /// More of the same context; unchanged parts may be repeated.
    void grown(const StudyContextPtr& context, const std::vector<ImageSeriesPtr>& series);
    /// All headers are read. `otherStudies`: studies in the same place that were not opened.
    void finished(const StudyContextPtr& context, int otherStudies);
    /// Nothing could be opened: one sentence for the person.
    void failed(const QString& message);

private:
    struct Run;
    std::shared_ptr<Run> begin();
    void deliver(const std::shared_ptr<Run>& run, bool last);

    const ImageReader& m_reader;
    const StudyIndex& m_index;
    WorkQueue& m_queue;
    std::shared_ptr<Mailbox> m_mailbox;
    std::shared_ptr<Run> m_run;
    StudyContextPtr m_context;
    quint64 m_generation = 0;
};

} // namespace isocenter
