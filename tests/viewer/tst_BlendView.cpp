#include "layout/ViewportGrid.h"
#include "support/FakeImageReader.h"
#include "theme/Theme.h"
#include "viewport/BlendView.h"
#include "viewport/ImageViewport.h"
#include "viewport/Overlay.h"

#include <QTest>

#include <functional>
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

    static BlendingInput inputOf(const ImageSeries& series, const Window& window)
    {
        BlendingInput input;
        for (const FrameRef& ref : series.frames) {
            input.images.add(ref.image->record.instance.uid, {});
        }
        SoftcopyVoi voi;
        voi.windows.push_back(window);
        input.voi.push_back(voi);
        return input;
    }

    static std::shared_ptr<PresentationState> stateOf(const ImageSeries& below, const ImageSeries& above)
    {
        auto state = std::make_shared<PresentationState>();
        state->kind = PresentationState::Kind::Blending;
        state->object = below.frames.front().image;
        Blending blending;
        blending.inputs = {inputOf(below, {500, 1000, VoiFunction::LinearExact, {}}),
                           inputOf(above, {50, 100, VoiFunction::LinearExact, {}})};
        blending.steps = {{BlendingStep::Mode::Foreground, {1, 0}, 0.5}};
        const auto table = [](std::vector<std::uint16_t> data) {
            auto made = std::make_shared<LookupTable>();
            made->bits = 8;
            made->data = std::move(data);
            return made;
        };
        blending.inputs[1].palette[0] = table({0, 255});
        blending.inputs[1].palette[1] = table({0, 0});
        blending.inputs[1].palette[2] = table({0, 0});
        state->blending = blending;
        return state;
    }

    /// Shows the blended series, or fails the test.
    using Change = std::function<void(PresentationState&, std::vector<ImagePtr>&)>;
    void open(const SeriesSpec& aboveSpec, const Change& change = {}, const std::vector<SpatialRegistrationPtr>& known = {})
    {
        const ImageSeriesPtr above = addSeries(m_fake->reader, aboveSpec);
        auto below = std::make_shared<ImageSeries>(*addSeries(m_fake->reader, ct()));
        m_below = below;
        const std::shared_ptr<PresentationState> state = stateOf(*below, *above);
        std::vector<ImagePtr> images;
        for (const FrameRef& ref : above->frames) {
            images.push_back(ref.image);
        }
        if (change) {
            change(*state, images);
        }
        below->states = {state};
        below->blended = blendedImages(*below, images, known);
        auto context = std::make_shared<StudyContext>();
        context->study = below->study;
        context->generation = below->generation;
        m_grid->setStudy(context, {below});
        m_grid->setActivePosition(0);
        view().setIndex(1);
        view().setPresentation(state);
        QTRY_VERIFY_WITH_TIMEOUT(m_grid->isPictureComplete(), 5000);
    }
    static SpatialRegistrationPtr moved(const QString& uid, double x)
    {
        auto registration = std::make_shared<SpatialRegistration>();
        auto object = std::make_shared<ImageAttributes>();
        object->record.instance.uid = InstanceUid(uid);
        object->record.series.frameOfReference = SeriesSpec().frameOfReference;
        registration->object = object;
        registration->label = QStringLiteral("PET TO CT");
        SpatialRegistration::Item item;
        item.frameOfReference = QStringLiteral("1.2.99");
        item.toRegistered = Eigen::Translation3d(x, 0, 0);
        registration->items.push_back(item);
        return registration;
    }
    static QString problemOf(const ImageSeries& series)
    {
        return planBlend(series, series.frames[1], series.states.front())->problem;
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
        QVERIFY(!found.fusion);
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
        QVERIFY(!found.fusion && !found.isWaiting && found.problem.contains(QStringLiteral("another frame of reference")));
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
        view.blended = planBlend(*below, below->frames[1], below->states.front())->parts;
        QCOMPARE(view.blended.size(), std::size_t{1});
        QVERIFY(hasMark(view, QStringLiteral("nothing of PT 2: Whole body lies here")));
        view.blended.front().here = true;
        QVERIFY(hasMark(view, QStringLiteral("Blended: PT 2: Whole body, 50 %")));
        view.blended.front().registration = QStringLiteral("FUSION");
        view.blended.push_back({QStringLiteral("MR 3: Head"), 0.25, true, {}, 2});
        view.blended.push_back({QStringLiteral("MR 4: Neck"), 0.25, false, {}, 3});
        QVERIFY(hasMark(view, QStringLiteral("Blended: PT 2: Whole body, 50 %, registered by FUSION; MR 3: Head, 25 %")));
        QVERIFY(hasMark(view, QStringLiteral("nothing of MR 4: Neck lies here")));
        view.blendWaiting = true;
        QVERIFY(hasMark(view, QStringLiteral("NOT BLENDED yet")));
        view.blendWaiting = false;
        view.blendProblem = QStringLiteral("They lie elsewhere.");
        QVERIFY(hasMark(view, QStringLiteral("NOT BLENDED: They lie elsewhere.")));
    }

    void row22_placedByTheRegistrationOfTheStudy()
    {
        SeriesSpec elsewhere = pet();
        elsewhere.frameOfReference = QStringLiteral("1.2.99");
        // Moved by 8 mm to the left: its hot half, which begins at x 7.5, lies at -0.5 to 7.5 now.
        open(elsewhere, {}, {moved(QStringLiteral("9.1"), -8)});
        QCOMPARE(at(8, 2), qRgb(51 + 128, 51, 51) & 0xFFFFFF);
        QCOMPARE(at(8, 14), QRgb(0x666666)); // beyond its edge
        BlendView blend(*m_services);
        QTRY_VERIFY(!blend.blend(*m_below, 1, m_below->states.front()).isWaiting);
        const BlendView::Blend found = blend.blend(*m_below, 1, m_below->states.front());
        QVERIFY(found.problem.isEmpty());
        QVERIFY(found.parts.front().here);
        QCOMPARE(found.parts.front().registration, QStringLiteral("PET TO CT"));
    }

    void row22_registrationsThatAreNamed()
    {
        SeriesSpec elsewhere = pet();
        elsewhere.frameOfReference = QStringLiteral("1.2.99");
        const std::vector<SpatialRegistrationPtr> known{moved(QStringLiteral("9.1"), -8), moved(QStringLiteral("9.2"), 0)};
        const auto naming = [](const QString& uid) {
            return [uid](PresentationState& state, std::vector<ImagePtr>&) {
                state.blending->inputs[1].registrations = {InstanceUid(uid)};
            };
        };
        open(elsewhere, naming(QStringLiteral("9.2")), known);
        QCOMPARE(at(8, 2), QRgb(0x333333));
        QCOMPARE(at(8, 14), qRgb(51 + 128, 51, 51) & 0xFFFFFF);
        QVERIFY(problemOf(*m_below).isEmpty());
        open(elsewhere, naming(QStringLiteral("9.3")), known);
        QCOMPARE(at(8, 14), QRgb(0x666666));
        QVERIFY(problemOf(*m_below).contains(QStringLiteral("not in this study")));
        open(elsewhere, {}, known);
        QCOMPARE(at(8, 14), QRgb(0x666666));
        QVERIFY(problemOf(*m_below).contains(QStringLiteral("Several registrations")));
    }

    void row22_threeInputsInTwoSteps()
    {
        SeriesSpec mr = pet();
        mr.series = 3;
        mr.modality = QStringLiteral("MR");
        mr.description = QStringLiteral("Head");
        mr.pixels = [](int, int row, int) { return row >= 2 ? 200 : 100; };
        open(pet(), [&](PresentationState& state, std::vector<ImagePtr>& images) {
            const ImageSeriesPtr third = addSeries(m_fake->reader, mr);
            for (const FrameRef& ref : third->frames) {
                images.push_back(ref.image);
            }
            state.kind = PresentationState::Kind::AdvancedBlending;
            BlendingInput input = inputOf(*third, {100, 200, VoiFunction::LinearExact, {}});
            input.images = {};
            input.series = third->series.uid;
            input.ownModality = true;
            input.thresholds = {{ValueThreshold::Type::AtLeast, 150, 150}};
            state.blending->inputs.push_back(input);
            state.blending->steps = {{BlendingStep::Mode::Equal, {1, 2}, 1}, {BlendingStep::Mode::Foreground, {3, 0}, 0.5}};
        });
        // Above row 8 the MR is below its threshold: PET alone, by a half. Below: the mean of red 255 and white, by a half.
        QCOMPARE(at(2, 14), qRgb(51 + 128, 51, 51) & 0xFFFFFF);
        QCOMPARE(at(13, 14), qRgb(51 + 128, 51 + 64, 51 + 64) & 0xFFFFFF);
        QCOMPARE(at(13, 2), qRgb(51 + 64, 51 + 64, 51 + 64) & 0xFFFFFF); // PET is black there, and not padding
        const BlendPlanPtr plan = planBlend(*m_below, m_below->frames[1], m_below->states.front());
        QCOMPARE(plan->parts.size(), std::size_t{2});
        QCOMPARE(plan->parts[0].share, 0.25);
        QCOMPARE(plan->parts[1].name, QStringLiteral("MR 3: Head"));
    }

    void row22_thresholdsOfTheImagesInView()
    {
        open(pet(), [](PresentationState& state, std::vector<ImagePtr>&) {
            state.blending->inputs[0].thresholds = {{ValueThreshold::Type::Above, 400, 400}};
        });
        QCOMPARE(at(8, 14), qRgb(255, 0, 0) & 0xFFFFFF); // all of the CT is 400: PET unmixed
        QCOMPARE(at(8, 2), QRgb(0));
    }

    void row22_withoutTheSeriesItself()
    {
        open(pet(), [](PresentationState& state, std::vector<ImagePtr>&) {
            state.blending->steps = {{BlendingStep::Mode::Equal, {1}, 1}};
        });
        QCOMPARE(at(8, 14), qRgb(255, 0, 0) & 0xFFFFFF);
        ViewDescription description;
        description.series = m_below;
        description.index = 1;
        description.hasFrame = true;
        description.presentation = m_below->states.front();
        description.presentationApplies = true;
        QVERIFY(hasMark(description, QStringLiteral("NOT IN THE MIXTURE")));
    }

    void row22_oneThatIsMissingIsNotLeftOut()
    {
        open(pet(), [](PresentationState& state, std::vector<ImagePtr>&) {
            BlendingInput third;
            third.series = SeriesUid(QStringLiteral("1.2.3.4"));
            state.blending->inputs.push_back(third);
            state.blending->steps = {{BlendingStep::Mode::Equal, {0, 1, 2}, 1}};
        });
        QCOMPARE(at(8, 14), QRgb(0x666666)); // two of three would be another picture
        QVERIFY(problemOf(*m_below).contains(QStringLiteral("not in this study")));
    }
};

QTEST_MAIN(TestBlendView)
#include "tst_BlendView.moc"
