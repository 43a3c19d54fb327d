#include "shell/ShortcutModel.h"

#include "shell/CommandPalette.h"

namespace isocenter {

ShortcutModel::ShortcutModel(ActionRegistry& actions, QObject* parent) : QAbstractTableModel(parent), m_actions(actions)
{
    connect(&m_actions, &ActionRegistry::changed, this, [this] {
        if (rowCount() > 0) {
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        }
    });
}

QString ShortcutModel::id(int row) const
{
    return m_actions.entries()[static_cast<std::size_t>(row)].id;
}

QString ShortcutModel::setKey(int row, const QKeySequence& key)
{
    const QList<QKeySequence> keys = key.isEmpty() ? QList<QKeySequence>() : QList<QKeySequence>{key};
    const QString taken = m_actions.remap(id(row), keys);
    if (taken.isEmpty()) {
        return {};
    }
    return tr("%1 is already the key of \"%2\". Give that another key first.")
        .arg(key.toString(QKeySequence::NativeText), actionTitle(*m_actions.action(taken)));
}

int ShortcutModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_actions.entries().size());
}

int ShortcutModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ShortcutModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || role != Qt::DisplayRole) {
        return {};
    }
    const ActionRegistry::Entry& entry = m_actions.entries()[static_cast<std::size_t>(index.row())];
    switch (index.column()) {
    case Action:
        return actionTitle(*entry.action);
    case Group:
        return entry.group;
    default:
        return QKeySequence::listToString(entry.action->shortcuts(), QKeySequence::NativeText)
            .replace(QStringLiteral("; "), QStringLiteral("   "));
    }
}

QVariant ShortcutModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return role == Qt::TextAlignmentRole ? QVariant(int(Qt::AlignLeft | Qt::AlignVCenter)) : QVariant();
    }
    const QString titles[] = {tr("Action"), tr("Group"), tr("Key")};
    return section >= 0 && section < ColumnCount ? titles[section] : QVariant();
}

} // namespace isocenter
