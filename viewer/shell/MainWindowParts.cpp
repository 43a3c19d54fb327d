#include "shell/MainWindowParts.h"

#include "layout/ViewportGrid.h"
#include "shell/CommandPalette.h"
#include "shell/JobsButton.h"
#include "shell/MessageBar.h"
#include "shell/ReadingPage.h"
#include "shell/ShortcutDialog.h"
#include "shell/TopBar.h"
#include "studylist/StudyBrowser.h"
#include "tags/TagViewer.h"
#include "theme/Theme.h"
#include "tools/ViewportActions.h"
#include "viewport/DisplayOutput.h"
#include "viewport/ImageViewport.h"

#include <QApplication>
#include <QFileDialog>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace isocenter {

namespace {

constexpr int pictureCheckInterval = 30; ///< ms
constexpr int steadyChecks = 3;          ///< so many in a row before a picture counts as final

QFileDialog* darkDialog(QWidget* parent, const QString& title, const QString& folder)
{
    auto* dialog = new QFileDialog(parent, title, folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog); // the desktop's own may flash white
    dialog->resize(Theme::scaled(820), Theme::scaled(520));
    return dialog;
}

} // namespace

MainWindow::Parts::Parts(MainWindow& owner, const StudyIndex& index, const ViewerServices& services, JobList& jobList,
                         ActionRegistry& registry)
    : window(owner),
      jobs(jobList),
      actions(registry),
      output(services.output),
      menu(new QMenu(&owner)),
      top(new TopBar(jobList, menu, &owner)),
      pages(new QStackedWidget(&owner)),
      browser(new StudyBrowser(index, services, &owner)),
      reading(new ReadingPage(services, &owner)),
      messages(nullptr),
      palette(new CommandPalette(registry, &owner)),
      viewportActions(nullptr)
{
    auto* centre = new QWidget(&window);
    centre->setObjectName(QStringLiteral("page"));
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(top);
    layout->addWidget(pages, 1);
    pages->addWidget(browser);
    pages->addWidget(reading);
    window.setCentralWidget(centre);
    messages = new MessageBar(pages);
    messages->setPlace([this] {
        // No message may cover an orientation letter or a text of the picture that is being read.
        const ImageViewport* active = reading->grid().active();
        const QRect area = active->areaAboveBottomTexts();
        return pages->currentWidget() == reading ? QRect(active->mapTo(pages, area.topLeft()), area.size()) : QRect();
    });
    pictureTimer.setInterval(pictureCheckInterval);
}

MainWindow::Parts::~Parts()
{
    delete viewportActions; // it still knows the viewports, which go with the window
}

void MainWindow::Parts::wire()
{
    wireBrowser();
    QObject::connect(&pictureTimer, &QTimer::timeout, &scope, [this] { checkPicture(); });
    QObject::connect(&actions, &ActionRegistry::changed, &scope, [this] {
        refreshToolTips();
        Q_EMIT window.settingsChanged();
    });
    QObject::connect(menu, &QMenu::aboutToShow, &scope, [this] { fillMenu(); });
    QObject::connect(reading, &ReadingPage::stripVisibleChanged, &scope,
                     [this](bool on) { actions.action(QStringLiteral("view.series"))->setChecked(on); });
    QObject::connect(reading, &ReadingPage::tagsVisibleChanged, &scope,
                     [this](bool on) { actions.action(QStringLiteral("view.tags"))->setChecked(on); });
    QObject::connect(reading, &ReadingPage::placeChanged, &scope, [this] { showPage(pages->currentWidget()); });
    QObject::connect(&reading->grid(), &ViewportGrid::activeStateChanged, &scope, [this] { watchPicture(); });
    QObject::connect(&reading->grid(), &ViewportGrid::shownChanged, &scope, [this] { watchPicture(); });
    QObject::connect(&window, &MainWindow::pictureComplete, messages, &MessageBar::place);
    refreshToolTips();
}

