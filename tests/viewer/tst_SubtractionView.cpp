#include "layout/ViewportGrid.h"
#include "support/FakeImageReader.h"
#include "theme/Theme.h"
#include "tools/ToolSelector.h"
#include "tools/ViewportActions.h"
#include "viewport/ImageViewport.h"
#include "viewport/Overlay.h"
#include "viewport/StillPicture.h"

#include <QTest>

#include <memory>

using namespace isocenter;
using namespace isocenter::test;

namespace {

/// A run of five frames of 16 x 16: a slope of 10 a column that all frames share, and a vessel in rows 4 to 7 that takes
/// 100 * frame away.
int value(int frame, int row, int column)
{
    return 1000 + 10 * column - (row >= 4 && row < 8 ? 100 * frame : 0);
}

MaskOperation average(std::vector<int> mask, MaskShift shift = {})
{
    MaskOperation operation;
    operation.kind = MaskOperation::Kind::Average;
    operation.maskFrames = std::move(mask);
    operation.shift = shift;
    return operation;
}

bool hasMark(const std::vector<OverlayMark>& marks, const QString& text)
{
    return std::any_of(marks.begin(), marks.end(), [&](const OverlayMark& mark) { return mark.text.contains(text); });
}

} // namespace

/// Row 6 of the pipeline on the screen: subtraction on and off, another mask, its shift, and what cannot be subtracted.
class TestSubtractionView : public QObject
{
    Q_OBJECT

    std::unique_ptr<FakeServices> m_fake;
    std::unique_ptr<ViewerServices> m_services;
    std::unique_ptr<ActionRegistry> m_registry;
    std::unique_ptr<ViewportGrid> m_grid;
    std::unique_ptr<ViewportActions> m_actions;

