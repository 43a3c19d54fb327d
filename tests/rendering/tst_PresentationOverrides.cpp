#include "display/DisplayPipeline.h"
#include "rendering/Frames.h"
#include "slice/SlicePainter.h"

#include <QtTest>

#include <cmath>

using namespace isocenter;
using namespace isocenter::test;

namespace {

DisplayState withOverrides(DisplayOverrides overrides)
{
    DisplayState state;
    state.overrides = std::make_shared<const DisplayOverrides>(std::move(overrides));
    return state;
}

/// An image that says everything a presentation state may say otherwise.
ImageAttributes talkative(const Frame& frame)
{
    ImageAttributes image = greyAttributes(frame);
    image.photometric = Photometric::Monochrome1;
    image.presentationInverse = true;
    image.shared.modality.slope = 7;
    image.shared.modality.intercept = -300;
    image.shared.windows = {Window{5, 10, VoiFunction::Linear, {}}};
    image.shared.voiTables = {makeTable(0, 8, {255, 0})};
    image.bitsStored = 12;
    return image;
}

QList<int> shown(const ImageAttributes& image, const FramePtr& frame, const DisplayState& state)
{
    const QImage whole = displayImage(image, 0, *frame, state);
    SlicePainter painter;
    painter.setFrame(frame, std::make_shared<const ImageAttributes>(image), 0);
    const QSize size(frame->columns(), frame->rows());
    const QImage& painted = painter.paint({size, {}, Interpolation::Nearest}, state);
    QList<int> values;
    for (int i = 0; i < size.width(); ++i) {
        const int a = whole.constScanLine(0)[i];
        values << (qRed(painted.pixel(i, 0)) == a ? a : -1);
    }
    // The same by resampled values: twice as large.
    SlicePainter large;
    large.setFrame(frame, std::make_shared<const ImageAttributes>(image), 0);
    const QImage& enlarged = large.paint({size * 2, QTransform::fromScale(2, 2), Interpolation::Nearest}, state);
    for (int i = 0; i < size.width(); ++i) {
        if (std::abs(qRed(enlarged.pixel(2 * i, 0)) - values[i]) > 1) {
            values[i] = -2;
        }
    }
    return values;
}

} // namespace

class TestPresentationOverrides : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void row22_whatTheStateLacksIsIdentity();
    void row22_identityOfSignedValues();
    void row22_identityAfterAModalityTable();
    void row11_photometricIsIgnored();
    void row12_presentationTable();
    void row12_presentationTableAfterAVoiTable();
    void modalityAndVoiOfTheState();
    void theReadersWindowWins();
    void fullRangeIsThatOfTheState();
    void anotherStateIsPaintedAnew();
    void paddingStaysBackground();
};

void TestPresentationOverrides::row22_whatTheStateLacksIsIdentity()
{
    const FramePtr frame = makeFrame<std::uint16_t>(1, 5, {0, 1, 1000, 2047, 4095});
    const DisplayState state = withOverrides({});
    QCOMPARE(shown(talkative(*frame), frame, state), (QList<int>{0, 0, 62, 127, 255})); // v * 255 / 4095
    const GrayTransform transform(talkative(*frame), 0, *frame, state);
    QCOMPARE(transform.modality(1000), 1000.0);
    QVERIFY(!transform.automatic());
}

void TestPresentationOverrides::row22_identityOfSignedValues()
{
    const FramePtr frame = makeFrame<std::int16_t>(1, 4, {-2048, 0, 1024, 2047});
    ImageAttributes image = talkative(*frame);
    image.isSigned = true;
    QCOMPARE(shown(image, frame, withOverrides({})), (QList<int>{0, 128, 191, 255})); // (v + 2048) * 255 / 4095
}

void TestPresentationOverrides::row22_identityAfterAModalityTable()
{
    const FramePtr frame = makeFrame<std::uint16_t>(1, 3, {0, 1, 2});
    DisplayOverrides overrides;
    overrides.modality.table = makeTable(0, 10, {1023, 512, 0});
    QCOMPARE(shown(talkative(*frame), frame, withOverrides(overrides)), (QList<int>{255, 128, 0}));
}

void TestPresentationOverrides::row11_photometricIsIgnored()
{
    const FramePtr frame = makeFrame<std::uint16_t>(1, 2, {0, 4095});
    for (const Photometric photometric : {Photometric::Monochrome1, Photometric::Monochrome2}) {
        ImageAttributes image = talkative(*frame);
        image.photometric = photometric;
        DisplayOverrides overrides;
        QCOMPARE(shown(image, frame, withOverrides(overrides)), (QList<int>{0, 255}));
        overrides.inverse = true;
        DisplayState state = withOverrides(overrides);
        QCOMPARE(shown(image, frame, state), (QList<int>{255, 0}));
        state.invert = true; // the reader's own, on top
        QCOMPARE(shown(image, frame, state), (QList<int>{0, 255}));
    }
}

