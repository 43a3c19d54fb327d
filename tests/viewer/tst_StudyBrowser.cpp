#include "studylist/StudyBrowser.h"
#include "studylist/StudyFilterBar.h"
#include "support/FakeImageReader.h"
#include "viewer/FakeIndex.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace isocenter;
using isocenter::test::FakeIndex;
using isocenter::test::FakeServices;

namespace {

struct Place
{
    explicit Place(int studies) : index(studies), views{services.reader, services.cache, services.queue}, browser(index, views)
    {
        browser.resize(1200, 700);
        browser.show();
    }
    FakeIndex index;
    FakeServices services;
    ViewerServices views;
    StudyBrowser browser;
};

QToolButton* buttonNamed(const QWidget& in, const QString& accessibleName)
{
    for (QToolButton* button : in.findChildren<QToolButton*>()) {
        if (button->accessibleName() == accessibleName) {
            return button;
        }
    }
    return nullptr;
}

} // namespace

class TestStudyBrowser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void opensByKeysOnly();
    void filtersMakeTheQuery();
    void quickDates();
    void chipClearsItsFilter();
    void badDateDoesNotRestrict();
    void selectionStaysWithItsStudy();
    void selectionOfAGoneStudyIsCleared();
    void emptyCacheOffersFirstSteps();
    void noMatchOffersToClear();
    void everyControlHasAName();
};

void TestStudyBrowser::opensByKeysOnly()
{
    Place place(50'000);
    QSignalSpy opened(&place.browser, &StudyBrowser::openRequested);
    QTRY_VERIFY(place.browser.isComplete());
    place.browser.focusSearch();
    auto* field = place.browser.filters().field(QStringLiteral("any"));
    place.index.hold(true);
    QTest::keyClicks(field, QStringLiteral("P000777"));
    QTest::keyClick(field, Qt::Key_Down);
    QTest::keyClick(&place.browser.table(), Qt::Key_Return); // nothing is selected while the search runs
    QCOMPARE(opened.size(), 0);
    place.index.hold(false);
    QTRY_COMPARE(place.browser.model().rowCount(), 1);
    QTRY_VERIFY(place.browser.selectedStudy());
    QTest::keyClick(&place.browser.table(), Qt::Key_Return);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened.first().first().value<StudyUid>().text(), QStringLiteral("1.2.777"));
}

void TestStudyBrowser::filtersMakeTheQuery()
{
    Place place(10);
    StudyFilterBar& filters = place.browser.filters();
    const auto set = [&filters](const char* name, const char* text) {
        filters.field(QString::fromLatin1(name))->setText(QString::fromUtf8(text));
    };
    set("name", " Müller ");
    set("patientId", "47*");
    set("accession", "A1");
    set("description", "chest");
    set("modality", "ct, mr");
    set("bornFrom", "1960");
    set("bornTo", "1961-02");
    set("ageFrom", "60");
    set("ageTo", "64");
    set("dateFrom", "2024-03-01");
    set("dateTo", "2024");
    buttonNamed(filters, QStringLiteral("Sex: Male"))->setChecked(true);
    buttonNamed(filters, QStringLiteral("Sex: Female"))->setChecked(true); // one at most
    const StudyQuery query = filters.query();
    QCOMPARE(query.name, QStringLiteral("Müller"));
    QCOMPARE(query.patientId, QStringLiteral("47*"));
    QCOMPARE(query.accession, QStringLiteral("A1"));
    QCOMPARE(query.description, QStringLiteral("chest"));
    QCOMPARE(query.modalities, (QStringList{QStringLiteral("CT"), QStringLiteral("MR")}));
    QCOMPARE(query.bornFrom, QDate(1960, 1, 1));
    QCOMPARE(query.bornTo, QDate(1961, 2, 28));
    QCOMPARE(query.ageFrom, 60);
    QCOMPARE(query.ageTo, 64);
    QCOMPARE(query.dateFrom, QDate(2024, 3, 1));
    QCOMPARE(query.dateTo, QDate(2024, 12, 31));
    QCOMPARE(query.sex, QStringLiteral("F"));
    QTRY_COMPARE(place.index.lastQuery().sex, QStringLiteral("F"));
    QVERIFY(!filters.isEmpty());
    filters.clear();
    QVERIFY(filters.isEmpty());
    QTRY_VERIFY(place.index.lastQuery().name.isEmpty());
}

void TestStudyBrowser::quickDates()
{
    Place place(10);
    StudyFilterBar& filters = place.browser.filters();
    filters.setToday(QDate(2024, 3, 10));
    QToolButton* week = buttonNamed(filters, QStringLiteral("Study date: 7 days"));
    week->click();
    QCOMPARE(filters.query().dateFrom, QDate(2024, 3, 4));
    QVERIFY(!filters.query().dateTo);
    week->click();
    QVERIFY(!filters.query().dateFrom);
}

