#include "rendering/Frames.h"
#include "rendering/SliceReference.h"
#include "slice/SlicePainter.h"

#include <QtTest>

#include <limits>

using namespace isocenter;
using namespace isocenter::test;

namespace {

DisplayState withWindow(double c, double w, VoiFunction function = VoiFunction::Linear, bool invert = false)
{
    DisplayState state;
    state.window = Window{c, w, function, {}};
    state.invert = invert;
    return state;
}

ImagePtr share(ImageAttributes image)
{
    return std::make_shared<const ImageAttributes>(std::move(image));
}

ImagePtr plain(const FramePtr& frame)
{
    return share(greyAttributes(*frame));
}

QTransform scaleAndShift(double sx, double sy, double dx, double dy)
{
    return QTransform(sx, 0, 0, sy, dx, dy);
}

int grey(const QImage& picture, int x, int y)
{
    return qRed(reinterpret_cast<const QRgb*>(picture.constScanLine(y))[x]);
}

bool isGrey(const QImage& picture, int x, int y)
{
    const QRgb p = reinterpret_cast<const QRgb*>(picture.constScanLine(y))[x];
    return qRed(p) == qGreen(p) && qGreen(p) == qBlue(p) && qAlpha(p) == 255;
}

/// Every pixel against the reference and the transform in double; the first one that is off by more than `steps`, as text.
QString difference(const QImage& picture, const FramePtr& frame, const ImagePtr& image, const SliceGeometry& geometry,
                   const DisplayState& state, double steps = 1.0)
{
    const GrayTransform transform(*image, 0, *frame, state);
    const SliceReference reference(*frame, geometry, paddingRange(*image));
    int seen = 0;
    if (picture.size() != geometry.size || picture.format() != QImage::Format_RGB32) {
        return QStringLiteral("wrong size or format");
    }
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            const auto sample = reference.at(x, y);
            const double expected = sample.background ? 0.0 : transform.level(sample.value);
            seen += sample.background ? 0 : 1;
            if (!isGrey(picture, x, y) || (!sample.doubtful && std::abs(grey(picture, x, y) - expected) > steps)) {
                return QStringLiteral("(%1, %2): %3 instead of %4").arg(x).arg(y).arg(grey(picture, x, y)).arg(expected);
            }
        }
    }
    return seen > 0 ? QString() : QStringLiteral("nothing to see");
}

QString paintAndCompare(const FramePtr& frame, const ImagePtr& image, const SliceGeometry& geometry, const DisplayState& state)
{
    SlicePainter painter;
    painter.setFrame(frame, image, 0);
    return difference(painter.paint(geometry, state), frame, image, geometry, state);
}

} // namespace

class TestSlicePainter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void axisParallelMaps_data();
    void axisParallelMaps();
    void turnedEnlargement();
    void rampStaysWhereItIs();
    void oneToOneIsTheDisplayPipeline();
    void everySampleType_data();
    void everySampleType();
    void otherVoiFunctions();
    void row37_tableBeforeInterpolation();
    void row37_paddingNeverBleeds();
    void row04_paddedAndInverted_data();
    void row04_paddedAndInverted();
    void narrowRangeKeepsItsBits();
    void color();
    void emptyAndImpossible();
};

void TestSlicePainter::axisParallelMaps_data()
{
    QTest::addColumn<QTransform>("map");
    QTest::addColumn<QSize>("size");
    const QSize size(90, 80);
    QTest::newRow("one to one") << QTransform() << size;
    QTest::newRow("whole shift") << scaleAndShift(1, 1, 7, -12) << size;
    QTest::newRow("part shift") << scaleAndShift(1, 1, 7.3, -1.8) << size;
    QTest::newRow("enlarged") << scaleAndShift(2, 2, -10, -20) << size;
    QTest::newRow("much enlarged") << scaleAndShift(9.7, 11.3, -310, -100.2) << size;
    QTest::newRow("one pixel fills all") << scaleAndShift(400, 400, -20 * 400, -10 * 400) << size;
    QTest::newRow("shrunk") << scaleAndShift(0.5, 0.5, 3, 5) << size;
    QTest::newRow("a little shrunk") << scaleAndShift(0.93, 0.97, 3.3, 5.1) << size;
    QTest::newRow("much shrunk") << scaleAndShift(0.11, 0.13, 20.4, 10.7) << size;
    QTest::newRow("to a dot") << scaleAndShift(0.03, 0.03, 20.1, 10.2) << size;
    QTest::newRow("wide pixels") << scaleAndShift(2.2, 0.6, 1, 1) << size;
    QTest::newRow("tall pixels") << scaleAndShift(0.3, 3.1, 1, -30) << size;
    QTest::newRow("mirrored") << scaleAndShift(-1, 1, 70, 0) << size;
    QTest::newRow("mirrored and shrunk") << scaleAndShift(-0.4, -0.7, 50, 70) << size;
    QTest::newRow("mirrored and enlarged") << scaleAndShift(-3, -2, 150, 100) << size;
    QTest::newRow("turned by 90") << QTransform(0, 1, -1, 0, 60, 3) << size;
    QTest::newRow("turned by 270, enlarged") << QTransform(0, -2.5, 2.5, 0, -20, 120) << size;
    QTest::newRow("transposed, shrunk") << QTransform(0, 0.37, 0.41, 0, 5, 6) << QSize(33, 71);
    QTest::newRow("one row") << scaleAndShift(1.5, 1, 0, -20) << QSize(64, 1);
}