void TestPresentationOverrides::row12_presentationTable()
{
    // Five entries of 8 bits over the window's output: levels of 0, 1/4, 1/2, 3/4 and 1 each reach the next one.
    const FramePtr frame = makeFrame<std::uint16_t>(1, 7, {0, 24, 25, 26, 75, 100, 4000});
    DisplayOverrides overrides;
    overrides.window = Window{50, 100, VoiFunction::LinearExact, {}};
    overrides.presentationLut = makeTable(0, 8, {10, 200, 100, 50, 255});
    QCOMPARE(shown(talkative(*frame), frame, withOverrides(overrides)), (QList<int>{10, 10, 200, 200, 50, 255, 255}));
    overrides.inverse = true;
    QCOMPARE(shown(talkative(*frame), frame, withOverrides(overrides)), (QList<int>{245, 245, 55, 55, 205, 0, 0}));
    overrides.window->function = VoiFunction::Sigmoid; // half way at the centre
    overrides.window->center = 25;
    const GrayTransform transform(talkative(*frame), 0, *frame, withOverrides(overrides));
    QCOMPARE(int(transform.grey(25)), 155);
}

void TestPresentationOverrides::row12_presentationTableAfterAVoiTable()
{
    const FramePtr frame = makeFrame<std::uint16_t>(1, 3, {0, 1, 2});
    DisplayOverrides overrides;
    overrides.voiTable = makeTable(0, 12, {0, 2048, 4095});
    overrides.presentationLut = makeTable(0, 16, {65535, 0});
    // 4096 values on two entries: the second begins at 2048.
    QCOMPARE(shown(talkative(*frame), frame, withOverrides(overrides)), (QList<int>{255, 0, 0}));
}

void TestPresentationOverrides::modalityAndVoiOfTheState()
{
    const FramePtr frame = makeFrame<std::uint16_t>(1, 3, {0, 100, 200});
    DisplayOverrides overrides;
    overrides.modality.slope = 2;
    overrides.modality.intercept = -100;
    overrides.window = Window{100.5, 401, VoiFunction::Linear, {}}; // -100 to 300
    QCOMPARE(shown(talkative(*frame), frame, withOverrides(overrides)), (QList<int>{0, 128, 255}));
    // The choices among the file's windows and tables mean nothing to a state.
    DisplayState state = withOverrides(overrides);
    state.windowIndex = 0;
    state.voiTable = 0;
    QCOMPARE(shown(talkative(*frame), frame, state), (QList<int>{0, 128, 255}));
}

void TestPresentationOverrides::theReadersWindowWins()
{
    const FramePtr frame = makeFrame<std::uint16_t>(1, 3, {0, 100, 200});
    DisplayOverrides overrides;
    overrides.modality.slope = 2;
    overrides.window = Window{5, 10, VoiFunction::Linear, {}};
    DisplayState state = withOverrides(overrides);
    state.window = Window{200.5, 401, VoiFunction::Linear, {}}; // 0 to 400
    QCOMPARE(shown(talkative(*frame), frame, state), (QList<int>{0, 128, 255}));
    QVERIFY(state.withoutWindow() == withOverrides({}) || state.withoutWindow().overrides == state.overrides);
    QVERIFY(!state.withoutWindow().window);
}

void TestPresentationOverrides::fullRangeIsThatOfTheState()
{
    const FramePtr frame = makeFrame<std::uint16_t>(1, 3, {1000, 1100, 1200});
    DisplayOverrides overrides;
    overrides.modality.slope = -1;
    DisplayState state = withOverrides(overrides);
    state.fullRange = true;
    QCOMPARE(shown(talkative(*frame), frame, state), (QList<int>{255, 128, 0}));
}

void TestPresentationOverrides::anotherStateIsPaintedAnew()
{
    const FramePtr frame = makeFrame<std::uint16_t>(1, 2, {0, 1});
    SlicePainter painter;
    painter.setFrame(frame, std::make_shared<const ImageAttributes>(talkative(*frame)), 0);
    const SliceGeometry geometry{QSize(4, 1), QTransform::fromScale(2, 1), Interpolation::Nearest};
    DisplayOverrides a;
    a.modality.table = makeTable(0, 8, {0, 255});
    DisplayOverrides b;
    b.modality.table = makeTable(0, 8, {255, 0});
    QCOMPARE(qRed(painter.paint(geometry, withOverrides(a)).pixel(0, 0)), 0);
    QCOMPARE(qRed(painter.paint(geometry, withOverrides(b)).pixel(0, 0)), 255);
    QCOMPARE(qRed(painter.paint(geometry, withOverrides(a)).pixel(0, 0)), 0);
}

void TestPresentationOverrides::paddingStaysBackground()
{
    const FramePtr frame = makeFrame<std::uint16_t>(1, 2, {0, 4095});
    ImageAttributes image = talkative(*frame);
    image.paddingValue = 4095;
    DisplayOverrides overrides;
    overrides.presentationLut = makeTable(0, 8, {255, 255});
    QCOMPARE(shown(image, frame, withOverrides(overrides)), (QList<int>{255, 0}));
}

QTEST_APPLESS_MAIN(TestPresentationOverrides)
#include "tst_PresentationOverrides.moc"
