#include "geometry/ImagePlane.h"
#include "mpr/MprPlanes.h"

#include <QTest>

#include <cmath>

using namespace isocenter;
using Eigen::Vector3d;

namespace {

constexpr double kPi = 3.14159265358979323846;

QString letters(const MprDirections& plane)
{
    return oppositeLetters(orientationLetters(plane.right)) + orientationLetters(plane.right) +
           oppositeLetters(orientationLetters(plane.down)) + orientationLetters(plane.down);
}

} // namespace

class TestMprPlanes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beginsAsReadersAreUsedTo()
    {
        const MprPlanes planes;
        QCOMPARE(letters(planes.directions(MprAxis::Axial)), QStringLiteral("RLAP"));
        QCOMPARE(letters(planes.directions(MprAxis::Coronal)), QStringLiteral("RLHF"));
        QCOMPARE(letters(planes.directions(MprAxis::Sagittal)), QStringLiteral("APHF"));
        QVERIFY(planes.isStraight());
    }

    void turnsClockwiseOnTheScreen()
    {
        MprPlanes planes;
        planes.moveTo({10, 20, 30});
        planes.turnOthers(MprAxis::Axial, kPi / 6);
        // The coronal plane cut the axial picture along its right: 30 degrees clockwise is right and a little down.
        const Vector3d trace = planes.trace(MprAxis::Axial, MprAxis::Coronal).value();
        const MprDirections& axial = planes.directions(MprAxis::Axial);
        QVERIFY(std::abs(std::abs(trace.dot(axial.right)) - std::cos(kPi / 6)) < 1e-12);
        QVERIFY(trace.dot(axial.right) * trace.dot(axial.down) > 0);
        QCOMPARE(axial.right, Vector3d(1, 0, 0));
        QVERIFY(!planes.isStraight());
        QCOMPARE(planes.centre(), Vector3d(10, 20, 30));
        planes.straighten();
        QVERIFY(planes.isStraight());
    }

    void staysAtRightAnglesOverManyTurns()
    {
        MprPlanes planes;
        for (int i = 0; i < 20000; ++i) {
            planes.turnOthers(static_cast<MprAxis>(i % 3), 0.01 * (i % 7));
        }
        for (const MprAxis axis : {MprAxis::Axial, MprAxis::Coronal, MprAxis::Sagittal}) {
            const MprDirections& plane = planes.directions(axis);
            QVERIFY(isOrthonormal(plane.right, plane.down));
            QVERIFY(std::abs(plane.right.dot(plane.down)) < 1e-12);
            for (const MprAxis other : {MprAxis::Axial, MprAxis::Coronal, MprAxis::Sagittal}) {
                QVERIFY(other == axis || std::abs(plane.normal().dot(planes.directions(other).normal())) < 1e-9);
            }
        }
    }

    void oneAloneAndNoneWhereParallel()
    {
        MprPlanes planes;
        planes.turnOne(MprAxis::Axial, MprAxis::Sagittal, kPi / 2);
        QVERIFY(!planes.trace(MprAxis::Coronal, MprAxis::Sagittal));
        QCOMPARE(planes.directions(MprAxis::Coronal).right, Vector3d(1, 0, 0));
    }

    void pictureTurnsWithoutMovingThePlane()
    {
        MprPlanes planes;
        planes.turnPicture(MprAxis::Axial, kPi / 2);
        // A quarter clockwise: what was on the left (R) is on top.
        const MprDirections& axial = planes.directions(MprAxis::Axial);
        QCOMPARE(oppositeLetters(orientationLetters(axial.down)), QStringLiteral("R"));
        QVERIFY((axial.normal() - Vector3d::UnitZ()).norm() < 1e-12);
    }

    void pointsIntoThePlane()
    {
        MprPlanes planes;
        planes.moveTo({1, 2, 3});
        planes.advance(MprAxis::Axial, 4);
        QCOMPARE(planes.centre(), Vector3d(1, 2, 7));
        QCOMPARE(planes.onto(MprAxis::Axial, {50, 60, 70}), Vector3d(50, 60, 7));
        QCOMPARE(planes.onto(MprAxis::Sagittal, {50, 60, 70}), Vector3d(1, 60, 70));
    }
};

QTEST_APPLESS_MAIN(TestMprPlanes)
#include "tst_MprPlanes.moc"
