#include "raycast/RayCaster.h"
#include "raycast/RayGeometry.h"
#include "raycast/RaySampler.h"
#include "rendering/Volumes.h"

#include <QtTest>

#include <cmath>
#include <random>

using namespace isocenter;
using namespace isocenter::test;
using Eigen::Vector3d;

namespace {

constexpr int kSize = 96;

/// A volume of given voxels, one millimetre each, its first voxel at the origin.
VolumePtr volumeOf(int columns, int rows, int slices, const std::function<int(int, int, int)>& value)
{
    auto volume = std::make_shared<Volume>();
    volume->columns = columns;
    volume->rows = rows;
    volume->slices = slices;
    const std::size_t count = static_cast<std::size_t>(columns) * rows * slices;
    const std::shared_ptr<std::byte> memory = allocatePixels(2 * count);
    auto* voxels = reinterpret_cast<std::int16_t*>(memory.get());
    for (int k = 0; k < slices; ++k) {
        for (int j = 0; j < rows; ++j) {
            for (int i = 0; i < columns; ++i) {
                *voxels++ = static_cast<std::int16_t>(value(i, j, k));
            }
        }
    }
    volume->voxels = std::shared_ptr<const std::int16_t>(memory, reinterpret_cast<const std::int16_t*>(memory.get()));
    return volume;
}

/// From the front, one pixel a millimetre, over the whole volume.
VolumeView frontView()
{
    VolumeView view;
    view.height = kSize;
    view.window = Window{500, 1000, VoiFunction::LinearExact, {}};
    return view;
}

QImage rendered(const VolumePtr& volume, const VolumeView& view, const QSize& size = {kSize, kSize})
{
    RayCaster caster;
    caster.setVolume(volume);
    const std::atomic<bool> stop{false};
    const Result<QImage> picture = caster.render(view, size, stop);
    return picture ? *picture : QImage();
}

/// The same sum of light by the plainest way: every step, no bricks, double precision.
double greyReference(const Volume& volume, const TransferFunction& function, double x, double z)
{
    double sum = 0;
    double left = 1;
    for (double y = 0; y <= volume.rows - 1; y += 0.5) {
        const auto j = std::min(static_cast<int>(y), volume.rows - 2);
        const auto at = [&](int row) {
            return static_cast<double>(volume.voxels.get()[(static_cast<std::size_t>(z) * volume.rows + row) * volume.columns +
                                                           static_cast<std::size_t>(x)]);
        };
        const double value = at(j) + (at(j + 1) - at(j)) * (y - j);
        const TransferPoint point = function.at(value);
        const double alpha = 1 - std::sqrt(1 - point.opacity); // half a millimetre
        sum += left * alpha * 255 * point.color[0];
        left *= 1 - alpha;
    }
    return sum;
}

} // namespace

class TestRayCaster : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void samplersAgreeWithPlainArithmetic();
    void maximumIsTheBrightestSampleOfEachRay();
    void compositionIsTheSumOfLight();
    void paddingIsNeverMixedIn();
    void clipPlanesAndHiddenVoxels();
    void picksWhatIsSeen();
    void draftsShowTheSame();
    void nonsenseIsRefused();
    void stopsWhenAsked();
};

void TestRayCaster::samplersAgreeWithPlainArithmetic()
{
    std::mt19937 random(5);
    const VolumePtr volume = volumeOf(23, 17, 11, [&](int, int, int) { return static_cast<int>(random() % 65535) - 32767; });
    const VoxelGrid grid{volume->voxels.get(), 23, 17, 11};
    const auto plain = [&](double x, double y, double z) {
        const int i = std::min(static_cast<int>(x), 21);
        const int j = std::min(static_cast<int>(y), 15);
        const int k = std::min(static_cast<int>(z), 9);
        double sum = 0;
        for (int corner = 0; corner < 8; ++corner) {
            const int a = corner & 1;
            const int b = corner >> 1 & 1;
            const int c = corner >> 2;
            const double weight = (a ? x - i : 1 - (x - i)) * (b ? y - j : 1 - (y - j)) * (c ? z - k : 1 - (z - k));
            sum += weight * volume->voxels.get()[((k + c) * 17 + j + b) * 23 + i + a];
        }
        return sum;
    };
    for (const RaySamplers* samplers : {&raySamplers(), &baselineRaySamplers()}) {
        for (int round = 0; round < 200; ++round) {
            float x[16], y[16], z[16], value[16], masked[16];
            for (int i = 0; i < 16; ++i) {
                const auto share = [&] { return static_cast<float>(random() % 1001) / 1000.0F; };
                x[i] = 22 * share();
                y[i] = 16 * share();
                z[i] = 10 * share();
            }
            samplers->linear(grid, x, y, z, 13, value);
            samplers->masked(grid, x, y, z, 13, masked);
            for (int i = 0; i < 13; ++i) {
                const double expected = plain(x[i], y[i], z[i]);
                QVERIFY2(std::abs(value[i] - expected) < 0.25, qPrintable(QString::number(value[i] - expected)));
                QCOMPARE(masked[i], value[i]); // no background among these voxels
            }
        }
    }
}

