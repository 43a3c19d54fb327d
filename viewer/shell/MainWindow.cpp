#include "shell/MainWindow.h"

#include "layout/ViewportGrid.h"
#include "shell/CommandPalette.h"
#include "shell/ImportReportDialog.h"
#include "shell/JobsButton.h"
#include "shell/MainWindowParts.h"
#include "shell/MessageBar.h"
#include "shell/PatientBanner.h"
#include "shell/ReadingPage.h"
#include "shell/TopBar.h"
#include "studylist/StudyBrowser.h"
#include "theme/Theme.h"
#include "tools/ViewportActions.h"

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QMenu>
#include <QMimeData>
#include <QStackedWidget>
#include <QTableView>
#include <QUrl>
#include <QVBoxLayout>

namespace isocenter {

MainWindow::MainWindow(const StudyIndex& index, const ViewerServices& services, JobList& jobs, ActionRegistry& actions,
                       QWidget* parent)
    : QMainWindow(parent)
{
    Theme::shipped(QStringLiteral("dark")).apply();
    setWindowTitle(tr("Isocenter"));
    setAcceptDrops(true);
    resize(1366, 768);
    m = std::make_unique<Parts>(*this, index, services, jobs, actions);
    m->registerActions();
    m->buildTopBar();
    m->wire();
    showBrowser();
}

MainWindow::~MainWindow() = default;

const StudyContextPtr& MainWindow::context() const
{
    return m->context;
}

ViewportGrid& MainWindow::grid()
{
    return m->reading->grid();
}

bool MainWindow::isPictureComplete() const
{
    return m->isComplete();
}

QJsonObject MainWindow::settings() const
{
    return m->settings();
}

void MainWindow::applySettings(const QJsonObject& settings)
{
    m->applySettings(settings);
}

void MainWindow::showStudy(const StudyContextPtr& context, const std::vector<ImageSeriesPtr>& series)
{
    // Banner and pictures change in one go: at no time does one patient's name stand over another's images.
    m->context = context;
    m->opening.clear();
    m->top->banner().setContext(context);
    m->reading->setStudy(context, series);
    m->showPage(m->reading);
    m->reading->grid().setFocus();
    m->watchPicture();
}

void MainWindow::updateSeries(quint64 generation, const std::vector<ImageSeriesPtr>& series)
{
    if (m->context && m->context->generation == generation && m->reading->updateSeries(generation, series)) {
        m->watchPicture();
    }
}

void MainWindow::closeStudy()
{
    m->context.reset();
    m->opening.clear();
    m->top->banner().setContext({});
    m->reading->setStudy({}, {});
    showBrowser();
}

void MainWindow::showBrowser()
{
    m->showPage(m->browser);
    m->browser->table().setFocus();
    m->watchPicture();
}

void MainWindow::indexChanged()
{
    m->browser->refresh();
    m->watchPicture();
}

void MainWindow::showMessage(const QString& sentence, const QString& actionText, const std::function<void()>& action)
{
    if (!m->opening.isEmpty()) {
        m->opening.clear();
        m->top->banner().setContext(m->context);
    }
    m->messages->show(singleLine(sentence, 400), actionText, action);
}

void MainWindow::showImportReport(const ImportReport& report)
{
    if (report.refused.empty()) {
        m->messages->show(report.summary());
        return;
    }
    m->messages->show(
        report.summary(), tr("Show the list"),
        [this, report] {
            auto* dialog = new ImportReportDialog(report, this);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            dialog->show();
        },
        MessageBar::Kind::Caution);
}

void MainWindow::showOpening(const QString& what)
{
    m->opening = what;
    if (m->context) {
        // Another study is still in view: its name stays over its images.
        m->messages->show(tr("Opening %1\u2026").arg(singleLine(what)));
    } else {
        m->top->banner().setNote(tr("Opening %1\u2026").arg(singleLine(what)));
    }
    m->watchPicture();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event)
{
    QStringList paths;
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile()) {
            paths << url.toLocalFile();
        }
    }
    if (!paths.isEmpty()) {
        event->acceptProposedAction();
        Q_EMIT openPathsRequested(paths);
    }
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    Q_EMIT settingsChanged();
    QMainWindow::closeEvent(event);
}

} // namespace isocenter
