#include "shell/CommandPalette.h"
#include "shell/ImportReportDialog.h"
#include "shell/JobsPanel.h"
#include "shell/MessageBar.h"
#include "shell/PatientBanner.h"
#include "shell/ShortcutDialog.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace isocenter;

namespace {

QAction* addAction(ActionRegistry& registry, QObject* parent, const char* id, const char* text, const char* key)
{
    auto* action = new QAction(QString::fromLatin1(text), parent);
    return registry.add(QString::fromLatin1(id), QStringLiteral("Viewport"), action, {QKeySequence(QString::fromLatin1(key))});
}

} // namespace

class TestShellWidgets : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void messageLeavesByItself();
    void messageWithActionStaysAndComesBack();
    void messageIsPlainText();
    void fuzzyOrder_data();
    void fuzzyOrder();
    void paletteFindsAndRuns();
    void remapAndConflict();
    void keyMapFile();
    void jobSaysRateAndTimeLeft();
    void jobCancel();
    void importReportRows();
    void bannerFacts();
};

void TestShellWidgets::messageLeavesByItself()
{
    QWidget host;
    host.resize(800, 600);
    MessageBar bar(&host);
    host.show();
    bar.setLifetime(1);
    bar.show(QStringLiteral("612 files stored."));
    QVERIFY(bar.isVisible());
    QVERIFY(host.rect().contains(bar.geometry()));
    QVERIFY(bar.geometry().bottom() > host.height() - 60);
    QTRY_VERIFY(!bar.isVisible());
    QVERIFY(bar.sentence().isEmpty());
}

void TestShellWidgets::messageWithActionStaysAndComesBack()
{
    QWidget host;
    host.resize(800, 600);
    MessageBar bar(&host);
    host.show();
    bar.setLifetime(1);
    int done = 0;
    bar.show(QStringLiteral("4 files were refused."), QStringLiteral("Show the list"), [&done] { ++done; });
    bar.show(QStringLiteral("Something else."));
    QCOMPARE(bar.sentence(), QStringLiteral("Something else."));
    QTRY_COMPARE(bar.sentence(), QStringLiteral("4 files were refused."));
    auto* button = bar.findChild<QPushButton*>(QStringLiteral("messageAction"));
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(done, 1);
    QVERIFY(!bar.isVisible());
}

void TestShellWidgets::messageIsPlainText()
{
    QWidget host;
    MessageBar bar(&host);
    bar.show(QStringLiteral("<b>x</b>"));
    QCOMPARE(bar.findChild<QLabel*>(QStringLiteral("messageText"))->textFormat(), Qt::PlainText);
    // A long sentence wraps within the window instead of leaving it.
    host.resize(400, 300);
    bar.show(QString(40, QLatin1Char('w'))
                 .replace(4, 1, QLatin1Char(' '))
                 .repeated(8)
                 .replace(QLatin1String("wwww"), QLatin1String("www ")));
    QVERIFY(bar.width() <= 400);
}

void TestShellWidgets::fuzzyOrder_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("better");
    QTest::addColumn<QString>("worse");
    QTest::newRow("start of the text") << QStringLiteral("fit") << QStringLiteral("Fit to window") << QStringLiteral("Profit");
    QTest::newRow("word starts") << QStringLiteral("fh") << QStringLiteral("Flip horizontally") << QStringLiteral("Fresh");
    QTest::newRow("accents") << QStringLiteral("resume") << QStringLiteral("R\u00e9sum\u00e9")
                             << QStringLiteral("Reset summary menu");
    QTest::newRow("not at all") << QStringLiteral("zq") << QStringLiteral("Zoom quickly") << QStringLiteral("Pan");
}

void TestShellWidgets::fuzzyOrder()
{
    QFETCH(QString, pattern);
    QFETCH(QString, better);
    QFETCH(QString, worse);
    QVERIFY(fuzzyScore(pattern, better) > 0);
    QVERIFY(fuzzyScore(pattern, better) > fuzzyScore(pattern, worse));
    QCOMPARE(fuzzyScore({}, better), 0);
}