void TestSlicePainter::axisParallelMaps()
{
    QFETCH(QTransform, map);
    QFETCH(QSize, size);
    const FramePtr frame = makeScene<std::int16_t>(61, 67, -1000, 3000);
    const SliceGeometry linear{size, map, Interpolation::Linear};
    const SliceGeometry nearest{size, map, Interpolation::Nearest};
    for (const SliceGeometry& geometry : {linear, nearest}) {
        const QString error = paintAndCompare(frame, plain(frame), geometry, withWindow(900, 3000));
        QVERIFY2(error.isEmpty(), qPrintable(error));
    }
}

void TestSlicePainter::turnedEnlargement()
{
    const FramePtr frame = makeScene<std::uint16_t>(40, 50, 0, 60000);
    std::mt19937 random(3);
    std::uniform_real_distribution<double> unit(0, 1);
    for (int i = 0; i < 25; ++i) {
        QTransform map;
        map.translate(40 * unit(random), 40 * unit(random));
        map.rotate(360 * unit(random));
        map.scale((unit(random) < 0.5 ? -1 : 1) * (1 + 5 * unit(random)), 1 + 5 * unit(random));
        map.translate(-25, -20);
        for (const Interpolation interpolation : {Interpolation::Linear, Interpolation::Nearest}) {
            const QString error = paintAndCompare(frame, plain(frame), {{97, 83}, map, interpolation}, withWindow(30000, 65000));
            QVERIFY2(error.isEmpty(), qPrintable(error));
        }
    }
}

// Whatever the filter, a plane stays a plane: this finds half-pixel and mirror errors of every path, those that shrink and turn
// too.
void TestSlicePainter::rampStaysWhereItIs()
{
    std::vector<std::int16_t> values;
    for (int r = 0; r < 200; ++r) {
        for (int c = 0; c < 240; ++c) {
            values.push_back(static_cast<std::int16_t>(60 * c - 40 * r));
        }
    }
    const FramePtr frame = makeFrame(200, 240, values);
    const DisplayState state = withWindow(3000, 24000);
    const GrayTransform transform(*plain(frame), 0, *frame, state);
    std::mt19937 random(5);
    std::uniform_real_distribution<double> unit(0, 1);
    SlicePainter painter;
    painter.setFrame(frame, plain(frame), 0);
    for (int i = 0; i < 40; ++i) {
        QTransform map;
        map.translate(50, 45);
        map.rotate(i % 4 == 0 ? 90.0 * (i / 4) : 360 * unit(random));
        map.scale((i % 3 ? 1 : -1) * std::exp2(5 * unit(random) - 3.5), std::exp2(5 * unit(random) - 3.5));
        map.translate(-120, -100);
        const QImage& picture = painter.paint({{100, 90}, map, Interpolation::Linear}, state);
        const QTransform back = map.inverted();
        const double margin = 1 + std::abs(back.m11()) + std::abs(back.m12()) + std::abs(back.m21()) + std::abs(back.m22());
        int compared = 0;
        for (int y = 0; y < 90; ++y) {
            for (int x = 0; x < 100; ++x) {
                const QPointF p = back.map(QPointF(x + 0.5, y + 0.5));
                if (!QRectF(margin, margin, 240 - 2 * margin, 200 - 2 * margin).contains(p)) {
                    continue;
                }
                const double expected = transform.level(60 * (p.x() - 0.5) - 40 * (p.y() - 0.5));
                QVERIFY2(std::abs(grey(picture, x, y) - expected) <= 1.0,
                         qPrintable(QStringLiteral("map %1 (%2, %3)").arg(i).arg(x).arg(y)));
                ++compared;
            }
        }
        QVERIFY(compared > 20);
    }
}

