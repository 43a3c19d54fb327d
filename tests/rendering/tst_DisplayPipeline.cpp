#include "display/DisplayPipeline.h"
#include "rendering/Frames.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace isocenter;
using namespace isocenter::test;

namespace {

/// The equations of PS3.3 C.11.2.1.2, C.11.2.1.3.2 and C.11.2.1.3.1 as they stand there, ymin = 0 and ymax = 255.
double reference(VoiFunction function, double x, double c, double w)
{
    const double ymin = 0;
    const double ymax = 255;
    switch (function) {
    case VoiFunction::Linear:
        if (x <= c - 0.5 - (w - 1) / 2) {
            return ymin;
        }
        if (x > c - 0.5 + (w - 1) / 2) {
            return ymax;
        }
        return ((x - (c - 0.5)) / (w - 1) + 0.5) * (ymax - ymin) + ymin;
    case VoiFunction::LinearExact:
        if (x <= c - w / 2) {
            return ymin;
        }
        if (x > c + w / 2) {
            return ymax;
        }
        return ((x - c) / w + 0.5) * (ymax - ymin) + ymin;
    case VoiFunction::Sigmoid:
        break;
    }
    return (ymax - ymin) / (1 + std::exp(-4 * (x - c) / w)) + ymin;
}

template <typename T> FramePtr everyValue()
{
    std::vector<T> values;
    for (int v = std::numeric_limits<T>::min(); v <= std::numeric_limits<T>::max(); ++v) {
        values.push_back(static_cast<T>(v));
    }
    const int columns = 256;
    return makeFrame(static_cast<int>(values.size()) / columns, columns, values);
}

DisplayState withWindow(double c, double w, VoiFunction function = VoiFunction::Linear)
{
    DisplayState state;
    state.window = Window{c, w, function, {}};
    return state;
}

/// The largest distance from the reference over every pixel of the picture, in grey steps.
template <typename T>
double worst(const QImage& picture, const Frame& frame, const ModalityTransform& m, const Window& w, bool inverse)
{
    double worstError = picture.format() == QImage::Format_Grayscale8 ? 0 : 1000;
    for (int r = 0; r < frame.rows(); ++r) {
        for (int c = 0; c < frame.columns(); ++c) {
            const double exact = reference(w.function, frame.at(r, c) * m.slope + m.intercept, w.center, w.width);
            const double shown = picture.constScanLine(r)[c];
            worstError = std::max(worstError, std::abs(shown - (inverse ? 255 - exact : exact)));
        }
    }
    return worstError;
}

constexpr double kHalfStep = 0.5 + 1e-9;

} // namespace

class TestDisplayPipeline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyInputEveryFunction_data();
    void everyInputEveryFunction();
    void row07_widthOneIsAThreshold();
    void unsignedAndEightBit();
    void row11_oneExclusiveOr_data();
    void row11_oneExclusiveOr();
    void row04_paddingIsBlack();
    void row04_automaticWindowLeavesPaddingOut();
    void automaticWindowOfFewBitsIsTheWholeDepth();
    void fullRangeWithNegativeSlope();
    void row05_table();
    void row05_perFrame();
    void row10_table();
    void row10_choiceOfWindows();
    void row10_unusableWindowsAreNotApplied();
    void floatAndWideFrames();
    void stateComparison();
};

void TestDisplayPipeline::everyInputEveryFunction_data()
{
    QTest::addColumn<int>("function");
    QTest::newRow("linear") << static_cast<int>(VoiFunction::Linear);
    QTest::newRow("linear exact") << static_cast<int>(VoiFunction::LinearExact);
    QTest::newRow("sigmoid") << static_cast<int>(VoiFunction::Sigmoid);
}

void TestDisplayPipeline::everyInputEveryFunction()
{
    QFETCH(int, function);
    const FramePtr frame = everyValue<std::int16_t>();
    const double slopes[] = {1, 0.5, -2, 3.25};
    const double widths[] = {1, 2, 3, 80, 255, 256, 350.5, 1500, 4096, 70000};
    const double centres[] = {0, 40, -600, 1023.5, 20000};
    int tried = 0;
    for (const double c : centres) {
        for (const double w : widths) {
            ImageAttributes image = greyAttributes(*frame);
            image.shared.modality.slope = slopes[tried % 4];
            image.shared.modality.intercept = -1024.0 * (tried % 3);
            const Window window{c, w, static_cast<VoiFunction>(function), {}};
            image.shared.windows = {window};
            const QImage picture = displayImage(image, 0, *frame, {});
            const double error = worst<std::int16_t>(picture, *frame, image.shared.modality, window, false);
            QVERIFY2(error <= kHalfStep, qPrintable(QStringLiteral("c %1 w %2 error %3").arg(c).arg(w).arg(error)));
            ++tried;
        }
    }
    QCOMPARE(tried, 50);
}

