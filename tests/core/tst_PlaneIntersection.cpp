#include "geometry/PlaneIntersection.h"

#include <Eigen/Geometry>

#include <QTest>

#include <cmath>
#include <limits>

using namespace isocenter;

namespace {

ImageRectangle rectangle(const Eigen::Vector3d& position, const Eigen::Vector3d& right, const Eigen::Vector3d& down, int columns,
                         int rows, double columnSpacing = 1, double rowSpacing = 1)
{
    ImageRectangle image;
    image.plane.position = position;
    image.plane.right = right;
    image.plane.down = down;
    image.plane.columnSpacing = columnSpacing;
    image.plane.rowSpacing = rowSpacing;
    image.columns = columns;
    image.rows = rows;
    return image;
}

// 101 x 101 pixels of 1 mm about the origin's axis: covers -50.5 .. 50.5 mm.
ImageRectangle axial(double z = 0)
{
    return rectangle({-50, -50, z}, Eigen::Vector3d::UnitX(), Eigen::Vector3d::UnitY(), 101, 101);
}

ImageRectangle sagittal(double x = 0)
{
    return rectangle({x, -50, 50}, Eigen::Vector3d::UnitY(), -Eigen::Vector3d::UnitZ(), 101, 101);
}

bool has(const PatientSegment& segment, const Eigen::Vector3d& a, const Eigen::Vector3d& b, double tolerance = 1e-9)
{
    const auto near = [&](const Eigen::Vector3d& p, const Eigen::Vector3d& q) { return (p - q).norm() < tolerance; };
    return (near(segment.start, a) && near(segment.end, b)) || (near(segment.start, b) && near(segment.end, a));
}

} // namespace

class TestPlaneIntersection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void axialMeetsSagittalInTheMidline()
    {
        const auto segment = intersectPlanes(axial(10), sagittal(7));
        QVERIFY(segment);
        QVERIFY(has(*segment, {7, -50.5, 10}, {7, 50.5, 10}));
    }

    void isTheSameFromEitherSide()
    {
        const auto one = intersectPlanes(axial(10), sagittal(7));
        const auto other = intersectPlanes(sagittal(7), axial(10));
        QVERIFY(one && other);
        QVERIFY(has(*one, other->start, other->end));
    }

    void isClippedToBothRectangles()
    {
        // A narrow sagittal picture of 11 columns of 2 mm, y from -11 to 11.
        const auto narrow = rectangle({0, -10, 50}, Eigen::Vector3d::UnitY(), -Eigen::Vector3d::UnitZ(), 11, 101, 2, 1);
        const auto segment = intersectPlanes(axial(), narrow);
        QVERIFY(segment);
        QVERIFY(has(*segment, {0, -11, 0}, {0, 11, 0}));
    }

    void obliquePlanesByHand()
    {
        // The axial picture turned by 30 degrees about y cuts z = 10 where x * -sin(30) = 10, x along cos(30).
        const double c = std::cos(M_PI / 6);
        const double s = std::sin(M_PI / 6);
        const Eigen::Vector3d right(c, 0, -s);
        const auto tilted = rectangle(-50 * right - Eigen::Vector3d(0, 50, 0), right, Eigen::Vector3d::UnitY(), 101, 101);
        const auto segment = intersectPlanes(tilted, axial(10));
        QVERIFY(segment);
        QVERIFY(has(*segment, {-20 * c, -50.5, 10}, {-20 * c, 50.5, 10}, 1e-9));
    }

    void doublyObliquePointsLieOnBothPlanes()
    {
        const Eigen::Matrix3d turn =
            (Eigen::AngleAxisd(0.4, Eigen::Vector3d::UnitX()) * Eigen::AngleAxisd(-0.7, Eigen::Vector3d::UnitY()) *
             Eigen::AngleAxisd(1.1, Eigen::Vector3d::UnitZ()))
                .toRotationMatrix();
        const Eigen::Vector3d corner = turn * Eigen::Vector3d(-80, -60, 0) + Eigen::Vector3d(3, -4, 5);
        const auto oblique = rectangle(corner, turn.col(0), turn.col(1), 200, 150, 0.8, 0.8);
        const auto segment = intersectPlanes(oblique, axial(6));
        QVERIFY(segment);
        for (const Eigen::Vector3d& point : {segment->start, segment->end}) {
            QVERIFY(std::abs(point.z() - 6) < 1e-9);
            QVERIFY(std::abs(turn.col(2).dot(point - corner)) < 1e-9);
            QVERIFY(std::max(std::abs(point.x()), std::abs(point.y())) < 50.5 + 1e-9);
        }
        QVERIFY((segment->end - segment->start).norm() > 10);
    }

    void farFromTheOriginItIsAsExact()
    {
        // Scanner coordinates of some machines are thousands of mm; a shift must not change the answer.
        const Eigen::Vector3d shift(4000, -7000, 9000);
        ImageRectangle a = axial(10);
        ImageRectangle b = sagittal(7);
        a.plane.position += shift;
        b.plane.position += shift;
        const auto segment = intersectPlanes(a, b);
        QVERIFY(segment);
        QVERIFY(has(*segment, Eigen::Vector3d(7, -50.5, 10) + shift, Eigen::Vector3d(7, 50.5, 10) + shift, 1e-6));
    }

    void parallelPlanesHaveNone()
    {
        QVERIFY(!intersectPlanes(axial(0), axial(5)));
        QVERIFY(!intersectPlanes(axial(0), axial(0)));
        // The same plane from behind.
        const auto behind = rectangle({50, -50, 0}, -Eigen::Vector3d::UnitX(), Eigen::Vector3d::UnitY(), 101, 101);
        QVERIFY(!intersectPlanes(axial(0), behind));
    }

    void picturesThatDoNotMeetHaveNone()
    {
        QVERIFY(!intersectPlanes(axial(0), sagittal(51)));
        QVERIFY(!intersectPlanes(axial(51), sagittal(0)));
        QVERIFY(intersectPlanes(axial(50.4), sagittal(0)));
    }

    void anythingNotFiniteHasNone()
    {
        ImageRectangle broken = sagittal();
        broken.plane.position.x() = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(!intersectPlanes(axial(), broken));
        broken = sagittal();
        broken.plane.right = Eigen::Vector3d::Zero();
        QVERIFY(!intersectPlanes(axial(), broken));
        broken = sagittal();
        broken.columns = 0;
        QVERIFY(!intersectPlanes(axial(), broken));
    }

    void parallelWithinDegrees()
    {
        const double angle = 4.0 * M_PI / 180;
        const Eigen::Vector3d right(std::cos(angle), 0, std::sin(angle));
        const auto tilted = rectangle({0, 0, 0}, right, Eigen::Vector3d::UnitY(), 10, 10);
        QVERIFY(arePlanesParallel(axial().plane, tilted.plane, 5));
        QVERIFY(!arePlanesParallel(axial().plane, tilted.plane, 3));
        QVERIFY(!arePlanesParallel(axial().plane, sagittal().plane, 5));
        const auto behind = rectangle({0, 0, 0}, -Eigen::Vector3d::UnitX(), Eigen::Vector3d::UnitY(), 10, 10);
        QVERIFY(arePlanesParallel(axial().plane, behind.plane, 0.1));
    }
};

QTEST_APPLESS_MAIN(TestPlaneIntersection)
#include "tst_PlaneIntersection.moc"
