#pragma once

#include "work/JobList.h"

#include <QFrame>
#include <QHash>

class QLabel;
class QVBoxLayout;

namespace isocenter {

/// "1,204 of 5,000 files, 86 MB/s, 12 s left" of a running job, or the summary of one that has ended.
QString jobText(const JobList::Job& job);
/// "12 s", "3 min 20 s", "2 h 5 min".
QString durationText(double seconds);

/// The list of jobs, newest first: what each is doing, how fast, how long still, and Cancel. A popup without a frame.
class JobsPanel : public QFrame
{
    Q_OBJECT
public:
    explicit JobsPanel(JobList& jobs, QWidget* parent = nullptr);

private:
    struct Row;
    void refresh(int id);
    void rebuild();
    void fill(const JobList::Job& job);

    JobList& m_jobs;
    QVBoxLayout* m_rows;
    QLabel* m_empty;
    QWidget* m_clear;
    QHash<int, Row*> m_byId;
};

} // namespace isocenter
