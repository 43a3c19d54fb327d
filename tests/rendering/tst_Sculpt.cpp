#include "raycast/RayGeometry.h"
#include "rendering/Volumes.h"
#include "sculpt/BoneRemoval.h"
#include "sculpt/OutlineCut.h"
#include "sculpt/ValueRuns.h"

#include <QtTest>

#include <cmath>
#include <deque>
#include <random>

using namespace isocenter;
using namespace isocenter::test;
using Eigen::Vector3d;

namespace {

VolumePtr volumeOf(const Eigen::Array3i& size, const Vector3d& spacing, const std::function<int(int, int, int)>& value)
{
    auto volume = std::make_shared<Volume>();
    volume->columns = size.x();
    volume->rows = size.y();
    volume->slices = size.z();
    volume->spacing = spacing;
    volume->origin = {-20, 10, 100};
    const std::shared_ptr<std::byte> memory = allocatePixels(2 * static_cast<std::size_t>(size.prod()));
    auto* voxels = reinterpret_cast<std::int16_t*>(memory.get());
    for (int k = 0; k < size.z(); ++k) {
        for (int j = 0; j < size.y(); ++j) {
            for (int i = 0; i < size.x(); ++i) {
                *voxels++ = static_cast<std::int16_t>(value(i, j, k));
            }
        }
    }
    volume->voxels = std::shared_ptr<const std::int16_t>(memory, reinterpret_cast<const std::int16_t*>(memory.get()));
    return volume;
}

VolumePtr noise(int seed, double share)
{
    std::mt19937 random(static_cast<unsigned>(seed));
    std::bernoulli_distribution bright(share);
    return volumeOf({37, 29, 23}, {1, 1, 1}, [&](int, int, int) { return bright(random) ? 500 : 100; });
}

std::size_t indexOf(const Volume& v, int i, int j, int k)
{
    return (static_cast<std::size_t>(k) * static_cast<std::size_t>(v.rows) + static_cast<std::size_t>(j)) *
               static_cast<std::size_t>(v.columns) +
           static_cast<std::size_t>(i);
}

/// The plainest flood fill.
std::vector<char> flooded(const Volume& v, int least, const Eigen::Array3i& seed)
{
    std::vector<char> taken(static_cast<std::size_t>(v.columns) * v.rows * v.slices, 0);
    std::deque<Eigen::Array3i> waiting{seed};
    while (!waiting.empty()) {
        const Eigen::Array3i p = waiting.front();
        waiting.pop_front();
        if ((p < 0).any() || p.x() >= v.columns || p.y() >= v.rows || p.z() >= v.slices) {
            continue;
        }
        const std::size_t at = indexOf(v, p.x(), p.y(), p.z());
        if (taken[at] || v.voxels.get()[at] < least) {
            continue;
        }
        taken[at] = 1;
        for (int axis = 0; axis < 3; ++axis) {
            Eigen::Array3i next = p;
            next[axis] = p[axis] - 1;
            waiting.push_back(next);
            next[axis] = p[axis] + 1;
            waiting.push_back(next);
        }
    }
    return taken;
}

Vector3d placeOf(const Volume& v, int i, int j, int k)
{
    return v.origin + v.right * (i * v.spacing.x()) + v.down * (j * v.spacing.y()) + v.normal() * (k * v.spacing.z());
}

std::size_t countOf(const HiddenVoxels& hidden, const Volume& v)
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(v.columns) * v.rows * v.slices; ++i) {
        count += hidden.at(i) ? 1 : 0;
    }
    return count;
}

} // namespace

class TestSculpt : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void connectedBoneIsThatOfAFloodFill();
    void componentsAreNumberedAndCounted();
    void allBoneLeavesSmallPieces();
    void marginIsARoundOne();
    void marginIsAVoxelAtLeast();
    void whatIsHiddenDoesNotConnect();
    void seedBesideTheBone();
    void nothingThereIsSaid();
    void outlineCutsAlongTheView_data();
    void outlineCutsAlongTheView();
    void outlineAddsToWhatIsHidden();
    void cancelledWorkHasNoResult();
};

void TestSculpt::connectedBoneIsThatOfAFloodFill()
{
    for (int seed = 1; seed <= 6; ++seed) {
        const VolumePtr volume = noise(seed, 0.3); // near the share at which pieces grow through the volume
        Eigen::Array3i start(18, 14, 11);
        while (volume->voxels.get()[indexOf(*volume, start.x(), start.y(), start.z())] < 300) {
            ++start.x();
        }
        const std::vector<char> expected = flooded(*volume, 300, start);
        BoneRequest request;
        request.threshold = 300;
        request.seed = placeOf(*volume, start.x(), start.y(), start.z());
        request.margin = 0;
        const auto hidden = removeBone(*volume, nullptr, request);
        QVERIFY(hidden);
        for (std::size_t i = 0; i < expected.size(); ++i) {
            QCOMPARE((*hidden)->at(i), expected[i] != 0);
        }
    }
}

