#include "tools/ViewportActions.h"

#include "layout/LayoutPicker.h"
#include "layout/SyncGroup.h"
#include "layout/ViewportGrid.h"
#include "tools/CommandTable.h"
#include "tools/StateCommands.h"
#include "tools/SubtractionCommands.h"
#include "tools/ToolSelector.h"
#include "tools/ViewCommands.h"
#include "viewport/ImageViewport.h"

#include <QActionGroup>
#include <QGuiApplication>
#include <QMenu>

#include <algorithm>

namespace isocenter {

namespace {

struct ToolEntry
{
    ToolKind kind;
    const char* id;
    const char* text;
    const char* icon;
    const char* key;
};

// The tool's own key chooses it; with Shift it serves one drag.
constexpr ToolEntry kTools[] = {
    {ToolKind::Scroll, "tool.scroll", QT_TRANSLATE_NOOP("ViewportActions", "Scroll"), "tool-scroll", "S"},
    {ToolKind::Window, "tool.window", QT_TRANSLATE_NOOP("ViewportActions", "Window"), "tool-window", "W"},
    {ToolKind::Zoom, "tool.zoom", QT_TRANSLATE_NOOP("ViewportActions", "Zoom"), "tool-zoom", "Z"},
    {ToolKind::Pan, "tool.pan", QT_TRANSLATE_NOOP("ViewportActions", "Pan"), "tool-pan", "G"},
    {ToolKind::RoiWindow, "viewport.windowRoi", QT_TRANSLATE_NOOP("ViewportActions", "Window of a region"), "tool-roi", "B"},
    {ToolKind::Magnifier, "tool.magnifier", QT_TRANSLATE_NOOP("ViewportActions", "Magnify while pressed"), "tool-magnifier", "Q"},
    {ToolKind::MaskShift, "tool.mask", QT_TRANSLATE_NOOP("ViewportActions", "Shift the mask"), "tool-mask", "Alt+M"},
};

// Keys that the other controls of a page need for themselves.
bool belongsToGridAlone(const QAction& action)
{
    const QStringList ids{QStringLiteral("layout.nextViewport"), QStringLiteral("layout.previousViewport"),
                          QStringLiteral("layout.maximize")};
    return ids.contains(action.objectName());
}

} // namespace

struct ViewportActions::Parts
{
    Parts(ViewportGrid& g, ActionRegistry& registry, QObject* owner)
        : grid(g), tools(g, owner), presets(WindowPresets::shipped()), table(g, registry, owner)
    {
    }

