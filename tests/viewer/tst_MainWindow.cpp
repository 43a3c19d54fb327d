#include "layout/ViewportGrid.h"
#include "shell/MainWindow.h"
#include "shell/MessageBar.h"
#include "shell/PatientBanner.h"
#include "support/FakeImageReader.h"
#include "theme/Theme.h"
#include "viewer/FakeIndex.h"
#include "viewport/ImageViewport.h"

#include <QApplication>
#include <QDropEvent>
#include <QFileDialog>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>

using namespace isocenter;
using isocenter::test::addSeries;
using isocenter::test::FakeIndex;
using isocenter::test::FakeServices;
using isocenter::test::SeriesSpec;

namespace {

struct Station
{
    Station() : views{services.reader, services.cache, services.queue}, window(index, views, jobs, actions)
    {
        window.resize(1366, 768);
        window.show();
    }
    StudyContextPtr open(int patient, quint64 generation)
    {
        SeriesSpec spec;
        spec.patientId = QStringLiteral("P%1").arg(patient);
        spec.patientName = QStringLiteral("Family%1^Anna").arg(patient);
        spec.study = patient;
        spec.generation = generation;
        const ImageSeriesPtr series = addSeries(services.reader, spec);
        auto context = std::make_shared<const StudyContext>(StudyContext{series->study, generation});
        window.showStudy(context, {series});
        return context;
    }
    FakeIndex index{20};
    FakeServices services;
    ViewerServices views;
    JobList jobs;
    ActionRegistry actions;
    MainWindow window;
};

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isDarkBeforeItShows();
    void everyActionHasAWordAndItsOwnKey();
    void bannerAndImagesAreOfOnePatient();
    void staleSeriesAreDropped();
    void openingDoesNotHideWhoIsInView();
    void pictureCompleteComes();
    void importReportCanBeRead();
    void dropOpens();
    void dialogsDoNotBlock();
    void settingsComeBack();
    void closeStudyLeavesNothing();
};

void TestMainWindow::isDarkBeforeItShows()
{
    FakeIndex index{0};
    FakeServices services;
    const ViewerServices views{services.reader, services.cache, services.queue};
    JobList jobs;
    ActionRegistry actions;
    const MainWindow window(index, views, jobs, actions);
    QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::shipped(QStringLiteral("dark")).color("ground"));
    QVERIFY(!window.isVisible());
}

void TestMainWindow::everyActionHasAWordAndItsOwnKey()
{
    Station station;
    QHash<QString, QString> owners;
    QSet<QString> ids;
    for (const ActionRegistry::Entry& entry : station.actions.entries()) {
        QVERIFY2(!entry.action->text().isEmpty() && !entry.group.isEmpty(), qPrintable(entry.id));
        QVERIFY2(!ids.contains(entry.id), qPrintable(entry.id));
        ids.insert(entry.id);
        QVERIFY2(!entry.defaults.isEmpty() && !entry.defaults.front().isEmpty(), qPrintable(entry.id));
        for (const QKeySequence& key : entry.defaults) {
            const QString text = key.toString(QKeySequence::PortableText);
            QVERIFY2(!owners.contains(text),
                     qPrintable(text + QStringLiteral(": ") + entry.id + QStringLiteral(" and ") + owners.value(text)));
            owners.insert(text, entry.id);
        }
    }
    for (const char* id : {"browser.importFolder", "view.browser", "view.series", "view.tags", "view.fullScreen",
                           "view.shortcuts", "view.commandPalette", "viewport.fit", "layout.2x2"}) {
        QVERIFY2(ids.contains(QLatin1String(id)), id);
    }
    QCOMPARE(owners.value(QStringLiteral("F")), QStringLiteral("view.fullScreen"));
    QCOMPARE(owners.value(QStringLiteral("Ctrl+K")), QStringLiteral("view.commandPalette"));
    QCOMPARE(owners.value(QStringLiteral("?")), QStringLiteral("view.shortcuts"));
}

void TestMainWindow::bannerAndImagesAreOfOnePatient()
{
    // Hazard: wrong patient opened.
    Station station;
    auto* banner = station.window.findChild<PatientBanner*>();
    for (int i = 1; i <= 5; ++i) {
        station.open(i, static_cast<quint64>(i));
        QCOMPARE(banner->facts().value(1), QStringLiteral("ID P%1").arg(i));
        for (const ImageViewport* viewport : station.window.grid().viewports()) {
            QVERIFY(!viewport->series() || viewport->series()->study.patient.id == QStringLiteral("P%1").arg(i));
        }
        station.window.showBrowser();
        QCOMPARE(banner->facts().value(1), QStringLiteral("ID P%1").arg(i)); // still open, still said
    }
}

