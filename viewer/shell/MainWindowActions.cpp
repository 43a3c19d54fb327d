#include "shell/CommandPalette.h"
#include "shell/JobsButton.h"
#include "shell/MainWindowParts.h"
#include "shell/ReadingPage.h"
#include "shell/TopBar.h"
#include "studylist/StudyBrowser.h"
#include "theme/Icons.h"
#include "theme/Theme.h"
#include "tools/ViewportActions.h"

#include <QApplication>
#include <QMenu>
#include <QToolButton>

namespace isocenter {

namespace {

/// An action of the window: in the registry, and active wherever the focus is.
QAction* add(MainWindow& window, ActionRegistry& registry, const char* id, const QString& group, const QString& text,
             const char* icon, const QList<QKeySequence>& keys)
{
    auto* action = new QAction(text, &window);
    if (icon) {
        action->setIcon(themedIcon(QLatin1String(icon)));
    }
    registry.add(QLatin1String(id), group, action, keys);
    window.addAction(action);
    return action;
}

QKeySequence key(const char* text)
{
    return QKeySequence(QLatin1String(text));
}

} // namespace

void MainWindow::Parts::registerActions()
{
    registerFileActions();
    registerViewActions();
    registerPlaceActions();
    registerScreenActions();
    viewportActions = new ViewportActions(reading->grid(), actions, &window);
    viewportActions->enableIn(reading);
}

void MainWindow::Parts::registerFileActions()
{
    const QString group = MainWindow::tr("Studies");
    const auto on = [this](QAction* action, auto slot) { QObject::connect(action, &QAction::triggered, &scope, slot); };
    on(add(window, actions, "browser.open", group, MainWindow::tr("Open the selected study"), "image", {key("Ctrl+Return")}),
       [this] { browser->openSelected(); });
    on(add(window, actions, "browser.openFolder", group, MainWindow::tr("Open folder\u2026"), "folder-open", {key("Ctrl+O")}),
       [this] { chooseFolder(true); });
    on(add(window, actions, "browser.importFolder", group, MainWindow::tr("Import folder\u2026"), "import-folder",
           {key("Ctrl+I")}),
       [this] { chooseFolder(false); });
    on(add(window, actions, "browser.importFiles", group, MainWindow::tr("Import files\u2026"), "import-files",
           {key("Ctrl+Shift+I")}),
       [this] { chooseFiles(); });
    QAction* leave = add(window, actions, "import.leaveInPlace", group, MainWindow::tr("Leave imported files in place"), nullptr,
                         {QKeySequence(QStringLiteral("Ctrl+Shift+L"))});
    leave->setCheckable(true);
    on(leave, [this] { Q_EMIT window.settingsChanged(); });
    on(add(window, actions, "browser.demo", group, MainWindow::tr("Make demonstration studies"), "demo",
           {QKeySequence(QStringLiteral("Ctrl+Shift+D"))}),
       [this] { Q_EMIT window.demoRequested(); });
    on(add(window, actions, "browser.search", group, MainWindow::tr("Search studies"), "search", {key("Ctrl+F")}), [this] {
        window.showBrowser();
        browser->focusSearch();
    });
    on(add(window, actions, "study.close", group, MainWindow::tr("Close the study"), "close", {key("Ctrl+W")}),
       [this] { window.closeStudy(); });
    on(add(window, actions, "app.quit", group, MainWindow::tr("Quit"), "quit", {key("Ctrl+Q")}), [this] { window.close(); });
}

void MainWindow::Parts::registerScreenActions()
{
    QAction* depth =
        add(window, actions, "view.greyDepth", MainWindow::tr("Program"),
            MainWindow::tr("Grey levels: automatic, dithered, 8 bits"), nullptr, {QKeySequence(QStringLiteral("Ctrl+Shift+G"))});
    QObject::connect(depth, &QAction::triggered, &scope, [this] { nextGreyDepth(); });
}

void MainWindow::Parts::registerPlaceActions()
{
    const QString group = MainWindow::tr("Program");
    QAction* volume = add(window, actions, "view.volume", group, MainWindow::tr("3D of this series"), "volume", {key("Shift+V")});
    volume->setIconText(MainWindow::tr("3D"));
    QAction* mpr =
        add(window, actions, "view.mpr", group, MainWindow::tr("Other planes of this series"), "mpr", {key("Shift+M")});
    mpr->setIconText(MainWindow::tr("MPR"));
    QAction* fuse = add(window, actions, "mpr.fuse", group, MainWindow::tr("Lay another series over (other planes)"), nullptr,
                        {key("Shift+F")});
    QObject::connect(fuse, &QAction::triggered, &scope, [this] {
        reading->toggleFusion();
        watchPicture();
    });
    reading->setPlaceActions(volume, mpr);
    const auto on = [this](QAction* action, ReadingPage::Place place) {
        action->setCheckable(true);
        QObject::connect(action, &QAction::triggered, &scope, [this, place](bool show) {
            reading->setPlace(show ? place : ReadingPage::Place::Viewports);
            watchPicture();
        });
    };
    on(volume, ReadingPage::Place::Volume);
    on(mpr, ReadingPage::Place::Mpr);
}

void MainWindow::Parts::registerViewActions()
{
    const QString group = MainWindow::tr("Program");
    const auto on = [this](QAction* action, auto slot) { QObject::connect(action, &QAction::triggered, &scope, slot); };
    const auto checkable = [](QAction* action, bool checked) {
        action->setCheckable(true);
        action->setChecked(checked);
        return action;
    };
    on(checkable(add(window, actions, "view.browser", group, MainWindow::tr("Studies"), "browser", {key("Ctrl+B")}), true),
       [this] { window.showBrowser(); });
    on(checkable(add(window, actions, "view.images", group, MainWindow::tr("Images"), "image", {key("Ctrl+R")}), false), [this] {
        reading->setPlace(ReadingPage::Place::Viewports);
        showPage(context ? static_cast<QWidget*>(reading) : browser);
        watchPicture();
    });
    on(checkable(add(window, actions, "view.series", group, MainWindow::tr("Strip of series"), "series", {key("Ctrl+L")}), true),
       [this](bool show) { reading->setStripVisible(show); });
    on(checkable(add(window, actions, "view.tags", group, MainWindow::tr("DICOM tags"), "tags", {key("Ctrl+T")}), false),
       [this](bool show) {
           reading->setTagsVisible(show);
           watchPicture();
       });
    on(checkable(
           add(window, actions, "view.fullScreen", group, MainWindow::tr("Full screen"), "full-screen", {key("F"), key("F11")}),
           false),
       [this](bool full) { setFullScreen(full); });
    on(add(window, actions, "view.jobs", group, MainWindow::tr("Jobs"), "jobs", {key("Alt+J")}),
       [this] { top->jobsButton().openPanel(); });
    on(checkable(add(window, actions, "view.lightTheme", group, MainWindow::tr("Light theme"), "theme",
                     {QKeySequence(QStringLiteral("Ctrl+Shift+T"))}),
                 false),
       [this](bool light) {
           setTheme(light ? QStringLiteral("light") : QStringLiteral("dark"), textPercent);
           Q_EMIT window.settingsChanged();
       });
    const auto size = [this](int percent) {
        setTheme(themeName, percent);
        Q_EMIT window.settingsChanged();
    };
    on(add(window, actions, "view.textLarger", group, MainWindow::tr("Larger text"), "text-size", {key("Ctrl++"), key("Ctrl+=")}),
       [this, size] { size(textPercent + 10); });
    on(add(window, actions, "view.textSmaller", group, MainWindow::tr("Smaller text"), nullptr, {key("Ctrl+-")}),
       [this, size] { size(textPercent - 10); });
    on(add(window, actions, "view.textNormal", group, MainWindow::tr("Text at 100 %"), nullptr, {key("Ctrl+0")}),
       [size] { size(100); });
    on(add(window, actions, "view.shortcuts", group, MainWindow::tr("All shortcuts"), "keyboard", {key("?"), key("F1")}),
       [this] { showShortcuts(); });
    on(add(window, actions, "view.commandPalette", group, MainWindow::tr("Find a command\u2026"), "command", {key("Ctrl+K")}),
       [this] { palette->open(&window); });
}

void MainWindow::Parts::buildTopBar()
{
    const auto act = [this](const char* id) { return actions.action(QLatin1String(id)); };
    top->addPlace(act("view.browser"));
    top->addPlace(act("view.images"));
    top->addPlace(act("view.mpr"));
    top->addPlace(act("view.volume"));
    QToolButton* layout = top->addTool(QStringLiteral("layout-2x2"), MainWindow::tr("Layout"));
    QObject::connect(layout, &QToolButton::clicked, &scope, [this, layout] { viewportActions->openLayoutPicker(layout); });
    // Few, so that the banner keeps its room; the rest is in the menu, on keys and in the palette.
    top->addTools({act("tool.scroll"), act("tool.window"), act("tool.pan"), act("tool.zoom")});
    QToolButton* presets = top->addTool(QStringLiteral("presets"), MainWindow::tr("Window presets"));
    presets->setMenu(viewportActions->presetMenu(&window));
    presets->setPopupMode(QToolButton::InstantPopup);
    QToolButton* states = top->addTool(QStringLiteral("states"), MainWindow::tr("Presentation states"));
    states->setMenu(viewportActions->stateMenu(&window));
    states->setPopupMode(QToolButton::InstantPopup);
    top->addTools({act("viewport.fit"), act("viewport.invert"), act("viewport.reset")});
    top->addTools({act("view.tags")});
    top->addEnd(act("view.commandPalette"));
    top->addEnd(act("view.fullScreen"));
}

void MainWindow::Parts::fillMenu()
{
    const auto act = [this](const char* id) { return actions.action(QLatin1String(id)); };
    menu->clear();
    for (const char* id :
         {"browser.openFolder", "browser.importFolder", "browser.importFiles", "import.leaveInPlace", "browser.demo"}) {
        menu->addAction(act(id));
    }
    menu->addSeparator();
    // What the viewports offer, a submenu a group, in the order it was registered.
    QHash<QString, QMenu*> groups;
    for (const ActionRegistry::Entry& entry : actions.entries()) {
        if (entry.group == MainWindow::tr("Studies") || entry.group == MainWindow::tr("Program")) {
            continue;
        }
        QMenu*& group = groups[entry.group];
        if (!group) {
            group = menu->addMenu(entry.group);
        }
        group->addAction(entry.action);
    }
    menu->addSeparator();
    for (const char* id : {"view.series", "view.mpr", "view.volume", "view.tags", "view.fullScreen", "view.lightTheme",
                           "view.textLarger", "view.textSmaller", "view.textNormal", "view.greyDepth"}) {
        menu->addAction(act(id));
    }
    menu->addSeparator();
    for (const char* id : {"view.commandPalette", "view.shortcuts", "study.close", "app.quit"}) {
        menu->addAction(act(id));
    }
}

void MainWindow::Parts::refreshToolTips()
{
    for (const ActionRegistry::Entry& entry : actions.entries()) {
        if (entry.action->parent() != &window) {
            continue; // the viewports describe their own
        }
        const QString keys = QKeySequence::listToString(entry.action->shortcuts(), QKeySequence::NativeText);
        const QString title = actionTitle(*entry.action);
        entry.action->setToolTip(keys.isEmpty() ? title : QStringLiteral("%1 (%2)").arg(title, keys));
    }
}

} // namespace isocenter