void TestStudyBrowser::chipClearsItsFilter()
{
    Place place(10);
    StudyFilterBar& filters = place.browser.filters();
    filters.field(QStringLiteral("modality"))->setText(QStringLiteral("CT"));
    filters.field(QStringLiteral("name"))->setText(QStringLiteral("Anna"));
    QToolButton* chip = buttonNamed(filters, QStringLiteral("Clear filter Modality: CT"));
    QVERIFY(chip);
    chip->click();
    QTRY_VERIFY(filters.query().modalities.isEmpty());
    QCOMPARE(filters.query().name, QStringLiteral("Anna"));
}

void TestStudyBrowser::badDateDoesNotRestrict()
{
    Place place(10);
    StudyFilterBar& filters = place.browser.filters();
    filters.field(QStringLiteral("dateFrom"))->setText(QStringLiteral("yesterday"));
    QVERIFY(!filters.query().dateFrom);
    QVERIFY(filters.field(QStringLiteral("dateFrom"))->toolTip().contains(QStringLiteral("Not a date")));
}

void TestStudyBrowser::selectionStaysWithItsStudy()
{
    Place place(100);
    QTRY_VERIFY(place.browser.isComplete());
    place.browser.table().setCurrentIndex(place.browser.model().index(3, 0));
    QTRY_VERIFY(place.browser.selectedStudy());
    QCOMPARE(place.browser.selectedStudy()->uid.text(), QStringLiteral("1.2.96"));
    place.index.count = 105; // five newer studies arrive above it
    place.browser.refresh();
    QTRY_COMPARE(place.browser.model().rowCount(), 105);
    QTRY_VERIFY(place.browser.selectedStudy());
    QCOMPARE(place.browser.selectedStudy()->uid.text(), QStringLiteral("1.2.96"));
    QCOMPARE(place.browser.table().currentIndex().row(), 8);
}

void TestStudyBrowser::selectionOfAGoneStudyIsCleared()
{
    Place place(100);
    QTRY_VERIFY(place.browser.isComplete());
    place.browser.table().setCurrentIndex(place.browser.model().index(0, 0));
    QTRY_VERIFY(place.browser.selectedStudy());
    QSignalSpy opened(&place.browser, &StudyBrowser::openRequested);
    place.index.count = 50;
    place.browser.refresh();
    QTRY_COMPARE(place.browser.model().rowCount(), 50);
    QVERIFY(!place.browser.selectedStudy());
    place.browser.openSelected();
    QCOMPARE(opened.size(), 0);
}

void TestStudyBrowser::emptyCacheOffersFirstSteps()
{
    Place place(0);
    QSignalSpy demo(&place.browser, &StudyBrowser::demoRequested);
    QPushButton* button = nullptr;
    QTRY_VERIFY(place.browser.isComplete());
    for (QPushButton* one : place.browser.findChildren<QPushButton*>()) {
        button = one->text().contains(QStringLiteral("demonstration")) ? one : button;
    }
    QVERIFY(button);
    QTRY_VERIFY(button->isVisible());
    button->click();
    QCOMPARE(demo.size(), 1);
    place.index.count = 3;
    place.browser.refresh();
    QTRY_VERIFY(!button->isVisible());
    QVERIFY(place.browser.table().isVisible());
}

void TestStudyBrowser::noMatchOffersToClear()
{
    Place place(10);
    place.browser.filters().field(QStringLiteral("any"))->setText(QStringLiteral("nobody"));
    QTRY_COMPARE(place.browser.model().rowCount(), 0);
    QPushButton* clear = nullptr;
    for (QPushButton* one : place.browser.findChildren<QPushButton*>()) {
        clear = one->text().contains(QStringLiteral("Clear the search")) ? one : clear;
    }
    QTRY_VERIFY(clear && clear->isVisible());
    clear->click();
    QTRY_COMPARE(place.browser.model().rowCount(), 10);
}

void TestStudyBrowser::everyControlHasAName()
{
    Place place(10);
    for (const QWidget* widget : place.browser.findChildren<QWidget*>()) {
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        const bool inField = qobject_cast<const QLineEdit*>(widget->parentWidget()) != nullptr;  // its own clear button
        const bool ofTable = qobject_cast<const QTableView*>(widget->parentWidget()) != nullptr; // its corner, never shown
        if (button && !inField && !ofTable) {
            QVERIFY2(!button->text().isEmpty() || !button->accessibleName().isEmpty(), button->metaObject()->className());
        }
        if (qobject_cast<const QLineEdit*>(widget)) {
            QVERIFY(!widget->accessibleName().isEmpty());
        }
    }
}

QTEST_MAIN(TestStudyBrowser)
#include "tst_StudyBrowser.moc"
