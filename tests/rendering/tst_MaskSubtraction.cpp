#include "display/DisplayPipeline.h"
#include "display/MaskSubtraction.h"
#include "display/StateOverrides.h"

#include "rendering/Frames.h"

#include <QTest>

#include <cmath>

using namespace isocenter;
using namespace isocenter::test;

namespace {

SubtractionFrame partOf(const FramePtr& frame, const std::function<void(ImageAttributes&)>& change = {})
{
    ImageAttributes image = greyAttributes(*frame);
    if (change) {
        change(image);
    }
    return {{std::make_shared<const ImageAttributes>(image), 0}, frame};
}

template <typename T>
SubtractionFrame small(const std::vector<T>& values, const std::function<void(ImageAttributes&)>& change = {})
{
    return partOf(makeFrame<T>(2, 2, values), change);
}

std::vector<double> valuesOf(const Result<SubtractedFrame>& result)
{
    std::vector<double> values;
    for (int r = 0; result && r < result->frame->rows(); ++r) {
        for (int c = 0; c < result->frame->columns(); ++c) {
            values.push_back(result->frame->at(r, c));
        }
    }
    return values;
}

Result<SubtractedFrame> subtract(SubtractionFrame contrast, SubtractionFrame mask, MaskShift shift = {})
{
    return MaskSubtractor().subtract({{std::move(contrast)}, {std::move(mask)}, shift, std::nullopt});
}

void linear(ImageAttributes& image)
{
    image.intensity = IntensityRelation::Linear;
}

} // namespace

/// PS3.3 C.7.6.10.1, PS3.4 N.2.1.2: contrast minus mask, after the modality LUT, before the VOI.
class TestMaskSubtraction : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row06_signedDifferencesOfModalityValues();
    void row06_meansOfContrastAndMask();
    void row06_wholeShiftMovesTheMaskDownAndRight();
    void row06_subPixelShiftAgainstAReference();
    void row06_logarithmsOfLinearValues();
    void row06_stateSubtractsValues();
    void row06_paddingIsBackground();
    void row06_windowAroundZeroComesFromTheMask();
    void row06_stateWindowOverTheDifference();
    void row06_whatDoesNotFitIsAnError();
    void row06_maskIsMadeAgainWhenItChanges();
};

void TestMaskSubtraction::row06_signedDifferencesOfModalityValues()
{
    const auto result = subtract(small<std::uint8_t>({10, 20, 0, 255}), small<std::uint8_t>({20, 20, 255, 0}));
    QCOMPARE(valuesOf(result), (std::vector<double>{-10, 0, -255, 255}));
    QVERIFY(result->space == SubtractionSpace::Values);
    const auto rescaled = [](double slope, double intercept) {
        return [=](ImageAttributes& image) {
            image.shared.modality.slope = slope;
            image.shared.modality.intercept = intercept;
        };
    };
    // Each frame by its own transform: 2 * 10 + 1 - (0.5 * 20 + 3) = 8.
    const auto own = subtract(small<std::uint16_t>({10, 0, 65535, 1}, rescaled(2, 1)),
                              small<std::uint16_t>({20, 0, 65535, 1}, rescaled(0.5, 3)));
    QCOMPARE(valuesOf(own), (std::vector<double>{8, -2, 131071 - 32770.5, 3 - 3.5}));
    const auto table = [](ImageAttributes& image) { image.shared.modality.table = makeTable(1, 16, {100, 300}); };
    QCOMPARE(valuesOf(subtract(small<std::uint16_t>({0, 1, 2, 9}, table), small<std::uint16_t>({1, 1, 1, 1}, table))),
             (std::vector<double>{0, 0, 200, 200}));
    QCOMPARE(valuesOf(subtract(small<float>({0.5F, -1, 2, 3}), small<float>({0.25F, -1, 3, 1}))),
             (std::vector<double>{0.25, 0, -1, 2}));
}