void TestShellWidgets::paletteFindsAndRuns()
{
    QWidget window;
    window.resize(800, 600);
    window.show();
    ActionRegistry registry;
    QAction* fit = addAction(registry, &window, "viewport.fit", "&Fit to window", "Ctrl+1");
    QAction* flip = addAction(registry, &window, "viewport.flip", "Flip horizontally", "Ctrl+2");
    QAction* off = addAction(registry, &window, "viewport.flop", "Flip vertically", "Ctrl+3");
    off->setEnabled(false);
    QSignalSpy fitted(fit, &QAction::triggered);
    QSignalSpy flipped(flip, &QAction::triggered);
    CommandPalette palette(registry, &window);
    for (const ActionRegistry::Entry& entry : registry.entries()) {
        const std::vector<QString> found = palette.matches(actionTitle(*entry.action));
        QVERIFY2(!found.empty() && (found.front() == entry.id || !entry.action->isEnabled()), qPrintable(entry.id));
    }
    palette.open(&window);
    auto* field = palette.findChild<QLineEdit*>();
    QTest::keyClicks(field, QStringLiteral("flip"));
    QCOMPARE(palette.findChild<QListWidget*>()->count(), 2);
    QCOMPARE(palette.findChild<QListWidget*>()->item(0)->text(), QStringLiteral("Flip horizontally"));
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_COMPARE(flipped.size(), 1);
    QCOMPARE(fitted.size(), 0);
    QVERIFY(!palette.isVisible());
}

void TestShellWidgets::remapAndConflict()
{
    QObject parent;
    ActionRegistry registry;
    QAction* fit = addAction(registry, &parent, "viewport.fit", "&Fit to window", "Ctrl+1");
    QAction* flip = addAction(registry, &parent, "viewport.flip", "Flip horizontally", "Ctrl+2");
    ShortcutModel model(registry);
    QCOMPARE(model.rowCount(), 2);
    const QString sentence = model.setKey(0, QKeySequence(QStringLiteral("Ctrl+2")));
    QVERIFY2(sentence.contains(QStringLiteral("Flip horizontally")) && sentence.contains(QStringLiteral("Ctrl+2")),
             qPrintable(sentence));
    QCOMPARE(fit->shortcut(), QKeySequence(QStringLiteral("Ctrl+1")));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QVERIFY(model.setKey(0, QKeySequence(QStringLiteral("Ctrl+9"))).isEmpty());
    QCOMPARE(fit->shortcut(), QKeySequence(QStringLiteral("Ctrl+9")));
    QCOMPARE(changed.size(), 1);
    QVERIFY(model.setKey(1, {}).isEmpty());
    QVERIFY(flip->shortcut().isEmpty());
    registry.resetAll();
    QCOMPARE(flip->shortcut(), QKeySequence(QStringLiteral("Ctrl+2")));
}

void TestShellWidgets::keyMapFile()
{
    QTemporaryDir folder;
    QObject parent;
    ActionRegistry registry;
    QAction* fit = addAction(registry, &parent, "viewport.fit", "Fit", "Ctrl+1");
    QVERIFY(registry.remap(QStringLiteral("viewport.fit"), {QKeySequence(QStringLiteral("Alt+X"))}).isEmpty());
    const QString path = folder.filePath(QStringLiteral("keys.json"));
    QVERIFY(ShortcutDialog::exportTo(path, registry).isEmpty());
    registry.resetAll();
    QVERIFY(ShortcutDialog::importFrom(path, registry).isEmpty());
    QCOMPARE(fit->shortcut(), QKeySequence(QStringLiteral("Alt+X")));
    QFile wrong(folder.filePath(QStringLiteral("wrong.json")));
    QVERIFY(wrong.open(QIODevice::WriteOnly));
    wrong.write("not a key map");
    wrong.close();
    QVERIFY(!ShortcutDialog::importFrom(wrong.fileName(), registry).isEmpty());
    QCOMPARE(fit->shortcut(), QKeySequence(QStringLiteral("Alt+X")));
    QVERIFY(!ShortcutDialog::importFrom(folder.filePath(QStringLiteral("absent")), registry).isEmpty());
    QVERIFY(!ShortcutDialog::exportTo(folder.filePath(QStringLiteral("no/such/folder/x")), registry).isEmpty());
}

