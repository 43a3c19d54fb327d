#include "tools/ViewCommands.h"

#include "layout/SyncGroup.h"
#include "layout/ViewportGrid.h"
#include "page/DocumentView.h"
#include "slide/SlideView.h"
#include "tools/CommandTable.h"
#include "viewport/ImageViewport.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <limits>

namespace isocenter {

namespace {

constexpr int kPage = 10; // slices
constexpr std::array kCineSpeeds{0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0};

void changeCineSpeed(ImageViewport& view, bool faster)
{
    const double now = view.cineSpeed();
    const auto above = [&](double speed) { return speed > now + 1e-6; };
    const auto below = [&](double speed) { return speed < now - 1e-6; };
    if (faster) {
        const auto next = std::find_if(kCineSpeeds.begin(), kCineSpeeds.end(), above);
        view.setCineSpeed(next == kCineSpeeds.end() ? kCineSpeeds.back() : *next);
    } else {
        const auto next = std::find_if(kCineSpeeds.rbegin(), kCineSpeeds.rend(), below);
        view.setCineSpeed(next == kCineSpeeds.rend() ? kCineSpeeds.front() : *next);
    }
}

void zoom(ViewportGrid& grid, ImageViewport& view, int steps)
{
    if (DocumentView* document = grid.documentIn(view)) {
        document->zoom(steps);
    } else if (SlideView* slide = grid.slideIn(view)) {
        slide->zoomBy(steps > 0 ? 1.25 : 0.8);
    } else {
        view.zoomAt(QRectF(view.rect()).center(), steps > 0 ? 1.25 : 0.8);
    }
}

/// Of the slices, or of the objects of a series without pictures; clamped.
void showIndex(ViewportGrid& grid, ImageViewport& view, int index)
{
    if (DocumentView* document = grid.documentIn(view)) {
        document->setIndex(index);
    } else {
        view.setIndex(index);
    }
}

void showTexts(ViewportGrid& grid, bool shown)
{
    for (ImageViewport* view : grid.allViewports()) {
        view->setOverlayVisible(shown);
        if (SlideView* slide = grid.slideIn(*view)) {
            slide->setTextsVisible(shown);
        }
    }
}

void addWindowCommands(CommandTable& table)
{
    table.addForView({"viewport.windowDefault", QT_TRANSLATE_NOOP("ViewportActions", "Window as sent"), "", {"Ctrl+D"}},
                     CommandGroup::Window, [](ImageViewport& view) { view.applyDefaultWindow(); });
    table.addForView(
        {"viewport.windowFullRange", QT_TRANSLATE_NOOP("ViewportActions", "Window over the full range"), "", {"Ctrl+E"}},
        CommandGroup::Window, [](ImageViewport& view) { view.applyFullRange(); });
    table.addForView({"viewport.nextFileWindow", QT_TRANSLATE_NOOP("ViewportActions", "Next window of the file"), "", {"E"}},
                     CommandGroup::Window, nextFileWindow);
    table.addToggleForView(
        {"viewport.invert", QT_TRANSLATE_NOOP("ViewportActions", "Invert"), "invert", {"I"}}, CommandGroup::Window,
        [](ImageViewport& view) { view.setInvert(!view.viewState().display.invert); },
        [](const ImageViewport& view) { return view.viewState().display.invert; });
}

void addCineCommands(CommandTable& table)
{
    table.addToggleForView(
        {"viewport.cine", QT_TRANSLATE_NOOP("ViewportActions", "Play"), "play", {"C"}}, CommandGroup::Slices,
        [](ImageViewport& view) { view.isPlaying() ? view.stopCine() : view.startCine(); },
        [](const ImageViewport& view) { return view.isPlaying(); });
    table.addForView({"cine.slower", QT_TRANSLATE_NOOP("ViewportActions", "Play slower"), "", {","}}, CommandGroup::Slices,
                     [](ImageViewport& view) { changeCineSpeed(view, false); });
    table.addForView({"cine.faster", QT_TRANSLATE_NOOP("ViewportActions", "Play faster"), "", {"."}}, CommandGroup::Slices,
                     [](ImageViewport& view) { changeCineSpeed(view, true); });
}

} // namespace

void addViewCommands(CommandTable& table)
{
    ViewportGrid& grid = table.grid();
    table.addForView({"viewport.fit", QT_TRANSLATE_NOOP("ViewportActions", "Fit into the viewport"), "fit", {"A"}},
                     CommandGroup::Viewport, [&grid](ImageViewport& view) {
                         if (SlideView* slide = grid.slideIn(view)) {
                             return slide->fit();
                         }
                         DocumentView* document = grid.documentIn(view);
                         document ? document->resetZoom() : view.fit();
                     });
    table.addForView(
        {"viewport.oneToOne", QT_TRANSLATE_NOOP("ViewportActions", "One image pixel a screen pixel"), "one-to-one", {"O"}},
        CommandGroup::Viewport, [&grid](ImageViewport& view) {
            SlideView* slide = grid.slideIn(view);
            slide ? slide->oneToOne() : view.oneToOne();
        });
    table.addForView({"viewport.zoomIn", QT_TRANSLATE_NOOP("ViewportActions", "Larger"), "plus", {"+", "="}},
                     CommandGroup::Viewport, [&grid](ImageViewport& view) { zoom(grid, view, 1); });
    table.addForView({"viewport.zoomOut", QT_TRANSLATE_NOOP("ViewportActions", "Smaller"), "minus", {"-"}},
                     CommandGroup::Viewport, [&grid](ImageViewport& view) { zoom(grid, view, -1); });
    table.addForView(
        {"viewport.flipHorizontal", QT_TRANSLATE_NOOP("ViewportActions", "Flip left and right"), "flip-horizontal", {"H"}},
        CommandGroup::Viewport, [](ImageViewport& view) { view.flip(Qt::Horizontal); });
    table.addForView(
        {"viewport.flipVertical", QT_TRANSLATE_NOOP("ViewportActions", "Flip top and bottom"), "flip-vertical", {"V"}},
        CommandGroup::Viewport, [](ImageViewport& view) { view.flip(Qt::Vertical); });
    table.addForView({"viewport.rotateRight", QT_TRANSLATE_NOOP("ViewportActions", "Turn right"), "rotate-right", {"T"}},
                     CommandGroup::Viewport, [](ImageViewport& view) { view.rotateBy(1); });
    table.addForView({"viewport.rotateLeft", QT_TRANSLATE_NOOP("ViewportActions", "Turn left"), "rotate-left", {"Shift+T"}},
                     CommandGroup::Viewport, [](ImageViewport& view) { view.rotateBy(-1); });
    table.addForView({"viewport.reset", QT_TRANSLATE_NOOP("ViewportActions", "Reset the view"), "reset", {"Backspace"}},
                     CommandGroup::Viewport, [&grid](ImageViewport& view) {
                         SlideView* slide = grid.slideIn(view);
                         slide ? slide->fit() : view.resetView();
                     });
    table.addToggleForView(
        {"viewport.magnifier", QT_TRANSLATE_NOOP("ViewportActions", "Magnifier at the mouse"), "tool-magnifier", {"L"}},
        CommandGroup::Viewport, [](ImageViewport& view) { view.setMagnifier(!view.hasMagnifier()); },
        [](const ImageViewport& view) { return view.hasMagnifier(); });
    table.addToggleForView(
        {"viewport.interpolation", QT_TRANSLATE_NOOP("ViewportActions", "Smooth pixels"), "", {"Shift+X"}},
        CommandGroup::Viewport,
        [](ImageViewport& view) {
            const bool smooth = view.viewState().interpolation == Interpolation::Linear;
            view.setInterpolation(smooth ? Interpolation::Nearest : Interpolation::Linear);
        },
        [](const ImageViewport& view) { return view.viewState().interpolation == Interpolation::Linear; });
    table.addToggle(
        {"viewport.texts", QT_TRANSLATE_NOOP("ViewportActions", "Texts"), "texts", {"D"}}, CommandGroup::Viewport,
        [&grid](bool shown) { showTexts(grid, shown); }, [&grid] { return grid.active()->isOverlayVisible(); });
    QObject::connect(&grid, &ViewportGrid::viewportAdded, &grid,
                     [&grid](ImageViewport* view) { view->setOverlayVisible(grid.active()->isOverlayVisible()); });
    addWindowCommands(table);
}

void addSliceCommands(CommandTable& table)
{
    ViewportGrid& grid = table.grid();
    const auto step = [&](const CommandText& text, int slices) {
        table.addForView(text, CommandGroup::Slices, [&grid, slices](ImageViewport&) { grid.scrollActive(slices); });
    };
    step({"viewport.nextSlice", QT_TRANSLATE_NOOP("ViewportActions", "Next slice"), "", {"Down"}}, 1);
    step({"viewport.previousSlice", QT_TRANSLATE_NOOP("ViewportActions", "Previous slice"), "", {"Up"}}, -1);
    step({"viewport.pageDown", QT_TRANSLATE_NOOP("ViewportActions", "Ten slices on"), "", {"PgDown"}}, kPage);
    step({"viewport.pageUp", QT_TRANSLATE_NOOP("ViewportActions", "Ten slices back"), "", {"PgUp"}}, -kPage);
    table.addForView({"viewport.firstSlice", QT_TRANSLATE_NOOP("ViewportActions", "First slice"), "", {"Home"}},
                     CommandGroup::Slices, [&grid](ImageViewport& view) { showIndex(grid, view, 0); });
    table.addForView({"viewport.lastSlice", QT_TRANSLATE_NOOP("ViewportActions", "Last slice"), "", {"End"}},
                     CommandGroup::Slices,
                     [&grid](ImageViewport& view) { showIndex(grid, view, std::numeric_limits<int>::max()); });
    table.add({"series.next", QT_TRANSLATE_NOOP("ViewportActions", "Next series"), "", {"Right"}}, CommandGroup::Slices,
              [&grid] { grid.stepSeries(1); });
    table.add({"series.previous", QT_TRANSLATE_NOOP("ViewportActions", "Previous series"), "", {"Left"}}, CommandGroup::Slices,
              [&grid] { grid.stepSeries(-1); });
    addCineCommands(table);
    table.addForView({"document.find", QT_TRANSLATE_NOOP("ViewportActions", "Find in the document"), "search", {"/"}},
                     CommandGroup::Slices, [&grid](ImageViewport& view) {
                         if (DocumentView* document = grid.documentIn(view)) {
                             document->openFind();
                         }
                     });
}

void addLayoutCommands(CommandTable& table)
{
    ViewportGrid& grid = table.grid();
    const auto layout = [&](const CommandText& text, GridLayout wanted) {
        table.add(text, CommandGroup::Layout, [&grid, wanted] { grid.chooseLayout(wanted); });
    };
    layout({"layout.1x1", QT_TRANSLATE_NOOP("ViewportActions", "One viewport"), "layout-1x1", {"Ctrl+1"}}, {1, 1});
    layout({"layout.1x2", QT_TRANSLATE_NOOP("ViewportActions", "Two side by side"), "layout-1x2", {"Ctrl+2"}}, {1, 2});
    layout({"layout.2x1", QT_TRANSLATE_NOOP("ViewportActions", "Two, one below the other"), "layout-2x1", {"Ctrl+3"}}, {2, 1});
    layout({"layout.2x2", QT_TRANSLATE_NOOP("ViewportActions", "Two rows of two"), "layout-2x2", {"Ctrl+4"}}, {2, 2});
    layout({"layout.1x3", QT_TRANSLATE_NOOP("ViewportActions", "Three side by side"), "layout-grid", {"Ctrl+5"}}, {1, 3});
    layout({"layout.2x3", QT_TRANSLATE_NOOP("ViewportActions", "Two rows of three"), "layout-grid", {"Ctrl+6"}}, {2, 3});
    layout({"layout.3x2", QT_TRANSLATE_NOOP("ViewportActions", "Three rows of two"), "layout-grid", {"Ctrl+7"}}, {3, 2});
    layout({"layout.3x3", QT_TRANSLATE_NOOP("ViewportActions", "Three rows of three"), "layout-grid", {"Ctrl+8"}}, {3, 3});
    layout({"layout.4x4", QT_TRANSLATE_NOOP("ViewportActions", "Four rows of four"), "layout-grid", {"Ctrl+9"}}, {4, 4});
    table.addToggle(
        {"layout.maximize", QT_TRANSLATE_NOOP("ViewportActions", "Active viewport over all"), "layout-1x1", {"Return", "Enter"}},
        CommandGroup::Layout, [&grid](bool on) { grid.setMaximized(on); }, [&grid] { return grid.isMaximized(); });
    table.add({"layout.nextViewport", QT_TRANSLATE_NOOP("ViewportActions", "Next viewport"), "", {"Tab"}}, CommandGroup::Layout,
              [&grid] { grid.cycleActive(1); });
    table.add({"layout.previousViewport", QT_TRANSLATE_NOOP("ViewportActions", "Previous viewport"), "", {"Shift+Tab"}},
              CommandGroup::Layout, [&grid] { grid.cycleActive(-1); });
    table.add({"layout.viewportLeft", QT_TRANSLATE_NOOP("ViewportActions", "Viewport to the left"), "", {"Ctrl+Left"}},
              CommandGroup::Layout, [&grid] { grid.moveActive(0, -1); });
    table.add({"layout.viewportRight", QT_TRANSLATE_NOOP("ViewportActions", "Viewport to the right"), "", {"Ctrl+Right"}},
              CommandGroup::Layout, [&grid] { grid.moveActive(0, 1); });
    table.add({"layout.viewportAbove", QT_TRANSLATE_NOOP("ViewportActions", "Viewport above"), "", {"Ctrl+Up"}},
              CommandGroup::Layout, [&grid] { grid.moveActive(-1, 0); });
    table.add({"layout.viewportBelow", QT_TRANSLATE_NOOP("ViewportActions", "Viewport below"), "", {"Ctrl+Down"}},
              CommandGroup::Layout, [&grid] { grid.moveActive(1, 0); });
}

void addSyncCommands(CommandTable& table)
{
    SyncGroup& sync = table.grid().sync();
    const auto toggle = [&](const CommandText& text, void (SyncGroup::*set)(bool), bool (SyncGroup::*get)() const) {
        table.addToggle(
            text, CommandGroup::Links, [&sync, set](bool on) { (sync.*set)(on); }, [&sync, get] { return (sync.*get)(); });
    };
    toggle({"sync.scroll", QT_TRANSLATE_NOOP("ViewportActions", "Same place in all viewports"), "sync", {"J"}},
           &SyncGroup::setScrollLinked, &SyncGroup::isScrollLinked);
    toggle({"sync.number", QT_TRANSLATE_NOOP("ViewportActions", "Scroll others along by number"), "", {"Ctrl+Shift+J"}},
           &SyncGroup::setNumberLinked, &SyncGroup::isNumberLinked);
    toggle({"sync.view", QT_TRANSLATE_NOOP("ViewportActions", "Same zoom and pan in all viewports"), "", {"Shift+J"}},
           &SyncGroup::setViewLinked, &SyncGroup::isViewLinked);
    toggle({"sync.window", QT_TRANSLATE_NOOP("ViewportActions", "Same window in viewports of one modality"), "", {"Ctrl+J"}},
           &SyncGroup::setWindowLinked, &SyncGroup::isWindowLinked);
    toggle({"referenceLines", QT_TRANSLATE_NOOP("ViewportActions", "Reference lines"), "reference-lines", {"X"}},
           &SyncGroup::setReferenceLines, &SyncGroup::hasReferenceLines);
}

void applyWindowPreset(ImageViewport& viewport, const WindowPreset& preset)
{
    switch (preset.kind) {
    case WindowPreset::Kind::ImageDefault:
        viewport.applyDefaultWindow();
        return;
    case WindowPreset::Kind::FullRange:
        viewport.applyFullRange();
        return;
    case WindowPreset::Kind::Fixed:
        viewport.setWindow(WindowPresets::resolve(preset, Window()));
        return;
    case WindowPreset::Kind::Relative:
        break;
    }
    const ViewState before = viewport.viewState();
    viewport.applyDefaultWindow();
    if (const auto base = viewport.window()) {
        viewport.setWindow(WindowPresets::resolve(preset, *base));
    } else {
        viewport.setViewState(before);
    }
}

void nextFileWindow(ImageViewport& viewport)
{
    const FrameRef* ref = viewport.frameRef();
    if (!ref) {
        return;
    }
    const int tables = static_cast<int>(ref->attributes().voiTables.size());
    const int windows = static_cast<int>(ref->attributes().windows.size());
    if (tables + windows < 2) {
        return;
    }
    const DisplayState state = viewport.viewState().display;
    int now = 0; // the default is the first table, else the first window
    if (state.window || state.fullRange) {
        now = -1;
    } else if (state.voiTable) {
        now = *state.voiTable;
    } else if (state.windowIndex) {
        now = tables + *state.windowIndex;
    }
    const int next = (now + 1) % (tables + windows);
    next < tables ? viewport.setVoiTable(next) : viewport.setWindowIndex(next - tables);
}

} // namespace isocenter
