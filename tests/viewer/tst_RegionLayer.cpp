#include "outline/RegionLayer.h"

#include <QImage>
#include <QTest>

using namespace isocenter;

namespace {

FrameRef slice()
{
    auto image = std::make_shared<ImageAttributes>();
    image->record.series.frameOfReference = QStringLiteral("1.2");
    image->rows = image->columns = 10;
    image->shared.plane = ImagePlane();
    return {image, 0};
}

/// A red mask of columns 2 to 4, rows 3 to 5, and a closed contour around the pixels 7 and 8.
RegionSetPtr setOf()
{
    auto set = std::make_shared<RegionSet>();
    auto object = std::make_shared<ImageAttributes>();
    object->record.instance.uid = InstanceUid(QStringLiteral("1.5"));
    set->object = object;
    set->frameOfReference = QStringLiteral("1.2");
    set->regions.resize(2);
    set->regions[0].number = 1;
    set->regions[0].label = QStringLiteral("Liver");
    set->regions[0].rgb = {255, 0, 0};
    set->regions[1].number = 2;
    set->regions[1].label = QStringLiteral("Node");
    set->regions[1].algorithm = QStringLiteral("AUTOMATIC");
    set->regions[1].rgb = {0, 255, 0};
    RegionMask mask;
    mask.plane = ImagePlane();
    mask.box = QRect(2, 3, 3, 3);
    mask.coverage.assign(9, 255);
    set->masks.push_back(mask);
    RegionContour contour;
    contour.region = 1;
    contour.points = {{6.5, 6.5, 0}, {8.5, 6.5, 0}, {8.5, 8.5, 0}, {6.5, 8.5, 0}};
    set->contours.push_back(contour);
    return set;
}

QImage painted(const RegionLayer& layer)
{
    QImage picture(100, 100, QImage::Format_RGB32);
    picture.fill(qRgb(100, 100, 100));
    QPainter painter(&picture);
    layer.paint(painter, QTransform::fromScale(10, 10));
    return picture;
}

} // namespace

class TestRegionLayer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void drawnWhereTheyLie();
    void namedAndHidden();
};

void TestRegionLayer::drawnWhereTheyLie()
{
    RegionLayer layer;
    layer.setFrame({setOf()}, slice(), 1, {});
    const QImage picture = painted(layer);
    const QColor inside = picture.pixelColor(35, 45);
    QVERIFY(inside.red() > 120 && inside.green() < 90); // tinted, the picture still seen
    QVERIFY(inside.red() < 200);
    QCOMPARE(picture.pixelColor(60, 45), QColor(100, 100, 100));
    QVERIFY(picture.pixelColor(20, 45).red() > 180);             // the mask's left edge, at column 2
    QVERIFY(picture.pixelColor(50, 45).red() > 180);             // its right edge, after column 4
    QVERIFY(picture.pixelColor(70, 80).green() > 180);           // the contour, half a pixel from the centres
    QCOMPARE(picture.pixelColor(80, 80), QColor(100, 100, 100)); // contours are not filled
}

void TestRegionLayer::namedAndHidden()
{
    RegionLayer layer;
    const FrameRef frame = slice();
    const RegionSetPtr set = setOf();
    layer.setFrame({set}, frame, 1, {});
    QCOMPARE(layer.shown().size(), std::size_t(2));
    QCOMPARE(layer.shown()[0].label, QStringLiteral("Liver"));
    QCOMPARE(layer.shown()[1].label, QStringLiteral("Node (automatic)"));
    RegionChoice choice;
    choice.hidden.insert({InstanceUid(QStringLiteral("1.5")), 1});
    layer.setFrame({set}, frame, 1, choice);
    QCOMPARE(layer.shown().size(), std::size_t(1));
    QCOMPARE(painted(layer).pixelColor(35, 45), QColor(100, 100, 100));
    choice.shown = false;
    layer.setFrame({set}, frame, 1, choice);
    QVERIFY(layer.isEmpty());
}

QTEST_MAIN(TestRegionLayer)
#include "tst_RegionLayer.moc"
