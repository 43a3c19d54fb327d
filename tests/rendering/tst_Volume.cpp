#include "rendering/Volumes.h"
#include "scene/EvenVolume.h"
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
    void row27_tiltedGantryIsSheared();
    void row26_unevenSlicesAreMadeEven();
    void evenSlicesStayAsTheyAre();
    void paddingIsNotMixedWhileResampling();
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

/// A field that grows linearly along all axes of the patient is the same after linear interpolation, wherever the slices lie.
std::vector<VolumeSlice> fieldSlices(const std::vector<double>& places, double tiltPerMm, const Eigen::Vector3d& gradient)
{
    std::vector<VolumeSlice> slices;
    for (const double place : places) {
        VolumeSlice slice;
        slice.plane.right = {1, 0, 0};
        slice.plane.down = {0, 1, 0};
        slice.plane.columnSpacing = 0.8;
        slice.plane.rowSpacing = 0.9;
        slice.plane.spacingKnown = true;
        slice.plane.position = Eigen::Vector3d(-10, 5 + tiltPerMm * place, 100 + place);
        std::vector<std::uint16_t> values;
        for (int r = 0; r < 40; ++r) {
            for (int c = 0; c < 30; ++c) {
                values.push_back(static_cast<std::uint16_t>(std::lround(2000 + slice.plane.at(c, r).dot(gradient))));
            }
        }
        slice.frame = makeFrame(40, 30, values);
        slices.push_back(std::move(slice));
    }
    return slices;
}

/// Largest difference from the field, edges that no slice reaches left out; -1: nothing compared.
double worstOf(const Volume& volume, const Eigen::Vector3d& gradient, std::size_t& compared)
{
    double worst = -1;
    compared = 0;
    for (int k = 0; k < volume.slices; ++k) {
        for (int j = 0; j < volume.rows; ++j) {
            for (int i = 0; i < volume.columns; ++i) {
                const std::int16_t voxel = volume.voxels.get()[(k * volume.rows + j) * volume.columns + i];
                const Eigen::Vector3d p = volume.origin + volume.right * (i * volume.spacing.x()) +
                                          volume.down * (j * volume.spacing.y()) + volume.normal() * (k * volume.spacing.z());
                // The outermost lines are half a pixel beyond the image.
                const double row = (p.y() - volume.origin.y()) / volume.spacing.y();
                if (voxel != -32768 && row > 1.5 && row < volume.rows - 2.5) {
                    worst = std::max(worst, std::abs(voxel - (2000 + p.dot(gradient))));
                    ++compared;
                }
            }
        }
    }
    return worst;
}

void TestVolume::row27_tiltedGantryIsSheared()
{
    const Eigen::Vector3d gradient(3, 0, 5); // nothing along the rows: at the slanted edges the outermost value is kept
    const std::vector<double> places{0, 2, 4, 6, 8, 10, 12};
    const auto volume = makeEvenVolume(fieldSlices(places, -0.33, gradient)); // 18 degrees
    QVERIFY(volume);
    const Volume& v = **volume;
    QCOMPARE(v.slices, 7);
    QCOMPARE(v.columns, 30);
    QCOMPARE(v.rows, 45); // 12 mm * 0.33 / 0.9 mm = 4.4 more
    QVERIFY((v.normal() - Eigen::Vector3d(0, 0, 1)).norm() < 1e-12);
    QVERIFY(std::abs(v.origin.y() - (5 - 5 * 0.9)) < 1e-9);
    std::size_t compared = 0;
    const double worst = worstOf(v, gradient, compared);
    QVERIFY2(worst >= 0 && worst <= 1.01, qPrintable(QString::number(worst))); // both roundings to whole numbers
    QVERIFY(compared > 7 * 30 * 35);
    // Along the rows too, away from the edges.
    const Eigen::Vector3d steep(3, 40, 5);
    const auto other = makeEvenVolume(fieldSlices(places, -0.33, steep));
    QVERIFY(other);
    const auto at = [&](int i, int j, int k) { return (*other)->voxels.get()[(k * (*other)->rows + j) * (*other)->columns + i]; };
    for (int k = 0; k < 7; ++k) {
        const Eigen::Vector3d p = (*other)->origin + Eigen::Vector3d(10 * 0.8, 20 * 0.9, k * 2.0);
        QVERIFY(std::abs(at(10, 20, k) - (2000 + p.dot(steep))) <= 1.01);
    }
}

void TestVolume::row26_unevenSlicesAreMadeEven()
{
    const Eigen::Vector3d gradient(3, 7, -11);
    // One missing at 6, one late.
    const auto volume = makeEvenVolume(fieldSlices({0, 2, 4, 8, 10.5, 12, 14}, 0, gradient));
    QVERIFY(volume);
    const Volume& v = **volume;
    QCOMPARE(v.slices, 8);
    QCOMPARE(v.rows, 40);
    QVERIFY(std::abs(v.spacing.z() - 2) < 1e-9);
    std::size_t compared = 0;
    const double worst = worstOf(v, gradient, compared);
    QVERIFY2(worst >= 0 && worst <= 1.01, qPrintable(QString::number(worst)));
    QCOMPARE(compared, std::size_t(8 * 36 * 30));
    QVERIFY(!makeEvenVolume(fieldSlices({0, 2, 2, 4}, 0, gradient)));  // two at one place
    QVERIFY(!makeEvenVolume(fieldSlices({0, 2, 4, 6}, 20, gradient))); // beside each other
}

void TestVolume::evenSlicesStayAsTheyAre()
{
    const auto strict = makeVolume(someSlices());
    const auto even = makeEvenVolume(someSlices());
    QVERIFY(strict && even);
    const std::size_t count = static_cast<std::size_t>((*strict)->columns) * (*strict)->rows * (*strict)->slices;
    QVERIFY(std::equal((*strict)->voxels.get(), (*strict)->voxels.get() + count, (*even)->voxels.get()));
    QVERIFY((*strict)->origin == (*even)->origin && (*strict)->spacing == (*even)->spacing);
}

void TestVolume::paddingIsNotMixedWhileResampling()
{
    std::vector<VolumeSlice> slices = fieldSlices({0, 2, 5, 7}, 0.2, {0, 0, 0}); // 2000 everywhere
    std::vector<std::uint16_t> values(40 * 30, 2000);
    for (int r = 0; r < 40; ++r) {
        std::fill_n(values.begin() + r * 30, 12, std::uint16_t{0});
    }
    for (VolumeSlice& slice : slices) {
        slice.frame = makeFrame(40, 30, values);
        slice.padding = std::pair(0.0, 0.0);
    }
    const auto volume = makeEvenVolume(slices);
    QVERIFY(volume);
    const Volume& v = **volume;
    const std::size_t count = static_cast<std::size_t>(v.columns) * v.rows * v.slices;
    std::size_t tissue = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::int16_t voxel = v.voxels.get()[i];
        QVERIFY(voxel == -32768 || voxel == 2000);
        tissue += voxel == 2000 ? 1 : 0;
    }
    QVERIFY(tissue > 18U * 40 * v.slices - 2U * 18 * v.slices && tissue <= 18U * 41 * v.slices);
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