void TestSlicePainter::oneToOneIsTheDisplayPipeline()
{
    const FramePtr frame = makeScene<std::int16_t>(70, 300, -1024, 3071);
    ImageAttributes image = greyAttributes(*frame);
    image.photometric = Photometric::Monochrome1;
    image.shared.modality.slope = 0.5;
    image.shared.modality.intercept = -3;
    const DisplayState state = withWindow(500, 1500.5, VoiFunction::LinearExact);
    const QImage expected = displayImage(image, 0, *frame, state);
    SlicePainter painter;
    painter.setFrame(frame, share(image), 0);
    const QImage& picture = painter.paint({{300, 70}, {}, Interpolation::Linear}, state);
    for (int y = 0; y < 70; ++y) {
        for (int x = 0; x < 300; ++x) {
            QVERIFY(std::abs(grey(picture, x, y) - expected.constScanLine(y)[x]) <= 1);
        }
    }
}

void TestSlicePainter::everySampleType_data()
{
    QTest::addColumn<FramePtr>("frame");
    QTest::addColumn<double>("center");
    QTest::addColumn<double>("width");
    QTest::newRow("uint8") << makeScene<std::uint8_t>(41, 43, 0, 255) << 128.0 << 256.0;
    QTest::newRow("int8") << makeScene<std::int8_t>(41, 43, -128, 127) << 0.0 << 200.0;
    QTest::newRow("uint16") << makeScene<std::uint16_t>(41, 43, 0, 65535) << 30000.0 << 50000.0;
    QTest::newRow("int16") << makeScene<std::int16_t>(41, 43, -32768, 32767) << 0.0 << 50000.0;
    QTest::newRow("uint32") << makeScene<std::uint32_t>(41, 43, 0, 4e9) << 2e9 << 3e9;
    // Far from zero and narrow: a float of the value itself would be too coarse.
    QTest::newRow("int32") << makeScene<std::int32_t>(41, 43, 2000000000, 2000001000) << 2000000500.0 << 1000.0;
    QTest::newRow("float") << makeScene<float>(41, 43, 0, 1) << 0.5 << 0.8;
    QTest::newRow("double") << makeScene<double>(41, 43, 1e6, 1e6 + 1) << 1e6 + 0.5 << 0.8;
}

void TestSlicePainter::everySampleType()
{
    QFETCH(FramePtr, frame);
    QFETCH(double, center);
    QFETCH(double, width);
    QTransform turned;
    turned.translate(-20, 30);
    turned.rotate(30);
    turned.scale(2, 2);
    for (const QTransform& map : {QTransform(), scaleAndShift(1.7, 1.7, 0.2, 0.1), scaleAndShift(0.6, 0.6, 4, 4), turned}) {
        const auto function = width < 1 ? VoiFunction::LinearExact : VoiFunction::Linear;
        const SliceGeometry geometry{{64, 60}, map, Interpolation::Linear};
        const QString error = paintAndCompare(frame, plain(frame), geometry, withWindow(center, width, function));
        QVERIFY2(error.isEmpty(), qPrintable(error));
    }
}

void TestSlicePainter::otherVoiFunctions()
{
    const FramePtr frame = makeScene<std::int16_t>(41, 43, -1000, 3000);
    ImageAttributes image = greyAttributes(*frame);
    image.shared.modality.slope = -0.25;
    image.shared.modality.intercept = 100;
    for (const double width : {3.0, 300.0, 900.0}) {
        for (const bool invert : {false, true}) {
            for (const QTransform& map : {QTransform(), scaleAndShift(1.7, 1.7, 0.2, 0.1)}) {
                const SliceGeometry geometry{{64, 60}, map, Interpolation::Linear};
                const QString error =
                    paintAndCompare(frame, share(image), geometry, withWindow(-100, width, VoiFunction::Sigmoid, invert));
                QVERIFY2(error.isEmpty(), qPrintable(error));
            }
        }
    }
    std::vector<std::uint16_t> curve;
    for (int i = 0; i < 4000; ++i) {
        curve.push_back(static_cast<std::uint16_t>(4095 * std::sqrt(i / 3999.0)));
    }
    image.shared.modality = {};
    image.shared.voiTables = {makeTable(-1000, 12, curve)};
    for (const QTransform& map : {QTransform(), scaleAndShift(1.7, 1.7, 0.2, 0.1)}) {
        const QString error = paintAndCompare(frame, share(image), {{64, 60}, map, Interpolation::Linear}, {});
        QVERIFY2(error.isEmpty(), qPrintable(error));
    }
}