void TestMaskSubtraction::row06_meansOfContrastAndMask()
{
    const SubtractionRequest request{{small<std::uint16_t>({10, 20, 30, 40}), small<std::uint16_t>({20, 20, 20, 20})},
                                     {small<std::uint16_t>({0, 0, 0, 3}), small<std::uint16_t>({4, 4, 4, 3})},
                                     {},
                                     std::nullopt};
    QCOMPARE(valuesOf(MaskSubtractor().subtract(request)), (std::vector<double>{13, 18, 23, 27}));
}

void TestMaskSubtraction::row06_wholeShiftMovesTheMaskDownAndRight()
{
    std::vector<std::uint16_t> mask(16, 0);
    mask[5] = 100; // row 1, column 1
    const auto zero = makeFrame<std::uint16_t>(4, 4, std::vector<std::uint16_t>(16, 0));
    const auto result = subtract(partOf(zero), partOf(makeFrame<std::uint16_t>(4, 4, mask)), {1, 2});
    QVERIFY(result);
    for (int r = 0; r < 4; ++r) {
        for (int c = 0; c < 4; ++c) {
            const double value = result->frame->at(r, c);
            if (r < 1 || c < 2) {
                QVERIFY(std::isnan(value)); // the mask was moved away: nothing to subtract, so nothing to see
            } else {
                QCOMPARE(value, r == 2 && c == 3 ? -100.0 : 0.0);
            }
        }
    }
    // Moved out altogether.
    for (const double value : valuesOf(subtract(partOf(zero), partOf(zero), {-65535, 65535}))) {
        QVERIFY(std::isnan(value));
    }
}

void TestMaskSubtraction::row06_subPixelShiftAgainstAReference()
{
    const int rows = 23;
    const int columns = 31;
    const FramePtr contrast = makeScene<std::uint16_t>(rows, columns, 100, 4000, 5);
    const FramePtr mask = makeScene<std::uint16_t>(rows, columns, 100, 4000, 6);
    for (const MaskShift shift : {MaskShift{0.5, -1.0}, MaskShift{-0.3, 0.7}, MaskShift{2.25, 3.75}, MaskShift{0, -0.1}}) {
        const auto result = subtract(partOf(contrast), partOf(mask), shift);
        QVERIFY(result);
        for (int r = 0; r < rows; ++r) {
            for (int c = 0; c < columns; ++c) {
                const double y = r - shift.row;
                const double x = c - shift.column;
                const double value = result->frame->at(r, c);
                if (y < 0 || x < 0 || y > rows - 1 || x > columns - 1) {
                    QVERIFY(std::isnan(value));
                    continue;
                }
                const int y0 = std::min(static_cast<int>(std::floor(y)), rows - 2);
                const int x0 = std::min(static_cast<int>(std::floor(x)), columns - 2);
                const double fy = y - y0;
                const double fx = x - x0;
                const double expected = (1 - fy) * ((1 - fx) * mask->at(y0, x0) + fx * mask->at(y0, x0 + 1)) +
                                        fy * ((1 - fx) * mask->at(y0 + 1, x0) + fx * mask->at(y0 + 1, x0 + 1));
                QVERIFY(std::abs(value - (contrast->at(r, c) - expected)) < 0.01);
            }
        }
    }
}

