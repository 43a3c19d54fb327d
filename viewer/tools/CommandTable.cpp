#include "tools/CommandTable.h"

#include "actions/ActionRegistry.h"
#include "layout/ViewportGrid.h"
#include "theme/Icons.h"
#include "viewport/ImageViewport.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace isocenter {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("ViewportActions", text);
}

QString heading(CommandGroup group)
{
    switch (group) {
    case CommandGroup::Viewport:
        return translated(QT_TRANSLATE_NOOP("ViewportActions", "Viewport"));
    case CommandGroup::Window:
        return translated(QT_TRANSLATE_NOOP("ViewportActions", "Window"));
    case CommandGroup::Slices:
        return translated(QT_TRANSLATE_NOOP("ViewportActions", "Slices and series"));
    case CommandGroup::Tools:
        return translated(QT_TRANSLATE_NOOP("ViewportActions", "Tools of the left button"));
    case CommandGroup::Layout:
        return translated(QT_TRANSLATE_NOOP("ViewportActions", "Layout"));
    case CommandGroup::Links:
        break;
    }
    return translated(QT_TRANSLATE_NOOP("ViewportActions", "Links between viewports"));
}

} // namespace

CommandTable::CommandTable(ViewportGrid& grid, ActionRegistry& registry, QObject* owner)
    : m_grid(grid), m_registry(registry), m_owner(owner)
{
    QObject::connect(&registry, &ActionRegistry::changed, owner, [this] {
        for (QAction* action : m_actions) {
            describe(*action);
        }
    });
}

QAction* CommandTable::add(const CommandText& text, CommandGroup group, std::function<void()> run)
{
    auto* action = new QAction(translated(text.text), m_owner);
    if (*text.icon) {
        action->setIcon(themedIcon(QString::fromLatin1(text.icon)));
    }
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    QList<QKeySequence> keys;
    for (const char* key : text.keys) {
        keys << QKeySequence(QString::fromLatin1(key), QKeySequence::PortableText);
    }
    QObject::connect(action, &QAction::triggered, m_owner, [run = std::move(run)] { run(); });
    m_registry.add(QString::fromLatin1(text.id), heading(group), action, keys);
    m_grid.addAction(action);
    m_actions.push_back(action);
    describe(*action);
    return action;
}

QAction* CommandTable::addForView(const CommandText& text, CommandGroup group, std::function<void(ImageViewport&)> run)
{
    QAction* action = add(text, group, [this, run = std::move(run)] {
        ImageViewport* view = m_grid.active();
        if (view->series()) {
            run(*view);
        }
    });
    m_needView.push_back(action);
    return action;
}

QAction* CommandTable::addToggleForView(const CommandText& text, CommandGroup group, std::function<void(ImageViewport&)> run,
                                        std::function<bool(const ImageViewport&)> state)
{
    QAction* action = addForView(text, group, [this, run = std::move(run)](ImageViewport& view) {
        run(view);
        refresh();
    });
    action->setCheckable(true);
    action->setAutoRepeat(false);
    m_checked.push_back({action, [this, state = std::move(state)] { return state(*m_grid.active()); }});
    return action;
}

QAction* CommandTable::addToggle(const CommandText& text, CommandGroup group, std::function<void(bool)> run,
                                 std::function<bool()> state)
{
    QAction* action = add(text, group, [this, run = std::move(run), state] {
        run(!state());
        refresh();
    });
    action->setCheckable(true);
    action->setAutoRepeat(false);
    m_checked.push_back({action, std::move(state)});
    return action;
}

void CommandTable::describe(QAction& action) const
{
    const QString keys = QKeySequence::listToString(action.shortcuts(), QKeySequence::NativeText);
    action.setToolTip(keys.isEmpty() ? action.text() : QStringLiteral("%1 (%2)").arg(action.text(), keys));
}

void CommandTable::refresh()
{
    const bool shown = m_grid.active()->series() != nullptr;
    for (QAction* action : m_needView) {
        action->setEnabled(shown);
    }
    for (const Follower& follower : m_checked) {
        follower.action->setChecked(follower.state());
    }
}

QAction* CommandTable::action(const char* id) const
{
    const auto found =
        std::find_if(m_actions.begin(), m_actions.end(), [&](QAction* a) { return a->objectName() == QLatin1String(id); });
    return found == m_actions.end() ? nullptr : *found;
}

} // namespace isocenter