void MainWindow::Parts::wireBrowser()
{
    QObject::connect(browser, &StudyBrowser::openRequested, &window, &MainWindow::openStudyRequested);
    QObject::connect(browser, &StudyBrowser::importFolderRequested, &scope, [this] { chooseFolder(false); });
    QObject::connect(browser, &StudyBrowser::importFilesRequested, &scope, [this] { chooseFiles(); });
    QObject::connect(browser, &StudyBrowser::demoRequested, &window, &MainWindow::demoRequested);
    QObject::connect(browser, &StudyBrowser::failed, &scope,
                     [this](const QString& reason) { messages->show(reason, {}, {}, MessageBar::Kind::Caution); });
    QObject::connect(browser, &StudyBrowser::completeChanged, &scope, [this] { watchPicture(); });
}

void MainWindow::Parts::showPage(QWidget* page)
{
    const bool readingNow = page == reading;
    pages->setCurrentWidget(page);
    const ReadingPage::Place place = reading->place();
    const bool slices = place == ReadingPage::Place::Viewports;
    top->setToolsVisible(readingNow && slices); // they are for the slices
    actions.action(QStringLiteral("view.browser"))->setChecked(!readingNow);
    for (const char* id : {"view.series", "view.mpr", "view.volume", "view.tags", "study.close"}) {
        actions.action(QLatin1String(id))->setEnabled(readingNow);
    }
    actions.action(QStringLiteral("mpr.fuse"))->setEnabled(readingNow && place == ReadingPage::Place::Mpr);
    actions.action(QStringLiteral("view.images"))->setEnabled(context != nullptr);
    actions.action(QStringLiteral("view.images"))->setChecked(readingNow && slices);
    actions.action(QStringLiteral("view.volume"))->setChecked(readingNow && place == ReadingPage::Place::Volume);
    actions.action(QStringLiteral("view.mpr"))->setChecked(readingNow && place == ReadingPage::Place::Mpr);
}

bool MainWindow::Parts::isComplete() const
{
    if (!opening.isEmpty()) {
        return false;
    }
    return pages->currentWidget() == reading ? reading->isComplete() : browser->isComplete();
}

void MainWindow::Parts::watchPicture()
{
    completeChecks = 0;
    pictureTimer.start();
}

void MainWindow::Parts::checkPicture()
{
    completeChecks = isComplete() ? completeChecks + 1 : 0;
    if (completeChecks >= steadyChecks) {
        pictureTimer.stop();
        Q_EMIT window.pictureComplete();
    }
}

QJsonObject MainWindow::Parts::settings() const
{
    const auto text = [](const QByteArray& bytes) { return QString::fromLatin1(bytes.toBase64()); };
    return QJsonObject{
        {QStringLiteral("theme"), themeName},
        {QStringLiteral("textPercent"), textPercent},
        {QStringLiteral("geometry"), text(window.saveGeometry())},
        {QStringLiteral("columns"), text(browser->columns())},
        {QStringLiteral("strip"), reading->isStripVisible()},
        {QStringLiteral("tags"), reading->areTagsVisible()},
        {QStringLiteral("leaveInPlace"), storeMode() == StoreMode::LeaveInPlace},
        {QStringLiteral("lastFolder"), lastFolder},
        {QStringLiteral("greyDepth"), DisplayOutput::name(output ? output->grey() : DisplayOutput::Grey::Automatic)},
        {QStringLiteral("screenProfile"), output ? output->screenProfilePath() : QString()},
        {QStringLiteral("keys"), text(actions.save())}};
}

void MainWindow::Parts::applySettings(const QJsonObject& saved)
{
    const auto bytes = [&saved](const char* name) {
        return QByteArray::fromBase64(saved.value(QLatin1String(name)).toString().toLatin1());
    };
    if (saved.isEmpty()) {
        return;
    }
    if (const QByteArray keys = bytes("keys"); !keys.isEmpty()) {
        actions.load(keys);
    }
    setTheme(saved.value(QLatin1String("theme")).toString(), saved.value(QLatin1String("textPercent")).toInt(100));
    window.restoreGeometry(bytes("geometry"));
    if (const QByteArray columns = bytes("columns"); !columns.isEmpty()) {
        browser->applyColumns(columns);
    }
    reading->setStripVisible(saved.value(QLatin1String("strip")).toBool(true));
    reading->setTagsVisible(saved.value(QLatin1String("tags")).toBool(false));
    actions.action(QStringLiteral("import.leaveInPlace"))->setChecked(saved.value(QLatin1String("leaveInPlace")).toBool(false));
    lastFolder = saved.value(QLatin1String("lastFolder")).toString();
    if (output) {
        output->setGrey(DisplayOutput::greyNamed(saved.value(QLatin1String("greyDepth")).toString()));
        output->setScreenProfile(saved.value(QLatin1String("screenProfile")).toString());
    }
}

