#include "tools/StateCommands.h"

#include "layout/ViewportGrid.h"
#include "study/Study.h"
#include "tools/CommandTable.h"
#include "tools/SubtractionCommands.h"
#include "viewport/ImageViewport.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QIcon>
#include <QLocale>
#include <QMenu>
#include <QPixmap>

#include <algorithm>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ViewportActions)
};

/// Text for a menu, where a single '&' would underline the next letter.
QString menuText(QString text)
{
    return text.replace(QLatin1Char('&'), QLatin1String("&&"));
}

/// "LABEL · Creator · 3.2.2024 · 12 images", with '&' as it is.
QString describe(const PresentationState& state)
{
    QStringList parts{state.name()};
    const QString description = singleLine(state.description, 48);
    if (!description.isEmpty() && description != parts.front()) {
        parts << description;
    }
    const QString creator = state.creator.display();
    if (!creator.isEmpty()) {
        parts << singleLine(creator, 40);
    }
    if (state.created.isValid()) {
        parts << QLocale().toString(state.created.date(), QLocale::ShortFormat);
    }
    const auto count = static_cast<int>((state.blending ? state.blending->base().images : state.images).imageCount());
    if (count > 0) { // a blending state may be for a whole series without listing it
        parts << (count == 1 ? Text::tr("for 1 image") : Text::tr("for %1 images").arg(count));
    }
    return menuText(parts.join(QStringLiteral(" · ")));
}

/// What the overlays of the frame in view are; for reading only.
void addOverlays(QMenu& menu, const ImageViewport& view)
{
    const FrameRef* ref = view.frameRef();
    if (!ref) {
        return;
    }
    for (const OverlayPlane& plane : ref->image->overlays) {
        if (plane.rows > 0 && plane.frameFor(ref->frame)) {
            menu.addAction(menuText(overlayText(plane)))->setEnabled(false);
        }
    }
}

/// A check mark that draws one of them or not.
void addRegion(QMenu& menu, ImageViewport& view, const RegionSet& set, int index)
{
    const Region& region = set.regions[static_cast<std::size_t>(index)];
    QAction* action = menu.addAction(menuText(QStringLiteral("%1 %2").arg(QString::number(region.number), region.label)));
    const std::pair<InstanceUid, int> key{set.object->record.instance.uid, region.number};
    action->setCheckable(true);
    action->setChecked(view.regionChoice().hidden.count(key) == 0);
    QPixmap patch(12, 12);
    patch.fill(regionColor(set, index));
    action->setIcon(QIcon(patch));
    QObject::connect(action, &QAction::toggled, &view, [&view, key](bool shown) {
        RegionChoice choice = view.regionChoice();
        shown ? (void)choice.hidden.erase(key) : (void)choice.hidden.insert(key);
        view.setRegionChoice(choice);
    });
}

/// Segments and structures by name, to be drawn or not.
void fillRegions(QMenu& menu, ImageViewport& view, const CommandTable& table)
{
    const ImageSeriesPtr series = view.series();
    if (!series || series->regions.empty()) {
        return;
    }
    menu.addSeparator();
    menu.addAction(table.action("viewport.regions"));
    for (const RegionSetPtr& set : series->regions) {
        QMenu* entries = menu.addMenu(menuText(singleLine(set->label, 48)));
        for (std::size_t i = 0; i < set->regions.size() && i < 200; ++i) {
            addRegion(*entries, view, *set, static_cast<int>(i));
        }
    }
}

void fill(QMenu& menu, const CommandTable& table)
{
    menu.clear();
    ImageViewport* view = table.grid().active();
    const std::vector<PresentationStatePtr> states = view->presentations();
    auto* group = new QActionGroup(&menu);
    const auto add = [&](const QString& text, const PresentationStatePtr& state) {
        QAction* action = menu.addAction(text);
        action->setCheckable(true);
        action->setChecked(view->presentation() == state);
        group->addAction(action);
        QObject::connect(action, &QAction::triggered, view, [view, state] { view->setPresentation(state); });
    };
    add(Text::tr("As the images say"), nullptr);
    for (const PresentationStatePtr& state : states) {
        add(describe(*state), state);
    }
    if (states.empty()) {
        menu.addAction(Text::tr("There is no presentation state for this image"))->setEnabled(false);
    }
    fillSubtraction(menu, *view, table);
    fillRegions(menu, *view, table);
    menu.addSeparator();
    addOverlays(menu, *view);
    for (const char* id : {"viewport.nextState", "viewport.overlays", "viewport.shutter"}) {
        menu.addAction(table.action(id));
    }
}

} // namespace

QString overlayText(const OverlayPlane& plane)
{
    QStringList names{singleLine(plane.label, 48), singleLine(plane.description, 48)};
    names.removeAll(QString());
    names.removeDuplicates();
    const QString name =
        names.isEmpty() ? Text::tr("Overlay %1").arg((plane.group - 0x6000) / 2 + 1) : names.join(QStringLiteral(", "));
    if (!plane.region) {
        return name;
    }
    QStringList numbers{plane.regionArea ? Text::tr("region of %1 pixels").arg(*plane.regionArea) : Text::tr("region")};
    if (plane.regionMean) {
        numbers << Text::tr("mean %1").arg(*plane.regionMean);
    }
    if (plane.regionDeviation) {
        numbers << Text::tr("SD %1").arg(*plane.regionDeviation);
    }
    return name + QStringLiteral(" · ") + numbers.join(QStringLiteral(", "));
}

void nextPresentation(ImageViewport& view)
{
    const std::vector<PresentationStatePtr> states = view.presentations();
    const auto current = std::find(states.begin(), states.end(), view.presentation());
    if (current == states.end()) {
        view.setPresentation(states.empty() ? nullptr : states.front());
    } else {
        view.setPresentation(current + 1 == states.end() ? nullptr : *(current + 1));
    }
}

void addStateCommands(CommandTable& table)
{
    table.addForView({"viewport.nextState", QT_TRANSLATE_NOOP("ViewportActions", "Next presentation state"), "", {"Shift+P"}},
                     CommandGroup::Viewport, nextPresentation);
    table.addToggleForView(
        {"viewport.overlays", QT_TRANSLATE_NOOP("ViewportActions", "Overlays and annotations"), "", {"Y"}},
        CommandGroup::Viewport,
        [](ImageViewport& view) { view.setPlanesVisible(!view.areOverlaysVisible(), view.isShutterVisible()); },
        [](const ImageViewport& view) { return view.areOverlaysVisible(); });
    table.addToggleForView(
        {"viewport.shutter", QT_TRANSLATE_NOOP("ViewportActions", "Shutter"), "", {"U"}}, CommandGroup::Viewport,
        [](ImageViewport& view) { view.setPlanesVisible(view.areOverlaysVisible(), !view.isShutterVisible()); },
        [](const ImageViewport& view) { return view.isShutterVisible(); });
    table.addToggleForView(
        {"viewport.regions", QT_TRANSLATE_NOOP("ViewportActions", "Segments and structures"), "", {"Shift+Y"}},
        CommandGroup::Viewport,
        [](ImageViewport& view) {
            RegionChoice choice = view.regionChoice();
            choice.shown = !choice.shown;
            view.setRegionChoice(choice);
        },
        [](const ImageViewport& view) { return view.regionChoice().shown; });
}

QMenu* makeStateMenu(const CommandTable& table, QWidget* parent)
{
    auto* menu = new QMenu(Text::tr("Presentation states"), parent);
    fill(*menu, table);
    QObject::connect(menu, &QMenu::aboutToShow, menu, [menu, &table] { fill(*menu, table); });
    return menu;
}

} // namespace isocenter
