#include "region/RegionPlacement.h"

#include <QTest>

using namespace isocenter;

namespace {

const QString kSpace = QStringLiteral("1.2.3");

ImagePlane axial(double z, double spacing = 1, double x = 0, double y = 0)
{
    ImagePlane plane;
    plane.position = {x, y, z};
    plane.rowSpacing = plane.columnSpacing = spacing;
    plane.spacingKnown = true;
    return plane;
}

FrameRef slice(double z, const QString& space = kSpace, const QString& uid = QStringLiteral("1.9"))
{
    auto image = std::make_shared<ImageAttributes>();
    image->record.series.frameOfReference = space;
    image->record.instance.uid = InstanceUid(uid);
    image->rows = image->columns = 100;
    image->shared.plane = axial(z);
    return {image, 0};
}

RegionMask maskAt(int region, const ImagePlane& plane)
{
    RegionMask mask;
    mask.region = region;
    mask.plane = plane;
    mask.box = QRect(0, 0, 1, 1);
    mask.coverage = {255};
    return mask;
}

RegionSet setOf(std::vector<RegionMask> masks)
{
    RegionSet set;
    auto object = std::make_shared<ImageAttributes>();
    object->rows = object->columns = 100;
    set.object = object;
    set.frameOfReference = kSpace;
    set.regions.resize(2);
    set.masks = std::move(masks);
    return set;
}

} // namespace

class TestRegionPlacement : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nearestSliceOnly();
    void otherSpaceOrOrientationIsNotDrawn();
    void gridOfItsOwn();
    void referenceWithoutPlane();
    void contoursLieInTheirSlice();
};

/// Hazard: a region on the wrong slice.
void TestRegionPlacement::nearestSliceOnly()
{
    const RegionSet set = setOf({maskAt(0, axial(10)), maskAt(0, axial(12)), maskAt(1, axial(12))});
    QVERIFY(masksOn(set, slice(9), 1).empty());
    QCOMPARE(masksOn(set, slice(10.4), 1).size(), std::size_t(1));
    QVERIFY(masksOn(set, slice(10.6), 1).empty());
    const auto on12 = masksOn(set, slice(12), 1);
    QCOMPARE(on12.size(), std::size_t(2));
    QCOMPARE(on12[0].mask, 1);
    QCOMPARE(on12[1].mask, 2);
    // Thick slices: of two masks within reach only the nearer one of a region.
    const auto thick = masksOn(set, slice(10.5), 5);
    QCOMPARE(thick.size(), std::size_t(2)); // region 0 at 10, region 1 at 12
    QCOMPARE(thick[0].mask, 0);
    // Without a spacing the planes must be the same.
    QVERIFY(masksOn(set, slice(10.1), 0).empty());
    QCOMPARE(masksOn(set, slice(10.01), 0).size(), std::size_t(1));
}

void TestRegionPlacement::otherSpaceOrOrientationIsNotDrawn()
{
    const RegionSet set = setOf({maskAt(0, axial(10))});
    QVERIFY(masksOn(set, slice(10, QStringLiteral("1.2.4")), 1).empty());
    QVERIFY(masksOn(set, slice(10, QString()), 1).empty());
    ImagePlane sagittal = axial(10);
    sagittal.right = Eigen::Vector3d::UnitY();
    sagittal.down = -Eigen::Vector3d::UnitZ();
    QVERIFY(masksOn(setOf({maskAt(0, sagittal)}), slice(10), 100).empty());
    ImagePlane fromBelow = axial(10); // the same plane seen from the other side
    fromBelow.right = -Eigen::Vector3d::UnitX();
    const auto mirrored = masksOn(setOf({maskAt(0, fromBelow)}), slice(10), 1);
    QCOMPARE(mirrored.size(), std::size_t(1));
    QCOMPARE(mirrored[0].toImage.linear()(0, 0), -1.0);
}

void TestRegionPlacement::gridOfItsOwn()
{
    // Pixels of 2 mm whose first centre lies at 10.5, 20.5 mm: its outer corner is at 9.5, 19.5 mm, in the image's edge
    // coordinates (centre of the first pixel at 0 mm is 0.5) at 10, 20.
    const auto placed = masksOn(setOf({maskAt(0, axial(0, 2, 10.5, 20.5))}), slice(0), 1);
    QCOMPARE(placed.size(), std::size_t(1));
    const Eigen::Vector2d corner = placed[0].toImage * Eigen::Vector2d(0, 0);
    QCOMPARE(corner.x(), 10.0);
    QCOMPARE(corner.y(), 20.0);
    const Eigen::Vector2d opposite = placed[0].toImage * Eigen::Vector2d(1, 3);
    QCOMPARE(opposite.x(), 12.0);
    QCOMPARE(opposite.y(), 26.0);
}

void TestRegionPlacement::referenceWithoutPlane()
{
    RegionMask mask = maskAt(0, axial(0));
    mask.plane.reset();
    mask.sources.add(InstanceUid(QStringLiteral("1.9")), {1});
    const RegionSet set = setOf({mask});
    const FrameRef frame = slice(77);
    QCOMPARE(masksOn(set, frame, 1).size(), std::size_t(1));
    QVERIFY(masksOn(set, slice(77, kSpace, QStringLiteral("1.8")), 1).empty());
    auto other = std::make_shared<ImageAttributes>(*frame.image);
    other->columns = 50; // another grid: not that image's pixels
    QVERIFY(masksOn(set, {other, 0}, 1).empty());
    QVERIFY(masksOn(set, {frame.image, 1}, 1).empty()); // another frame
}

void TestRegionPlacement::contoursLieInTheirSlice()
{
    RegionSet set = setOf({});
    RegionContour contour;
    contour.points = {{10, 20, 5}, {30, 20, 5}, {30, 40, 5}};
    set.contours.push_back(contour);
    contour.points[1].z() = 9; // rises out of the slice
    set.contours.push_back(contour);
    const auto placed = contoursOn(set, slice(5), 2);
    QCOMPARE(placed.size(), std::size_t(1));
    QCOMPARE(placed[0].points.size(), std::size_t(3));
    QCOMPARE(placed[0].points[1].x(), 30.5);
    QCOMPARE(placed[0].points[1].y(), 20.5);
    QVERIFY(contoursOn(set, slice(7), 2).empty());
    QVERIFY(contoursOn(set, slice(5, QStringLiteral("other")), 2).empty());
}

QTEST_APPLESS_MAIN(TestRegionPlacement)
#include "tst_RegionPlacement.moc"
