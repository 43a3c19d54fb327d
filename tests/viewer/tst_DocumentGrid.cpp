#include "layout/ViewportGrid.h"

#include "actions/ActionRegistry.h"
#include "page/DocumentHeader.h"
#include "page/DocumentView.h"
#include "page/FindBar.h"
#include "page/PageBrowser.h"
#include "page/WrittenPage.h"
#include "support/FakeDocuments.h"
#include "support/FakeImageReader.h"
#include "theme/Theme.h"
#include "tools/ViewportActions.h"
#include "viewport/ImageViewport.h"

#include <QLineEdit>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace isocenter;
using namespace isocenter::test;

namespace {

constexpr int kRounds = 300;

StudyContextPtr contextOf(const ImageSeriesPtr& series)
{
    return std::make_shared<const StudyContext>(StudyContext{series->study, series->generation});
}

InstanceUid uidOf(const ImageSeriesPtr& series, int frame)
{
    return series->frames[static_cast<std::size_t>(frame)].image->record.instance.uid;
}

} // namespace

/// Documents among the viewports: where they come up, what they refer to, which keys reach them.
class TestDocumentGrid : public QObject
{
    Q_OBJECT

    std::unique_ptr<FakeServices> m_fake;
    FakeDocumentReader m_documents;
    std::unique_ptr<ViewerServices> m_services;
    std::unique_ptr<ActionRegistry> m_registry;
    std::unique_ptr<ViewportGrid> m_grid;
    std::unique_ptr<ViewportActions> m_actions;

    ImageSeriesPtr pictures(int series = 1, bool multiframe = false)
    {
        SeriesSpec spec;
        spec.series = series;
        spec.multiframe = multiframe;
        return addSeries(m_fake->reader, spec);
    }
    ImageSeriesPtr report(std::vector<ContentItem> items, int series = 90)
    {
        ObjectSpec spec;
        spec.series = series;
        const ImagePtr object = objectOf(spec);
        m_documents.set(object, reportOf(std::move(items)));
        return objectSeries({object});
    }
    void open(const std::vector<ImageSeriesPtr>& series) { m_grid->setStudy(contextOf(series.front()), series); }
    DocumentView* document(int position = 0) const { return m_grid->documentIn(*m_grid->viewport(position)); }
    QString textAt(int position = 0) const
    {
        const DocumentView* view = document(position);
        const auto* page = view ? dynamic_cast<WrittenPage*>(view->page()) : nullptr;
        return page ? page->browser().toPlainText() : QString();
    }
    PageBrowser& browser(int position = 0) const { return static_cast<WrittenPage*>(document(position)->page())->browser(); }
    void follow(int position, const ObjectReference& reference) { Q_EMIT document(position)->referenceActivated(reference); }

private Q_SLOTS:
    void initTestCase() { Theme::shipped(QStringLiteral("dark")).apply(); }

    void init()
    {
        m_fake = std::make_unique<FakeServices>();
        m_services = std::make_unique<ViewerServices>(ViewerServices{m_fake->reader, m_fake->cache, m_fake->queue, &m_documents});
        m_registry = std::make_unique<ActionRegistry>();
        m_grid = std::make_unique<ViewportGrid>(*m_services);
        m_actions = std::make_unique<ViewportActions>(*m_grid, *m_registry);
        m_grid->resize(1000, 700);
        m_grid->show();
        QVERIFY(QTest::qWaitForWindowActive(m_grid.get()));
    }

    void cleanup()
    {
        m_documents.setHolding(false);
        m_fake->reader.releaseAll();
        m_actions.reset();
        m_grid.reset();
        m_registry.reset();
        m_fake.reset();
    }

