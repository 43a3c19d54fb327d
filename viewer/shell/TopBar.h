#pragma once

#include "study/StudyContext.h"
#include "work/JobList.h"

#include <QList>
#include <QWidget>

class QAction;
class QHBoxLayout;
class QMenu;
class QToolButton;

namespace isocenter {

class JobsButton;
class PatientBanner;

/// The one line at the top: menu, places, who is in view, tools, jobs.
class TopBar : public QWidget
{
    Q_OBJECT
public:
    /// `jobs` must outlive this; `menu` opens from the first button.
    TopBar(JobList& jobs, QMenu* menu, QWidget* parent = nullptr);

    PatientBanner& banner() const { return *m_banner; }
    JobsButton& jobsButton() const { return *m_jobs; }
    /// A place: icon and word.
    QToolButton* addPlace(QAction* action);
    /// A tool of the reading page: icon only; they show while a study is in view. Null actions are left out.
    void addTools(const QList<QAction*>& actions);
    QToolButton* addTool(const QString& icon, const QString& name);
    /// Always there, at the right end.
    void addEnd(QAction* action);
    void setToolsVisible(bool visible);

private:
    QToolButton* button(QAction* action);

    QHBoxLayout* m_places;
    QHBoxLayout* m_ends;
    QWidget* m_tools;
    PatientBanner* m_banner;
    JobsButton* m_jobs;
};

} // namespace isocenter