    ViewportGrid& grid;
    ToolSelector tools;
    WindowPresets presets;
    CommandTable table;
    std::vector<QAction*> presetActions;
    std::vector<std::pair<ToolKind, QAction*>> toolActions;
};

ViewportActions::ViewportActions(ViewportGrid& grid, ActionRegistry& registry, QObject* parent)
    : QObject(parent), m(std::make_unique<Parts>(grid, registry, this))
{
    addTools();
    addPresets();
    addViewCommands(m->table);
    addStateCommands(m->table);
    addSubtractionCommands(m->table);
    addSliceCommands(m->table);
    addLayoutCommands(m->table);
    addSyncCommands(m->table);
    m->table.add({"layout.picker", QT_TRANSLATE_NOOP("ViewportActions", "Choose the layout"), "layout-grid", {"Ctrl+G"}},
                 CommandGroup::Layout, [this] { openLayoutPicker(&m->grid); });
    connect(&grid, &ViewportGrid::activeStateChanged, this, &ViewportActions::refresh);
    connect(&grid, &ViewportGrid::layoutChanged, this, &ViewportActions::refresh);
    connect(&grid.sync(), &SyncGroup::changed, this, &ViewportActions::refresh);
    refresh();
}

ViewportActions::~ViewportActions() = default;

void ViewportActions::addTools()
{
    auto* group = new QActionGroup(this);
    for (const ToolEntry& entry : kTools) {
        const ToolKind kind = entry.kind;
        QAction* tool = m->table.add({entry.id, entry.text, entry.icon, {entry.key}}, CommandGroup::Tools, [this, kind] {
            // A click on the tool's button with Shift is as its key with Shift.
            if (QGuiApplication::keyboardModifiers() & Qt::ShiftModifier) {
                m->tools.setToolOnce(kind);
            } else {
                m->tools.setTool(kind);
            }
        });
        tool->setCheckable(true);
        group->addAction(tool);
        m->toolActions.emplace_back(kind, tool);
        const QByteArray id = QByteArray(entry.id) + "Once";
        const QByteArray key = QByteArray("Shift+") + entry.key;
        QAction* once = m->table.add({id.constData(), entry.text, entry.icon, {key.constData()}}, CommandGroup::Tools,
                                     [this, kind] { m->tools.setToolOnce(kind); });
        once->setText(tr("%1, for one drag").arg(tool->text()));
        m->table.describe(*once);
    }
    m->table.add({"tool.back", QT_TRANSLATE_NOOP("ViewportActions", "Back to the tool before"), "", {"Escape"}},
                 CommandGroup::Tools, [this] { m->tools.giveBack(); });
    connect(&m->tools, &ToolSelector::toolChanged, this, &ViewportActions::refresh);
}

void ViewportActions::addPresets()
{
    for (int i = 0; i < WindowPresets::kMost; ++i) {
        const QByteArray id = "viewport.preset" + QByteArray::number(i + 1);
        const QByteArray key = i < 9 ? QByteArray::number(i + 1) : "Alt+" + QByteArray::number(i - 8);
        m->presetActions.push_back(
            m->table.add({id.constData(), QT_TRANSLATE_NOOP("ViewportActions", "Window preset"), "", {key.constData()}},
                         CommandGroup::Window, [this, i] { applyPreset(i); }));
    }
}

std::vector<WindowPreset> ViewportActions::presets() const
{
    const ImageViewport* view = m->grid.active();
    const FrameRef* ref = view->frameRef();
    return ref ? m->presets.forImage(ref->image->record.series.modality, ref->attributes().modality.unit)
               : std::vector<WindowPreset>();
}

void ViewportActions::applyPreset(int number)
{
    const std::vector<WindowPreset> list = presets();
    if (number < static_cast<int>(list.size())) {
        applyWindowPreset(*m->grid.active(), list[static_cast<std::size_t>(number)]);
    }
}

void ViewportActions::refresh()
{
    const std::vector<WindowPreset> list = presets();
    for (int i = 0; i < WindowPresets::kMost; ++i) {
        QAction* action = m->presetActions[static_cast<std::size_t>(i)];
        const bool known = i < static_cast<int>(list.size());
        action->setVisible(known);
        action->setText(known ? list[static_cast<std::size_t>(i)].name : tr("Window preset %1").arg(i + 1));
        m->table.describe(*action);
    }
    for (const auto& [kind, action] : m->toolActions) {
        action->setChecked(kind == m->tools.tool());
    }
    m->table.refresh();
}

void ViewportActions::enableIn(QWidget* widget)
{
    for (QAction* action : m->table.actions()) {
        if (!belongsToGridAlone(*action)) {
            widget->addAction(action);
        }
    }
}

ToolSelector& ViewportActions::tools() const
{
    return m->tools;
}

QMenu* ViewportActions::presetMenu(QWidget* parent) const
{
    auto* menu = new QMenu(tr("Window"), parent);
    for (QAction* action : m->presetActions) {
        menu->addAction(action);
    }
    menu->addSeparator();
    menu->addAction(m->table.action("viewport.nextFileWindow"));
    menu->addAction(m->table.action("viewport.windowRoi"));
    menu->addAction(m->table.action("viewport.invert"));
    return menu;
}

QMenu* ViewportActions::stateMenu(QWidget* parent) const
{
    return makeStateMenu(m->table, parent);
}

void ViewportActions::openLayoutPicker(QWidget* anchor) const
{
    auto* picker = new LayoutPicker(m->grid.gridLayout(), anchor);
    picker->setAttribute(Qt::WA_DeleteOnClose);
    connect(picker, &LayoutPicker::picked, &m->grid, &ViewportGrid::chooseLayout);
    picker->popUp(anchor);
}

} // namespace isocenter