    void picturesComeBeforeDocuments()
    {
        const auto ct = pictures();
        const auto sr = report({entry(ContentItem::Type::Text, {}, QStringLiteral("words"))});
        open({sr, ct});
        QCOMPARE(m_grid->count(), 1);
        QCOMPARE(m_grid->viewport(0)->series(), ct);
        QVERIFY(!document());
        // A place that is free takes the document.
        m_grid->chooseLayout({1, 2});
        QTRY_COMPARE(textAt(1), QStringLiteral("words"));
        QVERIFY(m_grid->isPictureComplete());
        // What is asked for is shown, and pictures come back.
        QVERIFY(m_grid->show(seriesKey(sr), 0));
        QTRY_COMPARE(textAt(0), QStringLiteral("words"));
        QVERIFY(m_grid->show(seriesKey(ct), 0));
        QVERIFY(!document(0));
        QVERIFY(!m_grid->viewport(0)->findChild<DocumentView*>()->isVisible());
    }

    void aStudyOfDocumentsOpensItsFirst()
    {
        ObjectSpec plan;
        plan.series = 5;
        plan.sopClass = kPlan;
        const auto sr = report({entry(ContentItem::Type::Text, {}, QStringLiteral("words"))});
        open({objectSeries({objectOf(plan)}), sr});
        QTRY_COMPARE(textAt(), QStringLiteral("words"));
        QVERIFY(m_grid->shownKeys().contains(seriesKey(sr)));
    }

    void pictureIsNotCompleteBeforeThePage()
    {
        m_documents.setHolding(true);
        open({report({})});
        QTRY_COMPARE(m_fake->queue.waiting(), 0);
        QVERIFY(!m_grid->isPictureComplete());
        QSignalSpy changed(m_grid.get(), &ViewportGrid::activeStateChanged);
        m_documents.setHolding(false);
        QTRY_VERIFY(m_grid->isPictureComplete());
        QVERIFY(changed.count() > 0); // those who wait hear of it
    }

    void referenceShowsTheImageBesideTheReport()
    {
        const auto ct = pictures();
        const auto sr = report({imageEntry(uidOf(ct, 3)), imageEntry(InstanceUid(QStringLiteral("9.9")))});
        open({ct, sr});
        QVERIFY(m_grid->show(seriesKey(sr), 0));
        QTRY_COMPARE(textAt(), QStringLiteral("series 1, image 4\nimage (not in the open study)"));
        QTextCursor at(browser().document());
        at.setPosition(browser().links().front().start + 2);
        QTest::mouseClick(browser().viewport(), Qt::LeftButton, {}, browser().cursorRect(at).center());
        QTRY_COMPARE(m_grid->count(), 2); // one viewport has become two
        QCOMPARE(m_grid->viewport(1)->series(), ct);
        QCOMPARE(m_grid->viewport(1)->index(), 3);
        QVERIFY(document(0)); // and the report stays
        QCOMPARE(m_grid->activePosition(), 0);
    }

    void referenceGoesWhereItsSeriesIsShown()
    {
        const auto first = pictures(1);
        const auto second = pictures(2);
        const auto sr = report({});
        open({first, second, sr});
        m_grid->chooseLayout({2, 2});
        QVERIFY(m_grid->show(seriesKey(second), 3));
        QVERIFY(m_grid->show(seriesKey(sr), 0));
        QVERIFY(m_grid->show(seriesKey(first), 2));
        follow(0, {{}, uidOf(second, 2), {}});
        QCOMPARE(m_grid->viewport(1)->series(), second); // where it was already, by layout
        QCOMPARE(m_grid->viewport(1)->index(), 2);
        QCOMPARE(m_grid->viewport(2)->series(), first);
    }

    void referenceToAFrame()
    {
        const auto us = pictures(1, true); // five frames of one instance
        open({us, report({})});
        QVERIFY(m_grid->show(QStringLiteral("1.2.826.0.1.1.90#0"), 0));
        follow(0, {{}, uidOf(us, 0), {4}});
        QTRY_COMPARE(m_grid->count(), 2);
        QCOMPARE(m_grid->viewport(1)->frameRef()->frame, 3);
        // A frame that the instance does not have is not the instance.
        QVERIFY(!m_grid->showReference({{}, uidOf(us, 0), {6}}, *m_grid->viewport(0)));
    }

