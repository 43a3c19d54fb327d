#pragma once

#include "archive/StudyIndex.h"
#include "studylist/SeriesThumbnails.h"
#include "work/AnswerBox.h"

#include <QWidget>

class QLabel;
class QListView;
class QPushButton;

namespace isocenter {

class StoredSeriesModel;

/// Under the table: the series of the selected study with a picture each, and the button that opens it.
class StudySeriesPane : public QWidget
{
    Q_OBJECT
public:
    /// All must outlive this.
    StudySeriesPane(const StudyIndex& index, WorkQueue& queue, ThumbnailSource& thumbnails, QWidget* parent = nullptr);

    /// Null: nothing is selected. Answers for another study are dropped.
    void setStudy(const Study* study);
    /// Series listed and all visible pictures there.
    bool isComplete() const;

Q_SIGNALS:
    void openRequested();
    void completeChanged();

private:
    void take(const Result<std::vector<Series>>& series);

    const StudyIndex& m_index;
    WorkQueue& m_queue;
    ThumbnailSource& m_thumbnails;
    AnswerBox m_answers;
    StoredSeriesModel* m_model;
    QLabel* m_title;
    QLabel* m_note;
    QPushButton* m_open;
    QListView* m_list;
    StudyUid m_study;
    bool m_reading = false;
};

} // namespace isocenter