void TestMaskSubtraction::row06_logarithmsOfLinearValues()
{
    // Half the intensity is the same difference wherever it is: 1000 ln 0.5.
    const auto result =
        subtract(small<std::uint16_t>({500, 50, 1000, 0}, linear), small<std::uint16_t>({1000, 100, 1000, 1}, linear));
    QVERIFY(result);
    QVERIFY(result->space == SubtractionSpace::Logarithms);
    const std::vector<double> values = valuesOf(result);
    QVERIFY(std::abs(values[0] - -693.147) < 0.01);
    QVERIFY(std::abs(values[1] - -693.147) < 0.01);
    QVERIFY(std::abs(values[2]) < 1e-6);
    QVERIFY(std::abs(values[3]) < 1e-6); // no intensity counts as one step
    // A mean is one of intensities: ln((100 + 300) / 2), not the mean of two logarithms.
    const SubtractionRequest mean{
        {small<std::uint16_t>({200, 200, 200, 200}, linear)},
        {small<std::uint16_t>({100, 100, 100, 100}, linear), small<std::uint16_t>({300, 300, 300, 300}, linear)},
        {},
        std::nullopt};
    for (const double value : valuesOf(MaskSubtractor().subtract(mean))) {
        QVERIFY(std::abs(value) < 1e-3);
    }
    // Falling values, a table, LOG and DISP: values as they are.
    for (const auto& change : std::vector<std::function<void(ImageAttributes&)>>{
             [](ImageAttributes& image) { image.intensity = IntensityRelation::Linear, image.intensityFalls = true; },
             [](ImageAttributes& image) { image.intensity = IntensityRelation::Logarithmic; },
             [](ImageAttributes& image) { image.intensity = IntensityRelation::Display; }}) {
        const auto straight =
            subtract(small<std::uint16_t>({500, 50, 0, 0}, change), small<std::uint16_t>({1000, 100, 0, 0}, change));
        QVERIFY(straight && straight->space == SubtractionSpace::Values);
        QCOMPARE(valuesOf(straight), (std::vector<double>{-500, -50, 0, 0}));
    }
}

void TestMaskSubtraction::row06_stateSubtractsValues()
{
    ModalityTransform identity;
    SubtractionRequest request{
        {small<std::uint16_t>({500, 50, 1000, 0}, linear)}, {small<std::uint16_t>({1000, 100, 1000, 1}, linear)}, {}, identity};
    const auto result = MaskSubtractor().subtract(request);
    QVERIFY(result && result->space == SubtractionSpace::Values);
    QCOMPARE(valuesOf(result), (std::vector<double>{-500, -50, 0, -1}));
    request.modality->slope = 3; // in place of the image's own
    QCOMPARE(valuesOf(MaskSubtractor().subtract(request)), (std::vector<double>{-1500, -150, 0, -3}));
}

void TestMaskSubtraction::row06_paddingIsBackground()
{
    const auto padded = [](ImageAttributes& image) { image.paddingValue = 0; };
    const auto result = subtract(small<std::uint16_t>({0, 10, 10, 10}, padded), small<std::uint16_t>({5, 0, 5, 5}, padded));
    const std::vector<double> values = valuesOf(result);
    QVERIFY(std::isnan(values[0]) && std::isnan(values[1]));
    QCOMPARE(values[2], 5.0);
    DisplayState state;
    const GrayTransform gray(*result->ref.image, 0, *result->frame, state);
    QCOMPARE(int(gray.grey(values[0])), 0);
    QCOMPARE(int(gray.grey(0.0)), 128); // the middle of the window
}

void TestMaskSubtraction::row06_windowAroundZeroComesFromTheMask()
{
    std::vector<std::uint16_t> ramp(10000);
    for (std::size_t i = 0; i < ramp.size(); ++i) {
        ramp[i] = static_cast<std::uint16_t>(i % 1000);
    }
    const SubtractionFrame mask = partOf(makeFrame<std::uint16_t>(100, 100, ramp));
    const auto flat = partOf(makeFrame<std::uint16_t>(100, 100, std::vector<std::uint16_t>(10000, 7)));
    const auto result = subtract(flat, mask);
    QVERIFY(result);
    const Window window = result->ref.attributes().windows.front();
    QCOMPARE(window.center, 0.0);
    QVERIFY(std::abs(window.width - 1000) <= 2); // the middle half of 0..999 to each side
    // The same whatever is subtracted from: a run does not flicker.
    const auto other = subtract(mask, mask);
    QCOMPARE(other->ref.attributes().windows.front().width, window.width);
    QVERIFY(result->ref.image->frame(0).voiTables.empty());
    QVERIFY(subtract(flat, flat)->ref.attributes().windows.front().width > 0);
    const auto logarithms = subtract(small<std::uint16_t>({1, 2, 3, 4}, linear), small<std::uint16_t>({1, 2, 3, 4}, linear));
    QCOMPARE(logarithms->ref.attributes().windows.front().width, 1000.0);
}

