#include "stack/VolumeLayout.h"

#include "StackFrames.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace isocenter;
using namespace isocenter::test;

namespace {

constexpr double kDegree = 3.14159265358979323846 / 180;

bool isNear(const Eigen::Vector3d& a, const Eigen::Vector3d& b, double tolerance = 1e-9)
{
    return (a - b).norm() <= tolerance;
}

/// Slices at origin + step * k.
std::vector<ImagePtr> along(const Eigen::Vector3d& origin, const Eigen::Vector3d& step, int count,
                            const Eigen::Vector3d& right = Eigen::Vector3d::UnitX(),
                            const Eigen::Vector3d& down = Eigen::Vector3d::UnitY())
{
    std::vector<ImagePtr> images;
    for (int k = 0; k < count; ++k) {
        SliceSpec spec;
        spec.position = origin + step * k;
        spec.right = right;
        spec.down = down;
        spec.number = k + 1;
        images.push_back(makeSlice(spec));
    }
    return images;
}

/// The only layout of `images`; empty with a reason that tests do not expect if there are others.
VolumeLayout only(const std::vector<ImagePtr>& images)
{
    const std::vector<VolumeLayout> layouts = layoutVolumes(images);
    VolumeLayout none;
    none.reason = QStringLiteral("%1 layouts").arg(layouts.size());
    return layouts.size() == 1 ? layouts.front() : none;
}

std::vector<int> numbersOf(const VolumePhase& phase)
{
    std::vector<int> numbers;
    for (const FrameRef& ref : phase.slices) {
        numbers.push_back(ref.image ? ref.image->record.instance.number.value_or(-1) : 0);
    }
    return numbers;
}

} // namespace

