#include "gui/Program.h"

#include "shell/ImportReportDialog.h"
#include "shell/JobsPanel.h"
#include "studylist/WelcomePage.h"
#include "theme/Theme.h"

#include <QAbstractButton>
#include <QFileDialog>
#include <QPushButton>
#include <QSignalSpy>

using namespace isocenter;
using namespace isocenter::test;

namespace {

template <typename Button> Button* buttonWith(const QWidget& parent, const QString& text)
{
    for (Button* button : parent.findChildren<Button*>()) {
        if (button->text().trimmed() == text && button->isVisible()) {
            return button;
        }
    }
    return nullptr;
}

int storedImages(const Program& program)
{
    int images = 0;
    for (int row = 0; row < program.studies().rowCount(); ++row) {
        const Study* study = program.studies().study(row);
        images += study ? study->instanceCount : 0;
    }
    return images;
}

} // namespace

/// Import, storage, settings and demonstration studies, with the whole program.
class TestStoring : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void refusedFilesAreListedAndExported();
    void cancelKeepsWhatIsStored();
    void studiesAreThereAfterARestart();
    void settingsAreThereAfterARestart();
    void emptyCacheOffersDemonstrationStudies();
};

void TestStoring::refusedFilesAreListedAndExported() // hazards: truncated frame, same UID of another patient
{
    Program program;
    QVERIFY(program.start());
    const QString source = program.write(QStringLiteral("source"), {}, 3);
    QVERIFY(program.import({source}));
    const QString odd = program.folder.filePath(QStringLiteral("odd"));
    QVERIFY(QDir().mkpath(odd));
    const QByteArray whole = sliceFile({1, 1, 4});
    QVERIFY(writeFile(odd + QStringLiteral("/a.txt"), "Dear colleague, there is no image in here.\n"));
    QVERIFY(writeFile(odd + QStringLiteral("/b.empty"), {}));
    QVERIFY(writeFile(odd + QStringLiteral("/c.half"), whole.left(whole.size() - 500))); // does not take the place of e.good
    SliceOf other{1, 1, 2, "P7", "Wrong^Person"};                                        // the UIDs of a slice that is stored
    QVERIFY(writeFile(odd + QStringLiteral("/d.other"), sliceFile(other)));
    QVERIFY(writeFile(odd + QStringLiteral("/e.good"), whole));
    QVERIFY(program.import({odd}));
    QVERIFY(program.messages().sentence().contains(QLatin1String("4")));
    QPushButton* list = buttonWith<QPushButton>(program.messages(), QStringLiteral("Show the list"));
    QVERIFY(list);
    QTest::mouseClick(list, Qt::LeftButton);
    auto* dialog = program.window().findChild<ImportReportDialog*>();
    QVERIFY(dialog);
    const QAbstractItemModel* rows = dialog->findChild<QTableView*>()->model();
    QCOMPARE(rows->rowCount(), 4);
    QStringList reasons;
    for (int row = 0; row < 4; ++row) {
        reasons << rows->index(row, 1).data().toString();
        QVERIFY2(reasons.last().endsWith(QLatin1Char('.')), qPrintable(reasons.last()));
    }
    reasons.removeDuplicates();
    QVERIFY2(reasons.size() == 4, qPrintable(reasons.join(QLatin1Char('|')))); // each has its own
    QTest::mouseClick(buttonWith<QPushButton>(*dialog, QStringLiteral("Export\u2026")), Qt::LeftButton);
    auto* chooser = dialog->findChild<QFileDialog*>();
    QVERIFY(chooser);
    const QString file = program.folder.filePath(QStringLiteral("refused.csv"));
    Q_EMIT chooser->fileSelected(file);
    const QList<QByteArray> lines = readFile(file).trimmed().split('\n');
    QCOMPARE(lines.size(), 5); // a heading and one a file
    for (const char* name : {"a.txt", "b.empty", "c.half", "d.other"}) {
        QVERIFY2(readFile(file).contains(name), name);
    }
    QTRY_COMPARE(program.studies().rowCount(), 1); // the other person's file has made no study
    QTRY_COMPARE(storedImages(program), 4);
}

