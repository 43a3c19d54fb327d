#include "page/DocumentView.h"

#include "page/DocumentHeader.h"
#include "page/DocumentLoader.h"
#include "page/FindBar.h"
#include "page/PageBrowser.h"
#include "page/SentencePage.h"
#include "page/WrittenPage.h"
#include "support/FakeDocuments.h"
#include "support/FakeImageReader.h"
#include "theme/Theme.h"
#include "viewport/ViewerServices.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QWheelEvent>

#include <memory>

using namespace isocenter;
using namespace isocenter::test;

using Type = ContentItem::Type;

namespace {

const InstanceUid kHere(QStringLiteral("1.9"));
const InstanceUid kElsewhere(QStringLiteral("1.8"));

QString placeOf(const ObjectReference& reference)
{
    return reference.instance == kHere ? QStringLiteral("series 3, image 12") : QString();
}

ContentItem text(const QString& name, const QString& value)
{
    return entry(Type::Text, name, value);
}

void wheelOver(QWidget& target, int notches, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    const QPointF middle = QRectF(target.rect()).center();
    QWheelEvent event(middle, target.mapToGlobal(middle), {}, QPoint(0, 120 * notches), Qt::NoButton, modifiers,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&target, &event);
}

} // namespace

class TestDocumentView : public QObject
{
    Q_OBJECT

    std::unique_ptr<FakeServices> m_fake;
    FakeDocumentReader m_documents;
    std::unique_ptr<ViewerServices> m_services;
    std::unique_ptr<DocumentView> m_view;

    void open(const std::vector<ImagePtr>& objects, int index = 0) { m_view->setSeries(objectSeries(objects), index); }
    ImagePtr openReport(std::vector<ContentItem> items)
    {
        const ImagePtr object = objectOf({});
        m_documents.set(object, reportOf(std::move(items)));
        open({object});
        [this] { QTRY_VERIFY(m_view->isComplete()); }();
        return object;
    }
    WrittenPage* written() const { return dynamic_cast<WrittenPage*>(m_view->page()); }
    PageBrowser& browser() const { return written()->browser(); }
    QString pageText() const { return written() ? browser().toPlainText() : QString(); }
    QString sentence() const
    {
        const auto* page = dynamic_cast<SentencePage*>(m_view->page());
        return page ? page->sentence() : QString();
    }

private Q_SLOTS:
    void initTestCase() { Theme::shipped(QStringLiteral("dark")).apply(); }

    void init()
    {
        m_fake = std::make_unique<FakeServices>();
        m_services = std::make_unique<ViewerServices>(ViewerServices{m_fake->reader, m_fake->cache, m_fake->queue, &m_documents});
        m_view = std::make_unique<DocumentView>(*m_services, placeOf);
        m_view->resize(800, 600);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    }

    void cleanup()
    {
        m_documents.setHolding(false);
        m_view.reset();
        m_fake.reset();
    }

    void reportIsAPageUnderItsPatient()
    {
        openReport({container(QStringLiteral("Findings"), {text(QStringLiteral("Lungs"), QStringLiteral("Clear."))}),
                    number(QStringLiteral("Diameter"), QStringLiteral("12.50"), QStringLiteral("mm"))});
        QCOMPARE(pageText(), QStringLiteral("Findings\nLungs: Clear.\nDiameter: 12.50 mm"));
        QCOMPARE(browser().document()->begin().blockFormat().headingLevel(), 1);
        const DocumentHeader& header = m_view->header();
        QVERIFY(header.identity().contains(QStringLiteral("Test, Anna")));
        QVERIFY(header.identity().contains(QStringLiteral("ID P1")));
        QCOMPARE(header.title(), QStringLiteral("Radiology Report"));
        QVERIFY(header.cautions().isEmpty());
        QVERIFY(header.number().isEmpty()); // one alone
    }