    ImageViewport& view() const { return *m_grid->active(); }
    void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTest::keyClick(&view(), static_cast<Qt::Key>(key), modifiers);
    }

    static SeriesSpec spec(bool multiframe = true)
    {
        SeriesSpec s;
        s.modality = QStringLiteral("XA");
        s.unit.clear();
        s.windows = {{1000, 400, VoiFunction::LinearExact, {}}};
        s.hasPlane = false;
        s.multiframe = multiframe;
        s.pixels = value;
        return s;
    }

    static ImageSeriesPtr withMasks(const ImageSeriesPtr& series, std::vector<MaskOperation> masks, bool recommends)
    {
        auto copy = std::make_shared<ImageSeries>(*series);
        auto image = std::make_shared<ImageAttributes>(*series->frames.front().image);
        image->masks = std::move(masks);
        image->recommendsSubtraction = recommends;
        for (FrameRef& ref : copy->frames) {
            ref.image = image;
        }
        return copy;
    }

    void open(const ImageSeriesPtr& series, int index = 3)
    {
        auto context = std::make_shared<StudyContext>();
        context->study = series->study;
        context->generation = series->generation;
        m_grid->setStudy(context, {series});
        m_grid->setActivePosition(0);
        view().setFocus();
        view().setIndex(index);
        QTRY_VERIFY(m_grid->isPictureComplete());
    }

    /// The value that the probe names at a pixel.
    double at(int row, int column) const
    {
        const auto probe = view().probe(view().imageToWidget().map(QPointF(column + 0.5, row + 0.5)));
        return probe ? probe->modality : -1e9;
    }
    /// The grey that is painted in the middle of a pixel.
    int grey(int row, int column) const
    {
        return qGray(view().grab().toImage().pixel(
            (view().imageToWidget().map(QPointF(column + 0.5, row + 0.5)) * view().devicePixelRatioF()).toPoint()));
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
        m_grid->resize(420, 420);
        m_grid->show();
        QVERIFY(QTest::qWaitForWindowActive(m_grid.get()));
    }

    void cleanup()
    {
        m_actions.reset();
        m_grid.reset();
        m_registry.reset();
        m_fake.reset();
    }

    void row06_asTheImageRecommends()
    {
        open(withMasks(addSeries(m_fake->reader, spec()), {average({1})}, true));
        QVERIFY(view().isSubtracted());
        QCOMPARE(at(0, 5), 0.0);
        QCOMPARE(at(5, 5), -300.0);
        QCOMPARE(at(5, 11), -300.0); // whatever lies behind
        // Symmetric around 0: what did not change is the middle grey, the vessel is darker.
        QCOMPARE(view().window()->center, 0.0);
        QVERIFY(std::abs(grey(12, 8) - 128) <= 1);
        QVERIFY(grey(5, 8) < 20);
        key(Qt::Key_S, Qt::AltModifier);
        QVERIFY(!view().isSubtracted());
        QCOMPARE(at(5, 5), 750.0);
        QCOMPARE(view().window()->center, 1000.0);
    }

    void row06_onlyOnDemandWithoutRecommendation()
    {
        open(withMasks(addSeries(m_fake->reader, spec()), {average({1, 2})}, false));
        QVERIFY(!view().isSubtracted() && view().hasMask());
        QCOMPARE(at(5, 5), 750.0);
        view().setWindow({900, 100, VoiFunction::Linear, {}});
        key(Qt::Key_S, Qt::AltModifier);
        QCOMPARE(at(5, 5), -250.0);             // the mean of 0 and 100
        QCOMPARE(view().window()->center, 0.0); // a window of other values is not kept
        view().setIndex(1);
        QTRY_VERIFY(view().isPictureComplete());
        QCOMPARE(at(5, 5), -50.0);
    }

    void row06_readersMaskAndShift()
    {
        open(addSeries(m_fake->reader, spec()), 2);
        QVERIFY(!view().hasMask());
        key(Qt::Key_M, Qt::ControlModifier);
        QVERIFY(view().isSubtracted());
        QCOMPARE(at(5, 5), 0.0); // the mask itself
        view().setIndex(4);
        QTRY_VERIFY(view().isPictureComplete());
        QCOMPARE(at(5, 5), -200.0);
        QCOMPARE(at(0, 5), 0.0);
        // Half a pixel to the right: the slope of 10 a column appears as 5 everywhere.
        key(Qt::Key_Right, Qt::AltModifier);
        QVERIFY(view().maskShift() == (MaskShift{0, 0.5}));
        QCOMPARE(at(0, 5), 5.0);
        key(Qt::Key_Left, Qt::AltModifier | Qt::ShiftModifier);
        QVERIFY(view().maskShift() == (MaskShift{0, 0.4}));
        key(Qt::Key_Up, Qt::AltModifier);
        key(Qt::Key_Up, Qt::AltModifier);
        QVERIFY(view().maskShift() == (MaskShift{-1, 0.4}));
        QVERIFY(std::abs(at(7, 5) - (4 - 400)) < 0.01); // the mask's vessel has moved up, out of row 7
        key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(view().maskShift() == MaskShift());
    }

    void row06_shiftFollowsTheScreenWhenTurned()
    {
        open(withMasks(addSeries(m_fake->reader, spec()), {average({1})}, true));
        view().rotateBy(1); // what was the top is now to the right
        key(Qt::Key_Right, Qt::AltModifier);
        QVERIFY(view().maskShift() == (MaskShift{-0.5, 0}));
        view().resetView();
        QVERIFY(view().maskShift() == MaskShift());
        view().flip(Qt::Horizontal);
        key(Qt::Key_Right, Qt::AltModifier);
        QVERIFY(view().maskShift() == (MaskShift{0, -0.5}));
    }

    void row06_shiftByDrag()
    {
        open(withMasks(addSeries(m_fake->reader, spec()), {average({1}, {0, 1})}, true));
        QVERIFY(view().maskShift() == (MaskShift{0, 1}));
        m_actions->tools().setTool(ToolKind::MaskShift);
        const QTransform map = view().imageToWidget();
        const QPoint from = map.map(QPointF(4, 4)).toPoint();
        const QPoint to = map.map(QPointF(6, 3)).toPoint();
        QTest::mousePress(&view(), Qt::LeftButton, Qt::NoModifier, from);
        QTest::mouseMove(&view(), (from + to) / 2);
        QTest::mouseMove(&view(), to);
        QVERIFY(std::abs(view().maskShift().row - -1) < 0.11);
        QVERIFY(std::abs(view().maskShift().column - 3) < 0.11);
        view().cancelDrag();
        QVERIFY(view().maskShift() == (MaskShift{0, 1}));
        QTest::mouseRelease(&view(), Qt::LeftButton, Qt::NoModifier, to);
    }

    void row06_unreadableMaskIsAnErrorNeverTheFrame()
    {
        const ImageSeriesPtr series = addSeries(m_fake->reader, spec());
        m_fake->reader.fail(series->frames.front().image->path, 0, QStringLiteral("Half of the pixel data is missing."));
        open(withMasks(series, {average({1})}, true));
        QVERIFY(!view().probe(QPointF(200, 200)));
        QVERIFY(!view().window());
        QVERIFY(view().grab().toImage() != QImage());
        const int hatched = grey(12, 8);
        QVERIFY(hatched < 100); // nothing of the frame, which is white here
        view().setSubtracted(false);
        QTRY_VERIFY(view().isPictureComplete());
        QCOMPARE(at(5, 5), 750.0);
    }

    void row06_maskThatComesLate()
    {
        const ImageSeriesPtr series = withMasks(addSeries(m_fake->reader, spec()), {average({1})}, true);
        m_fake->reader.setHolding(true);
        auto context = std::make_shared<StudyContext>();
        context->study = series->study;
        context->generation = series->generation;
        m_grid->setStudy(context, {series});
        m_grid->setActivePosition(0);
        view().setIndex(3);
        const QString path = series->frames.front().image->path;
        QTRY_VERIFY(!m_fake->reader.held().empty());
        const auto arrives = [&] {
            for (const FrameKey& held : m_fake->reader.held()) {
                if (held.frame != 0) {
                    m_fake->reader.release(held);
                }
            }
            return view().frame() != nullptr;
        };
        QTRY_VERIFY(arrives());
        QVERIFY(!view().probe(QPointF(200, 200))); // the frame is there, its mask is not: no picture
        QVERIFY(!view().isPictureComplete());
        m_fake->reader.releaseAll();
        QTRY_VERIFY(view().isPictureComplete());
        QCOMPARE(at(5, 5), -300.0);
    }

    void row06_singleImagesAsMask()
    {
        open(addSeries(m_fake->reader, spec(false)), 0);
        view().useAsMask();
        view().setIndex(4);
        QTRY_VERIFY(view().isPictureComplete());
        QCOMPARE(at(5, 5), -400.0);
        // Slices of a volume lie at other places: refused, not subtracted.
        SeriesSpec volume = spec(false);
        volume.series = 2;
        volume.hasPlane = true;
        open(addSeries(m_fake->reader, volume), 0);
        view().useAsMask();
        view().setIndex(2);
        QTRY_VERIFY(view().isPictureComplete());
        QVERIFY(!view().window());
    }

    void row06_stateDecidesAlone()
    {
        auto series = std::make_shared<ImageSeries>(*withMasks(addSeries(m_fake->reader, spec()), {average({1})}, true));
        const auto state = [&](bool masked) {
            auto made = std::make_shared<PresentationState>();
            made->object = series->frames.front().image;
            made->images.add(series->frames.front().image->record.instance.uid, {});
            if (masked) {
                made->masks.push_back({{}, average({3})});
            }
            return made;
        };
        const PresentationStatePtr silent = state(false);
        const PresentationStatePtr masked = state(true);
        series->states = {silent, masked};
        open(series);
        QCOMPARE(at(5, 5), -300.0);
        view().setPresentation(silent); // what the state lacks is the identity (PS3.4 N.2)
        QTRY_VERIFY(view().isPictureComplete());
        QVERIFY(!view().isSubtracted());
        QCOMPARE(at(5, 5), 750.0);
        view().setPresentation(masked);
        QTRY_VERIFY(view().isPictureComplete());
        QCOMPARE(at(5, 5), -100.0);
        QCOMPARE(view().window()->center, 0.0);
        view().setPresentation(nullptr);
        QTRY_VERIFY(view().isPictureComplete());
        QCOMPARE(at(5, 5), -300.0);
    }

    void row06_marksSayWhatIsSubtracted()
    {
        const ImageSeriesPtr series = withMasks(addSeries(m_fake->reader, spec()), {average({3}, {0.5, -1})}, true);
        ViewDescription description;
        description.series = series;
        description.index = 3;
        description.hasFrame = true;
        description.subtraction = planSubtraction(*series, 3, nullptr, {});
        description.subtractedIn = SubtractionSpace::Values;
        QVERIFY(hasMark(overlayMarks(description), QStringLiteral("Subtracted: mask frame 3, shift 0.5\\-1.0")));
        QVERIFY(hasMark(overlayMarks(description), QStringLiteral("of values")));
        description.subtractedIn = SubtractionSpace::Logarithms;
        QVERIFY(hasMark(overlayMarks(description), QStringLiteral("of logarithms")));
        SubtractionChoice choice;
        choice.on = false;
        description.subtraction = planSubtraction(*series, 3, nullptr, choice);
        description.subtractedIn.reset();
        QVERIFY(hasMark(overlayMarks(description), QStringLiteral("NOT SUBTRACTED")));
        choice.on = true;
        choice.mask = series->frames[1];
        description.subtraction = planSubtraction(*series, 3, nullptr, choice);
        description.subtractedIn = SubtractionSpace::Values;
        QVERIFY(hasMark(overlayMarks(description), QStringLiteral("mask frame 2")));
        QVERIFY(hasMark(overlayMarks(description), QStringLiteral("mask chosen here")));
        const ImageSeriesPtr outside = withMasks(series, {average({1})}, true);
        auto ranged = average({1});
        ranged.ranges = {{2, 2}};
        description.subtraction = planSubtraction(*withMasks(series, {ranged}, true), 3, nullptr, {});
        description.subtractedIn.reset();
        QVERIFY(hasMark(overlayMarks(description), QStringLiteral("no mask is for this frame")));
        QCOMPARE(maskNumbers(*series, {series->frames[1], series->frames[2], series->frames[3]}), QStringLiteral("2 to 4"));
        QCOMPARE(maskNumbers(*series, {series->frames[3], series->frames[1]}), QStringLiteral("2, 4"));
    }

    void row06_maskOfAnotherSeriesCountsAsNone()
    {
        open(addSeries(m_fake->reader, spec()));
        SeriesSpec other = spec();
        other.series = 7;
        ViewState state = view().viewState();
        state.subtraction.on = true;
        state.subtraction.mask = addSeries(m_fake->reader, other)->frames.front();
        view().setViewState(state);
        QVERIFY(!view().isSubtracted());
        QCOMPARE(at(5, 5), 750.0);
    }

    void row06_cineShowsOnlySubtractedPictures()
    {
        open(withMasks(addSeries(m_fake->reader, spec()), {average({1})}, true), 0);
        QTRY_COMPARE(view().loadedCount(), 5);
        QVector<double> seen;
        connect(&view(), &ImageViewport::frameShown, this, [&](int) { seen << at(12, 8); });
        view().startCine(50);
        QTRY_VERIFY(seen.size() > 6);
        view().stopCine();
        for (const double value : seen) {
            QCOMPARE(value, 0.0);
        }
    }
};

QTEST_MAIN(TestSubtractionView)
#include "tst_SubtractionView.moc"