void TestSlicePainter::row37_tableBeforeInterpolation()
{
    // Stored 0 and 2 mean 100 and 100; stored 1 means 0. Half way between 0 and 2 is 100, not 0.
    const FramePtr frame = makeFrame<std::uint8_t>(1, 2, {0, 2});
    ImageAttributes image = greyAttributes(*frame);
    image.shared.modality.table = makeTable(0, 16, {100, 0, 100});
    SlicePainter painter;
    painter.setFrame(frame, share(image), 0);
    const QImage& picture =
        painter.paint({{30, 10}, QTransform::fromScale(15, 10), Interpolation::Linear}, withWindow(50.5, 101));
    for (int x = 0; x < 30; ++x) {
        QCOMPARE(grey(picture, x, 5), 255);
    }
}

void TestSlicePainter::row37_paddingNeverBleeds()
{
    // A bright body (1000) beside padding (-2000): no value between them may appear.
    std::vector<std::int16_t> values;
    for (int r = 0; r < 32; ++r) {
        for (int c = 0; c < 32; ++c) {
            values.push_back(std::hypot(r - 15.5, c - 15.5) < 12 ? 1000 : -2000);
        }
    }
    const FramePtr frame = makeFrame(32, 32, values);
    ImageAttributes image = greyAttributes(*frame);
    image.paddingValue = -2000;
    QTransform turned;
    turned.translate(32, 5);
    turned.rotate(37);
    SlicePainter painter;
    painter.setFrame(frame, share(image), 0);
    for (const double scale : {0.3, 0.5, 1.0, 1.01, 2.5, 4.0}) {
        for (const bool invert : {false, true}) {
            QTransform both = turned;
            both.scale(scale, scale);
            for (const QTransform& map : {QTransform::fromScale(scale, scale), both}) {
                const QImage& picture =
                    painter.paint({{64, 64}, map, Interpolation::Linear}, withWindow(0, 4001, VoiFunction::Linear, invert));
                const int body = invert ? 64 : 191; // (1000 + 2000) / 4000 * 255 = 191.25
                int bodies = 0;
                for (int y = 0; y < 64; ++y) {
                    for (int x = 0; x < 64; ++x) {
                        const int v = grey(picture, x, y);
                        QVERIFY2(v == 0 || std::abs(v - body) <= 1, qPrintable(QString::number(v)));
                        bodies += v != 0;
                    }
                }
                QVERIFY(bodies > 10);
            }
        }
    }
}

void TestSlicePainter::row04_paddedAndInverted_data()
{
    QTest::addColumn<QTransform>("map");
    QTest::newRow("one to one") << QTransform();
    QTest::newRow("shift") << scaleAndShift(1, 1, 3.4, -2.2);
    QTest::newRow("enlarged") << scaleAndShift(1.6, 1.9, -3, -4);
    QTest::newRow("shrunk") << scaleAndShift(0.45, 0.61, 2, 1);
    QTest::newRow("turned by 90") << QTransform(0, 1.5, -1.5, 0, 60, 3);
    QTest::newRow("turned") << QTransform(1.4, 0.9, -0.9, 1.4, 20, -10);
}

void TestSlicePainter::row04_paddedAndInverted()
{
    QFETCH(QTransform, map);
    // A range of padding in the middle of the values: islands of background everywhere.
    const FramePtr frame = makeScene<std::int16_t>(41, 43, -1000, 3000);
    ImageAttributes image = greyAttributes(*frame);
    image.paddingValue = 200;
    image.paddingLimit = 700;
    for (const bool invert : {false, true}) {
        for (const Interpolation interpolation : {Interpolation::Linear, Interpolation::Nearest}) {
            const SliceGeometry geometry{{64, 60}, map, interpolation};
            const QString error =
                paintAndCompare(frame, share(image), geometry, withWindow(900, 3000, VoiFunction::Linear, invert));
            QVERIFY2(error.isEmpty(), qPrintable(error));
        }
    }
}

