#pragma once

#include "image/ImageReader.h"
#include "tags/ElementModel.h"
#include "work/AnswerBox.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace isocenter {

/// All data elements of the image in the active viewport, searchable by tag, name, keyword and value; values, rows or all of it
/// can be copied. Reads behind the reader's hand; an answer for another file is dropped.
class TagViewer : public QWidget
{
    Q_OBJECT
public:
    /// Both must outlive this and the queue's tasks.
    TagViewer(const ImageReader& reader, WorkQueue& queue, QWidget* parent = nullptr);

    /// Follows to another file; empty: nothing is shown. While this is hidden nothing is read until it is shown.
    void setFile(const QString& path, const QString& title = {});
    bool isComplete() const { return !m_reading && !m_wait.isActive(); }
    ElementModel& model() { return m_model; }
    QTreeView& tree() const { return *m_tree; }
    QLineEdit& search() const { return *m_search; }
    /// Rows as now shown (search applied), indented by depth.
    QString allText() const;

public Q_SLOTS:
    void copyValue();
    void copyRow();
    void copyAll();

Q_SIGNALS:
    void closeRequested();
    void completeChanged();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void read();
    void take(Result<std::vector<Element>> elements);
    void menu(const QPoint& position);
    QModelIndex current() const;
    void filter(const QString& text);

    const ImageReader& m_reader;
    WorkQueue& m_queue;
    AnswerBox m_answers;
    ElementModel m_model;
    QSortFilterProxyModel* m_proxy;
    QLineEdit* m_search;
    QTreeView* m_tree;
    QLabel* m_title;
    QLabel* m_note;
    QTimer m_wait; ///< scrolling through a stack reads the file where it comes to rest
    QString m_path;
    bool m_dirty = false;
    bool m_reading = false;
};

} // namespace isocenter