    void unfinishedReportsSaySo() // hazard: preliminary taken for final
    {
        const ImagePtr object = objectOf({});
        Report report = reportOf({});
        report.complete = report.verified = false;
        report.notes = {QStringLiteral("A text of this report is too long and is not shown.")};
        m_documents.set(object, report);
        open({object});
        QTRY_VERIFY(m_view->isComplete());
        const QString cautions = m_view->header().cautions().join(QLatin1Char('|'));
        QVERIFY(cautions.contains(QStringLiteral("PARTIAL")));
        QVERIFY(cautions.contains(QStringLiteral("UNVERIFIED")));
        QVERIFY(cautions.contains(report.notes.first()));
    }

    void markUpIsShownAsText() // hazard: hostile texts
    {
        const QString hostile = QStringLiteral("<img src='file:///etc/passwd'><a href='http://x'>y</a> &lt;b&gt;");
        const ImagePtr object = objectOf({});
        Report report = reportOf({text(hostile, hostile), container(hostile, {})}, QStringLiteral("<b>Title</b>"));
        m_documents.set(object, report);
        open({object});
        QTRY_VERIFY(m_view->isComplete());
        QCOMPARE(pageText(), hostile + QStringLiteral(": ") + hostile + QLatin1Char('\n') + hostile);
        QVERIFY(browser().links().empty());
        QCOMPARE(m_view->header().title(), QStringLiteral("<b>Title</b>"));
        for (QTextBlock block = browser().document()->begin(); block.isValid(); block = block.next()) {
            for (auto it = block.begin(); !it.atEnd(); ++it) {
                QVERIFY(!it.fragment().charFormat().isImageFormat());
                QVERIFY(!it.fragment().charFormat().isAnchor());
            }
        }
    }

    void referencesInTheStudyAreLinks()
    {
        openReport({imageEntry(kHere, {4}), imageEntry(kElsewhere)});
        QCOMPARE(pageText(), QStringLiteral("series 3, image 12, frame 4\nimage (not in the open study)"));
        QCOMPARE(browser().links().size(), std::size_t{1});
        QSignalSpy activated(m_view.get(), &DocumentView::referenceActivated);
        QTextCursor at(browser().document());
        at.setPosition(browser().links().front().start + 3);
        QTest::mouseClick(browser().viewport(), Qt::LeftButton, {}, browser().cursorRect(at).center());
        QTRY_COMPARE(activated.count(), 1);
        const auto reference = activated.front().front().value<ObjectReference>();
        QCOMPARE(reference.instance, kHere);
        QCOMPARE(reference.frames, std::vector<int>{4});
    }

    void linksAreReachedByKeys()
    {
        openReport({imageEntry(kElsewhere), imageEntry(kHere)});
        QSignalSpy activated(m_view.get(), &DocumentView::referenceActivated);
        m_view->setFocus();
        QTRY_VERIFY(browser().hasFocus());
        QTest::keyClick(&browser(), Qt::Key_Tab);
        QTest::keyClick(&browser(), Qt::Key_Return);
        QTRY_COMPARE(activated.count(), 1);
        QCOMPARE(activated.front().front().value<ObjectReference>().instance, kHere);
    }

