#include "layout/ViewportGrid.h"
#include "support/FakeImageReader.h"
#include "theme/Theme.h"
#include "viewport/BlendView.h"
#include "viewport/ImageViewport.h"
#include "viewport/Overlay.h"

#include <QTest>

#include <memory>

using namespace isocenter;
using namespace isocenter::test;

namespace {

bool hasMark(const ViewDescription& view, const QString& text)
{
    const std::vector<OverlayMark> marks = overlayMarks(view);
    return std::any_of(marks.begin(), marks.end(), [&](const OverlayMark& mark) { return mark.text.contains(text); });
}

} // namespace

/// Blending presentation states on the screen (PS3.3 C.11.14): grey below, a palette above, by the state's opacity.
class TestBlendView : public QObject
{
    Q_OBJECT

    std::unique_ptr<FakeServices> m_fake;
    std::unique_ptr<ViewerServices> m_services;
    std::unique_ptr<ViewportGrid> m_grid;
    ImageSeriesPtr m_below;

    ImageViewport& view() const { return *m_grid->active(); }

    static SeriesSpec ct()
    {
        SeriesSpec spec;
        spec.windows = {{500, 1000, VoiFunction::LinearExact, {}}};
        spec.pixels = [](int, int, int) { return 400; };
        return spec;
    }
    /// PET of 4 x 4 pixels of 4 mm, every 3 mm; hot (100) in its right half.
    static SeriesSpec pet()
    {
        SeriesSpec spec;
        spec.series = 2;
        spec.modality = QStringLiteral("PT");
        spec.description = QStringLiteral("Whole body");
        spec.rows = spec.columns = 4;
        spec.columnSpacing = spec.rowSpacing = 4;
        spec.origin = {1.5, 1.5, 0};
        spec.step = 3;
        spec.count = 3; // up to z = 6 + 1.5; the CT's last slice lies at 8
        spec.pixels = [](int, int, int column) { return column >= 2 ? 100 : 0; };
        return spec;
    }

    static PresentationStatePtr stateOf(const ImageSeries& below, const ImageSeries& above)
    {
        auto state = std::make_shared<PresentationState>();
        state->kind = PresentationState::Kind::Blending;
        state->object = below.frames.front().image;
        state->superimposed = BlendingInput();
        state->underlying = BlendingInput();
        for (const FrameRef& ref : below.frames) {
            state->images.add(ref.image->record.instance.uid, {});
        }
        state->underlying->images = state->images;
        for (const FrameRef& ref : above.frames) {
            state->superimposed->images.add(ref.image->record.instance.uid, {});
        }
        SoftcopyVoi grey;
        grey.windows.push_back({500, 1000, VoiFunction::LinearExact, {}});
        state->underlying->voi.push_back(grey);
        SoftcopyVoi hot;
        hot.windows.push_back({50, 100, VoiFunction::LinearExact, {}});
        state->superimposed->voi.push_back(hot);
        const auto table = [](std::vector<std::uint16_t> data) {
            auto made = std::make_shared<LookupTable>();
            made->bits = 8;
            made->data = std::move(data);
            return made;
        };
        state->palette[0] = table({0, 255});
        state->palette[1] = table({0, 0});
        state->palette[2] = table({0, 0});
        state->opacity = 0.5;
        return state;
    }

    /// Shows the blended series, or fails the test.
    void open(const SeriesSpec& aboveSpec)
    {
        const ImageSeriesPtr above = addSeries(m_fake->reader, aboveSpec);
        auto below = std::make_shared<ImageSeries>(*addSeries(m_fake->reader, ct()));
        m_below = below;
        const PresentationStatePtr state = stateOf(*below, *above);
        below->states = {state};
        std::vector<ImagePtr> images;
        for (const FrameRef& ref : above->frames) {
            images.push_back(ref.image);
        }
        below->blended = blendedImages(*below, images);
        auto context = std::make_shared<StudyContext>();
        context->study = below->study;
        context->generation = below->generation;
        m_grid->setStudy(context, {below});
        m_grid->setActivePosition(0);
        view().setIndex(1);
        view().setPresentation(state);
        QTRY_VERIFY_WITH_TIMEOUT(m_grid->isPictureComplete(), 5000);
    }
    QRgb at(int row, int column) const
    {
        const QPointF place = view().imageToWidget().map(QPointF(column + 0.5, row + 0.5)) * view().devicePixelRatioF();
        return view().grab().toImage().pixel(place.toPoint()) & 0xFFFFFF;
    }

private Q_SLOTS:
    void initTestCase() { Theme::shipped(QStringLiteral("dark")).apply(); }

