#pragma once

#include "shell/MainWindow.h"

#include <QPointer>
#include <QTimer>

class QMenu;
class QStackedWidget;

namespace isocenter {

class CommandPalette;
class MessageBar;
class ReadingPage;
class ShortcutDialog;
class StudyBrowser;
class TopBar;
class ViewportActions;

/// What the window is made of; its widgets belong to the window. Not for use outside shell.
struct MainWindow::Parts
{
    Parts(MainWindow& window, const StudyIndex& index, const ViewerServices& services, JobList& jobs, ActionRegistry& actions);
    ~Parts();

    void registerActions();
    void registerFileActions();
    void registerViewActions();
    void registerPlaceActions();
    void registerScreenActions();
    void buildTopBar();
    void fillMenu();
    void wire();
    void wireBrowser();
    void showPage(QWidget* page);
    bool isComplete() const;
    /// The picture is changing: pictureComplete() follows when it is final.
    void watchPicture();
    void checkPicture();
    QJsonObject settings() const;
    void applySettings(const QJsonObject& settings);
    void setTheme(const QString& name, int percent);
    void setFullScreen(bool on);
    /// How many grey levels the pictures use; null services keep 8 bits.
    void nextGreyDepth();
    void refreshToolTips();
    void chooseFolder(bool openAtOnce);
    void chooseFiles();
    void showShortcuts();
    StoreMode storeMode() const;

    MainWindow& window;
    JobList& jobs;
    ActionRegistry& actions;
    DisplayOutput* output; ///< may be null
    StudyContextPtr context;
    QString opening; ///< what is being opened; empty: nothing
    QString themeName = QStringLiteral("dark");
    int textPercent = 100;
    QString lastFolder;

    QMenu* menu;
    TopBar* top;
    QStackedWidget* pages;
    StudyBrowser* browser;
    ReadingPage* reading;
    MessageBar* messages;
    CommandPalette* palette;
    ViewportActions* viewportActions;
    QPointer<ShortcutDialog> shortcuts;
    QTimer pictureTimer;
    int completeChecks = 0;
    QObject scope; ///< of every connection to this: ends them before the widgets go
};

} // namespace isocenter