void TestSlicePainter::narrowRangeKeepsItsBits()
{
    // Two stored values, enlarged: rounding to stored values would show two greys, the exact ramp has all of them.
    const FramePtr frame = makeFrame<std::uint16_t>(1, 2, {5000, 5001});
    SlicePainter painter;
    painter.setFrame(frame, plain(frame), 0);
    const SliceGeometry geometry{{512, 4}, QTransform::fromScale(256, 4), Interpolation::Linear};
    const DisplayState state = withWindow(5000.5, 1, VoiFunction::LinearExact);
    const QString error = difference(painter.paint(geometry, state), frame, plain(frame), geometry, state);
    QVERIFY2(error.isEmpty(), qPrintable(error));
    QSet<int> greys;
    for (int x = 0; x < 512; ++x) {
        greys << grey(painter.paint(geometry, state), x, 2);
    }
    QVERIFY(greys.size() > 250);
}

void TestSlicePainter::color()
{
    std::vector<std::uint8_t> values;
    for (int i = 0; i < 40 * 30; ++i) {
        values.insert(values.end(),
                      {static_cast<std::uint8_t>(i * 7), static_cast<std::uint8_t>(i * 3), static_cast<std::uint8_t>(255 - i)});
    }
    const FramePtr frame = makeFrame(30, 40, values, 3);
    ImageAttributes image = greyAttributes(*frame);
    image.samples = 3;
    image.photometric = Photometric::Rgb;
    image.bitsStored = 8;
    SlicePainter painter;
    painter.setFrame(frame, share(image), 0);
    QVERIFY(!painter.transform());
    QTransform turned = QTransform::fromTranslate(20, -10);
    turned.rotate(20);
    turned.scale(1.5, 1.5);
    for (const QTransform& map : {QTransform(), scaleAndShift(1.6, 1.6, -2, 3), scaleAndShift(0.5, 0.4, 1, 1), turned}) {
        for (const bool invert : {false, true}) {
            const SliceGeometry geometry{{60, 50}, map, Interpolation::Linear};
            DisplayState state;
            state.invert = invert;
            const QImage& picture = painter.paint(geometry, state);
            const SliceReference reference(*frame, geometry);
            for (int k = 0; k < 60 * 50; ++k) {
                const QRgb p = picture.pixel(k % 60, k / 60);
                const int shown[] = {qRed(p), qGreen(p), qBlue(p)};
                for (int channel = 0; channel < 3; ++channel) {
                    const auto s = reference.at(k % 60, k / 60, channel);
                    const double expected = s.background ? 0 : invert ? 255 - s.value : s.value;
                    QVERIFY(s.doubtful || std::abs(shown[channel] - expected) <= 1);
                }
            }
        }
    }
}

void TestSlicePainter::emptyAndImpossible()
{
    SlicePainter painter;
    const SliceGeometry geometry{{20, 10}, {}, Interpolation::Linear};
    QImage black(20, 10, QImage::Format_RGB32);
    black.fill(Qt::black);
    QCOMPARE(painter.paint(geometry, {}), black);
    QVERIFY(!painter.transform());
    const FramePtr two = makeFrame<std::uint8_t>(1, 1, {1, 2}, 2);
    painter.setFrame(two, plain(two), 0);
    QCOMPARE(painter.paint(geometry, {}), black);
    const FramePtr frame = makeScene<std::uint8_t>(10, 20, 100, 255);
    painter.setFrame(frame, plain(frame), 0);
    QVERIFY(painter.paint(geometry, {}) != black);
    QVERIFY(painter.transform());
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double huge = std::numeric_limits<double>::infinity();
    for (const QTransform& map : {scaleAndShift(0, 1, 0, 0), scaleAndShift(nan, 1, 0, 0), scaleAndShift(1, 1, huge, 0),
                                  scaleAndShift(1, 1, 1e9, 0), QTransform(1, 0, 0.01, 0, 1, 0, 0, 0, 1)}) {
        QCOMPARE(painter.paint({{20, 10}, map, Interpolation::Linear}, {}), black);
    }
    QVERIFY(painter.paint({{0, 10}, {}, Interpolation::Linear}, {}).isNull());
    painter.setFrame(nullptr, nullptr, 0);
    QCOMPARE(painter.paint(geometry, {}), black);
}

QTEST_GUILESS_MAIN(TestSlicePainter)
#include "tst_SlicePainter.moc"
