#include "gui/Program.h"

#include "mpr/MprPage.h"
#include "mpr/MprSavePanel.h"
#include "studylist/SeriesStrip.h"
#include "studylist/SeriesStripModel.h"

#include <QPushButton>
#include <QToolButton>

#include <algorithm>

using namespace isocenter;
using namespace isocenter::test;

/// Other planes saved as a series, with the whole program.
class TestSavingPlanes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void savedPlanesAppearInTheOpenStudy();
};

void TestSavingPlanes::savedPlanesAppearInTheOpenStudy()
{
    Program program;
    QVERIFY(program.start());
    QVERIFY(program.import({program.write(QStringLiteral("source"), {}, 12)}));
    QVERIFY(program.openRow(0));
    const QAbstractItemModel& strip = *program.the<SeriesStrip>().model();
    QCOMPARE(strip.rowCount(), 1);
    program.action("view.mpr").trigger();
    QVERIFY(program.settled());
    auto& page = program.the<MprPage>();
    page.scene().turn(MprAxis::Axial, 0.3);
    page.setActive(MprAxis::Coronal);
    const MprState before = page.scene().state();
    QTest::mouseClick(page.findChild<QToolButton*>(QStringLiteral("mprSave")), Qt::LeftButton);
    auto* panel = page.findChild<MprSavePanel*>();
    QTRY_VERIFY(panel->isVisible());
    const auto buttons = panel->findChildren<QPushButton*>();
    const auto save =
        std::find_if(buttons.begin(), buttons.end(), [](QPushButton* one) { return one->property("primary").toBool(); });
    QVERIFY(save != buttons.end());
    QTRY_VERIFY((*save)->isEnabled());
    QTest::mouseClick(*save, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(strip.rowCount(), 2, kWait);
    QVERIFY(program.settled());
    QVERIFY(program.messages().sentence().contains(QLatin1String("MPR oblique")));
    // What was being read stays as it was.
    QVERIFY(page.isVisible());
    QVERIFY(page.scene().state() == before);
    // The new series is one of the same patient, and has its place.
    Program::dropSeries(program.viewport(), strip.index(1, 0).data(SeriesStripModel::KeyRole).toString());
    QVERIFY(program.settled());
    const ImageSeriesPtr saved = program.viewport().series();
    QVERIFY(saved);
    QCOMPARE(saved->study.patient.id, QStringLiteral("P1"));
    QCOMPARE(saved->series.description, QStringLiteral("MPR oblique"));
    QVERIFY(saved->count() > 12);
    QVERIFY(saved->frames.front().image->derived);
    QVERIFY(saved->frames.front().attributes().plane.has_value());
}

QTEST_MAIN(TestSavingPlanes)
#include "tst_SavingPlanes.moc"
