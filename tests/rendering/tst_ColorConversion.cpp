#include "display/DisplayPipeline.h"
#include "rendering/Frames.h"

#include <QtTest>

#include <cmath>

using namespace isocenter;
using namespace isocenter::test;

namespace {

ImageAttributes colorAttributes(const Frame& frame, Photometric photometric, int bitsStored)
{
    ImageAttributes image = greyAttributes(frame);
    image.samples = frame.samples();
    image.photometric = photometric;
    image.bitsStored = bitsStored;
    return image;
}

int clampByte(double v)
{
    return static_cast<int>(std::clamp(std::floor(v + 0.5), 0.0, 255.0));
}

/// Solves the equations of PS3.3 C.7.6.3.1.2 (RGB -> YBR) for RGB by Cramer's rule.
std::array<double, 3> solve(const double (&m)[3][3], const double (&v)[3])
{
    const auto det = [](const double(&a)[3][3]) {
        return a[0][0] * (a[1][1] * a[2][2] - a[1][2] * a[2][1]) - a[0][1] * (a[1][0] * a[2][2] - a[1][2] * a[2][0]) +
               a[0][2] * (a[1][0] * a[2][1] - a[1][1] * a[2][0]);
    };
    std::array<double, 3> result{};
    for (int k = 0; k < 3; ++k) {
        double copy[3][3];
        for (int r = 0; r < 3; ++r) {
            for (int c = 0; c < 3; ++c) {
                copy[r][c] = c == k ? v[r] : m[r][c];
            }
        }
        result[static_cast<std::size_t>(k)] = det(copy) / det(m);
    }
    return result;
}

constexpr double kFull[3][3] = {{.2990, .5870, .1140}, {-.1687, -.3313, .5000}, {.5000, -.4187, -.0813}};
constexpr double kPartial[3][3] = {{.2568, .5041, .0979}, {-.1482, -.2910, .4392}, {.4392, -.3678, -.0714}};

template <typename T> FramePtr ybrGrid(int step, int scale)
{
    std::vector<T> values;
    for (int y = 0; y < 256; y += step) {
        for (int b = 0; b < 256; b += step) {
            for (int r = 0; r < 256; r += step) {
                for (const int v : {y, b, r}) {
                    values.push_back(static_cast<T>(v * scale));
                }
            }
        }
    }
    return makeFrame(1, static_cast<int>(values.size() / 3), values, 3);
}

int worstChannel(const QImage& picture, const Frame& frame, const double (&m)[3][3], double black, double scale)
{
    int worst = picture.format() == QImage::Format_RGB888 ? 0 : 1000;
    for (int i = 0; i < frame.columns(); ++i) {
        const double v[3] = {frame.at(0, i, 0) / scale - black, frame.at(0, i, 1) / scale - 128, frame.at(0, i, 2) / scale - 128};
        const auto rgb = solve(m, v);
        for (int k = 0; k < 3; ++k) {
            worst = std::max(worst, std::abs(picture.constScanLine(0)[3 * i + k] - clampByte(rgb[static_cast<std::size_t>(k)])));
        }
    }
    return worst;
}

QList<int> firstPixels(const QImage& picture, int bytes)
{
    QList<int> out;
    for (int i = 0; i < bytes; ++i) {
        out << picture.constScanLine(0)[i];
    }
    return out;
}

} // namespace

class TestColorConversion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rgbStaysAsItIs();
    void row14_sixteenBitColorByBitsStored();
    void row14_ybrFull_data();
    void row14_ybrFull();
    void row14_ybrPartial();
    void row14_reversibleTransform();
    void row14_codestreamTransformIsNotUndoneTwice();
    void row14_videoIsConvertedOnce();
    void row13_palette();
    void row13_paletteOfEightBits();
    void windowAndInversionOnWish();
    void whatDoesNotFitGivesNoPicture();
};