    void init()
    {
        m_fake = std::make_unique<FakeServices>();
        m_services = std::make_unique<ViewerServices>(ViewerServices{m_fake->reader, m_fake->cache, m_fake->queue});
        m_grid = std::make_unique<ViewportGrid>(*m_services);
        m_grid->resize(420, 420);
        m_grid->show();
        QVERIFY(QTest::qWaitForWindowActive(m_grid.get()));
    }

    void cleanup()
    {
        m_grid.reset();
        m_fake.reset();
    }

    void row22_laidOverInItsColors()
    {
        open(pet());
        // 400 of 0..1000 is grey 102; half of it, and half of the palette: black on the left, red on the right.
        QCOMPARE(at(8, 2), QRgb(0x333333));
        QCOMPARE(at(8, 14), qRgb(51 + 128, 51, 51) & 0xFFFFFF);
        view().setMagnifier(true);
        QTest::mouseMove(&view(), view().imageToWidget().map(QPointF(14.5, 8.5)).toPoint());
        QTRY_COMPARE(at(8, 14), qRgb(51 + 128, 51, 51) & 0xFFFFFF); // the glass shows the mixture too
    }

    void row22_plainWhereNothingLies()
    {
        open(pet());
        view().setIndex(4);
        QTRY_VERIFY(view().isPictureComplete());
        QCOMPARE(at(8, 14), QRgb(0x666666));
        view().setIndex(1);
        QTRY_VERIFY(view().isPictureComplete());
        view().setPresentation(nullptr);
        QTRY_VERIFY(view().isPictureComplete());
        QCOMPARE(at(8, 14), QRgb(0x666666));
    }

    void row22_unreadableSliceIsSaid()
    {
        const ImageSeriesPtr above = addSeries(m_fake->reader, pet());
        m_fake->reader.fail(above->frames.front().image->path, 0, QStringLiteral("Half of the pixel data is missing."));
        open(pet());
        const ImageSeriesPtr below = m_below;
        BlendView blend(*m_services);
        QTRY_VERIFY(!blend.blend(*below, 1, below->states.front()).isWaiting);
        const BlendView::Blend found = blend.blend(*below, 1, below->states.front());
        QVERIFY(found.layers.empty());
        QCOMPARE(found.problem, QStringLiteral("Half of the pixel data is missing."));
        QCOMPARE(at(8, 14), QRgb(0x666666));
    }

    void row22_otherPlaceIsRefused()
    {
        SeriesSpec elsewhere = pet();
        elsewhere.frameOfReference = QStringLiteral("1.2.99");
        open(elsewhere);
        const ImageSeriesPtr below = m_below;
        QCOMPARE(at(8, 14), QRgb(0x666666));
        BlendView blend(*m_services);
        const BlendView::Blend found = blend.blend(*below, 1, below->states.front());
        QVERIFY(found.layers.empty() && !found.isWaiting && !found.problem.isEmpty());
    }

    void row22_marksSayWhatIsBlended()
    {
        open(pet());
        const ImageSeriesPtr below = m_below;
        ViewDescription view;
        view.series = below;
        view.index = 1;
        view.hasFrame = true;
        view.presentation = below->states.front();
        view.presentationApplies = true;
        view.blendName = blendName(framesAbove(*below, below->states.front()));
        view.blended = true;
        QVERIFY(hasMark(view, QStringLiteral("Blended: PT 2: Whole body, 50 %")));
        view.blended = false;
        view.blendWaiting = true;
        QVERIFY(hasMark(view, QStringLiteral("NOT BLENDED yet")));
        view.blendWaiting = false;
        QVERIFY(hasMark(view, QStringLiteral("nothing of PT 2: Whole body lies here")));
        view.blendProblem = QStringLiteral("They lie elsewhere.");
        QVERIFY(hasMark(view, QStringLiteral("NOT BLENDED: They lie elsewhere.")));
    }
};

QTEST_MAIN(TestBlendView)
#include "tst_BlendView.moc"
