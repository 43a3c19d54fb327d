#include "geometry/Places.h"

#include <QTest>

using namespace isocenter;

class TestPlaces : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void numbersAscendWithTheOffsets()
    {
        QCOMPARE(placesAlong({5, -3, 1, -3}, 0.01), std::vector<int>({2, 0, 1, 0}));
        QVERIFY(placesAlong({}, 0.01).empty());
    }

    void aPlaceIsAsWideAsTheTolerance()
    {
        // 2.505 lies on the edge of a raster of hundredths: rounding must not tell these two apart.
        QCOMPARE(placesAlong({0, 2.5049999, 2.5050001}, 0.01), std::vector<int>({0, 1, 1}));
        // Counted from the lowest of a place, so that a chain of small steps does not become one place.
        QCOMPARE(placesAlong({0, 0.008, 0.016, 0.024}, 0.01), std::vector<int>({0, 0, 1, 1}));
    }
};

QTEST_GUILESS_MAIN(TestPlaces)
#include "tst_Places.moc"
