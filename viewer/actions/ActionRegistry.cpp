#include "actions/ActionRegistry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace isocenter {

QAction* ActionRegistry::add(const QString& id, const QString& group, QAction* action, const QList<QKeySequence>& defaults)
{
    action->setObjectName(id);
    action->setShortcuts(m_remapped.value(id, defaults));
    m_entries.push_back({id, group, action, defaults});
    return action;
}

QAction* ActionRegistry::action(const QString& id) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) { return entry.id == id; });
    return found == m_entries.end() ? nullptr : found->action;
}

QString ActionRegistry::remap(const QString& id, const QList<QKeySequence>& keys)
{
    for (const Entry& entry : m_entries) {
        for (const QKeySequence& key : keys) {
            if (entry.id != id && !key.isEmpty() && entry.action->shortcuts().contains(key)) {
                return entry.id;
            }
        }
    }
    if (QAction* target = action(id)) {
        m_remapped.insert(id, keys);
        target->setShortcuts(keys);
        Q_EMIT changed();
    }
    return {};
}

void ActionRegistry::resetAll()
{
    m_remapped.clear();
    for (const Entry& entry : m_entries) {
        entry.action->setShortcuts(entry.defaults);
    }
    Q_EMIT changed();
}

QByteArray ActionRegistry::save() const
{
    QJsonObject object;
    for (auto it = m_remapped.begin(); it != m_remapped.end(); ++it) {
        QJsonArray keys;
        for (const QKeySequence& key : it.value()) {
            keys.append(key.toString(QKeySequence::PortableText));
        }
        object.insert(it.key(), keys);
    }
    return QJsonDocument(object).toJson();
}

bool ActionRegistry::load(const QByteArray& json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject()) {
        return false;
    }
    m_remapped.clear();
    const QJsonObject object = document.object();
    for (auto it = object.begin(); it != object.end(); ++it) {
        QList<QKeySequence> keys;
        for (const QJsonValue& key : it.value().toArray()) {
            keys << QKeySequence::fromString(key.toString(), QKeySequence::PortableText);
        }
        m_remapped.insert(it.key(), keys);
    }
    for (const Entry& entry : m_entries) {
        entry.action->setShortcuts(m_remapped.value(entry.id, entry.defaults));
    }
    Q_EMIT changed();
    return true;
}

} // namespace isocenter
