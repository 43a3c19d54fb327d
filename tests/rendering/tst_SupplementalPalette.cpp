#include "display/ColorConversion.h"
#include "display/DisplayPipeline.h"
#include "slice/SlicePainter.h"

#include "rendering/Frames.h"

#include <QTest>

#include <cmath>

using namespace isocenter;
using namespace isocenter::test;

namespace {

/// Grey up to 1023; 1024, 1025 and 1026 are red, green and blue.
ImageAttributes attributesOf(const Frame& frame)
{
    ImageAttributes image = greyAttributes(frame);
    image.palette[0] = makeTable(1024, 8, {255, 0, 0});
    image.palette[1] = makeTable(1024, 8, {0, 255, 0});
    image.palette[2] = makeTable(1024, 8, {0, 0, 255});
    image.shared.hasPaletteColors = true;
    image.shared.windows = {{511.5, 1024, VoiFunction::Linear, {}}};
    return image;
}

QImage painted(const ImageAttributes& image, const FramePtr& frame, const QTransform& map, const QSize& size,
               Interpolation interpolation = Interpolation::Linear, ScreenDepth depth = ScreenDepth::Eight)
{
    SlicePainter painter;
    painter.setDepth(depth);
    painter.setFrame(frame, std::make_shared<const ImageAttributes>(image), 0);
    return painter.paint({size, map, interpolation}, {}).copy();
}

} // namespace

/// PS3.3 C.7.6.19: a grey image some of whose values are colours; and colours of more than 8 bits (C.7.6.3.1.2).
class TestSupplementalPalette : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row13_valuesFromTheFirstOnAreColors();
    void row13_indicesAreNeverMixedWithGrey();
    void row13_turnedAndReduced();
    void row13_notInTheWindow();
    void row13_onlyWhereTheFrameSaysSo();
    void row14_sixteenBitColorsReachTheScreen();
    void row14_wideColorsAreExact();
};

void TestSupplementalPalette::row13_valuesFromTheFirstOnAreColors()
{
    const FramePtr frame = makeFrame<std::uint16_t>(1, 6, {0, 511, 1023, 1024, 1025, 2000});
    const ImageAttributes image = attributesOf(*frame);
    const QImage whole = displayImage(image, 0, *frame, {});
    const QImage picture = painted(image, frame, {}, QSize(6, 1));
    const QList<QRgb> expected{qRgb(0, 0, 0),   qRgb(127, 127, 127), qRgb(255, 255, 255),
                               qRgb(255, 0, 0), qRgb(0, 255, 0),     qRgb(0, 0, 255)}; // beyond the last: the last
    for (int i = 0; i < 6; ++i) {
        QVERIFY(std::abs(qRed(whole.pixel(i, 0)) - qRed(expected[i])) <= 1);
        QCOMPARE(picture.pixel(i, 0) | 0xFF000000, whole.pixel(i, 0) | 0xFF000000);
        if (i >= 3) {
            QCOMPARE(whole.pixel(i, 0) | 0xFF000000, expected[i]);
        }
    }
}

void TestSupplementalPalette::row13_indicesAreNeverMixedWithGrey()
{
    // 0 | 1026: halfway between lies neither 513 (grey) nor anything but black and blue.
    const FramePtr frame = makeFrame<std::uint16_t>(1, 2, {0, 1026});
    const QImage picture = painted(attributesOf(*frame), frame, QTransform::fromScale(40, 40), QSize(80, 40));
    for (int x = 0; x < 80; ++x) {
        const QRgb pixel = picture.pixel(x, 20) & 0xFFFFFF;
        QVERIFY2(pixel == 0 || pixel == 0x0000FF, qPrintable(QString::number(pixel, 16)));
        QCOMPARE(pixel, x < 40 ? 0x000000U : 0x0000FFU);
    }
}

void TestSupplementalPalette::row13_turnedAndReduced()
{
    std::vector<std::uint16_t> values(64 * 64, 100);
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = i % 64 < 32 ? 1024 : 1025;
    }
    const FramePtr frame = makeFrame<std::uint16_t>(64, 64, values);
    const ImageAttributes image = attributesOf(*frame);
    const QImage turned = painted(image, frame, QTransform(0, 1, -1, 0, 64, 0), QSize(64, 64));
    QCOMPARE(turned.pixel(10, 5) & 0xFFFFFF, 0xFF0000U); // left has become top
    QCOMPARE(turned.pixel(10, 60) & 0xFFFFFF, 0x00FF00U);
    const QImage small = painted(image, frame, QTransform::fromScale(0.25, 0.25), QSize(16, 16));
    QCOMPARE(small.pixel(2, 8) & 0xFFFFFF, 0xFF0000U);
    QCOMPARE(small.pixel(14, 8) & 0xFFFFFF, 0x00FF00U);
    QTransform oblique;
    oblique.translate(16, 16).rotate(30).scale(0.2, 0.2).translate(-32, -32);
    const QImage slanted = painted(image, frame, oblique, QSize(32, 32));
    const QPointF left = oblique.map(QPointF(10, 32));
    QCOMPARE(slanted.pixel(static_cast<int>(left.x()), static_cast<int>(left.y())) & 0xFFFFFF, 0xFF0000U);
    const QImage ten = painted(image, frame, {}, QSize(64, 64), Interpolation::Linear, ScreenDepth::Ten);
    QCOMPARE(ten.pixelColor(3, 3), QColor(255, 0, 0));
}

