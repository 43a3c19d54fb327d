#pragma once

#include "archive/StudyIndex.h"
#include "studylist/StudyTableModel.h"
#include "viewport/ViewerServices.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QStackedWidget;
class QTableView;

namespace isocenter {

class SeriesThumbnails;
class StudyFilterBar;
class StudySeriesPane;
class WelcomePage;

/// All studies in short-term storage: search, table, series of the selected study. What is selected changes by the person's
/// hand only; when the selected study is no longer among the results, nothing is selected.
class StudyBrowser : public QWidget
{
    Q_OBJECT
public:
    /// Both must outlive this.
    StudyBrowser(const StudyIndex& index, const ViewerServices& services, QWidget* parent = nullptr);
    ~StudyBrowser() override;

    /// The selected study if it has been read.
    std::optional<Study> selectedStudy() const;
    StudyFilterBar& filters() const { return *m_filters; }
    StudyTableModel& model() const { return *m_model; }
    QTableView& table() const { return *m_table; }
    /// Rows in view, series and pictures are there.
    bool isComplete() const;
    QByteArray columns() const; ///< widths and order of the columns, for applyColumns()
    void applyColumns(const QByteArray& state);

public Q_SLOTS:
    /// The index has changed: search again, soon.
    void refresh();
    void focusSearch();
    void openSelected();

Q_SIGNALS:
    void openRequested(const isocenter::StudyUid& study);
    void importFolderRequested();
    void importFilesRequested();
    void demoRequested();
    void failed(const QString& reason);
    void completeChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildTable();
    void wire();
    void search();
    void found(int count);
    void selectionChanged();
    void goToResults();
    void showPlace(int count);

    StudyFilterBar* m_filters;
    StudyTableModel* m_model;
    QTableView* m_table;
    QStackedWidget* m_places;
    WelcomePage* m_welcome;
    QWidget* m_nothing;
    SeriesThumbnails* m_thumbnails;
    StudySeriesPane* m_series;
    QTimer m_refresh;
    std::optional<qint64> m_selected;      ///< row key
    std::optional<StudyUid> m_shownSeries; ///< what the pane shows
    bool m_restoring = false;
    bool m_goWhenFound = false;
};

} // namespace isocenter