void TestColorConversion::rgbStaysAsItIs()
{
    const FramePtr frame = makeFrame<std::uint8_t>(1, 3, {255, 0, 0, 1, 2, 3, 10, 200, 30}, 3);
    const QImage picture = displayImage(colorAttributes(*frame, Photometric::Rgb, 8), 0, *frame, {});
    QCOMPARE(firstPixels(picture, 9), (QList<int>{255, 0, 0, 1, 2, 3, 10, 200, 30}));
}

void TestColorConversion::row14_sixteenBitColorByBitsStored()
{
    const FramePtr frame = makeFrame<std::uint16_t>(1, 2, {0, 4095, 2048, 16, 1000, 3000}, 3);
    const QImage picture = displayImage(colorAttributes(*frame, Photometric::Rgb, 12), 0, *frame, {});
    QCOMPARE(firstPixels(picture, 6), (QList<int>{0, 255, 128, 1, 62, 187}));
}

void TestColorConversion::row14_ybrFull_data()
{
    QTest::addColumn<int>("photometric");
    QTest::newRow("YBR_FULL") << static_cast<int>(Photometric::YbrFull);
    QTest::newRow("YBR_FULL_422") << static_cast<int>(Photometric::YbrFull422);
    QTest::newRow("YBR_ICT") << static_cast<int>(Photometric::YbrIct);
}

void TestColorConversion::row14_ybrFull()
{
    QFETCH(int, photometric);
    // The standard's coefficients have four digits: their inverse and the exact one differ by less than one step.
    const FramePtr eight = ybrGrid<std::uint8_t>(5, 1);
    const QImage a = displayImage(colorAttributes(*eight, static_cast<Photometric>(photometric), 8), 0, *eight, {});
    QVERIFY(worstChannel(a, *eight, kFull, 0, 1) <= 1);
    const FramePtr wide = ybrGrid<std::uint16_t>(15, 256);
    const QImage b = displayImage(colorAttributes(*wide, static_cast<Photometric>(photometric), 16), 0, *wide, {});
    QVERIFY(worstChannel(b, *wide, kFull, 0, 256) <= 1);
}

void TestColorConversion::row14_ybrPartial()
{
    const FramePtr frame = ybrGrid<std::uint8_t>(5, 1);
    const QImage picture = displayImage(colorAttributes(*frame, Photometric::YbrPartial420, 8), 0, *frame, {});
    QVERIFY(worstChannel(picture, *frame, kPartial, 16, 1) <= 1);
    const FramePtr marks = makeFrame<std::uint8_t>(1, 2, {16, 128, 128, 235, 128, 128}, 3);
    QCOMPARE(firstPixels(displayImage(colorAttributes(*marks, Photometric::YbrPartial420, 8), 0, *marks, {}), 6),
             (QList<int>{0, 0, 0, 255, 255, 255}));
}

void TestColorConversion::row14_reversibleTransform()
{
    // R 120, G 100, B 90: Y = floor((120 + 200 + 90) / 4) = 102, B - G = -10, R - G = 20.
    const FramePtr frame = makeFrame<std::uint8_t>(1, 1, {102, 118, 148}, 3);
    const QImage picture = displayImage(colorAttributes(*frame, Photometric::YbrRct, 8), 0, *frame, {});
    QCOMPARE(firstPixels(picture, 3), (QList<int>{120, 100, 90}));
}

void TestColorConversion::row14_codestreamTransformIsNotUndoneTwice()
{
    const FramePtr frame = makeFrame<std::uint8_t>(1, 1, {102, 118, 148}, 3);
    ImageAttributes image = colorAttributes(*frame, Photometric::YbrRct, 8);
    for (const char* syntax : {"1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91", "1.2.840.10008.1.2.4.201"}) {
        image.transferSyntax = QLatin1String(syntax);
        QCOMPARE(firstPixels(displayImage(image, 0, *frame, {}), 3), (QList<int>{102, 118, 148}));
    }
}

