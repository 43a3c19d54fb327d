#pragma once

#include "actions/ActionRegistry.h"

#include <QAbstractTableModel>

namespace isocenter {

/// Every action with its group and its keys; the key of a row can be set. GUI thread.
class ShortcutModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Action, Group, Keys, ColumnCount };

    explicit ShortcutModel(ActionRegistry& actions, QObject* parent = nullptr);

    QString id(int row) const;
    /// Sets the only key of a row (empty: none). The answer is empty when done, else a sentence that says why not; then nothing
    /// has changed.
    QString setKey(int row, const QKeySequence& key);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    ActionRegistry& m_actions;
};

} // namespace isocenter