    void referenceToAnotherReport()
    {
        const auto other = report({entry(ContentItem::Type::Text, {}, QStringLiteral("older"))}, 91);
        open({report({}), other});
        follow(0, {kBasicText, other->objects.front()->record.instance.uid, {}});
        QTRY_COMPARE(textAt(1), QStringLiteral("older"));
        QVERIFY(document(0));
    }

    void nothingOfAnotherStudyIsFollowed() // hazard: wrong patient
    {
        SeriesSpec other;
        other.study = 2;
        other.patientId = QStringLiteral("P2");
        const auto foreign = addSeries(m_fake->reader, other);
        open({report({imageEntry(uidOf(foreign, 0))}), foreign});
        QTRY_COMPARE(textAt(), QStringLiteral("image (not in the open study)"));
        QVERIFY(!m_grid->showReference({{}, uidOf(foreign, 0), {}}, *m_grid->viewport(0)));
        QCOMPARE(m_grid->count(), 1);
    }

    void referencesFollowAStudyThatGrows()
    {
        const auto ct = pictures();
        const auto sr = report({imageEntry(uidOf(ct, 0))});
        open({sr});
        QTRY_VERIFY(textAt().contains(QStringLiteral("not in the open study")));
        // The reader's hand has been here: the report stays where it is.
        QTest::mouseClick(&document()->header(), Qt::LeftButton);
        QVERIFY(m_grid->updateSeries(1, {ct, sr}));
        QCOMPARE(textAt(), QStringLiteral("series 1, image 1"));
    }

    void keysStepThroughObjectsAndScrollOne()
    {
        std::vector<ImagePtr> objects;
        for (int i = 1; i <= 3; ++i) {
            objects.push_back(objectOf({1, 90, i, kBasicText}));
            m_documents.set(objects.back(), reportOf({entry(ContentItem::Type::Text, {}, QStringLiteral("text %1").arg(i))}));
        }
        open({objectSeries(objects)});
        m_grid->setFocus();
        QTRY_COMPARE(textAt(), QStringLiteral("text 1"));
        QTRY_VERIFY(browser().hasFocus());
        QTest::keyClick(&browser(), Qt::Key_Down);
        QTRY_COMPARE(textAt(), QStringLiteral("text 2"));
        QTest::keyClick(&browser(), Qt::Key_Up); // the focus is on the new page
        QTRY_COMPARE(textAt(), QStringLiteral("text 1"));
        QCOMPARE(m_grid->viewport(0)->index(), -1);

        open({report(std::vector<ContentItem>(80, entry(ContentItem::Type::Text, {}, QStringLiteral("line"))))});
        QTRY_VERIFY(textAt().contains(QStringLiteral("line")));
        m_grid->setFocus();
        QTest::keyClick(&browser(), Qt::Key_Down);
        const int one = browser().verticalScrollBar()->value();
        QVERIFY(one > 0);
        QTest::keyClick(&browser(), Qt::Key_PageDown);
        QVERIFY(browser().verticalScrollBar()->value() > 2 * one);
        QTest::keyClick(&browser(), Qt::Key_Home);
        QCOMPARE(browser().verticalScrollBar()->value(), 0);
        QTest::keyClick(&browser(), Qt::Key_Plus);
        QCOMPARE(browser().zoomPercent(), 110);
        QTest::keyClick(&browser(), Qt::Key_A);
        QCOMPARE(browser().zoomPercent(), 100);
        QTest::keyClick(&browser(), Qt::Key_Slash);
        QVERIFY(!static_cast<WrittenPage*>(document()->page())->findBar().isHidden());
    }