void TestSupplementalPalette::row13_notInTheWindow()
{
    const FramePtr frame = makeFrame<std::uint16_t>(1, 4, {10, 200, 1024, 1026});
    ImageAttributes image = attributesOf(*frame);
    image.shared.windows.clear();
    image.bitsStored = 16;
    const GrayTransform gray(image, 0, *frame, {});
    QCOMPARE(gray.window().width, 191.0); // 10 to 200: colours have no place in it
    QCOMPARE(*visibleRange(image, 0, *frame), std::pair(10.0, 200.0));
}

void TestSupplementalPalette::row13_onlyWhereTheFrameSaysSo()
{
    const FramePtr frame = makeFrame<std::uint16_t>(1, 2, {0, 1025});
    ImageAttributes image = attributesOf(*frame);
    image.frames = 2;
    image.perFrame.assign(2, image.shared);
    image.perFrame[1].hasPaletteColors = false; // Pixel Presentation MIXED
    QCOMPARE(displayImage(image, 0, *frame, {}).pixel(1, 0) & 0xFFFFFF, 0x00FF00U);
    QCOMPARE(displayImage(image, 1, *frame, {}).pixel(1, 0) & 0xFFFFFF, 0xFFFFFFU);
    image.paddingValue = 1025;
    QCOMPARE(displayImage(image, 0, *frame, {}).pixel(1, 0) & 0xFFFFFF, 0U);
}

void TestSupplementalPalette::row14_sixteenBitColorsReachTheScreen()
{
    // Two colours that 8 bits cannot tell apart, four steps of 10 bits.
    const FramePtr frame = makeFrame<std::uint16_t>(1, 2, {32768, 0, 65535, 32768 + 128, 0, 65535}, 3);
    ImageAttributes image = greyAttributes(*frame);
    image.photometric = Photometric::Rgb;
    image.samples = 3;
    const QImage ten = painted(image, frame, {}, QSize(2, 1), Interpolation::Nearest, ScreenDepth::Ten);
    const auto red = [&](int x) { return reinterpret_cast<const std::uint32_t*>(ten.constScanLine(0))[x] >> 20 & 1023; };
    QCOMPARE(red(0), std::uint32_t(std::lround(32768 * 1023.0 / 65535)));
    QCOMPARE(red(1), std::uint32_t(std::lround(32896 * 1023.0 / 65535)));
    QVERIFY(red(1) > red(0));
}

void TestSupplementalPalette::row14_wideColorsAreExact()
{
    // YBR_FULL, every third value: the standard's equations solved in double.
    std::vector<std::uint8_t> values;
    for (int y = 0; y < 256; y += 15) {
        for (int cb = 0; cb < 256; cb += 15) {
            for (int cr = 0; cr < 256; cr += 15) {
                values.insert(values.end(), {std::uint8_t(y), std::uint8_t(cb), std::uint8_t(cr)});
            }
        }
    }
    const int pixels = static_cast<int>(values.size()) / 3;
    const FramePtr frame = makeFrame<std::uint8_t>(1, pixels, values, 3);
    ImageAttributes image = greyAttributes(*frame);
    image.samples = 3;
    image.photometric = Photometric::YbrFull;
    QVERIFY(isWideColor(image, *frame));
    std::vector<std::uint16_t> planes[3];
    for (auto& plane : planes) {
        plane.resize(static_cast<std::size_t>(pixels));
    }
    toWideRgb(image, *frame, planes[0].data(), planes[1].data(), planes[2].data());
    for (std::size_t i = 0; i < static_cast<std::size_t>(pixels); ++i) {
        const double y = values[3 * i];
        const double cb = values[3 * i + 1] - 128.0;
        const double cr = values[3 * i + 2] - 128.0;
        const double exact[3] = {y + 1.402 * cr, y - 0.344136 * cb - 0.714136 * cr, y + 1.772 * cb};
        for (std::size_t channel = 0; channel < 3; ++channel) {
            const double expected = std::clamp(exact[channel], 0.0, 255.0) * 257;
            QVERIFY(std::abs(planes[channel][i] - expected) <= 1); // of 65,535
        }
    }
    image.photometric = Photometric::Rgb;
    QVERIFY(!isWideColor(image, *frame)); // 8 bits hold it
}

QTEST_APPLESS_MAIN(TestSupplementalPalette)
#include "tst_SupplementalPalette.moc"
