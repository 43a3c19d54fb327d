#pragma once

#include "work/JobList.h"

#include <QToolButton>

namespace isocenter {

class JobsPanel;

/// The ring of the top bar: how far all running jobs together are. A click opens the list with rate, time left and Cancel.
class JobsButton : public QToolButton
{
    Q_OBJECT
public:
    /// `jobs` must outlive this.
    explicit JobsButton(JobList& jobs, QWidget* parent = nullptr);

    QSize sizeHint() const override;
    /// The panel below the button, right edges aligned.
    void openPanel();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    /// 0 to 1, or -1 while one of the totals is not known.
    double progress() const;

    JobList& m_jobs;
    JobsPanel* m_panel = nullptr;
};

} // namespace isocenter