void TestRayCaster::maximumIsTheBrightestSampleOfEachRay()
{
    std::mt19937 random(6);
    const VolumePtr volume = volumeOf(40, 37, 43, [&](int, int, int) { return static_cast<int>(random() % 1000); });
    VolumeView view = frontView();
    view.height = 43;
    const QImage picture = rendered(volume, view, {40, 43});
    QVERIFY(!picture.isNull());
    for (int z = 0; z < 43; ++z) {
        for (int x = 0; x < 40; ++x) {
            int best = 0;
            for (int y = 0; y < 37; ++y) {
                best = std::max<int>(best, volume->voxels.get()[(z * 37 + y) * 40 + x]);
            }
            const int seen = qRed(picture.pixel(x, 42 - z));
            QVERIFY2(std::abs(seen - 255 * best / 1000.0) < 1, qPrintable(QStringLiteral("%1 %2").arg(seen).arg(best)));
        }
    }
}

void TestRayCaster::compositionIsTheSumOfLight()
{
    std::mt19937 random(7);
    const VolumePtr volume = volumeOf(33, 41, 29, [&](int, int j, int) { return j < 9 ? 0 : static_cast<int>(random() % 1000); });
    auto function = std::make_shared<TransferFunction>();
    function->points = {{300, 0, {0.2, 0, 0}}, {600, 0.04, {0.9, 0.5, 0}}, {1000, 0.3, {1, 1, 1}}};
    function->shaded = false;
    VolumeView view = frontView();
    view.mode = VolumeView::Mode::Shaded;
    view.transfer = function;
    view.height = 29;
    const QImage picture = rendered(volume, view, {33, 29});
    for (int z = 0; z < 29; ++z) {
        for (int x = 0; x < 33; ++x) {
            const double expected = greyReference(*volume, *function, x, z);
            const int seen = qRed(picture.pixel(x, 28 - z));
            QVERIFY2(std::abs(seen - expected) < 5,
                     qPrintable(QStringLiteral("%1 %2").arg(seen).arg(expected))); // ends at 98.5 %
        }
    }
}

void TestRayCaster::paddingIsNeverMixedIn()
{
    // Tissue of 900 beside padding: a mixture would show as a skin of 0 to 900.
    const VolumePtr volume = volumeOf(30, 30, 30, [](int i, int, int) { return i < 15 ? -32768 : 900; });
    auto function = std::make_shared<TransferFunction>();
    function->points = {
        {-1000, 0, {1, 0, 0}}, {-500, 0.9, {1, 0, 0}}, {500, 0.9, {1, 0, 0}}, {800, 0, {0, 1, 0}}, {900, 0, {0, 1, 0}}};
    VolumeView view = frontView();
    view.mode = VolumeView::Mode::Shaded;
    view.transfer = function;
    view.direction = Vector3d(0.6, 0.8, 0);
    const QImage picture = rendered(volume, view);
    for (int y = 0; y < kSize; ++y) {
        for (int x = 0; x < kSize; ++x) {
            QCOMPARE(picture.pixel(x, y), qRgb(0, 0, 0));
        }
    }
}

