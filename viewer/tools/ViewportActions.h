#pragma once

#include "actions/ActionRegistry.h"
#include "tools/WindowPresets.h"

#include <QObject>

#include <memory>
#include <vector>

class QMenu;
class QWidget;

namespace isocenter {

class ToolSelector;
class ViewportGrid;

/// Everything that can be done to the viewports, as actions in the registry ("viewport.fit", "tool.window", "layout.2x2",
/// "sync.scroll"), acting on the grid's active viewport. Shortcuts work while the focus is in the grid, and in any further
/// widget the actions are added to (enableIn). Enabled and checked states follow the active viewport. GUI thread.
class ViewportActions : public QObject
{
    Q_OBJECT
public:
    /// `grid` and `registry` must outlive this.
    ViewportActions(ViewportGrid& grid, ActionRegistry& registry, QObject* parent = nullptr);
    ~ViewportActions() override;

    /// Makes the shortcuts work while the focus is within `widget` (the page around the grid), but for those that would take
    /// Tab and Return from its other controls.
    void enableIn(QWidget* widget);
    ToolSelector& tools() const;
    /// The presets of the active viewport's modality, with names and keys. Owned by `parent`.
    QMenu* presetMenu(QWidget* parent) const;
    /// The presentation states for the frame in view of the active viewport. Owned by `parent`.
    QMenu* stateMenu(QWidget* parent) const;
    /// The 4x4 picker below `anchor` (the layout button).
    void openLayoutPicker(QWidget* anchor) const;

private:
    void addTools();
    void addPresets();
    std::vector<WindowPreset> presets() const;
    void applyPreset(int number);
    void refresh();

    struct Parts;
    std::unique_ptr<Parts> m;
};

} // namespace isocenter
