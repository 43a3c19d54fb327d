#include "display/CieLab.h"
#include "display/PlaneRaster.h"
#include "display/ShutterMask.h"

#include <QTest>

using namespace isocenter;

namespace {

/// Rows of '#' (covered) and '.' (visible).
QStringList drawn(const BitPlane& plane)
{
    QStringList rows;
    for (int row = 0; row < plane.rows(); ++row) {
        QString line;
        for (int column = 0; column < plane.columns(); ++column) {
            line += QLatin1Char(plane.at(row, column) ? '#' : '.');
        }
        rows << line;
    }
    return rows;
}

QStringList lines(const char* text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

QImage clear(int width, int height)
{
    QImage picture(width, height, QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    return picture;
}

} // namespace

class TestShutterMask : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row18_shutters();
    void row18_circleOnOblongPixels();
    void row18_shapesCoverTogether();
    void row18_bitmap();
    void row18_colors();
    void row17_planesLieWhereTheirOriginSays();
    void row17_thinLinesStayWhenShrunk();
    void row17_turnedAndFlipped();
};

void TestShutterMask::row18_shutters()
{
    QVERIFY(!shutterMask({}, 3, 3, 1));
    Shutter rectangle;
    rectangle.rectangle = Shutter::Rectangle{2, 4, 1, 2};
    QCOMPARE(drawn(*shutterMask(rectangle, 3, 5, 1)), lines("#...# #...# #####"));
    Shutter circle;
    circle.circle = Shutter::Circle{3, 3, 2}; // centres within two pixels of that of row 3, column 3
    QCOMPARE(drawn(*shutterMask(circle, 5, 6, 1)), lines("##.### #...## .....# #...## ##.###"));
    Shutter polygon;
    polygon.polygon = {{1, 1}, {5, 1}, {1, 5}}; // x: column, y: row
    QCOMPARE(drawn(*shutterMask(polygon, 5, 5, 1)), lines("..... ....# ...## ..### .####"));
    Shutter outside;
    outside.rectangle = Shutter::Rectangle{-5, 90, -5, 90}; // beyond the image on all sides
    QCOMPARE(drawn(*shutterMask(outside, 2, 2, 1)), lines(".. .."));
    outside.rectangle = Shutter::Rectangle{7, 9, 1, 2};
    QCOMPARE(drawn(*shutterMask(outside, 2, 2, 1)), lines("## ##"));
}

/// The radius counts pixels along a row; pixels twice as high as wide: half as many rows.
void TestShutterMask::row18_circleOnOblongPixels()
{
    Shutter circle;
    circle.circle = Shutter::Circle{3, 3, 2};
    QCOMPARE(drawn(*shutterMask(circle, 5, 5, 2)), lines("##### ##.## ..... ##.## #####"));
}

void TestShutterMask::row18_shapesCoverTogether()
{
    Shutter both;
    both.circle = Shutter::Circle{3, 3, 2};
    both.rectangle = Shutter::Rectangle{3, 5, 1, 3};
    QCOMPARE(drawn(*shutterMask(both, 5, 5, 1)), lines("##.## ##..# ##... ##### #####"));
}

void TestShutterMask::row18_bitmap()
{
    Shutter shutter;
    shutter.bitmapGroup = 0x6002;
    auto bits = std::make_shared<BitPlane>(2, 2);
    bits->set(0, 0);
    bits->set(1, 1);
    OverlayPlane plane;
    plane.originRow = 2;
    plane.originColumn = 0; // its first column lies left of the image
    QCOMPARE(drawn(*shutterMask(shutter, 3, 3, 1, bits, plane)), lines("... ... #.."));
    QCOMPARE(drawn(*shutterMask(shutter, 2, 2, 1)), lines(".. ..")); // its bits are not at hand
}

/// Known colours: white, black, mid grey (L* 53.39 is sRGB 127.5 to within a step), and sRGB red as CIELab of D50.
void TestShutterMask::row18_colors()
{
    const auto lab = [](double l, double a, double b) {
        return CieLab{static_cast<std::uint16_t>(l * 655.35 + 0.5), static_cast<std::uint16_t>((a + 128) * 257 + 0.5),
                      static_cast<std::uint16_t>((b + 128) * 257 + 0.5)};
    };
    const auto isNear = [](QRgb color, int red, int green, int blue) {
        return std::abs(qRed(color) - red) <= 2 && std::abs(qGreen(color) - green) <= 2 && std::abs(qBlue(color) - blue) <= 2;
    };
    QVERIFY(isNear(srgbOf(lab(100, 0, 0)), 255, 255, 255));
    QVERIFY(isNear(srgbOf(lab(0, 0, 0)), 0, 0, 0));
    QVERIFY(isNear(srgbOf(lab(53.39, 0, 0)), 127, 127, 127));
    QVERIFY(isNear(srgbOf(lab(54.29, 80.81, 69.89)), 255, 0, 0));
    QVERIFY(isNear(srgbOf(lab(29.57, 68.30, -112.03)), 0, 0, 255));
    Shutter shutter;
    shutter.value = 0x8080;
    QCOMPARE(shutterColor(shutter), qRgb(128, 128, 128));
    shutter.value = 65535;
    QCOMPARE(shutterColor(shutter), qRgb(255, 255, 255));
    shutter.color = lab(100, 0, 0);
    shutter.value = 0;
    QVERIFY(isNear(shutterColor(shutter), 255, 255, 255));
}

void TestShutterMask::row17_planesLieWhereTheirOriginSays()
{
    BitPlane plane(2, 2);
    plane.set(0, 0);
    plane.set(1, 1);
    QImage picture = clear(12, 12);
    // Three screen pixels an image pixel; the plane begins at row 0, column 2 of the image, one row above it.
    paintPlane(picture, plane, QPointF(2, -1), QTransform::fromScale(3, 3), qRgb(1, 2, 3), PlaneSampling::Any);
    for (int y = 0; y < 12; ++y) {
        for (int x = 0; x < 12; ++x) {
            const bool set = x >= 9 && x < 12 && y < 3; // the second bit, at image column 3, row 0
            QCOMPARE(picture.pixel(x, y), set ? qRgb(1, 2, 3) : 0U);
        }
    }
}

void TestShutterMask::row17_thinLinesStayWhenShrunk()
{
    BitPlane plane(400, 400);
    for (int i = 0; i < 400; ++i) {
        plane.set(i, 123);
        plane.set(333, i);
    }
    for (const double scale : {0.9, 0.5, 0.3, 0.11}) {
        const int side = static_cast<int>(400 * scale);
        QImage picture = clear(side, side);
        paintPlane(picture, plane, QPointF(0, 0), QTransform::fromScale(scale, scale), qRgb(255, 255, 255), PlaneSampling::Any);
        for (int y = 0; y < side; ++y) {
            int across = 0;
            for (int x = 0; x < side; ++x) {
                across += picture.pixel(x, y) != 0 ? 1 : 0;
            }
            QVERIFY2(across >= 1, qPrintable(QStringLiteral("scale %1, row %2").arg(scale).arg(y)));
            QVERIFY(across <= 3 || std::abs(y - 333 * scale) <= 3);
        }
    }
}

void TestShutterMask::row17_turnedAndFlipped()
{
    BitPlane plane(2, 3);
    plane.set(0, 2); // the upper right corner
    QTransform turn;
    turn.translate(2, 0);
    turn.rotate(90); // clockwise: it comes to the lower right
    QImage picture = clear(2, 3);
    paintPlane(picture, plane, QPointF(0, 0), turn, qRgb(9, 9, 9), PlaneSampling::Centre);
    for (int y = 0; y < 3; ++y) {
        for (int x = 0; x < 2; ++x) {
            QCOMPARE(picture.pixel(x, y) != 0, x == 1 && y == 2);
        }
    }
}

QTEST_GUILESS_MAIN(TestShutterMask)
#include "tst_ShutterMask.moc"
