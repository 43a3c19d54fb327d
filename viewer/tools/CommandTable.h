#pragma once

#include <QAction>
#include <QHash>
#include <QObject>
#include <QString>

#include <functional>
#include <initializer_list>
#include <vector>

namespace isocenter {

class ActionRegistry;
class ImageViewport;
class ViewportGrid;

enum class CommandGroup { Viewport, Window, Slices, Tools, Layout, Links };

/// One command as written in the tables of viewer/tools. Texts are marked with QT_TRANSLATE_NOOP("ViewportActions", ...).
struct CommandText
{
    const char* id;
    const char* text;
    const char* icon;                        ///< of resources/icons; "" for none
    std::initializer_list<const char*> keys; ///< portable names
};

/// Makes actions from tables: registers them, makes them work within the grid, keeps their checked and enabled states.
class CommandTable
{
public:
    /// All must outlive this; `owner` is the parent of the actions.
    CommandTable(ViewportGrid& grid, ActionRegistry& registry, QObject* owner);

    QAction* add(const CommandText& text, CommandGroup group, std::function<void()> run);
    /// A command on the active viewport; disabled while it shows nothing.
    QAction* addForView(const CommandText& text, CommandGroup group, std::function<void(ImageViewport&)> run);
    /// The same, with a check mark that follows the viewport.
    QAction* addToggleForView(const CommandText& text, CommandGroup group, std::function<void(ImageViewport&)> run,
                              std::function<bool(const ImageViewport&)> state);
    /// A check mark of the whole grid.
    QAction* addToggle(const CommandText& text, CommandGroup group, std::function<void(bool)> run, std::function<bool()> state);

    /// The tooltip from text and shortcut; call after a change of text.
    void describe(QAction& action) const;
    void refresh(); ///< enabled and checked states from what is shown now
    QAction* action(const char* id) const;
    const std::vector<QAction*>& actions() const { return m_actions; }
    ViewportGrid& grid() const { return m_grid; }

private:
    struct Follower
    {
        QAction* action;
        std::function<bool()> state;
    };

    ViewportGrid& m_grid;
    ActionRegistry& m_registry;
    QObject* m_owner;
    std::vector<QAction*> m_actions;
    std::vector<QAction*> m_needView;
    std::vector<Follower> m_checked;
};

} // namespace isocenter
