#pragma once

#include "actions/ActionRegistry.h"

#include <QFrame>

#include <vector>

class QLineEdit;
class QListWidget;

namespace isocenter {

/// How well `pattern` fits `text`: its letters must come in that order, case and accents aside. Higher is better: starts of
/// words and letters side by side count most. Negative: does not fit. An empty pattern fits everything with 0.
int fuzzyScore(const QString& pattern, const QString& text);

/// What actions do, without the '&' of menus.
QString actionTitle(const QAction& action);

/// Finds each action by its name: type, choose with the arrow keys, Enter does it. Shows the shortcut beside the name, so that it
/// is learned on the way. Not modal; Escape or a click elsewhere closes it.
class CommandPalette : public QFrame
{
    Q_OBJECT
public:
    explicit CommandPalette(const ActionRegistry& actions, QWidget* parent);

    /// Over the upper part of `window`, empty and with the focus in the field.
    void open(QWidget* window);
    /// Ids in the order shown for that text.
    std::vector<QString> matches(const QString& pattern) const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refill();
    void run();

    const ActionRegistry& m_actions;
    QLineEdit* m_field;
    QListWidget* m_list;
};

} // namespace isocenter
