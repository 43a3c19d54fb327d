#pragma once

#include <QAction>
#include <QHash>
#include <QKeySequence>
#include <QObject>
#include <QString>

#include <vector>

namespace isocenter {

/// Every action of the program by a stable id ("viewport.fit", "browser.import"): the source of menus, shortcuts, the
/// shortcut list and the command palette. Owns nothing but its bookkeeping; an action's parent owns it. GUI thread.
class ActionRegistry : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    struct Entry
    {
        QString id;
        QString group; ///< translated heading in the shortcut list: "Viewport", "Layout", "Browser"
        QAction* action = nullptr;
        QList<QKeySequence> defaults;
    };

    /// Adds `action` (text, icon and tooltip set by the caller) with its default shortcuts; a saved remapping wins.
    /// The action is also added to no widget: the caller decides where it is active (QWidget::addAction).
    QAction* add(const QString& id, const QString& group, QAction* action, const QList<QKeySequence>& defaults);
    QAction* action(const QString& id) const; ///< null if unknown
    const std::vector<Entry>& entries() const { return m_entries; }

    /// Changes a shortcut; returns the id of the action that already has it (nothing is changed then), else empty.
    QString remap(const QString& id, const QList<QKeySequence>& keys);
    void resetAll();
    /// {"viewport.fit": ["F"]}: only what differs from the defaults. load() before or after add().
    QByteArray save() const;
    bool load(const QByteArray& json);

Q_SIGNALS:
    void changed();

private:
    std::vector<Entry> m_entries;
    QHash<QString, QList<QKeySequence>> m_remapped;
};

} // namespace isocenter