/// Its decoder knows the stream's colours; the header can only name one kind.
void TestColorConversion::row14_videoIsConvertedOnce()
{
    const FramePtr frame = makeFrame<std::uint8_t>(1, 1, {102, 118, 148}, 3);
    ImageAttributes image = colorAttributes(*frame, Photometric::YbrPartial420, 8);
    for (const char* syntax : {"1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.4.103.1", "1.2.840.10008.1.2.4.108"}) {
        image.transferSyntax = QLatin1String(syntax);
        QCOMPARE(firstPixels(displayImage(image, 0, *frame, {}), 3), (QList<int>{102, 118, 148}));
    }
    for (const char* syntax :
         {"1.2.840.10008.1.2.1", "1.2.840.10008.1.2.4.10", "1.2.840.10008.1.2.4.109", "1.2.840.10008.1.2.4.107.1"}) {
        image.transferSyntax = QLatin1String(syntax);
        QVERIFY(firstPixels(displayImage(image, 0, *frame, {}), 3) != (QList<int>{102, 118, 148}));
    }
}

void TestColorConversion::row13_palette()
{
    const FramePtr frame = makeFrame<std::uint8_t>(1, 4, {0, 10, 11, 200}, 1);
    ImageAttributes image = colorAttributes(*frame, Photometric::PaletteColor, 8);
    image.palette[0] = makeTable(10, 16, {0x1200, 0xFF00});
    image.palette[1] = makeTable(10, 16, {0x3456, 0x00FF});
    image.palette[2] = makeTable(10, 16, {0x8000, 0xFFFF});
    const QImage picture = displayImage(image, 0, *frame, {});
    QCOMPARE(firstPixels(picture, 12), (QList<int>{0x12, 0x34, 0x80, 0x12, 0x34, 0x80, 0xFF, 0, 0xFF, 0xFF, 0, 0xFF}));
    DisplayState state;
    state.window = Window{3, 2, VoiFunction::Linear, {}}; // a window has no meaning for a palette
    QCOMPARE(displayImage(image, 0, *frame, state), picture);
}

void TestColorConversion::row13_paletteOfEightBits()
{
    const FramePtr frame = makeFrame<std::uint16_t>(1, 2, {0, 1}, 1);
    ImageAttributes image = colorAttributes(*frame, Photometric::PaletteColor, 16);
    for (const int bits : {8, 16}) { // 8-bit entries, also where the descriptor says 16
        image.palette[0] = makeTable(0, bits, {1, 200});
        image.palette[1] = makeTable(0, bits, {2, 201});
        image.palette[2] = makeTable(0, bits, {3, 255});
        QCOMPARE(firstPixels(displayImage(image, 0, *frame, {}), 6), (QList<int>{1, 2, 3, 200, 201, 255}));
    }
}

void TestColorConversion::windowAndInversionOnWish()
{
    const FramePtr frame = makeFrame<std::uint8_t>(1, 1, {50, 100, 150}, 3);
    const ImageAttributes image = colorAttributes(*frame, Photometric::Rgb, 8);
    DisplayState state;
    state.window = Window{100.5, 101, VoiFunction::Linear, {}}; // 50 to 150
    QCOMPARE(firstPixels(displayImage(image, 0, *frame, state), 3), (QList<int>{0, 128, 255}));
    state.invert = true;
    QCOMPARE(firstPixels(displayImage(image, 0, *frame, state), 3), (QList<int>{255, 127, 0}));
}

void TestColorConversion::whatDoesNotFitGivesNoPicture()
{
    const FramePtr two = makeFrame<std::uint8_t>(1, 1, {1, 2}, 2);
    QVERIFY(displayImage(colorAttributes(*two, Photometric::Rgb, 8), 0, *two, {}).isNull());
    const FramePtr index = makeFrame<std::uint8_t>(1, 2, {1, 2}, 1);
    ImageAttributes image = colorAttributes(*index, Photometric::PaletteColor, 8);
    QVERIFY(displayImage(image, 0, *index, {}).isNull());
    const FramePtr real = makeFrame<float>(1, 2, {1, 2}, 1);
    for (auto& table : image.palette) {
        table = makeTable(0, 8, {1, 2});
    }
    QVERIFY(displayImage(image, 0, *real, {}).isNull());
}

QTEST_APPLESS_MAIN(TestColorConversion)
#include "tst_ColorConversion.moc"
