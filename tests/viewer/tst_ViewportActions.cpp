#include "tools/ViewportActions.h"

#include "layout/SyncGroup.h"
#include "layout/ViewportGrid.h"
#include "support/FakeImageReader.h"
#include "theme/Theme.h"
#include "tools/ToolSelector.h"
#include "viewport/ImageViewport.h"

#include <QMenu>
#include <QSet>
#include <QTest>

#include <memory>

using namespace isocenter;
using namespace isocenter::test;

/// Every command by its key or by the mouse, on a grid with two series.
class TestViewportActions : public QObject
{
    Q_OBJECT

    std::unique_ptr<FakeServices> m_fake;
    std::unique_ptr<ViewerServices> m_services;
    std::unique_ptr<ActionRegistry> m_registry;
    std::unique_ptr<ViewportGrid> m_grid;
    std::unique_ptr<ViewportActions> m_actions;

    ImageViewport& view() const { return *m_grid->active(); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const { QTest::keyClick(&view(), key, modifiers); }

    void open(const std::vector<SeriesSpec>& specs)
    {
        auto context = std::make_shared<StudyContext>();
        std::vector<ImageSeriesPtr> series;
        for (const SeriesSpec& spec : specs) {
            series.push_back(addSeries(m_fake->reader, spec));
        }
        context->study = series.front()->study;
        context->generation = series.front()->generation;
        m_grid->setStudy(context, series);
        m_grid->setActivePosition(0);
        view().setFocus();
        QTRY_VERIFY(m_grid->isPictureComplete());
    }

    static SeriesSpec spec(int number, const QString& modality = QStringLiteral("CT"), int count = 30)
    {
        SeriesSpec s;
        s.series = number;
        s.modality = modality;
        s.count = count;
        s.rows = s.columns = 32;
        s.pixels = [](int slice, int row, int column) { return slice * 10 + row * 32 + column - 500; };
        return s;
    }

    void drag(const QPoint& from, const QPoint& to) const
    {
        QTest::mousePress(&view(), Qt::LeftButton, Qt::NoModifier, from);
        QTest::mouseMove(&view(), (from + to) / 2);
        QTest::mouseMove(&view(), to);
        QTest::mouseRelease(&view(), Qt::LeftButton, Qt::NoModifier, to);
    }

private Q_SLOTS:
    void initTestCase() { Theme::shipped(QStringLiteral("dark")).apply(); }

    void init()
    {
        m_fake = std::make_unique<FakeServices>();
        m_services = std::make_unique<ViewerServices>(ViewerServices{m_fake->reader, m_fake->cache, m_fake->queue});
        m_registry = std::make_unique<ActionRegistry>();
        m_grid = std::make_unique<ViewportGrid>(*m_services);
        m_actions = std::make_unique<ViewportActions>(*m_grid, *m_registry);
        m_grid->resize(640, 400);
        m_grid->show();
        QVERIFY(QTest::qWaitForWindowActive(m_grid.get()));
        open({spec(1), spec(2)});
    }

    void cleanup()
    {
        m_actions.reset();
        m_grid.reset();
        m_registry.reset();
        m_fake.reset();
    }

    void everyActionHasItsOwnShortcut()
    {
        const QStringList reserved{QStringLiteral("F"),     QStringLiteral("K"), QStringLiteral("M"),
                                   QStringLiteral("R"),     QStringLiteral("N"), QStringLiteral("P"),
                                   QStringLiteral("Space"), QStringLiteral("?"), QStringLiteral("Ctrl+K")};
        QSet<QString> seen;
        QSet<QString> ids;
        QVERIFY(m_registry->entries().size() > 60);
        for (const ActionRegistry::Entry& entry : m_registry->entries()) {
            QVERIFY2(!ids.contains(entry.id), qPrintable(entry.id));
            ids.insert(entry.id);
            QVERIFY2(!entry.action->text().isEmpty(), qPrintable(entry.id));
            QVERIFY2(!entry.action->shortcuts().isEmpty(), qPrintable(entry.id));
            for (const QKeySequence& sequence : entry.action->shortcuts()) {
                const QString text = sequence.toString(QKeySequence::PortableText);
                QVERIFY2(!text.isEmpty(), qPrintable(entry.id));
                QVERIFY2(!seen.contains(text), qPrintable(entry.id + QLatin1Char(' ') + text));
                QVERIFY2(!reserved.contains(text), qPrintable(entry.id));
                seen.insert(text);
            }
        }
    }

    void sliceKeys()
    {
        view().setIndex(0);
        key(Qt::Key_Down);
        QCOMPARE(view().index(), 1);
        key(Qt::Key_PageDown);
        QCOMPARE(view().index(), 11);
        key(Qt::Key_Up);
        QCOMPARE(view().index(), 10);
        key(Qt::Key_PageUp);
        QCOMPARE(view().index(), 0);
        key(Qt::Key_End);
        QCOMPARE(view().index(), 29);
        key(Qt::Key_Home);
        QCOMPARE(view().index(), 0);
    }

    void presetKeysOfComputedTomography()
    {
        key(Qt::Key_3);
        QCOMPARE(view().window()->center, 40.0);
        QCOMPARE(view().window()->width, 80.0);
        QCOMPARE(m_registry->action(QStringLiteral("viewport.preset3"))->text(), QStringLiteral("Brain"));
        key(Qt::Key_7);
        QCOMPARE(view().window()->center, -600.0);
        key(Qt::Key_2);
        QVERIFY(view().viewState().display.fullRange);
        key(Qt::Key_1);
        QVERIFY(!view().viewState().display.window && !view().viewState().display.fullRange);
        QCOMPARE(view().window()->center, 40.0);
        QCOMPARE(view().window()->width, 400.0);
    }

    void relativePresetsStartFromTheDefaultEachTime()
    {
        SeriesSpec mr = spec(1, QStringLiteral("MR"));
        mr.unit.clear();
        mr.windows = {{100, 200, VoiFunction::Linear, {}}};
        open({mr});
        for (int i = 0; i < 2; ++i) {
            key(Qt::Key_3); // more contrast: 0.6 of the width
            QCOMPARE(view().window()->center, 100.0);
            QCOMPARE(view().window()->width, 120.0);
        }
        QVERIFY(m_registry->action(QStringLiteral("viewport.preset3"))->text() != QStringLiteral("Brain"));
        QVERIFY(!m_registry->action(QStringLiteral("viewport.preset9"))->isVisible());
        QMenu* menu = m_actions->presetMenu(m_grid.get());
        QVERIFY(menu->actions().contains(m_registry->action(QStringLiteral("viewport.preset3"))));
    }

    void fileWindowsTakeTurns()
    {
        SeriesSpec two = spec(1);
        two.windows = {{40, 80, VoiFunction::Linear, QStringLiteral("BRAIN")},
                       {400, 1800, VoiFunction::Linear, QStringLiteral("BONE")}};
        open({two});
        key(Qt::Key_E);
        QCOMPARE(view().window()->center, 400.0);
        key(Qt::Key_E);
        QCOMPARE(view().window()->center, 40.0);
        key(Qt::Key_7);
        key(Qt::Key_E); // from the reader's own window to the first of the file
        QCOMPARE(view().window()->center, 40.0);
    }

    void turnsAndFlips()
    {
        const auto map = [this](double x, double y) { return view().imageToWidget().map(QPointF(x, y)); };
        const QPointF topLeft = map(0, 0);
        const QPointF topRight = map(32, 0);
        const auto near = [](const QPointF& a, const QPointF& b) { return (a - b).manhattanLength() < 1.5; };
        key(Qt::Key_H);
        QVERIFY(near(map(0, 0), topRight));
        key(Qt::Key_H);
        QVERIFY(near(map(0, 0), topLeft));
        key(Qt::Key_T); // clockwise: the first pixel comes to the upper right
        QVERIFY(near(map(0, 0), topRight));
        key(Qt::Key_T, Qt::ShiftModifier);
        key(Qt::Key_V);
        QVERIFY(near(map(0, 32), topLeft));
        key(Qt::Key_Backspace);
        QVERIFY(near(map(0, 0), topLeft));
    }

    void invertIsCheckedWhileOn()
    {
        QAction* invert = m_registry->action(QStringLiteral("viewport.invert"));
        key(Qt::Key_I);
        QVERIFY(view().viewState().display.invert);
        QVERIFY(invert->isChecked());
        key(Qt::Key_Tab); // the other viewport is not inverted
        QCOMPARE(m_grid->activePosition(), 1);
        QVERIFY(!invert->isChecked());
        key(Qt::Key_Tab, Qt::ShiftModifier);
        QVERIFY(invert->isChecked());
    }

    void fitAndOneToOne()
    {
        key(Qt::Key_O);
        const QPointF step = view().imageToWidget().map(QPointF(1, 0)) - view().imageToWidget().map(QPointF(0, 0));
        QVERIFY(std::abs(step.x() * view().devicePixelRatioF() - 1) < 1e-9);
        key(Qt::Key_A);
        QVERIFY(!view().viewState().pose.zoom);
    }

    void leftDragIsTheChosenTool()
    {
        view().setIndex(0);
        drag({150, 100}, {150, 200}); // the beginning: scroll
        QVERIFY(view().index() > 0);
        QTRY_VERIFY(view().isPictureComplete());
        key(Qt::Key_W);
        QVERIFY(m_registry->action(QStringLiteral("tool.window"))->isChecked());
        const int index = view().index();
        const double width = view().window()->width;
        drag({100, 100}, {200, 100});
        QCOMPARE(view().index(), index);
        QVERIFY(view().window()->width > width);
        key(Qt::Key_Z);
        drag({150, 200}, {150, 80}); // 120 pixels up: twice as large
        QVERIFY(view().viewState().pose.zoom.has_value());
        const double fit = 319.0 / 32;
        QVERIFY(std::abs(*view().viewState().pose.zoom / fit - 2) < 0.05);
        key(Qt::Key_G);
        const QPointF pan = view().viewState().pose.pan;
        drag({150, 150}, {170, 140});
        QCOMPARE((view().viewState().pose.pan - pan).toPoint(), QPoint(20, -10));
    }

    void shiftMakesAToolTemporary()
    {
        key(Qt::Key_W, Qt::ShiftModifier);
        QCOMPARE(m_actions->tools().tool(), ToolKind::Window);
        QVERIFY(m_actions->tools().isTemporary());
        drag({100, 100}, {200, 100});
        QTRY_COMPARE(m_actions->tools().tool(), ToolKind::Scroll);
        key(Qt::Key_Z, Qt::ShiftModifier);
        key(Qt::Key_Escape);
        QCOMPARE(m_actions->tools().tool(), ToolKind::Scroll);
        key(Qt::Key_Z);
        key(Qt::Key_G);
        key(Qt::Key_Escape); // gives the last one back
        QCOMPARE(m_actions->tools().tool(), ToolKind::Zoom);
    }

    void escapeEndsADragWithoutADecision()
    {
        key(Qt::Key_B);
        const auto before = *view().window();
        QTest::mousePress(&view(), Qt::LeftButton, Qt::NoModifier, {100, 100});
        QTest::mouseMove(&view(), {180, 180});
        key(Qt::Key_Escape);
        QTest::mouseRelease(&view(), Qt::LeftButton, Qt::NoModifier, {180, 180});
        QCOMPARE(*view().window(), before);
        QCOMPARE(m_actions->tools().tool(), ToolKind::RoiWindow);
    }

    void windowOfARegion()
    {
        view().setIndex(0);
        QTRY_VERIFY(view().isPictureComplete());
        key(Qt::Key_B);
        const QTransform map = view().imageToWidget();
        drag(map.map(QPointF(8, 4)).toPoint(), map.map(QPointF(16, 12)).toPoint());
        // Values from about 4 * 32 + 8 - 500 = -364 to 11 * 32 + 15 - 500 = -133.
        const Window window = *view().window();
        QVERIFY2(std::abs(window.center + 248) < 30, qPrintable(QString::number(window.center)));
        QVERIFY2(std::abs(window.width - 231) < 60, qPrintable(QString::number(window.width)));
        const Window kept = window;
        QTest::mouseClick(&view(), Qt::LeftButton, Qt::NoModifier, {150, 150}); // a click alone changes nothing
        QCOMPARE(*view().window(), kept);
    }

    void magnifierToolEndsWithTheButton()
    {
        key(Qt::Key_Q);
        QTest::mousePress(&view(), Qt::LeftButton, Qt::NoModifier, {100, 100});
        QVERIFY(view().hasMagnifier());
        QTest::mouseRelease(&view(), Qt::LeftButton, Qt::NoModifier, {100, 100});
        QVERIFY(!view().hasMagnifier());
        key(Qt::Key_L);
        QVERIFY(view().hasMagnifier());
        QVERIFY(m_registry->action(QStringLiteral("viewport.magnifier"))->isChecked());
    }

    void layoutKeys()
    {
        key(Qt::Key_4, Qt::ControlModifier);
        QCOMPARE(m_grid->gridLayout(), (GridLayout{2, 2}));
        key(Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(m_grid->activePosition(), 2);
        key(Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(m_grid->activePosition(), 3);
        key(Qt::Key_Up, Qt::ControlModifier);
        key(Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(m_grid->activePosition(), 0);
        key(Qt::Key_Return);
        QVERIFY(m_grid->isMaximized());
        key(Qt::Key_Return);
        QVERIFY(!m_grid->isMaximized());
        key(Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(m_grid->gridLayout(), (GridLayout{1, 1}));
    }

    void linksAreToggles()
    {
        QVERIFY(m_registry->action(QStringLiteral("sync.scroll"))->isChecked());
        key(Qt::Key_J);
        QVERIFY(!m_grid->sync().isScrollLinked());
        QVERIFY(!m_registry->action(QStringLiteral("sync.scroll"))->isChecked());
        key(Qt::Key_J, Qt::ShiftModifier);
        QVERIFY(m_grid->sync().isViewLinked());
        key(Qt::Key_J, Qt::ControlModifier);
        QVERIFY(m_grid->sync().isWindowLinked());
        key(Qt::Key_X);
        QVERIFY(!m_grid->sync().hasReferenceLines());
        m_grid->sync().setReferenceLines(true); // from elsewhere: the mark follows
        QVERIFY(m_registry->action(QStringLiteral("referenceLines"))->isChecked());
    }

    void cineByKey()
    {
        key(Qt::Key_C);
        QVERIFY(view().isPlaying());
        key(Qt::Key_Period);
        QCOMPARE(view().cineSpeed(), 1.5);
        key(Qt::Key_Comma);
        key(Qt::Key_Comma);
        QCOMPARE(view().cineSpeed(), 0.75);
        key(Qt::Key_C);
        QVERIFY(!view().isPlaying());
    }

    void seriesKeys()
    {
        const QString first = ViewportGrid::keyOf(view());
        key(Qt::Key_Right);
        QVERIFY(ViewportGrid::keyOf(view()) != first);
        key(Qt::Key_Right); // the last: stays
        key(Qt::Key_Left);
        QCOMPARE(ViewportGrid::keyOf(view()), first);
    }

    void textsAndPixelsAreSwitched()
    {
        key(Qt::Key_D);
        QVERIFY(!m_grid->viewport(0)->isOverlayVisible());
        QVERIFY(!m_grid->viewport(1)->isOverlayVisible());
        key(Qt::Key_4, Qt::ControlModifier); // a new viewport does as the others
        QVERIFY(!m_grid->viewport(3)->isOverlayVisible());
        key(Qt::Key_X, Qt::ShiftModifier);
        QCOMPARE(view().viewState().interpolation, Interpolation::Nearest);
    }

    void nothingShownNothingEnabled()
    {
        m_grid->setStudy(nullptr, {});
        QVERIFY(!m_registry->action(QStringLiteral("viewport.fit"))->isEnabled());
        for (const ActionRegistry::Entry& entry : m_registry->entries()) {
            if (entry.id != QLatin1String("layout.picker")) {
                entry.action->trigger(); // none of them may fail on an empty grid
            }
        }
    }
};

QTEST_MAIN(TestViewportActions)
#include "tst_ViewportActions.moc"
