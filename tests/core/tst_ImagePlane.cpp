#include "geometry/ImagePlane.h"

#include <Eigen/Geometry>
#include <QTest>

using namespace isocenter;

class TestImagePlane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void letters_data()
    {
        QTest::addColumn<double>("x");
        QTest::addColumn<double>("y");
        QTest::addColumn<double>("z");
        QTest::addColumn<QString>("letters");
        QTest::newRow("left") << 1.0 << 0.0 << 0.0 << QStringLiteral("L");
        QTest::newRow("right") << -1.0 << 0.0 << 0.0 << QStringLiteral("R");
        QTest::newRow("posterior") << 0.0 << 1.0 << 0.0 << QStringLiteral("P");
        QTest::newRow("anterior") << 0.0 << -1.0 << 0.0 << QStringLiteral("A");
        QTest::newRow("head") << 0.0 << 0.0 << 1.0 << QStringLiteral("H");
        QTest::newRow("foot") << 0.0 << 0.0 << -1.0 << QStringLiteral("F");
        QTest::newRow("oblique") << 0.8 << -0.6 << 0.0 << QStringLiteral("LA");
        QTest::newRow("three") << -0.3 << 0.5 << 0.81 << QStringLiteral("HPR");
        QTest::newRow("small parts are left out") << 0.99 << 0.09 << -0.09 << QStringLiteral("L");
        QTest::newRow("nothing") << 0.0 << 0.0 << 0.0 << QString();
    }
    void letters()
    {
        QFETCH(double, x);
        QFETCH(double, y);
        QFETCH(double, z);
        QTEST(orientationLetters({x, y, z}), "letters");
    }

    void oppositesTurnEachLetter()
    {
        QCOMPARE(oppositeLetters(QStringLiteral("LPH")), QStringLiteral("RAF"));
        QCOMPARE(oppositeLetters(QStringLiteral("RAF")), QStringLiteral("LPH"));
        QCOMPARE(oppositeLetters(QStringLiteral("X")), QString());
    }

    void pointsGoThereAndBackOnAnAnisotropicObliquePlane()
    {
        ImagePlane plane;
        const Eigen::AngleAxisd turn(0.7, Eigen::Vector3d(1, 2, 3).normalized());
        plane.right = turn * Eigen::Vector3d::UnitX();
        plane.down = turn * Eigen::Vector3d::UnitY();
        plane.position = {10, -20, 30};
        plane.columnSpacing = 0.5;
        plane.rowSpacing = 2.0;
        const Eigen::Vector3d point = plane.at(12, 34) + plane.normal() * 5;
        QVERIFY((plane.toImage(point) - Eigen::Vector3d(12, 34, 5)).norm() < 1e-9);
        QVERIFY(((plane.at(1, 0) - plane.at(0, 0)).norm() - 0.5) < 1e-12);
    }

    void knowsParallelFromTurnedOver()
    {
        ImagePlane a;
        ImagePlane b;
        b.right = -b.right;
        b.down = -b.down; // same normal, turned by 180 degrees: not the same picture
        QVERIFY(a.isParallel(a));
        QVERIFY(!a.isParallel(b));
    }

    void refusesCosinesThatAreNoPlane()
    {
        QVERIFY(isOrthonormal({1, 0, 0}, {0, 1, 0}));
        QVERIFY(!isOrthonormal({1, 0, 0}, {1, 0, 0}));
        QVERIFY(!isOrthonormal({0, 0, 0}, {0, 1, 0}));
        QVERIFY(!isOrthonormal({1, 0, 0}, {0.1, 1, 0}));
    }
};

QTEST_GUILESS_MAIN(TestImagePlane)
#include "tst_ImagePlane.moc"