void TestRayCaster::clipPlanesAndHiddenVoxels()
{
    const VolumePtr volume = volumeOf(48, 48, 48, [](int i, int, int) { return i < 24 ? 400 : 800; });
    VolumeView view = frontView();
    view.height = 48;
    view.clips = {{Vector3d(-1, 0, 0), -20}}; // left of x = 20 stays
    QImage picture = rendered(volume, view, {48, 48});
    QVERIFY(std::abs(qRed(picture.pixel(10, 24)) - 102) <= 1);
    QCOMPARE(qRed(picture.pixel(30, 24)), 0);
    view.clips.clear();
    auto hidden = std::make_shared<HiddenVoxels>();
    hidden->bits.assign((48 * 48 * 48 + 63) / 64, 0);
    for (std::size_t voxel = 0; voxel < 48 * 48 * 48; ++voxel) {
        if (voxel % 48 >= 24) {
            hidden->bits[voxel >> 6U] |= std::uint64_t{1} << (voxel & 63U);
        }
    }
    view.hidden = hidden;
    picture = rendered(volume, view, {48, 48});
    QVERIFY(std::abs(qRed(picture.pixel(10, 24)) - 102) <= 1);
    QCOMPARE(qRed(picture.pixel(40, 24)), 0);
    auto small = std::make_shared<HiddenVoxels>();
    view.hidden = small;
    QVERIFY(rendered(volume, view).isNull()); // of another volume
}

void TestRayCaster::picksWhatIsSeen()
{
    const VolumePtr volume =
        makeVolume(makeSlices({10, -20, 300}, Eigen::Matrix3d::Identity(), {{{15, -15, 310}, 9, 800}})).value();
    VolumeView view = frontView();
    view.mode = VolumeView::Mode::Shaded;
    view.centre = Vector3d(15, -15, 310);
    auto function = std::make_shared<TransferFunction>();
    function->points = {{300, 0, {1, 1, 1}}, {301, 1, {1, 1, 1}}};
    view.transfer = function;
    const auto front = pickVolume(*volume, view, {kSize, kSize}, {kSize / 2.0, kSize / 2.0});
    QVERIFY(front);
    QVERIFY2((*front - Vector3d(15, -24, 310)).norm() < 1.3,
             qPrintable(QString::number(front->y()))); // the ball's front, in voxels of 1.2 mm
    QVERIFY(!pickVolume(*volume, view, {kSize, kSize}, {2, 2}));
    view.mode = VolumeView::Mode::MaximumIntensity;
    const auto inside = pickVolume(*volume, view, {kSize, kSize}, {kSize / 2.0, kSize / 2.0});
    QVERIFY(inside && (*inside - Vector3d(15, -15, 310)).norm() < 9.5);
}

void TestRayCaster::draftsShowTheSame()
{
    const VolumePtr volume = volumeOf(64, 64, 64, [](int i, int j, int k) {
        return (i - 32) * (i - 32) + (j - 32) * (j - 32) + (k - 32) * (k - 32) < 400 ? 900 : 0;
    });
    VolumeView view = frontView();
    view.mode = VolumeView::Mode::Shaded;
    view.window = Window{400, 400, VoiFunction::Linear, {}};
    const QImage full = rendered(volume, view);
    view.draft = true;
    const QImage draft = rendered(volume, view);
    QCOMPARE(draft.size(), full.size());
    double difference = 0;
    for (int y = 0; y < kSize; ++y) {
        for (int x = 0; x < kSize; ++x) {
            difference += std::abs(qGreen(full.pixel(x, y)) - qGreen(draft.pixel(x, y)));
        }
    }
    QVERIFY2(difference / (kSize * kSize) < 8, qPrintable(QString::number(difference / (kSize * kSize))));
}

void TestRayCaster::nonsenseIsRefused()
{
    const VolumePtr volume = volumeOf(8, 8, 8, [](int, int, int) { return 1; });
    VolumeView view = frontView();
    QVERIFY(rendered(nullptr, view).isNull());
    QVERIFY(rendered(volume, view, {0, 5}).isNull());
    QVERIFY(rendered(volume, view, {9000, 5}).isNull());
    view.up = view.direction;
    QVERIFY(rendered(volume, view).isNull());
    view = frontView();
    view.height = std::nan("");
    QVERIFY(rendered(volume, view).isNull());
    QVERIFY(rendered(volumeOf(1, 8, 8, [](int, int, int) { return 1; }), frontView()).isNull());
    view = frontView();
    view.centre = Vector3d(1e9, 0, 0);
    QCOMPARE(rendered(volume, view).pixel(5, 5), qRgb(0, 0, 0));
}

void TestRayCaster::stopsWhenAsked()
{
    RayCaster caster;
    caster.setVolume(volumeOf(64, 64, 64, [](int, int, int) { return 1; }));
    const std::atomic<bool> stop{true};
    const Result<QImage> picture = caster.render(frontView(), {kSize, kSize}, stop);
    QVERIFY(!picture && picture.error().message.isEmpty());
}

QTEST_APPLESS_MAIN(TestRayCaster)
#include "tst_RayCaster.moc"