void TestMaskSubtraction::row06_stateWindowOverTheDifference()
{
    const auto result = subtract(small<std::uint16_t>({10, 20, 30, 40}), small<std::uint16_t>({25, 25, 25, 25}));
    QVERIFY(result);
    PresentationState state;
    state.modality.slope = 5; // is in the difference already
    const FrameRef ref = small<std::uint16_t>({0, 0, 0, 0}).ref;
    state.images.add(ref.image->record.instance.uid, {});
    const auto without = overridesOf(state, ref, &*result);
    QVERIFY(without);
    QCOMPARE(without->modality.slope, 1.0);
    QVERIFY(without->window == result->ref.attributes().windows.front());
    SoftcopyVoi voi;
    voi.windows.push_back({0, 40, VoiFunction::LinearExact, {}});
    state.voi.push_back(voi);
    DisplayState display;
    display.overrides = overridesOf(state, ref, &*result);
    const GrayTransform gray(*result->ref.image, 0, *result->frame, display);
    QCOMPARE(int(gray.grey(-20)), 0);
    QCOMPARE(int(gray.grey(-15)), 32); // 255 * 5 / 40
    QCOMPARE(int(gray.grey(20)), 255);
    // The first value of a table over differences has a sign.
    state.voi.front().windows.clear();
    state.voi.front().tables.push_back(makeTable(65516, 8, {0, 10, 20}));
    display.overrides = overridesOf(state, ref, &*result);
    QCOMPARE(display.overrides->voiTable->first, -20);
}

void TestMaskSubtraction::row06_whatDoesNotFitIsAnError()
{
    const auto frame = small<std::uint16_t>({1, 2, 3, 4});
    QVERIFY(!subtract(frame, partOf(makeFrame<std::uint16_t>(1, 2, {1, 2}))));
    QVERIFY(!subtract(frame, partOf(makeFrame<std::uint8_t>(2, 2, std::vector<std::uint8_t>(12), 3))));
    const auto at = [](double z) {
        return [z](ImageAttributes& image) {
            image.shared.plane = ImagePlane();
            image.shared.plane->position.z() = z;
        };
    };
    QVERIFY(!subtract(small<std::uint16_t>({1, 2, 3, 4}, at(0)), small<std::uint16_t>({1, 2, 3, 4}, at(5))));
    QVERIFY(!subtract(small<std::uint16_t>({1, 2, 3, 4}, at(0)), frame));
    QVERIFY(subtract(small<std::uint16_t>({1, 2, 3, 4}, at(5)), small<std::uint16_t>({1, 2, 3, 4}, at(5))));
    QVERIFY(!MaskSubtractor().subtract({{frame}, {}, {}, std::nullopt}));
    QVERIFY(!MaskSubtractor().subtract({{}, {frame}, {}, std::nullopt}));
}

void TestMaskSubtraction::row06_maskIsMadeAgainWhenItChanges()
{
    const auto contrast = small<std::uint16_t>({10, 20, 30, 40});
    const auto first = small<std::uint16_t>({1, 1, 1, 1});
    const auto second = small<std::uint16_t>({2, 3, 4, 5});
    MaskSubtractor subtractor;
    QCOMPARE(valuesOf(subtractor.subtract({{contrast}, {first}, {}, std::nullopt})), (std::vector<double>{9, 19, 29, 39}));
    QCOMPARE(valuesOf(subtractor.subtract({{contrast}, {second}, {}, std::nullopt})), (std::vector<double>{8, 17, 26, 35}));
    const std::vector<double> moved = valuesOf(subtractor.subtract({{contrast}, {second}, {0, 1}, std::nullopt}));
    QCOMPARE(moved[1], 18.0);
    QCOMPARE(moved[3], 36.0);
    ModalityTransform twice;
    twice.slope = 2;
    QCOMPARE(valuesOf(subtractor.subtract({{contrast}, {second}, {}, twice})), (std::vector<double>{16, 34, 52, 70}));
    QCOMPARE(valuesOf(subtractor.subtract({{contrast}, {second}, {}, std::nullopt})), (std::vector<double>{8, 17, 26, 35}));
}

QTEST_APPLESS_MAIN(TestMaskSubtraction)
#include "tst_MaskSubtraction.moc"