void TestSculpt::componentsAreNumberedAndCounted()
{
    // A ring of two columns joined in the last slice only, and one voxel apart.
    const VolumePtr volume = volumeOf({40, 5, 6}, {1, 1, 1}, [](int i, int j, int k) {
        const bool pillars = j == 2 && (i == 3 || i == 30);
        const bool bridge = j == 2 && k == 5 && i >= 3 && i <= 30;
        return pillars || bridge || (i == 39 && j == 4 && k == 0) ? 400 : 0;
    });
    const ValueRuns runs(*volume, nullptr, 400, {});
    QCOMPARE(runs.sizes().size(), std::size_t(2));
    QCOMPARE(runs.sizes()[0], std::uint64_t(5 + 5 + 28));
    QCOMPARE(runs.sizes()[1], std::uint64_t(1));
    QCOMPARE(runs.component(static_cast<std::size_t>(runs.runAt(30, 2, 0))), 0U);
    QCOMPARE(runs.component(static_cast<std::size_t>(runs.runAt(39, 4, 0))), 1U);
    QCOMPARE(runs.runAt(10, 2, 0), -1);
    QCOMPARE(runs.runAt(40, 2, 0), -1);
}

void TestSculpt::allBoneLeavesSmallPieces()
{
    const VolumePtr volume = volumeOf({60, 30, 30}, {0.5, 1, 2}, [](int i, int j, int k) {
        const bool large = i < 20 && j < 10 && k < 10;                                  // 2000 voxels of 1 mm3
        const bool small = i >= 40 && i < 50 && j >= 20 && j < 25 && k >= 20 && k < 25; // 250
        return large || small ? 700 : 40;
    });
    BoneRequest request;
    request.threshold = 300;
    request.margin = 0;
    request.smallest = 500;
    auto hidden = removeBone(*volume, nullptr, request);
    QVERIFY(hidden);
    QCOMPARE(countOf(**hidden, *volume), std::size_t(2000));
    request.smallest = 200;
    hidden = removeBone(*volume, nullptr, request);
    QCOMPARE(countOf(**hidden, *volume), std::size_t(2250));
}

void TestSculpt::marginIsARoundOne()
{
    const VolumePtr volume =
        volumeOf({70, 31, 21}, {0.5, 1, 1.5}, [](int i, int j, int k) { return i == 35 && j == 15 && k == 10 ? 900 : 0; });
    BoneRequest request;
    request.threshold = 500;
    request.smallest = 0;
    request.margin = 4;
    const auto hidden = removeBone(*volume, nullptr, request);
    QVERIFY(hidden);
    for (int k = 0; k < 21; ++k) {
        for (int j = 0; j < 31; ++j) {
            for (int i = 0; i < 70; ++i) {
                const double distance = Vector3d((i - 35) * 0.5, j - 15, (k - 10) * 1.5).norm();
                QCOMPARE((*hidden)->at(indexOf(*volume, i, j, k)), distance <= 4);
            }
        }
    }
}

/// Voxels larger than the margin: the next ones go nevertheless, else a shell of mixed values would stay.
void TestSculpt::marginIsAVoxelAtLeast()
{
    const VolumePtr volume =
        volumeOf({9, 9, 9}, {2, 2, 5}, [](int i, int j, int k) { return i == 4 && j == 4 && k == 4 ? 900 : 0; });
    BoneRequest request;
    request.threshold = 500;
    request.smallest = 0;
    request.margin = 0.5;
    const auto hidden = removeBone(*volume, nullptr, request);
    QVERIFY(hidden);
    QCOMPARE(countOf(**hidden, *volume), std::size_t(7));
    QVERIFY((*hidden)->at(indexOf(*volume, 4, 4, 5)) && (*hidden)->at(indexOf(*volume, 3, 4, 4)));
}

void TestSculpt::whatIsHiddenDoesNotConnect()
{
    const VolumePtr bar = volumeOf({50, 4, 4}, {1, 1, 1}, [](int, int j, int k) { return j == 1 && k == 1 ? 800 : 0; });
    HiddenVoxels before;
    before.bits.assign((800 + 63) / 64, 0);
    const std::size_t cut = indexOf(*bar, 20, 1, 1);
    before.bits[cut >> 6U] |= std::uint64_t{1} << (cut & 63U);
    BoneRequest request;
    request.threshold = 300;
    request.margin = 0;
    request.seed = placeOf(*bar, 40, 1, 1);
    const auto hidden = removeBone(*bar, &before, request);
    QVERIFY(hidden);
    QCOMPARE(countOf(**hidden, *bar), std::size_t(30)); // 29 beyond the cut, and the cut
    QVERIFY(!(*hidden)->at(indexOf(*bar, 19, 1, 1)));
}

void TestSculpt::seedBesideTheBone()
{
    const VolumePtr volume = volumeOf({40, 40, 40}, {1, 1, 1}, [](int i, int, int) { return i < 10 ? 800 : 0; });
    BoneRequest request;
    request.threshold = 300;
    request.margin = 0;
    request.seed = placeOf(*volume, 12, 20, 20);
    QVERIFY(removeBone(*volume, nullptr, request));
    request.seed = placeOf(*volume, 20, 20, 20);
    const auto none = removeBone(*volume, nullptr, request);
    QVERIFY(!none && !none.error().message.isEmpty());
}