class TestVolumeLayout : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row25_orderComesFromPositionsWhateverTheNumbers()
    {
        std::vector<ImagePtr> images;
        int number = 1;
        for (const double z : {4.0, -2.0, 1.0, 7.0}) {
            append(images, axial({z}, number++));
        }
        const VolumeLayout layout = only(images);
        QVERIFY2(layout.isUsable(), qPrintable(layout.reason));
        QCOMPARE(layout.columns, 10);
        QCOMPARE(layout.rows, 20);
        QCOMPARE(layout.slices, 4);
        QCOMPARE(layout.images, 4);
        QCOMPARE(layout.positions, std::vector<double>({-2, 1, 4, 7}));
        QVERIFY(isNear(layout.spacing, {0.5, 1.5, 3}));
        QVERIFY(isNear(layout.origin, {-10, -20, -2}));
        QVERIFY(isNear(layout.step, {0, 0, 3}));
        QVERIFY(layout.uniform);
        QCOMPARE(layout.tilt, 0.0);
        QCOMPARE(layout.phases.size(), std::size_t(1));
        QVERIFY(layout.phases[0].marks.empty());
        QCOMPARE(numbersOf(layout.phases[0]), std::vector<int>({2, 3, 1, 4}));
    }

    void doesNotDependOnTheOrderOfTheFiles()
    {
        std::vector<ImagePtr> images = axial({0, 2, 4, 6, 8, 10}, 1, {{"TemporalPositionIdentifier", QStringLiteral("1")}});
        append(images, axial({0, 2, 4, 6, 8, 10}, 7, {{"TemporalPositionIdentifier", QStringLiteral("2")}}));
        append(images, axial({4}, 99, {{"TemporalPositionIdentifier", QStringLiteral("2")}}));
        const VolumeLayout first = only(images);
        std::mt19937 random(3);
        for (int i = 0; i < 20; ++i) {
            std::shuffle(images.begin(), images.end(), random);
            const VolumeLayout again = only(images);
            QCOMPARE(again.positions, first.positions);
            QCOMPARE(again.phases.size(), std::size_t(2));
            QCOMPARE(numbersOf(again.phases[1]), std::vector<int>({7, 8, 9, 10, 11, 12}));
            QCOMPARE(again.repeats.size(), std::size_t(1));
            QCOMPARE(again.repeats[0].image.image->record.instance.number.value_or(0), 99);
        }
    }

    void row25_anObliqueStack()
    {
        const Eigen::AngleAxisd turn(0.7, Eigen::Vector3d(1, 2, 3).normalized());
        const Eigen::Vector3d right = turn * Eigen::Vector3d::UnitX();
        const Eigen::Vector3d down = turn * Eigen::Vector3d::UnitY();
        const Eigen::Vector3d normal = turn * Eigen::Vector3d::UnitZ();
        // Acquired against the normal: slices still ascend along it.
        std::vector<ImagePtr> images = along({30, -40, 50}, -2.5 * normal, 5, right, down);
        const VolumeLayout layout = only(images);
        QVERIFY2(layout.isUsable(), qPrintable(layout.reason));
        QVERIFY(isNear(layout.right, right) && isNear(layout.down, down) && isNear(layout.normal(), normal));
        QVERIFY(isNear(layout.origin, Eigen::Vector3d(30, -40, 50) - 10 * normal));
        QVERIFY(isNear(layout.step, 2.5 * normal));
        QCOMPARE(numbersOf(layout.phases[0]), std::vector<int>({5, 4, 3, 2, 1}));
    }

    void row27_tiltIsFoundFromPositions_data()
    {
        QTest::addColumn<double>("tilt");
        QTest::addColumn<double>("sideways");
        QTest::newRow("up") << 18.5 << 0.0;
        QTest::newRow("down") << -12.0 << 0.0;
        QTest::newRow("along rows") << 0.0 << 7.0;
    }

    void row27_tiltIsFoundFromPositions()
    {
        QFETCH(double, tilt);
        QFETCH(double, sideways);
        // A supine patient, the table moves along z, the upper edge of the gantry leans towards the feet (positive tilt).
        const double a = tilt * kDegree;
        const double b = sideways * kDegree;
        const Eigen::Vector3d down(0, std::cos(a), -std::sin(a));
        const Eigen::Vector3d right(std::cos(b), 0, -std::sin(b));
        const VolumeLayout layout = only(along({-10, -20, 5}, {0, 0, 3}, 8, right, down));
        QVERIFY2(layout.isUsable(), qPrintable(layout.reason));
        QVERIFY(std::abs(layout.tilt - (tilt + sideways)) < 1e-9);
        QVERIFY(isNear(layout.step, {0, 0, 3}));
        QVERIFY(std::abs(layout.spacing.z() - 3 * std::cos(a) * std::cos(b)) < 1e-9);
        QVERIFY(layout.uniform);
        // Voxel (0, 0) of each slice is where its header says.
        for (int k = 0; k < 8; ++k) {
            QVERIFY(isNear(layout.at(0, 0, k), Eigen::Vector3d(-10, -20, 5 + 3 * k)));
        }
        QVERIFY(isNear(layout.at(2, 3, 1.5), Eigen::Vector3d(-10, -20, 9.5) + right * 1.0 + down * 4.5));
    }

    void roundedPositionsAreNoTilt()
    {
        std::vector<ImagePtr> images;
        for (int k = 0; k < 40; ++k) {
            SliceSpec spec;
            spec.position = {-10 + 0.004 * (k % 3), -20 - 0.004 * (k % 2), std::round(62.5 * k) / 100};
            images.push_back(makeSlice(spec));
        }
        const VolumeLayout layout = only(images);
        QVERIFY2(layout.isUsable(), qPrintable(layout.reason));
        QCOMPARE(layout.tilt, 0.0);
        QVERIFY(layout.uniform); // 0.62 and 0.63 mm in turn
        QVERIFY(std::abs(layout.spacing.z() - 0.625) < 1e-3);
        QVERIFY(layout.gaps.empty());
    }

    void row26_gapOfMissingSlices()
    {
        const VolumeLayout layout = only(axial({0, 2, 4, 10, 12, 14, 18}));
        QVERIFY2(layout.isUsable(), qPrintable(layout.reason));
        QVERIFY(!layout.uniform);
        QCOMPARE(layout.spacing.z(), 2.0);
        QCOMPARE(layout.gaps.size(), std::size_t(2));
        QCOMPARE(layout.gaps[0].after, 2);
        QCOMPARE(layout.gaps[0].missing, 2);
        QCOMPARE(layout.gaps[0].distance, 6.0);
        QCOMPARE(layout.gaps[1].after, 5);
        QCOMPARE(layout.gaps[1].missing, 1);
        QCOMPARE(layout.cautions.size(), 2);
        // True places count.
        QVERIFY(isNear(layout.at(0, 0, 3), {-10, -20, 10}));
        QVERIFY(isNear(layout.at(0, 0, 2.5), {-10, -20, 7}));
        QVERIFY(isNear(layout.at(0, 0, -1), {-10, -20, -2}));
        QVERIFY(isNear(layout.at(0, 0, 7), {-10, -20, 20}));
    }

    void row26_unevenDistances()
    {
        const VolumeLayout layout = only(axial({-20, -15, -10, -8, -6, -4, -2, 0}));
        QVERIFY(layout.isUsable());
        QVERIFY(!layout.uniform);
        QCOMPARE(layout.spacing.z(), 2.0);
        QCOMPARE(layout.gaps.size(), std::size_t(2));
        QCOMPARE(layout.gaps[0].missing, 0); // 2.5 times: how many is not known
        const VolumeLayout slightly = only(axial({0, 1, 2, 3.02, 4, 5}));
        QVERIFY(!slightly.uniform); // 2 % are more than rounding
        QVERIFY(slightly.gaps.empty());
    }

    void row26_aCreepingDistanceIsNotUniform()
    {
        // Each step is within 1 % of the usual one, but an even grid would be more than a tenth of a slice off in the middle.
        std::vector<double> places{0};
        for (int i = 0; i < 60; ++i) {
            places.push_back(places.back() + (i < 30 ? 2.0 : 2.019));
        }
        QVERIFY(!only(axial(places)).uniform);
    }

    void voxelsAndPatientCoordinatesAreInverse()
    {
        const Eigen::AngleAxisd turn(0.4, Eigen::Vector3d(3, -1, 2).normalized());
        const Eigen::Vector3d right = turn * Eigen::Vector3d::UnitX();
        const Eigen::Vector3d down = turn * Eigen::Vector3d::UnitY();
        const Eigen::Vector3d step = turn * Eigen::Vector3d(0.3, -0.9, 2.0);
        std::vector<ImagePtr> images = along({1, 2, 3}, step, 9, right, down);
        images.erase(images.begin() + 4);
        const VolumeLayout layout = only(images);
        QVERIFY2(layout.isUsable(), qPrintable(layout.reason));
        for (const double slice : {-2.5, 0.0, 0.3, 3.0, 3.6, 6.9, 7.0, 9.25}) {
            const Eigen::Vector3d voxel(3.25, 17.5, slice);
            QVERIFY(isNear(layout.toVoxel(layout.at(voxel.x(), voxel.y(), voxel.z())), voxel));
        }
    }

    void twoFilesOfOneObjectAreOneSlice()
    {
        std::vector<ImagePtr> images = axial({0, 1, 2, 3});
        images.push_back(std::make_shared<ImageAttributes>(*images[2]));
        const VolumeLayout layout = only(images);
        QVERIFY(layout.isUsable());
        QCOMPARE(layout.slices, 4);
        QCOMPARE(layout.images, 4);
        QCOMPARE(layout.copies, 1);
        QVERIFY(layout.repeats.empty());
        QCOMPARE(layout.phases.size(), std::size_t(1));
    }

    void enhancedIsTheSameAsClassic()
    {
        // Frames out of order, in two instances that are parts of one concatenation.
        const auto part = [](int number, const std::vector<double>& places) {
            const auto image = makeSlice({});
            image->record.instance.number = number;
            image->frames = static_cast<int>(places.size());
            image->concatenation = Concatenation{QStringLiteral("1.7"), number, 2, 0};
            image->perFrame.assign(places.size(), image->shared);
            for (std::size_t i = 0; i < places.size(); ++i) {
                image->perFrame[i].plane->position = {-10, -20, places[i]};
            }
            return ImagePtr(image);
        };
        const VolumeLayout enhanced = only({part(2, {9, 3}), part(1, {0, 12, 6})});
        const VolumeLayout classic = only(axial({0, 3, 6, 9, 12}));
        QVERIFY2(enhanced.isUsable(), qPrintable(enhanced.reason));
        QCOMPARE(enhanced.positions, classic.positions);
        QCOMPARE(enhanced.spacing, classic.spacing);
        QCOMPARE(enhanced.origin, classic.origin);
        QCOMPARE(enhanced.uniform, classic.uniform);
        QVERIFY(enhanced.cautions.isEmpty());
        QCOMPARE(enhanced.phases[0].slices[2].frame, 2);
        QCOMPARE(enhanced.phases[0].slices[3].frame, 0);
        // A part that is missing by the word of the others is told even where no gap shows it.
        QCOMPARE(only({part(1, {0, 3, 6})}).cautions.size(), 1);
    }

    void refusesWithAReason_data()
    {
        QTest::addColumn<std::vector<ImagePtr>>("images");
        QTest::newRow("two slices") << axial({0, 1});
        QTest::newRow("one place") << axial({5, 5, 5});
        QTest::newRow("steep") << along({0, 0, 0}, {0, 4, 3}, 6);
        std::vector<ImagePtr> bent = axial({0, 1, 2, 3, 4, 5});
        SliceSpec beside;
        beside.position = {-9.9, -20, 6};
        beside.number = 7;
        bent.push_back(makeSlice(beside));
        bent.push_back(axial({7}, 8).front());
        QTest::newRow("not on one line") << bent;
        std::vector<ImagePtr> turned;
        for (int k = 0; k < 6; ++k) {
            SliceSpec spec;
            const Eigen::AngleAxisd turn(0.002 * k, Eigen::Vector3d::UnitZ());
            spec.position = {0, 0, 3.0 * k};
            spec.right = turn * Eigen::Vector3d::UnitX();
            spec.down = turn * Eigen::Vector3d::UnitY();
            spec.number = k + 1;
            const auto image = makeSlice(spec);
            image->columns = image->rows = 512; // 512 mm of columns: a hundredth of a radian is 5 mm there
            turned.push_back(image);
        }
        QTest::newRow("turned against each other") << turned;
        std::vector<ImagePtr> mixed = axial({0, 1, 2, 3, 4, 5});
        append(mixed, axial({0, 1, 2, 3}, 20));
        QTest::newRow("ambiguous") << mixed;
    }

    void refusesWithAReason()
    {
        QFETCH(std::vector<ImagePtr>, images);
        const VolumeLayout layout = only(images);
        QVERIFY(!layout.isUsable());
        QVERIFY2(layout.reason.endsWith(QLatin1Char('.')), qPrintable(layout.reason));
    }

    void patientsWithTheSameUidsNeverMeet()
    {
        std::vector<ImagePtr> images = axial({0, 1, 2, 3, 4, 5});
        for (std::size_t i = 0; i < 3; ++i) {
            const auto other = std::make_shared<ImageAttributes>(*images[i]);
            other->record.study.patient.id = QStringLiteral("P2");
            images[i] = other;
        }
        QCOMPARE(layoutVolumes(images).size(), std::size_t(2));
        // Some writers give each slice a study of its own: the same series all the same.
        std::vector<ImagePtr> studies = axial({0, 1, 2});
        const auto moved = std::make_shared<ImageAttributes>(*studies[1]);
        moved->record.study.uid = StudyUid(QStringLiteral("2"));
        studies[1] = moved;
        QVERIFY(only(studies).isUsable());
    }

    void objectsWithoutPixelsAreNoVolumes()
    {
        const auto report = makeSlice({});
        report->pixelData.offset = -1;
        QVERIFY(layoutVolumes(std::vector<ImagePtr>{report}).empty());
        QVERIFY(layoutVolumes(std::vector<ImagePtr>{}).empty());
    }

    void theLargestUsableVolumeIsFirst()
    {
        std::vector<ImagePtr> images = axial({0, 1, 2}, 1, {{"ImageType", QStringLiteral("DERIVED\\SECONDARY\\MIP")}});
        append(images, axial({0, 1, 2, 3, 4}, 10));
        const auto layouts = layoutVolumes(images);
        QCOMPARE(layouts.size(), std::size_t(2));
        QCOMPARE(layouts[0].slices, 5);
        QCOMPARE(layouts[1].slices, 3);
    }
};

QTEST_GUILESS_MAIN(TestVolumeLayout)
#include "tst_VolumeLayout.moc"
