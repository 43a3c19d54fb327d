#include "studylist/StudyTableModel.h"
#include "studylist/StudyText.h"
#include "viewer/FakeIndex.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace isocenter;
using isocenter::test::FakeIndex;

class TestStudyTableModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rowsComeInPagesAroundWhatIsSeen();
    void scrollingThroughAllStaysBounded();
    void staleSearchIsDropped();
    void goneStudyLeavesItsRowEmpty();
    void sortAsksTheIndex();
    void refreshKeepsRowsThatAreTheSame();
    void destroyedWhileAsking();
    void behavesAsAModel();
    void datesAsPeopleTypeThem();
    void agesAsCliniciansSayThem();
};

void TestStudyTableModel::rowsComeInPagesAroundWhatIsSeen()
{
    FakeIndex index(50'000);
    WorkQueue queue(2);
    StudyTableModel model(index, queue);
    QTableView view;
    view.setModel(&model);
    view.resize(900, 600);
    view.show();
    model.setQuery({});
    QTRY_COMPARE(model.rowCount(), 50'000);
    QTRY_VERIFY(model.study(0) != nullptr);
    QTRY_COMPARE(model.pending(), 0);
    QVERIFY2(index.rows <= 3 * StudyTableModel::PageSize, qPrintable(QString::number(index.rows)));
    QCOMPARE(index.finds.load(), 1);
    QCOMPARE(model.data(model.index(0, StudyTableModel::PatientId), Qt::DisplayRole).toString(), QStringLiteral("P049999"));
    QCOMPARE(model.data(model.index(0, StudyTableModel::Description), Qt::DisplayRole).toString(),
             QStringLiteral("Chest <b>49999</b>"));

    const int before = index.rows;
    view.scrollTo(model.index(25'000, 0));
    QTRY_VERIFY(model.study(25'000) != nullptr);
    QTRY_COMPARE(model.pending(), 0);
    QVERIFY(index.rows - before <= 3 * StudyTableModel::PageSize);
    QCOMPARE(model.study(25'000)->patient.id, QStringLiteral("P024999"));
}

void TestStudyTableModel::scrollingThroughAllStaysBounded()
{
    FakeIndex index(50'000);
    WorkQueue queue(2);
    StudyTableModel model(index, queue);
    model.setQuery({});
    QTRY_COMPARE(model.rowCount(), 50'000);
    for (int row = 0; row < 50'000; row += StudyTableModel::PageSize) {
        model.study(row);
    }
    QTRY_COMPARE(model.pending(), 0);
    QCOMPARE(index.pages.load(), 500);
    // The first pages have made room for the last ones: they are asked for again.
    QVERIFY(model.study(49'999) != nullptr);
    QVERIFY(model.study(0) == nullptr);
    QTRY_VERIFY(model.study(0) != nullptr);
    QCOMPARE(index.pages.load(), 501);
}

void TestStudyTableModel::staleSearchIsDropped()
{
    FakeIndex index(1'000);
    WorkQueue queue(2);
    StudyTableModel model(index, queue);
    QSignalSpy found(&model, &StudyTableModel::found);
    index.hold(true);
    StudyQuery first;
    first.anyText = QStringLiteral("P00001");
    StudyQuery second;
    second.anyText = QStringLiteral("P000777");
    model.setQuery(first);
    QTRY_COMPARE(index.finds.load(), 1); // it is being answered
    model.setQuery(second);
    QVERIFY(model.isSearching());
    index.hold(false);
    QTRY_COMPARE(found.size(), 1);
    QCOMPARE(model.rowCount(), 1);
    QTRY_VERIFY(model.study(0) != nullptr);
    QCOMPARE(model.study(0)->patient.id, QStringLiteral("P000777"));
    QVERIFY(!model.isSearching());
}

void TestStudyTableModel::goneStudyLeavesItsRowEmpty()
{
    FakeIndex index(10);
    index.gone = 5;
    WorkQueue queue(1);
    StudyTableModel model(index, queue);
    StudyQuery query;
    query.ascending = true;
    model.setQuery(query);
    QTRY_VERIFY(model.rowCount() == 10 && model.study(4) != nullptr);
    QVERIFY(model.study(5) == nullptr);
    QCOMPARE(model.study(6)->patient.id, QStringLiteral("P000006"));
    QVERIFY(index.pages <= 11);
}

void TestStudyTableModel::sortAsksTheIndex()
{
    FakeIndex index(200);
    WorkQueue queue(1);
    StudyTableModel model(index, queue);
    model.sort(StudyTableModel::Name, Qt::AscendingOrder);
    QTRY_COMPARE(index.finds.load(), 1);
    QCOMPARE(index.lastQuery().sort, StudyQuery::Sort::Name);
    QVERIFY(index.lastQuery().ascending);
    QVERIFY(model.headerData(StudyTableModel::Name, Qt::Horizontal, Qt::DisplayRole).toString().contains(QChar(0x2191)));
    model.sort(StudyTableModel::Sex, Qt::AscendingOrder); // no order there
    QCOMPARE(model.query().sort, StudyQuery::Sort::Name);
    for (int column : {int(StudyTableModel::PatientId), int(StudyTableModel::Born), int(StudyTableModel::Date),
                       int(StudyTableModel::Modalities), int(StudyTableModel::Description), int(StudyTableModel::Accession)}) {
        model.sort(column, Qt::DescendingOrder);
        QCOMPARE(StudyTableModel::columnOf(model.query().sort), column);
    }
}

void TestStudyTableModel::refreshKeepsRowsThatAreTheSame()
{
    FakeIndex index(300);
    WorkQueue queue(1);
    StudyTableModel model(index, queue);
    QSignalSpy found(&model, &StudyTableModel::found);
    model.setQuery({});
    QTRY_COMPARE(found.size(), 1);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.refresh();
    QTRY_COMPARE(found.size(), 2);
    QCOMPARE(reset.size(), 0);
    index.count = 301;
    model.refresh();
    QTRY_COMPARE(found.size(), 3);
    QCOMPARE(reset.size(), 1);
    QCOMPARE(model.rowOf(300), 0);
    QCOMPARE(model.rowOf(12345), -1);
}

void TestStudyTableModel::destroyedWhileAsking()
{
    FakeIndex index(1'000);
    WorkQueue queue(1);
    index.hold(true);
    {
        StudyTableModel model(index, queue);
        model.setQuery({});
        QTRY_COMPARE(index.finds.load(), 1);
    }
    index.hold(false);
    QCoreApplication::sendPostedEvents();
}

void TestStudyTableModel::behavesAsAModel()
{
    FakeIndex index(250);
    WorkQueue queue(1);
    StudyTableModel model(index, queue);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setQuery({});
    QTRY_COMPARE(model.rowCount(), 250);
    index.count = 20;
    model.refresh();
    QTRY_COMPARE(model.rowCount(), 20);
}

void TestStudyTableModel::datesAsPeopleTypeThem()
{
    QLocale::setDefault(QLocale(QLocale::German));
    QCOMPARE(parseDate(QStringLiteral("31.1.2024"), false), QDate(2024, 1, 31));
    QCOMPARE(shortDate(QDate(2024, 1, 31)), QStringLiteral("31.01.2024"));
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QCOMPARE(parseDate(QStringLiteral("1/31/2024"), false), QDate(2024, 1, 31));
    QCOMPARE(shortDate(QDate(1924, 1, 31)), QStringLiteral("1/31/1924"));
    QCOMPARE(parseDate(QStringLiteral("2024-01-31"), false), QDate(2024, 1, 31));
    QCOMPARE(parseDate(QStringLiteral("20240131"), false), QDate(2024, 1, 31));
    QCOMPARE(parseDate(QStringLiteral("2024"), false), QDate(2024, 1, 1));
    QCOMPARE(parseDate(QStringLiteral("2024"), true), QDate(2024, 12, 31));
    QCOMPARE(parseDate(QStringLiteral("2024-02"), true), QDate(2024, 2, 29));
    QVERIFY(!parseDate(QStringLiteral("2024-13"), true));
    QVERIFY(!parseDate(QStringLiteral("yesterday"), true));
    QLocale::setDefault(QLocale::c());
}

void TestStudyTableModel::agesAsCliniciansSayThem()
{
    Study study;
    study.patientAge = QStringLiteral("034Y");
    QCOMPARE(ageAtStudy(study), QStringLiteral("34 y"));
    study.patientAge = QStringLiteral("006W");
    QCOMPARE(ageAtStudy(study), QStringLiteral("6 wk"));
    study.patientAge = QStringLiteral("old");
    QVERIFY(ageAtStudy(study).isEmpty());
    study.patientAge = QStringLiteral("034Y");
    study.patient.birthDate = QDate(1960, 5, 2);
    study.date = QDate(2024, 5, 1);
    QCOMPARE(ageAtStudy(study), QStringLiteral("63 y")); // the dates win
}

QTEST_MAIN(TestStudyTableModel)
#include "tst_StudyTableModel.moc"