void TestShellWidgets::jobSaysRateAndTimeLeft()
{
    JobList::Job job;
    job.done = 1204;
    job.total = 5000;
    job.bytesPerSecond = 86.4e6;
    job.secondsLeft = 12.2;
    QCOMPARE(jobText(job), QStringLiteral("1,204 of 5,000 files, 86 MB/s, 12 s left"));
    job.total = 0;
    job.secondsLeft = -1;
    job.bytesPerSecond = 1.25e6;
    QVERIFY(jobText(job).startsWith(QStringLiteral("1,204 files, 1.")));
    QCOMPARE(durationText(200), QStringLiteral("3 min 20 s"));
    QCOMPARE(durationText(7500), QStringLiteral("2 h 5 min"));
    QCOMPARE(durationText(0.1), QStringLiteral("1 s"));
}

void TestShellWidgets::jobCancel()
{
    JobList jobs;
    JobsPanel panel(jobs);
    panel.show();
    const CancelToken token;
    const int id = jobs.add(QStringLiteral("Import <b>"), token);
    jobs.progress(id, 1, 10, 1000);
    QPushButton* cancel = nullptr;
    for (QPushButton* button : panel.findChildren<QPushButton*>()) {
        cancel = button->text() == QStringLiteral("Cancel") && button->isVisible() ? button : cancel;
    }
    QVERIFY(cancel);
    cancel->click();
    QVERIFY(token.isCancelled());
    jobs.finish(id, JobList::State::Cancelled, QStringLiteral("Cancelled after 1 file."));
    QVERIFY(!cancel->isVisible());
    jobs.removeEnded();
    QVERIFY(jobs.jobs().empty());
}

void TestShellWidgets::importReportRows()
{
    ImportReport report;
    report.files = 1620;
    report.stored = 1612;
    report.duplicates = 6;
    report.seconds = 1.44;
    report.refused = {{QStringLiteral("/a/b\nc"), QStringLiteral("Not a DICOM file.")},
                      {QStringLiteral("/d"), QStringLiteral("Empty.")}};
    QCOMPARE(report.summary(), QStringLiteral("1,612 of 1,620 files stored in 1.4 s, 6 were here already, 2 refused."));
    report.cancelled = true;
    QVERIFY(report.summary().startsWith(QStringLiteral("Cancelled")));
}

void TestShellWidgets::bannerFacts()
{
    PatientBanner banner;
    QVERIFY(banner.facts().isEmpty());
    Study study;
    study.patient.name = PersonName::fromDicom(QStringLiteral("DOE^Jane"));
    study.patient.id = QStringLiteral("4711");
    study.patient.sex = QStringLiteral("F");
    study.patient.birthDate = QDate(1961, 3, 12);
    study.date = QDate(2024, 3, 1);
    study.time = QTime(8, 30);
    study.accession = QStringLiteral("A1");
    study.description = QStringLiteral("<b>Chest</b>");
    banner.setContext(std::make_shared<const StudyContext>(StudyContext{study, 1}));
    const QStringList facts = banner.facts();
    QCOMPARE(facts.value(0), QStringLiteral("DOE, Jane"));
    QCOMPARE(facts.value(1), QStringLiteral("ID 4711"));
    QCOMPARE(facts.value(2), QStringLiteral("Female"));
    QVERIFY(facts.value(3).contains(QStringLiteral("1961")) && facts.value(3).contains(QStringLiteral("62 y")));
    QVERIFY(facts.contains(QStringLiteral("Acc. A1")));
    QVERIFY(facts.contains(QStringLiteral("<b>Chest</b>")));
    QVERIFY(banner.accessibleName().contains(QStringLiteral("DOE, Jane")));
    study.patient.name = {};
    banner.setContext(std::make_shared<const StudyContext>(StudyContext{study, 2}));
    QCOMPARE(banner.facts().value(0), QStringLiteral("No name"));
}

int main(int argc, char* argv[])
{
    QApplication application(argc, argv);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    TestShellWidgets test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_ShellWidgets.moc"