void TestDisplayPipeline::row07_widthOneIsAThreshold()
{
    const FramePtr frame = makeFrame<std::int16_t>(1, 4, {98, 99, 100, 101});
    const QImage picture = displayImage(greyAttributes(*frame), 0, *frame, withWindow(100, 1));
    const std::vector<int> expected{0, 0, 255, 255}; // x <= 99.5 is black, above is white
    for (int i = 0; i < 4; ++i) {
        QCOMPARE(int(picture.constScanLine(0)[i]), expected[static_cast<std::size_t>(i)]);
    }
}

void TestDisplayPipeline::unsignedAndEightBit()
{
    const FramePtr wide = everyValue<std::uint16_t>();
    const Window window{30000, 60000, VoiFunction::Linear, {}};
    const QImage a = displayImage(greyAttributes(*wide), 0, *wide, withWindow(30000, 60000));
    QVERIFY(worst<std::uint16_t>(a, *wide, {}, window, false) <= kHalfStep);
    const FramePtr narrow = everyValue<std::int8_t>();
    const Window small{-10, 100, VoiFunction::Linear, {}};
    const QImage b = displayImage(greyAttributes(*narrow), 0, *narrow, withWindow(-10, 100));
    QVERIFY(worst<std::int8_t>(b, *narrow, {}, small, false) <= kHalfStep);
}

void TestDisplayPipeline::row11_oneExclusiveOr_data()
{
    QTest::addColumn<bool>("monochrome1");
    QTest::addColumn<bool>("lutInverse");
    QTest::addColumn<bool>("reader");
    QTest::addColumn<bool>("inverted");
    QTest::newRow("monochrome2") << false << false << false << false;
    QTest::newRow("monochrome1") << true << false << false << true;
    QTest::newRow("inverse") << false << true << false << true;
    QTest::newRow("monochrome1 and inverse say one thing") << true << true << false << true;
    QTest::newRow("reader inverts monochrome2") << false << false << true << true;
    QTest::newRow("reader inverts monochrome1") << true << true << true << false;
}

void TestDisplayPipeline::row11_oneExclusiveOr()
{
    QFETCH(bool, monochrome1);
    QFETCH(bool, lutInverse);
    QFETCH(bool, reader);
    QFETCH(bool, inverted);
    const FramePtr frame = everyValue<std::int16_t>();
    ImageAttributes image = greyAttributes(*frame);
    image.photometric = monochrome1 ? Photometric::Monochrome1 : Photometric::Monochrome2;
    image.presentationInverse = lutInverse;
    DisplayState state = withWindow(40, 400);
    state.invert = reader;
    const QImage picture = displayImage(image, 0, *frame, state);
    QVERIFY(worst<std::int16_t>(picture, *frame, {}, *state.window, inverted) <= kHalfStep);
}

void TestDisplayPipeline::row04_paddingIsBlack()
{
    const FramePtr frame = makeFrame<std::int16_t>(1, 5, {-2000, -1990, -1980, -1024, 3000});
    ImageAttributes image = greyAttributes(*frame);
    image.paddingValue = -1980; // a range may be given from either end
    image.paddingLimit = -2000;
    DisplayState state = withWindow(0, 4000);
    state.invert = true;
    const GrayTransform transform(image, 0, *frame, state);
    QCOMPARE(int(transform.grey(-2000)), 0);
    QCOMPARE(int(transform.grey(-1990)), 0);
    QCOMPARE(int(transform.grey(-1980)), 0);
    QVERIFY(transform.grey(-1024) > 150); // inverted: dark tissue is bright
    QCOMPARE(int(transform.grey(3000)), 0);
    QVERIFY(transform.isPadding(-1985) && !transform.isPadding(-1979));
    const QImage picture = displayImage(image, 0, *frame, state);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(int(picture.constScanLine(0)[i]), 0);
    }
    image.paddingLimit.reset();
    QVERIFY(!GrayTransform(image, 0, *frame, state).isPadding(-1990));
}