void MainWindow::Parts::setTheme(const QString& name, int percent)
{
    const int bounded = std::clamp(percent, 100, 200);
    const Theme theme = Theme::shipped(name);
    if (theme.name() == themeName && bounded == textPercent) {
        return;
    }
    themeName = theme.name();
    textPercent = bounded;
    theme.apply(textPercent);
    actions.action(QStringLiteral("view.lightTheme"))->setChecked(!theme.isDark());
}

void MainWindow::Parts::nextGreyDepth()
{
    using Grey = DisplayOutput::Grey;
    if (!output) {
        return;
    }
    const Grey now = output->grey();
    output->setGrey(now == Grey::Automatic ? Grey::Dithered : now == Grey::Dithered ? Grey::Eight : Grey::Automatic);
    const bool ten = output->depthFor(window.screen()) == ScreenDepth::Ten;
    switch (output->grey()) {
    case Grey::Automatic:
        messages->show(ten ? MainWindow::tr("Grey levels by the screen: 10 bits.")
                           : MainWindow::tr("Grey levels by the screen: 8 bits."));
        break;
    case Grey::Dithered:
        messages->show(ten ? MainWindow::tr("Grey levels: 10 bits, dithered on screens of 8.")
                           : MainWindow::tr("Grey levels: 8 bits, dithered: the mean of an area is exact."));
        break;
    case Grey::Eight:
        messages->show(MainWindow::tr("Grey levels: 8 bits on every screen."));
        break;
    }
    Q_EMIT window.settingsChanged();
}

StoreMode MainWindow::Parts::storeMode() const
{
    return actions.action(QStringLiteral("import.leaveInPlace"))->isChecked() ? StoreMode::LeaveInPlace : StoreMode::Copy;
}

void MainWindow::Parts::chooseFolder(bool openAtOnce)
{
    QFileDialog* dialog =
        darkDialog(&window, openAtOnce ? MainWindow::tr("Open folder") : MainWindow::tr("Import folder"), lastFolder);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly, false);
    dialog->setLabelText(QFileDialog::Accept, openAtOnce ? MainWindow::tr("Open") : MainWindow::tr("Import"));
    QObject::connect(dialog, &QFileDialog::filesSelected, &scope, [this, openAtOnce](const QStringList& paths) {
        lastFolder = paths.value(0);
        if (openAtOnce) {
            Q_EMIT window.openPathsRequested(paths);
        } else {
            Q_EMIT window.importRequested(paths, storeMode());
        }
    });
    dialog->open();
}

void MainWindow::Parts::chooseFiles()
{
    QFileDialog* dialog = darkDialog(&window, MainWindow::tr("Import files"), lastFolder);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilter(MainWindow::tr("All files (*)")); // DICOM files are known by their content, not by their name
    dialog->setLabelText(QFileDialog::Accept, MainWindow::tr("Import"));
    QObject::connect(dialog, &QFileDialog::filesSelected, &scope, [this, dialog](const QStringList& paths) {
        lastFolder = dialog->directory().absolutePath();
        Q_EMIT window.importRequested(paths, storeMode());
    });
    dialog->open();
}

void MainWindow::Parts::showShortcuts()
{
    if (!shortcuts) {
        shortcuts = new ShortcutDialog(actions, &window);
        shortcuts->setAttribute(Qt::WA_DeleteOnClose);
    }
    shortcuts->show();
    shortcuts->raise();
    shortcuts->activateWindow();
}

void MainWindow::Parts::setFullScreen(bool on)
{
    window.setWindowState(on ? window.windowState() | Qt::WindowFullScreen : window.windowState() & ~Qt::WindowFullScreen);
}

} // namespace isocenter