void TestSculpt::nothingThereIsSaid()
{
    const VolumePtr volume = volumeOf({8, 8, 8}, {1, 1, 1}, [](int, int, int) { return 10; });
    for (const double threshold : {11.0, 1e9, std::nan("")}) {
        BoneRequest request;
        request.threshold = threshold;
        const auto hidden = removeBone(*volume, nullptr, request);
        QVERIFY(!hidden && !hidden.error().message.isEmpty());
    }
    BoneRequest request;
    request.threshold = 10;
    request.seed = Vector3d(1e6, 0, 0);
    QVERIFY(!removeBone(*volume, nullptr, request));
}

void TestSculpt::outlineCutsAlongTheView_data()
{
    QTest::addColumn<bool>("keeps");
    QTest::newRow("inside goes") << false;
    QTest::newRow("inside stays") << true;
}

/// Against the places of the ray caster's own rays.
void TestSculpt::outlineCutsAlongTheView()
{
    QFETCH(bool, keeps);
    const VolumePtr volume = volumeOf({33, 27, 19}, {0.9, 1.1, 2.0}, [](int, int, int) { return 1; });
    PictureOutline outline;
    outline.view.direction = Vector3d(0.3, 0.9, -0.2).normalized();
    outline.view.up = Vector3d(0.1, 0.2, 1);
    outline.view.centre = volume->centre() + Vector3d(2, 0, 1);
    outline.view.height = 60;
    outline.size = {140, 100};
    outline.polygon = QPolygonF({{30, 20}, {110, 35}, {90, 80}, {50, 60}});
    outline.keepsInside = keeps;
    const auto hidden = cutByOutline(*volume, nullptr, outline);
    QVERIFY(hidden);
    const auto rays = RayGeometry::make(*volume, outline.view, outline.size, 1);
    QVERIFY(rays);
    // Pixel coordinates of a voxel: solve origin(x, y) + n * step = voxel.
    Eigen::Matrix3d system;
    system << rays->across, rays->down, rays->step;
    int inside = 0;
    for (int k = 0; k < 19; ++k) {
        for (int j = 0; j < 27; ++j) {
            for (int i = 0; i < 33; ++i) {
                const Vector3d pixel = system.inverse() * (Vector3d(i, j, k) - rays->start);
                const QPointF at(pixel.x() + 0.5, pixel.y() + 0.5); // rays go through the middle of pixels
                double edge = 1e9;
                for (int p = 0; p < 4; ++p) {
                    const QLineF line(outline.polygon[p], outline.polygon[(p + 1) % 4]);
                    const QPointF d = line.p2() - line.p1();
                    const double t = std::clamp(QPointF::dotProduct(at - line.p1(), d) / QPointF::dotProduct(d, d), 0.0, 1.0);
                    edge = std::min(edge, QLineF(at, line.p1() + d * t).length());
                }
                if (edge < 1.5) {
                    continue; // pixels on the line
                }
                const bool under = outline.polygon.containsPoint(at, Qt::OddEvenFill);
                inside += under ? 1 : 0;
                QCOMPARE((*hidden)->at(indexOf(*volume, i, j, k)), under != keeps);
            }
        }
    }
    QVERIFY(inside > 500);
}

void TestSculpt::outlineAddsToWhatIsHidden()
{
    const VolumePtr volume = volumeOf({20, 20, 20}, {1, 1, 1}, [](int, int, int) { return 1; });
    PictureOutline outline;
    outline.view.height = 20; // from the front, one pixel a millimetre
    outline.size = {20, 20};
    outline.polygon = QPolygonF({{0, 0}, {5, 0}, {5, 20}, {0, 20}});
    const auto first = cutByOutline(*volume, nullptr, outline);
    QVERIFY(first);
    QCOMPARE(countOf(**first, *volume), std::size_t(5 * 20 * 20));
    outline.polygon = QPolygonF({{3, 0}, {8, 0}, {8, 20}, {3, 20}});
    const auto second = cutByOutline(*volume, first->get(), outline);
    QCOMPARE(countOf(**second, *volume), std::size_t(8 * 20 * 20));
    outline.polygon = QPolygonF({{3, 0}, {8, 0}});
    QVERIFY(!cutByOutline(*volume, nullptr, outline));
}

void TestSculpt::cancelledWorkHasNoResult()
{
    const VolumePtr volume = noise(3, 0.5);
    SculptWatch watch;
    watch.cancel.cancel();
    PictureOutline outline;
    outline.view.height = 20;
    outline.size = {20, 20};
    outline.polygon = QPolygonF({{0, 0}, {5, 0}, {5, 20}});
    const auto cut = cutByOutline(*volume, nullptr, outline, watch);
    QVERIFY(!cut && cut.error().message.isEmpty());
    const auto bone = removeBone(*volume, nullptr, {}, watch);
    QVERIFY(!bone && bone.error().message.isEmpty());
}

QTEST_APPLESS_MAIN(TestSculpt)
#include "tst_Sculpt.moc"