void TestDisplayPipeline::row04_automaticWindowLeavesPaddingOut()
{
    const FramePtr frame = makeFrame<std::int16_t>(1, 4, {-2000, -100, 500, 1099});
    ImageAttributes image = greyAttributes(*frame);
    image.paddingValue = -2000;
    image.shared.modality.slope = 2;
    image.shared.modality.intercept = 10;
    const GrayTransform transform(image, 0, *frame, {});
    QVERIFY(transform.automatic());
    QCOMPARE(int(transform.grey(-100)), 0);
    QCOMPARE(int(transform.grey(1099)), 255);
    QCOMPARE(int(transform.grey(500)), int(std::floor(255.0 * 600 / 1199 + 0.5)));
    QCOMPARE(transform.window().width, 2399.0);
    QCOMPARE(modalityRange(image, 0, *frame), std::pair(-3990.0, 2208.0));
    QCOMPARE(*visibleRange(image, 0, *frame), std::pair(-190.0, 2208.0));

    const FramePtr nothing = makeFrame<std::int16_t>(1, 2, {-2000, -2000});
    QVERIFY(!visibleRange(image, 0, *nothing));
    QCOMPARE(int(displayImage(image, 0, *nothing, {}).constScanLine(0)[1]), 0);
}

void TestDisplayPipeline::automaticWindowOfFewBitsIsTheWholeDepth()
{
    const FramePtr frame = makeFrame<std::uint8_t>(1, 3, {10, 100, 200});
    ImageAttributes image = greyAttributes(*frame);
    const QImage eight = displayImage(image, 0, *frame, {});
    QCOMPARE(int(eight.constScanLine(0)[0]), 10);
    QCOMPARE(int(eight.constScanLine(0)[2]), 200);
    const FramePtr bits = makeFrame<std::uint8_t>(1, 2, {1, 1});
    image.bitsStored = 1;
    QCOMPARE(int(displayImage(image, 0, *bits, {}).constScanLine(0)[0]), 255);
    const FramePtr clear = makeFrame<std::uint8_t>(1, 2, {0, 0});
    QCOMPARE(int(displayImage(image, 0, *clear, {}).constScanLine(0)[0]), 0);
}

void TestDisplayPipeline::fullRangeWithNegativeSlope()
{
    const FramePtr frame = makeFrame<std::uint16_t>(1, 3, {0, 100, 1000});
    ImageAttributes image = greyAttributes(*frame);
    image.shared.modality.slope = -1;
    image.shared.windows = {Window{5, 10, VoiFunction::Linear, {}}};
    DisplayState state;
    state.fullRange = true;
    const GrayTransform transform(image, 0, *frame, state);
    QVERIFY(!transform.automatic());
    QCOMPARE(int(transform.grey(0)), 255);
    QCOMPARE(int(transform.grey(1000)), 0);
    QCOMPARE(transform.modality(100), -100.0);
    const std::vector<float> values = modalityValues(image, 0, *frame);
    QCOMPARE(values, (std::vector<float>{0.F, -100.F, -1000.F}));
}

void TestDisplayPipeline::row05_table()
{
    const FramePtr frame = makeFrame<std::int16_t>(1, 5, {-5, -2, -1, 0, 9});
    ImageAttributes image = greyAttributes(*frame);
    image.shared.modality.slope = 7; // a table excludes the slope
    image.shared.modality.table = makeTable(-2, 16, {100, 50000, 300});
    QCOMPARE(modalityValues(image, 0, *frame), (std::vector<float>{100.F, 100.F, 50000.F, 300.F, 300.F}));
    QCOMPARE(modalityRange(image, 0, *frame), std::pair(100.0, 50000.0));
    const GrayTransform transform(image, 0, *frame, withWindow(200, 201));
    QCOMPARE(int(transform.grey(-5)), int(std::floor(reference(VoiFunction::Linear, 100, 200, 201) + 0.5)));
    QCOMPARE(int(transform.grey(-1)), 255);
}

void TestDisplayPipeline::row05_perFrame()
{
    const FramePtr frame = makeFrame<std::uint16_t>(1, 2, {10, 20});
    ImageAttributes image = greyAttributes(*frame);
    image.frames = 2;
    image.perFrame.resize(2);
    image.perFrame[1].modality.slope = 3;
    image.perFrame[1].windows = {Window{60, 11, VoiFunction::Linear, {}}};
    QCOMPARE(modalityValues(image, 0, *frame), (std::vector<float>{10.F, 20.F}));
    QCOMPARE(modalityValues(image, 1, *frame), (std::vector<float>{30.F, 60.F}));
    QCOMPARE(GrayTransform(image, 1, *frame, {}).window().center, 60.0);
    QVERIFY(GrayTransform(image, 0, *frame, {}).automatic());
}

