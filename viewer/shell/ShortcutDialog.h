#pragma once

#include "shell/ShortcutModel.h"

#include <QDialog>

class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace isocenter {

/// All shortcuts, searchable; the key of the chosen row can be changed below. Key maps are exported and imported as files.
/// Not modal.
class ShortcutDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ShortcutDialog(ActionRegistry& actions, QWidget* parent = nullptr);

    /// Empty when done, else a sentence that says why not.
    static QString exportTo(const QString& path, const ActionRegistry& actions);
    static QString importFrom(const QString& path, ActionRegistry& actions);

private:
    void select();
    void assign(const QKeySequence& key);
    void say(const QString& sentence, bool caution);
    void exportKeys();
    void importKeys();
    int sourceRow() const;

    ActionRegistry& m_actions;
    ShortcutModel m_model;
    QSortFilterProxyModel* m_filter;
    QLineEdit* m_search;
    QTableView* m_table;
    QKeySequenceEdit* m_key;
    QPushButton* m_clear;
    QLabel* m_prompt;
    QLabel* m_note;
};

} // namespace isocenter
