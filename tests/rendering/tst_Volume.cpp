#include "rendering/Volumes.h"
#include "scene/Volume.h"

#include <QtTest>

#include <limits>

using namespace isocenter;
using namespace isocenter::test;

namespace {

std::vector<VolumeSlice> someSlices()
{
    return makeSlices({10, -20, 300}, Eigen::Matrix3d::Identity(), {{{15, -15, 310}, 9, 400}});
}

bool isRefused(std::vector<VolumeSlice> slices)
{
    const auto volume = makeVolume(std::move(slices));
    return !volume && !volume.error().message.isEmpty();
}

} // namespace

class TestVolume : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anyOrderGivesTheSameVolume();
    void valuesAreModalityValues();
    void fractionsKeepTheirPrecision();
    void paddingIsTheSmallestVoxel();
    void whatIsNoVolumeIsRefused();
    void row27_tiltedGantry();
};

void TestVolume::anyOrderGivesTheSameVolume()
{
    std::vector<VolumeSlice> slices = someSlices();
    const auto sorted = makeVolume(slices);
    std::shuffle(slices.begin(), slices.end(), std::mt19937(4));
    const auto shuffled = makeVolume(slices);
    QVERIFY(sorted && shuffled);
    const Volume& a = *sorted.value();
    const Volume& b = *shuffled.value();
    QCOMPARE(a.slices, 48);
    QVERIFY((a.spacing - Eigen::Vector3d(1.0, 1.2, 1.5)).norm() < 1e-9);
    QVERIFY((a.centre() - Eigen::Vector3d(10, -20, 300)).norm() < 1e-9);
    QVERIFY((a.origin - b.origin).norm() < 1e-9);
    const std::size_t count = static_cast<std::size_t>(a.columns) * a.rows * a.slices;
    QVERIFY(std::equal(a.voxels.get(), a.voxels.get() + count, b.voxels.get()));
}

void TestVolume::valuesAreModalityValues()
{
    const auto volume = makeVolume(someSlices());
    QVERIFY(volume);
    const Volume& v = *volume.value();
    QCOMPARE(v.scale, 1.0);
    QCOMPARE(v.offset, 0.0);
    const Eigen::Vector3d offset = Eigen::Vector3d(15, -15, 310) - v.origin; // the ball's centre
    const auto i = static_cast<std::size_t>(std::lround(offset.x() / 1.0));
    const auto j = static_cast<std::size_t>(std::lround(offset.y() / 1.2));
    const auto k = static_cast<std::size_t>(std::lround(offset.z() / 1.5));
    QCOMPARE(int(v.voxels.get()[(k * 56 + j) * 64 + i]), 400);
    QCOMPARE(int(v.voxels.get()[0]), -1000);
}

void TestVolume::fractionsKeepTheirPrecision()
{
    std::vector<VolumeSlice> slices = someSlices();
    for (VolumeSlice& slice : slices) {
        slice.modality.slope = 0.001;
        slice.modality.intercept = 5;
    }
    const auto volume = makeVolume(slices);
    QVERIFY(volume);
    const Volume& v = *volume.value();
    const double back = v.voxels.get()[0] * v.scale + v.offset;
    QVERIFY(std::abs(back - (24 * 0.001 + 5)) < 1e-4); // the range of 1.4 in 65,000 steps
}

void TestVolume::paddingIsTheSmallestVoxel()
{
    std::vector<VolumeSlice> slices = someSlices();
    for (VolumeSlice& slice : slices) {
        slice.padding = std::pair(24.0, 24.0); // -1000 HU
    }
    const auto volume = makeVolume(slices);
    QVERIFY(volume);
    QCOMPARE(int(volume.value()->voxels.get()[0]), int(std::numeric_limits<std::int16_t>::min()));
}

/// Found from the positions alone: no tag is asked.
void TestVolume::row27_tiltedGantry()
{
    std::vector<VolumeSlice> slices = someSlices();
    for (std::size_t k = 0; k < slices.size(); ++k) {
        slices[k].plane.position += slices[k].plane.down * (0.2 * static_cast<double>(k));
    }
    const auto volume = makeVolume(slices);
    QVERIFY(!volume);
    QVERIFY(volume.error().message.contains(QStringLiteral("tilted gantry")));
}

void TestVolume::whatIsNoVolumeIsRefused()
{
    QVERIFY(isRefused({}));
    std::vector<VolumeSlice> slices = someSlices();
    slices.resize(2);
    QVERIFY(isRefused(slices));
    slices = someSlices();
    slices.erase(slices.begin() + 10);
    QVERIFY2(isRefused(slices), "a missing image");
    slices = someSlices();
    slices[10].plane = slices[11].plane;
    QVERIFY2(isRefused(slices), "two at one place");
    slices = someSlices();
    slices[3].plane.spacingKnown = false;
    QVERIFY2(isRefused(slices), "no spacing");
    slices = someSlices();
    slices[3].frame = makeScene<std::uint16_t>(20, 20, 0, 100);
    QVERIFY2(isRefused(slices), "another size");
    slices = someSlices();
    slices[3].frame = makeFrame<std::uint8_t>(1, 1, {1, 2, 3}, 3);
    QVERIFY2(isRefused(slices), "colour");
    slices = someSlices();
    slices[3].frame.reset();
    QVERIFY2(isRefused(slices), "no frame");
}

QTEST_APPLESS_MAIN(TestVolume)
#include "tst_Volume.moc"