void TestMainWindow::staleSeriesAreDropped()
{
    Station station;
    station.open(1, 1);
    station.open(2, 2);
    SeriesSpec late;
    late.patientId = QStringLiteral("P1");
    late.study = 1;
    late.series = 2;
    late.generation = 1;
    station.window.updateSeries(1, {addSeries(station.services.reader, late)});
    for (const ImageSeriesPtr& series : station.window.grid().series()) {
        QCOMPARE(series->study.patient.id, QStringLiteral("P2"));
    }
}

void TestMainWindow::openingDoesNotHideWhoIsInView()
{
    Station station;
    station.open(1, 1);
    station.window.showOpening(QStringLiteral("folder"));
    QCOMPARE(station.window.findChild<PatientBanner*>()->facts().value(1), QStringLiteral("ID P1"));
    QVERIFY(!station.window.isPictureComplete());
    QVERIFY(station.window.findChild<MessageBar*>()->sentence().contains(QStringLiteral("folder")));
    station.window.showMessage(QStringLiteral("This folder has no images."));
    QTRY_VERIFY(station.window.isPictureComplete());
}

void TestMainWindow::pictureCompleteComes()
{
    Station station;
    QSignalSpy complete(&station.window, &MainWindow::pictureComplete);
    QTRY_VERIFY(!complete.isEmpty());
    complete.clear();
    station.services.reader.setHolding(true);
    station.open(1, 1);
    QTRY_VERIFY(!station.services.reader.held().empty());
    QVERIFY(!station.window.isPictureComplete());
    station.services.reader.releaseAll();
    QTRY_VERIFY(!complete.isEmpty());
    QVERIFY(station.window.isPictureComplete());
}

void TestMainWindow::importReportCanBeRead()
{
    Station station;
    ImportReport report;
    report.files = 2;
    report.stored = 1;
    report.refused = {{QStringLiteral("/x"), QStringLiteral("Not DICOM.")}};
    station.window.showImportReport(report);
    auto* bar = station.window.findChild<MessageBar*>();
    QVERIFY(bar->sentence().contains(QStringLiteral("1 refused")));
    QTest::mouseClick(bar->findChild<QWidget*>(QStringLiteral("messageAction")), Qt::LeftButton);
    QDialog* dialog = station.window.findChild<QDialog*>();
    QVERIFY(dialog && dialog->isVisible() && !dialog->isModal());
}

void TestMainWindow::dropOpens()
{
    Station station;
    QSignalSpy opened(&station.window, &MainWindow::openPathsRequested);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(QStringLiteral("/data/a")), QUrl(QStringLiteral("https://example.org/b"))});
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&station.window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&station.window, &drop);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened.first().first().toStringList(), QStringList{QStringLiteral("/data/a")});
}

void TestMainWindow::dialogsDoNotBlock()
{
    Station station;
    QSignalSpy imported(&station.window, &MainWindow::importRequested);
    station.actions.action(QStringLiteral("import.leaveInPlace"))->setChecked(true);
    station.actions.action(QStringLiteral("browser.importFolder"))->trigger();
    auto* dialog = station.window.findChild<QFileDialog*>();
    QVERIFY(dialog && dialog->testOption(QFileDialog::DontUseNativeDialog));
    Q_EMIT dialog->filesSelected({QStringLiteral("/data")});
    QCOMPARE(imported.size(), 1);
    QCOMPARE(imported.first().at(1).value<StoreMode>(), StoreMode::LeaveInPlace);
    dialog->close();
}

void TestMainWindow::settingsComeBack()
{
    QJsonObject saved;
    {
        Station station;
        station.actions.action(QStringLiteral("view.lightTheme"))->trigger();
        station.actions.action(QStringLiteral("view.textLarger"))->trigger();
        QVERIFY(station.actions.remap(QStringLiteral("view.tags"), {QKeySequence(QStringLiteral("Alt+T"))}).isEmpty());
        saved = station.window.settings();
    }
    Station station;
    QCOMPARE(Theme::applied().name(), QStringLiteral("dark"));
    station.window.applySettings(saved);
    QCOMPARE(Theme::applied().name(), QStringLiteral("light"));
    QCOMPARE(QApplication::font().pixelSize(), 14);
    QCOMPARE(station.actions.action(QStringLiteral("view.tags"))->shortcut(), QKeySequence(QStringLiteral("Alt+T")));
    QVERIFY(station.actions.action(QStringLiteral("view.lightTheme"))->isChecked());
    Theme::shipped(QStringLiteral("dark")).apply();
}

void TestMainWindow::closeStudyLeavesNothing()
{
    Station station;
    station.open(1, 1);
    station.window.closeStudy();
    QVERIFY(!station.window.context());
    QVERIFY(station.window.findChild<PatientBanner*>()->facts().isEmpty());
    QVERIFY(station.window.grid().series().empty());
    QVERIFY(!station.actions.action(QStringLiteral("view.images"))->isEnabled());
}

QTEST_MAIN(TestMainWindow)
#include "tst_MainWindow.moc"