void TestDisplayPipeline::row10_table()
{
    const FramePtr frame = makeFrame<std::int16_t>(1, 5, {-100, -10, -9, -8, 100});
    ImageAttributes image = greyAttributes(*frame);
    image.shared.voiTables = {makeTable(-10, 12, {0, 2048, 4095})};
    GrayTransform transform(image, 0, *frame, {});
    QVERIFY(transform.usesTable() && !transform.automatic());
    const int expected[] = {0, 0, 128, 255, 255}; // 2048 / 4095 * 255 = 127.53
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(int(transform.grey(frame->at(0, i))), expected[i]);
    }
    QCOMPARE(transform.window().width, 3.0);
    image.shared.modality.slope = 0.25; // -9.5 rounds up to -9 (half up), -9.75 down to -10
    QCOMPARE(int(GrayTransform(image, 0, *frame, {}).grey(-38)), 128);
    QCOMPARE(int(GrayTransform(image, 0, *frame, {}).grey(-39)), 0);
    image.photometric = Photometric::Monochrome1;
    QCOMPARE(int(GrayTransform(image, 0, *frame, {}).grey(-39)), 255);
}

void TestDisplayPipeline::row10_choiceOfWindows()
{
    const FramePtr frame = makeFrame<std::int16_t>(1, 2, {0, 1000});
    ImageAttributes image = greyAttributes(*frame);
    image.shared.windows = {Window{40, 400, VoiFunction::Linear, {}}, Window{-600, 1500, VoiFunction::Linear, {}}};
    image.shared.voiTables = {makeTable(0, 8, {0, 255}), makeTable(0, 8, {255, 0})};
    QCOMPARE(GrayTransform(image, 0, *frame, {}).window().center, 40.0);
    DisplayState state;
    state.windowIndex = 1;
    QCOMPARE(GrayTransform(image, 0, *frame, state).window().center, -600.0);
    state.windowIndex = 7;
    QCOMPARE(GrayTransform(image, 0, *frame, state).window().center, 40.0);
    state.voiTable = 1;
    QVERIFY(GrayTransform(image, 0, *frame, state).usesTable());
    QCOMPARE(int(GrayTransform(image, 0, *frame, state).grey(0)), 255);
    state.voiTable = 9;
    QVERIFY(!GrayTransform(image, 0, *frame, state).usesTable());
    state.voiTable = 1;
    state.window = Window{1, 2, VoiFunction::Linear, {}};
    QCOMPARE(GrayTransform(image, 0, *frame, state).window().width, 2.0);
    QVERIFY(!GrayTransform(image, 0, *frame, state).usesTable());
}

void TestDisplayPipeline::row10_unusableWindowsAreNotApplied()
{
    const FramePtr frame = makeFrame<std::uint16_t>(1, 2, {0, 1000});
    ImageAttributes image = greyAttributes(*frame);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const Window& bad : {Window{40, 0, VoiFunction::Linear, {}}, Window{40, -3, VoiFunction::Sigmoid, {}},
                              Window{nan, 400, VoiFunction::Linear, {}}}) {
        image.shared.windows = {bad};
        const GrayTransform transform(image, 0, *frame, {});
        QVERIFY(transform.automatic());
        QCOMPARE(int(transform.grey(1000)), 255);
    }
    image.shared.windows = {Window{500, 0.5, VoiFunction::Linear, {}}};
    QCOMPARE(int(GrayTransform(image, 0, *frame, {}).window().function), int(VoiFunction::LinearExact));
    QCOMPARE(int(GrayTransform(image, 0, *frame, {}).grey(500)), 128);
}

void TestDisplayPipeline::floatAndWideFrames()
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const FramePtr real = makeFrame<float>(1, 5, {0.F, 0.25F, 1.F, nan, 0.5F});
    const QImage a = displayImage(greyAttributes(*real), 0, *real, {});
    const int expected[] = {0, 64, 255, 0, 128};
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(int(a.constScanLine(0)[i]), expected[i]);
    }
    QVERIFY(GrayTransform(greyAttributes(*real), 0, *real, {}).table().empty());
    const FramePtr wide = makeFrame<std::uint32_t>(1, 3, {0U, 3000000000U, 4000000000U});
    const QImage b = displayImage(greyAttributes(*wide), 0, *wide, {});
    QCOMPARE(int(b.constScanLine(0)[1]), 191);
    QCOMPARE(int(b.constScanLine(0)[2]), 255);
    const FramePtr exact = makeFrame<double>(1, 2, {-1e9, 1e9});
    QCOMPARE(int(displayImage(greyAttributes(*exact), 0, *exact, {}).constScanLine(0)[1]), 255);
    const FramePtr negative = makeFrame<std::int32_t>(1, 2, {-2000000000, 2000000000});
    QCOMPARE(int(displayImage(greyAttributes(*negative), 0, *negative, {}).constScanLine(0)[0]), 0);
}

void TestDisplayPipeline::stateComparison()
{
    DisplayState a;
    DisplayState b;
    QVERIFY(a == b);
    b.invert = true;
    QVERIFY(a != b);
    b = withWindow(1, 2);
    QVERIFY(a != b);
}

QTEST_APPLESS_MAIN(TestDisplayPipeline)
#include "tst_DisplayPipeline.moc"
