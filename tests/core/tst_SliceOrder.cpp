#include "geometry/SliceOrder.h"

#include <Eigen/Geometry>
#include <QTest>

#include <cmath>

using namespace isocenter;

class TestSliceOrder : public QObject
{
    Q_OBJECT

    static SliceKey at(const Eigen::Vector3d& position, int number, const Eigen::Vector3d& right = Eigen::Vector3d::UnitX(),
                       const Eigen::Vector3d& down = Eigen::Vector3d::UnitY())
    {
        ImagePlane plane;
        plane.position = position;
        plane.right = right;
        plane.down = down;
        return {plane, number, 0};
    }

private Q_SLOTS:
    void row25_byPositionWhateverTheNumbersSay()
    {
        const SliceOrder order = orderSlices({at({0, 0, 5}, 1), at({0, 0, -3}, 2), at({0, 0, 1}, 3)});
        QVERIFY(order.byPosition);
        QCOMPARE(order.order, std::vector<int>({1, 2, 0}));
        QCOMPARE(order.offsets, std::vector<double>({-3, 1, 5}));
        QCOMPARE(order.spacing, 4.0);
        QVERIFY(order.gaps.empty());
    }

    void row25_alongAnObliqueNormal()
    {
        const double a = 0.3;
        const Eigen::Vector3d right(std::cos(a), std::sin(a), 0);
        const Eigen::Vector3d down(0, 0, -1);
        const Eigen::Vector3d normal = right.cross(down);
        std::vector<SliceKey> keys;
        for (int i : {4, 0, 3, 1, 2}) {
            keys.push_back(at(normal * (2.5 * i) + right * (7.0 * i), 10 - i, right, down));
        }
        const SliceOrder order = orderSlices(keys);
        QVERIFY(order.byPosition);
        QCOMPARE(order.order, std::vector<int>({1, 3, 4, 2, 0}));
        QVERIFY(std::abs(order.spacing - 2.5) < 1e-9);
    }

    void row26_gapOfAMissingSlice()
    {
        std::vector<SliceKey> keys;
        for (int z : {0, 1, 2, 4, 5, 6}) {
            keys.push_back(at({0, 0, static_cast<double>(z)}, z + 1));
        }
        const SliceOrder order = orderSlices(keys);
        QCOMPARE(order.gaps, std::vector<int>({2}));
        QCOMPARE(order.spacing, 1.0);
    }

    void keepsTheNumbersWherePlanesDifferOrAreMissing()
    {
        SliceKey without;
        without.instanceNumber = 1;
        QVERIFY(!orderSlices({at({0, 0, 1}, 2), without}).byPosition);
        QCOMPARE(orderSlices({at({0, 0, 1}, 2), without}).order, std::vector<int>({1, 0}));
        const SliceKey sagittal = at({3, 0, 0}, 1, Eigen::Vector3d::UnitY(), -Eigen::Vector3d::UnitZ());
        QCOMPARE(orderSlices({at({0, 0, 1}, 2), sagittal}).order, std::vector<int>({1, 0}));
    }

    void keepsTimeOrderAtOnePlace()
    {
        const SliceOrder order = orderSlices({at({0, 0, 7}, 3), at({0, 0, 7}, 1), at({0, 0, 7}, 2)});
        QVERIFY(!order.byPosition);
        QCOMPARE(order.order, std::vector<int>({1, 2, 0}));
    }

    void countsRepeatedPlacesAndKeepsTheirNumbersInOrder()
    {
        // Scanners write the same place with rounding noise; numbers decide there.
        const SliceOrder order = orderSlices({at({0, 0, 1.0000001}, 1), at({0, 0, 0}, 2), at({0, 0, 1}, 3), at({0, 0, 0}, 4)});
        QCOMPARE(order.repeats, 2);
        QCOMPARE(order.order, std::vector<int>({1, 3, 0, 2}));
    }

    void copesWithNothing() { QVERIFY(orderSlices({}).order.empty()); }
};

QTEST_GUILESS_MAIN(TestSliceOrder)
#include "tst_SliceOrder.moc"