void TestStoring::cancelKeepsWhatIsStored()
{
    Program program;
    QVERIFY(program.start());
    const int count = 6000;
    const QString source = program.write(QStringLiteral("source"), {}, count);
    QSignalSpy changed(&program.studies(), &StudyTableModel::found);
    Q_EMIT program.window().importRequested({source}, StoreMode::Copy);
    QTRY_VERIFY_WITH_TIMEOUT(
        !filesUnder(program.folder.filePath(QStringLiteral("cache"))).filter(QLatin1String(".dcm")).isEmpty() ||
            changed.count() > 0,
        kWait);
    program.action("view.jobs").trigger();
    auto* panel = program.window().findChild<JobsPanel*>();
    QVERIFY(panel);
    QPushButton* cancel = buttonWith<QPushButton>(*panel, QStringLiteral("Cancel"));
    QVERIFY(cancel);
    QTest::mouseClick(cancel, Qt::LeftButton);
    QVERIFY(program.settled());
    QVERIFY(program.messages().sentence().startsWith(QLatin1String("Cancelled")));
    const int stored = storedImages(program);
    QVERIFY2(stored < count, "the import ended before it could be cancelled");
    program.stop();
    QVERIFY(program.start());
    QVERIFY(program.settled());
    QCOMPARE(storedImages(program), stored);
    QVERIFY(program.import({source})); // the rest, and nothing twice
    QTRY_COMPARE_WITH_TIMEOUT(storedImages(program), count, kWait);
}

void TestStoring::studiesAreThereAfterARestart()
{
    Program program;
    QVERIFY(program.start());
    const QString source = program.write(QStringLiteral("source"), {}, 3);
    program.write(QStringLiteral("source"), {2, 1, 1, "P2", "Second^B", "CT"}, 2);
    QVERIFY(program.import({source}));
    program.stop();
    QVERIFY(QDir(source).removeRecursively()); // they are copies
    QVERIFY(program.start());
    QTRY_COMPARE(program.studies().rowCount(), 2);
    QVERIFY(program.settled());
    QCOMPARE(storedImages(program), 5);
    QVERIFY(program.openRow(0));
    const int patient = program.window().context()->study.patient.id == QLatin1String("P1") ? 1 : 2;
    ImageViewport& view = program.viewport();
    COMPARE_PIXELS(view, patient, 1, view.frameRef()->image->record.instance.number.value(), 100, 400);
}

void TestStoring::settingsAreThereAfterARestart()
{
    Program program;
    QVERIFY(program.start());
    program.action("view.lightTheme").trigger();
    program.action("view.textLarger").trigger();
    program.action("import.leaveInPlace").trigger();
    program.action("viewport.invert").setShortcut(QKeySequence(QStringLiteral("Ctrl+Alt+I")));
    program.window().close();
    program.stop();
    QVERIFY(program.start());
    QVERIFY(program.action("view.lightTheme").isChecked());
    QVERIFY(program.action("import.leaveInPlace").isChecked());
    QVERIFY(!Theme::applied().isDark());
    QCOMPARE(program.window().settings().value(QLatin1String("textPercent")).toInt(), 110);
}

void TestStoring::emptyCacheOffersDemonstrationStudies()
{
    Program program;
    QVERIFY(program.start());
    QVERIFY(program.settled());
    QVERIFY(program.the<WelcomePage>().isVisible());
    auto* demo = buttonWith<QPushButton>(program.the<WelcomePage>(), QStringLiteral("Make demonstration studies"));
    QVERIFY(demo);
    QTest::mouseClick(demo, Qt::LeftButton);
    QVERIFY(program.settled(100000));
    QVERIFY(program.studies().rowCount() > 0);
    QVERIFY(!program.the<WelcomePage>().isVisible());
    QMap<QString, QList<QDate>> dates;
    QSet<QString> modalities;
    for (int row = 0; row < program.studies().rowCount(); ++row) {
        const Study* study = program.studies().study(row);
        QVERIFY(study);
        dates[study->patient.id] << study->date;
        modalities += QSet<QString>(study->modalities.cbegin(), study->modalities.cend());
    }
    for (const char* modality : {"CT", "MR", "CR", "US"}) {
        QVERIFY2(modalities.contains(QLatin1String(modality)), modality);
    }
    const bool hasPrior = std::any_of(dates.cbegin(), dates.cend(),
                                      [](const QList<QDate>& of) { return QSet<QDate>(of.cbegin(), of.cend()).size() >= 2; });
    QVERIFY(hasPrior);
    QVERIFY(program.openRow(0));
    QVERIFY(program.viewport().frame());
}

QTEST_MAIN(TestStoring)
#include "tst_Storing.moc"