    void aClickMakesTheViewportActive()
    {
        const auto ct = pictures();
        open({ct, report({})});
        m_grid->chooseLayout({1, 2});
        QTRY_VERIFY(document(1) && document(1)->isComplete());
        QCOMPARE(m_grid->activePosition(), 0);
        QTest::mouseClick(browser(1).viewport(), Qt::LeftButton);
        QCOMPARE(m_grid->activePosition(), 1);
        // The field for finding keeps the focus that it was given.
        m_grid->setActivePosition(0);
        document(1)->openFind();
        FindBar& bar = static_cast<WrittenPage*>(document(1)->page())->findBar();
        QTRY_VERIFY(bar.field().hasFocus());
        QCOMPARE(m_grid->activePosition(), 1);
        QTest::mouseDClick(&document(1)->header(), Qt::LeftButton);
        QVERIFY(m_grid->isMaximized());
        QTest::mouseDClick(&document(1)->header(), Qt::LeftButton);
        QVERIFY(!m_grid->isMaximized());
    }

    void aSmallerLayoutAndBackKeepsTheObject()
    {
        const auto ct = pictures();
        std::vector<ImagePtr> objects{objectOf({1, 90, 1, kBasicText}), objectOf({1, 90, 2, kBasicText})};
        for (const ImagePtr& object : objects) {
            m_documents.set(object, reportOf({}));
        }
        open({ct, objectSeries(objects)});
        m_grid->chooseLayout({1, 2});
        document(1)->setIndex(1);
        m_grid->chooseLayout({1, 1});
        m_grid->chooseLayout({1, 2});
        QVERIFY(document(1));
        QCOMPARE(document(1)->index(), 1);
    }

    void seriesCanBeDroppedOnAPage()
    {
        open({report({})});
        QTRY_VERIFY(document()->isComplete());
        // Events go to the nearest widget that takes drops: the viewport below.
        for (const QWidget* child : document()->findChildren<QWidget*>()) {
            QVERIFY2(!child->acceptDrops() || qobject_cast<const QLineEdit*>(child), child->metaObject()->className());
        }
        QVERIFY(!document()->acceptDrops());
    }

    void everyCommandIsHarmlessOverADocument()
    {
        const auto sr = report({entry(ContentItem::Type::Text, {}, QStringLiteral("words"))});
        for (const ActionRegistry::Entry& command : m_registry->entries()) {
            if (command.id == QLatin1String("layout.picker")) {
                continue; // a window of its own
            }
            open({sr});
            QTRY_COMPARE(textAt(), QStringLiteral("words"));
            command.action->trigger();
            QVERIFY2(m_grid->shownKeys().contains(seriesKey(sr)), qPrintable(command.id));
            QVERIFY2(m_grid->viewport(0)->index() == -1, qPrintable(command.id));
        }
    }

    void noSwitchShowsAnothersDocument() // hazard: wrong patient opened
    {
        QRandomGenerator random(20260602);
        quint64 generation = 0;
        int patient = 0;
        for (int round = 0; round < kRounds; ++round) {
            m_documents.setHolding(random.bounded(2) == 0);
            if (random.bounded(3) != 0 || generation == 0) {
                patient = 1 + random.bounded(3);
                std::vector<ImagePtr> objects;
                for (int i = 1; i <= 2; ++i) {
                    objects.push_back(objectOf({patient, 90, i, kBasicText}));
                    m_documents.set(objects.back(),
                                    reportOf({entry(ContentItem::Type::Text, {}, QStringLiteral("of P%1").arg(patient))}));
                }
                const auto series = objectSeries(objects, ++generation);
                m_grid->setStudy(contextOf(series), {series});
            } else {
                document()->setIndex(random.bounded(2));
            }
            const QString expected = QStringLiteral("of P%1").arg(patient);
            for (int turn = random.bounded(3); turn >= 0; --turn) {
                QCoreApplication::sendPostedEvents(); // answers that have come in
                QVERIFY(textAt().isEmpty() || textAt() == expected);
                QVERIFY(document()->header().identity().contains(QStringLiteral("ID P%1").arg(patient)));
            }
        }
        m_documents.setHolding(false);
        QTRY_COMPARE(textAt(), QStringLiteral("of P%1").arg(patient));
    }
};

QTEST_MAIN(TestDocumentGrid)
#include "tst_DocumentGrid.moc"