    void findGoesFromPlaceToPlace()
    {
        std::vector<ContentItem> items;
        for (int i = 0; i < 60; ++i) {
            items.push_back(text(QStringLiteral("Entry"), i % 20 == 19 ? QStringLiteral("a Nodule") : QStringLiteral("nothing")));
        }
        openReport(std::move(items));
        m_view->setFocus();
        QTest::keyClick(&browser(), Qt::Key_F, Qt::ControlModifier);
        FindBar& bar = written()->findBar();
        QTRY_VERIFY(bar.field().hasFocus());
        QTest::keyClicks(&bar.field(), QStringLiteral("nodule"));
        QCOMPARE(bar.count(), 3);
        QCOMPARE(bar.current(), 0);
        const int first = browser().verticalScrollBar()->value();
        QTest::keyClick(&bar.field(), Qt::Key_Return);
        QTest::keyClick(&bar.field(), Qt::Key_Return);
        QCOMPARE(bar.current(), 2);
        QVERIFY(browser().verticalScrollBar()->value() > first);
        QTest::keyClick(&bar.field(), Qt::Key_Return);
        QCOMPARE(bar.current(), 0); // around the end
        QTest::keyClick(&bar.field(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(bar.current(), 2);
        m_view->zoom(1); // the marks are on the new page
        QCOMPARE(bar.current(), 2);
        QCOMPARE(browser().extraSelections().size(), 3);
        QCOMPARE(browser().extraSelections().at(2).cursor.selectedText(), QStringLiteral("Nodule"));
        QTest::keyClick(&bar.field(), Qt::Key_Escape);
        QVERIFY(bar.isHidden());
        QVERIFY(browser().extraSelections().isEmpty());
        QTRY_VERIFY(browser().hasFocus());
    }

    void textIsCopiedWithoutMarkUp()
    {
        openReport({text(QStringLiteral("Finding"), QStringLiteral("No mass."))});
        m_view->setFocus();
        QTest::keyClick(&browser(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(&browser(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("Finding: No mass."));
        QVERIFY(!QApplication::clipboard()->mimeData()->hasHtml());
    }

    void textGrowsAndShrinks()
    {
        openReport({text(QStringLiteral("Finding"), QStringLiteral("No mass."))});
        const int before = browser().document()->begin().begin().fragment().charFormat().font().pixelSize();
        wheelOver(*browser().viewport(), 2, Qt::ControlModifier);
        QCOMPARE(browser().zoomPercent(), 120);
        QCOMPARE(browser().document()->begin().begin().fragment().charFormat().font().pixelSize(), qRound(before * 1.2));
        m_view->zoom(-100);
        QCOMPARE(browser().zoomPercent(), 60);
        m_view->resetZoom();
        QCOMPARE(browser().zoomPercent(), 100);
    }

    void anotherSizeKeepsThePlace()
    {
        std::vector<ContentItem> items;
        for (int i = 0; i < 200; ++i) {
            items.push_back(text(QStringLiteral("Entry"), QStringLiteral("number %1").arg(i)));
        }
        openReport(std::move(items));
        QScrollBar& bar = *browser().verticalScrollBar();
        bar.setValue(bar.maximum() / 2);
        const auto top = [this] { return browser().cursorForPosition(QPoint(0, 0)).blockNumber(); };
        const int before = top();
        QVERIFY(before > 20);
        m_view->zoom(3);
        QVERIFY2(std::abs(top() - before) <= 1, qPrintable(QString::number(top())));
    }

    void longTextsAreWhole()
    {
        QString words;
        for (int i = 0; i < 3000; ++i) {
            words += QStringLiteral("word%1 ").arg(i);
        }
        const QString unbroken(9001, QLatin1Char('x'));
        openReport({text({}, words.trimmed()), text({}, unbroken)});
        QString shown = pageText();
        QCOMPARE(shown.remove(QLatin1Char('\n')), words.trimmed() + unbroken); // no word is cut, no character lost
        for (QTextBlock block = browser().document()->begin(); block.isValid(); block = block.next()) {
            QVERIFY(block.length() <= 2001); // laid out as it comes into view
        }
    }

    void linesStayReadableInAWideWindow()
    {
        openReport(
            {text(QStringLiteral("Finding"), QString(40, QLatin1Char('x')).replace(QLatin1Char('x'), QStringLiteral("word ")))});
        m_view->resize(2400, 600);
        QTRY_COMPARE(browser().viewport()->width() > 2000, true);
        const QTextBlock block = browser().document()->begin();
        const double measure = 91 * QFontMetricsF(block.begin().fragment().charFormat().font()).averageCharWidth();
        QTRY_VERIFY(block.layout()->lineCount() >= 2);
        for (int i = 0; i < block.layout()->lineCount(); ++i) {
            QVERIFY(block.layout()->lineAt(i).naturalTextWidth() <= measure);
        }
    }

    void stepsThroughTheObjects()
    {
        std::vector<ImagePtr> objects;
        for (int i = 1; i <= 3; ++i) {
            objects.push_back(objectOf({1, 90, i, kBasicText}));
            m_documents.set(objects.back(), reportOf({text({}, QStringLiteral("text %1").arg(i))}));
        }
        open(objects);
        QTRY_COMPARE(pageText(), QStringLiteral("text 1"));
        QCOMPARE(m_view->header().number(), QStringLiteral("1 of 3"));
        wheelOver(m_view->header(), -1);
        QCOMPARE(m_view->index(), 1);
        QTRY_COMPARE(pageText(), QStringLiteral("text 2"));
        m_view->scroll(5); // clamped
        QTRY_COMPARE(pageText(), QStringLiteral("text 3"));
        QCOMPARE(m_view->header().number(), QStringLiteral("3 of 3"));
        // The wheel over the page scrolls it and never turns to another document.
        wheelOver(*browser().viewport(), 5);
        QCOMPARE(m_view->index(), 2);
    }

    void growingKeepsWhatIsRead()
    {
        const ImagePtr second = objectOf({1, 90, 2, kBasicText});
        m_documents.set(second, reportOf({text({}, QStringLiteral("second"))}));
        open({second});
        QTRY_COMPARE(pageText(), QStringLiteral("second"));
        DocumentPage* page = m_view->page();
        open({objectOf({1, 90, 1, kBasicText}), second});
        QCOMPARE(m_view->page(), page);
        QCOMPARE(m_view->header().number(), QStringLiteral("2 of 2"));
    }

    void answersForWhatWasLeftAreDropped() // hazard: text of another object
    {
        const ImagePtr first = objectOf({1, 90, 1, kBasicText});
        const ImagePtr second = objectOf({1, 90, 2, kBasicText});
        m_documents.set(first, reportOf({text({}, QStringLiteral("first"))}));
        m_documents.set(second, reportOf({text({}, QStringLiteral("second"))}));
        m_documents.setHolding(true);
        const int before = m_documents.reads();
        open({first, second});
        QTRY_COMPARE(m_documents.reads(), before + 1);
        QVERIFY(!m_view->isComplete());
        m_view->setIndex(1);
        QTRY_COMPARE(m_documents.reads(), before + 2);
        QSignalSpy changed(m_view.get(), &DocumentView::objectChanged);
        m_documents.setHolding(false);
        QTRY_VERIFY(m_view->isComplete());
        QCOMPARE(pageText(), QStringLiteral("second"));
        QCOMPARE(changed.count(), 1); // one answer only
        // Nor after the viewport was emptied.
        m_documents.setHolding(true);
        open({objectOf({1, 91, 1, kBasicText})});
        m_view->setSeries(nullptr);
        m_documents.setHolding(false);
        QTRY_COMPARE(m_fake->queue.waiting(), 0);
        QVERIFY(!m_view->page() && !m_view->document());
    }

    void anotherPatientsDocumentIsNeverShown_data()
    {
        QTest::addColumn<int>("what");
        QTest::newRow("patient ID") << 0;
        QTest::newRow("issuer") << 1;
        QTest::newRow("name") << 2;
        QTest::newRow("birth date") << 3;
        QTest::newRow("study") << 4;
        QTest::newRow("series") << 5;
        QTest::newRow("instance") << 6;
    }

    void anotherPatientsDocumentIsNeverShown() // hazard: wrong patient
    {
        QFETCH(int, what);
        const ImagePtr asked = objectOf({});
        auto other = std::make_shared<Document>();
        other->record = asked->record;
        other->content = reportOf({text({}, QStringLiteral("SECRET"))});
        Patient& patient = other->record.study.patient;
        switch (what) {
        case 0:
            patient.id = QStringLiteral("P2");
            break;
        case 1:
            patient.issuer = QStringLiteral("B");
            break;
        case 2:
            patient.name = PersonName::fromDicom(QStringLiteral("Test^Berta"));
            break;
        case 3:
            patient.birthDate = QDate(1960, 1, 1);
            break;
        case 4:
            other->record.study.uid = StudyUid(QStringLiteral("9.9"));
            break;
        case 5:
            other->record.series.uid = SeriesUid(QStringLiteral("9.9"));
            break;
        default:
            other->record.instance.uid = InstanceUid(QStringLiteral("9.9"));
        }
        m_documents.set(asked->path, other);
        open({asked});
        QTRY_VERIFY(m_view->isComplete());
        QVERIFY(!m_view->document());
        QVERIFY(sentence().contains(QStringLiteral("NOT shown")));
        QVERIFY(m_view->header().identity().contains(QStringLiteral("Test, Anna")));
    }

    void headerAndPageAreOfOneObject() // hazard: one patient's text under another's name
    {
        const ImagePtr first = objectOf({});
        m_documents.set(first, reportOf({text({}, QStringLiteral("first"))}));
        open({first});
        QTRY_COMPARE(pageText(), QStringLiteral("first"));
        m_documents.setHolding(true);
        ObjectSpec other;
        other.patient = 2;
        open({objectOf(other)});
        QVERIFY(m_view->header().identity().contains(QStringLiteral("P2")));
        QVERIFY(pageText().isEmpty()); // at once, before anything of the other has been read
        QVERIFY(m_view->header().cautions().isEmpty());
    }

    void whatHasNoPageSaysWhatItIs()
    {
        const ImagePtr plan = objectOf({1, 90, 1, kPlan});
        m_documents.set(plan, Unshown{QStringLiteral("This is a plan.")});
        open({plan, objectOf({1, 90, 7, kBasicText})});
        QTRY_COMPARE(sentence(), QStringLiteral("This is a plan."));
        QCOMPARE(m_view->header().title(), QStringLiteral("RT Plan"));
        QSignalSpy tags(m_view.get(), &DocumentView::tagsRequested);
        m_view->page()->findChild<QPushButton*>()->click();
        QCOMPARE(tags.count(), 1);
        // One that cannot be read says why, under the same header.
        m_view->setIndex(1);
        QTRY_COMPARE(sentence(), QStringLiteral("This document cannot be read."));
        QVERIFY(m_view->isComplete());
    }

    void readsNothingForPictures()
    {
        const int before = m_documents.reads();
        m_view->setSeries(addSeries(m_fake->reader, {}));
        QVERIFY(!m_view->series());
        QVERIFY(m_view->isComplete());
        QCOMPARE(m_documents.reads(), before);
        QVERIFY(!m_view->page());
    }

    void namesThatAreLongAreNotCut() // hazard: wrong patient
    {
        auto object = std::make_shared<ImageAttributes>(*objectOf({}));
        object->record.study.patient.name = PersonName::fromDicom(
            QString(20, QLatin1Char('x')).replace(QLatin1Char('x'), QStringLiteral("Long ")) + QStringLiteral("^End"));
        object->record.study.patient.id = QString(64, QLatin1Char('7'));
        m_documents.set(object, reportOf({}));
        m_view->resize(420, 500);
        open({object});
        QTRY_VERIFY(m_view->isComplete());
        DocumentHeader& header = m_view->header();
        for (const QLabel* label : header.findChildren<QLabel*>()) {
            if (label->isVisible() && label->wordWrap()) {
                QTRY_VERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
            }
        }
        QVERIFY(header.identity().contains(QStringLiteral("End")));
    }
};

QTEST_MAIN(TestDocumentView)
#include "tst_DocumentView.moc"
