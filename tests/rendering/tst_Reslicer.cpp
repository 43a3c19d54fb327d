// Planes through volumes against ResliceReference.h, for both sets of kernels.

#include "reslice/Reslicer.h"
#include "ResliceCases.h"

#include <QtTest>

#include <cmath>

using namespace isocenter;
using isocenter::test::obliqueGrid;
using isocenter::test::randomPlane;
using isocenter::test::ResliceCase;
using isocenter::test::ResliceReference;

namespace {

struct Picture
{
    std::vector<float> values;
    std::vector<std::uint8_t> mask;
    ResliceOutcome outcome;
};

Picture resliced(const ResliceVolume& volume, const ReslicePlane& plane, const ResliceKernels& kernels = resliceKernels())
{
    Picture p;
    p.values.resize(static_cast<std::size_t>(plane.width * plane.height));
    p.mask.resize(p.values.size(), 77);
    const Result<ResliceOutcome> done = reslice(volume, plane, p.values.data(), p.mask.data(), kernels);
    if (!done) {
        p.values.clear();
        return p;
    }
    p.outcome = *done;
    return p;
}

/// How one picture compares with the reference: the number of pixels of each kind, or what differs.
struct Comparison
{
    int kinds[3] = {0, 0, 0};
    double worst = 0;
    QString problem;
};

using Expected = std::vector<ResliceReference::Sample>;

Expected expectedOf(const ReslicePlane& plane, const ResliceReference& reference)
{
    Expected expected;
    for (int row = 0; row < plane.height; ++row) {
        for (int column = 0; column < plane.width; ++column) {
            expected.push_back(reference.at(plane, column, row));
        }
    }
    return expected;
}

Comparison compare(const Picture& picture, const ReslicePlane& plane, const Expected& all, double tolerance)
{
    Comparison c;
    if (picture.values.empty()) {
        c.problem = QStringLiteral("an error");
        return c;
    }
    bool missing = false;
    for (int row = 0; row < plane.height && c.problem.isEmpty(); ++row) {
        for (int column = 0; column < plane.width; ++column) {
            const auto at = static_cast<std::size_t>(row * plane.width + column);
            const ResliceReference::Sample& expected = all[at];
            missing = missing || picture.mask[at] == 2;
            if (expected.doubtful) {
                continue;
            }
            ++c.kinds[expected.kind];
            const double off = std::abs(static_cast<double>(picture.values[at]) - expected.value);
            const bool isData = expected.kind == ResliceReference::Data;
            if (picture.mask[at] != expected.kind || (isData ? !(off <= tolerance) : !std::isnan(picture.values[at]))) {
                c.problem = QStringLiteral("(%1, %2): kind %3, value %4 instead of kind %5, value %6")
                                .arg(column)
                                .arg(row)
                                .arg(picture.mask[at])
                                .arg(static_cast<double>(picture.values[at]))
                                .arg(expected.kind)
                                .arg(expected.value);
                break;
            }
            c.worst = isData ? std::max(c.worst, off) : c.worst;
        }
    }
    if (c.problem.isEmpty() && missing != picture.outcome.missing) {
        c.problem = QStringLiteral("outcome.missing");
    }
    return c;
}

Comparison compare(const Picture& picture, const ReslicePlane& plane, const ResliceReference& reference, double tolerance)
{
    return compare(picture, plane, expectedOf(plane, reference), tolerance);
}

/// The same for some planes and both sets of kernels.
void check(const ResliceCase& made, ReslicePlane settings, double tolerance, int planes, Comparison* total = nullptr)
{
    const Result<ResliceVolume> volume = made.volume();
    QVERIFY2(volume.ok(), volume.ok() ? "" : qPrintable(volume.error().detail));
    const ResliceReference reference = made.reference();
    for (int n = 0; n < planes; ++n) {
        ReslicePlane plane = randomPlane(made.grid, n, 71, 37);
        plane.interpolation = settings.interpolation;
        plane.thickness = settings.thickness;
        plane.mode = settings.mode;
        const Expected expected = expectedOf(plane, reference);
        for (const ResliceKernels* kernels : {&baselineResliceKernels(), &resliceKernels()}) {
            const Comparison c = compare(resliced(*volume, plane, *kernels), plane, expected, tolerance);
            const bool isBest = kernels == &resliceKernels();
            QVERIFY2(c.problem.isEmpty(),
                     qPrintable(QStringLiteral("plane %1, %2 kernels: %3")
                                    .arg(n)
                                    .arg(isBest ? QStringLiteral("best") : QStringLiteral("baseline"), c.problem)));
            for (int kind = 0; total && kind < 3; ++kind) {
                total->kinds[kind] += c.kinds[kind];
            }
        }
    }
}

ReslicePlane by(ResliceInterpolation interpolation, double thickness = 0, SlabMode mode = SlabMode::Max)
{
    ReslicePlane plane;
    plane.interpolation = interpolation;
    plane.thickness = thickness;
    plane.mode = mode;
    return plane;
}

} // namespace

class TestReslicer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void types_data();
    void types();
    void row04_padding_data();
    void row04_padding();
    void row37_interpolations_data();
    void row37_interpolations();
    void missingSlices();
    void row27_tilt();
    void unequalDistances();
    void slabs_data();
    void slabs();
    void narrowSlabs();
    void slopesOfSlices();
    void smallVolumes();
    void farApart();
    void degenerate();
    void errors();
    void throughWindow();
    void oneSliceAfterTheOther();
};

void TestReslicer::types_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<double>("tolerance");
    QTest::newRow("uint8") << static_cast<int>(SampleType::UInt8) << 0.0 << 256.0 << 1e-3;
    QTest::newRow("int8") << static_cast<int>(SampleType::Int8) << -128.0 << 128.0 << 1e-3;
    QTest::newRow("uint16") << static_cast<int>(SampleType::UInt16) << 0.0 << 65536.0 << 0.05;
    QTest::newRow("int16") << static_cast<int>(SampleType::Int16) << -32768.0 << 32768.0 << 0.05;
    QTest::newRow("ct") << static_cast<int>(SampleType::Int16) << -1024.0 << 3072.0 << 0.01;
    QTest::newRow("int32") << static_cast<int>(SampleType::Int32) << -100000.0 << 100000.0 << 0.2;
    QTest::newRow("float") << static_cast<int>(SampleType::Float32) << -5.0 << 20.0 << 1e-4;
}

void TestReslicer::types()
{
    QFETCH(int, type);
    QFETCH(double, low);
    QFETCH(double, high);
    QFETCH(double, tolerance);
    ResliceCase c;
    c.grid = obliqueGrid();
    c.type = static_cast<SampleType>(type);
    c.low = low;
    c.high = high;
    c.slope = -1.5;
    c.intercept = 20;
    Comparison total;
    check(c, by(ResliceInterpolation::Linear), 1.5 * tolerance, 18, &total);
    QVERIFY(total.kinds[0] > 10000);
    QVERIFY(total.kinds[1] > 1000);
    QCOMPARE(total.kinds[2], 0);
    check(c, by(ResliceInterpolation::Nearest), tolerance, 10);
    check(c, by(ResliceInterpolation::Cubic), 3 * tolerance, 10);
}

void TestReslicer::row04_padding_data()
{
    types_data();
}

void TestReslicer::row04_padding()
{
    QFETCH(int, type);
    QFETCH(double, low);
    QFETCH(double, high);
    QFETCH(double, tolerance);
    ResliceCase c;
    c.grid = obliqueGrid();
    c.type = static_cast<SampleType>(type);
    c.low = low;
    c.high = high;
    c.padded = true;
    check(c, by(ResliceInterpolation::Linear), 2 * tolerance, 20);
    check(c, by(ResliceInterpolation::Nearest), tolerance, 10);
    check(c, by(ResliceInterpolation::Cubic), 3 * tolerance, 5);
    check(c, by(ResliceInterpolation::Linear, 5, SlabMode::Mean), 2 * tolerance, 10);
    check(c, by(ResliceInterpolation::Linear, 5, SlabMode::Max), 2 * tolerance, 10);
    check(c, by(ResliceInterpolation::Linear, 5, SlabMode::Min), 2 * tolerance, 10);
}

void TestReslicer::row37_interpolations_data()
{
    QTest::addColumn<int>("interpolation");
    QTest::newRow("nearest") << static_cast<int>(ResliceInterpolation::Nearest);
    QTest::newRow("linear") << static_cast<int>(ResliceInterpolation::Linear);
    QTest::newRow("cubic") << static_cast<int>(ResliceInterpolation::Cubic);
}

void TestReslicer::row37_interpolations()
{
    QFETCH(int, interpolation);
    ResliceCase c;
    c.grid = obliqueGrid();
    check(c, by(static_cast<ResliceInterpolation>(interpolation)), 0.01, 45);

    // At the voxels themselves every interpolation has their values.
    ReslicePlane plane = by(static_cast<ResliceInterpolation>(interpolation));
    plane.right = c.grid.right;
    plane.down = c.grid.down;
    plane.width = c.grid.columns;
    plane.height = c.grid.rows;
    plane.spacing = 0.7;
    c.grid.rowSpacing = 0.7;
    plane.center = isocenter::test::middleOf(c.grid) + c.grid.step * 3; // slice 17
    const Result<ResliceVolume> volume = c.volume();
    QVERIFY(volume.ok());
    const Picture picture = resliced(*volume, plane);
    for (int row = 0; row < plane.height; ++row) {
        for (int column = 0; column < plane.width; ++column) {
            const double v = static_cast<double>(picture.values[static_cast<std::size_t>(row * plane.width + column)]);
            QVERIFY(std::abs(v - c.stored(column, row, 17)) < 1e-2);
        }
    }
}

void TestReslicer::missingSlices()
{
    ResliceCase c;
    c.grid = obliqueGrid();
    c.missing = {0, 5, 6, 13, 28};
    for (const ResliceInterpolation i :
         {ResliceInterpolation::Nearest, ResliceInterpolation::Linear, ResliceInterpolation::Cubic}) {
        Comparison total;
        check(c, by(i), 0.01, 20, &total);
        QVERIFY(total.kinds[2] > 1000);
    }
    check(c, by(ResliceInterpolation::Linear, 4, SlabMode::Mean), 0.3, 20);
    c.padded = true;
    check(c, by(ResliceInterpolation::Linear), 0.02, 20);
    c.missing.clear();
    for (int k = 0; k < c.grid.slices; ++k) {
        c.missing.push_back(k); // nothing has come yet
    }
    check(c, by(ResliceInterpolation::Linear), 0.02, 20);
}

void TestReslicer::row27_tilt()
{
    ResliceCase c;
    c.grid = obliqueGrid();
    c.grid.step += c.grid.down * 0.55; // 23 degrees
    check(c, by(ResliceInterpolation::Linear), 0.01, 27);
    check(c, by(ResliceInterpolation::Cubic), 0.02, 9);
    check(c, by(ResliceInterpolation::Linear, 6, SlabMode::Mean), 0.3, 18);
    c.grid.step = -c.grid.step; // and the other way up
    check(c, by(ResliceInterpolation::Linear), 0.01, 18);
}

void TestReslicer::unequalDistances()
{
    ResliceCase c;
    c.grid = obliqueGrid();
    double place = -0.5;
    for (int k = 0; k < c.grid.slices; ++k) {
        c.grid.places.push_back(place);
        place += 0.4 + 0.3 * (k % 5);
    }
    for (const ResliceInterpolation i :
         {ResliceInterpolation::Nearest, ResliceInterpolation::Linear, ResliceInterpolation::Cubic}) {
        check(c, by(i), 0.02, 27);
    }
    check(c, by(ResliceInterpolation::Linear, 5, SlabMode::Max), 0.3, 18);
    c.missing = {3, 4, 20};
    c.padded = true;
    check(c, by(ResliceInterpolation::Linear), 0.02, 18);
}

void TestReslicer::slabs_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<double>("thickness");
    for (const double thickness : {0.3, 2.0, 9.0, 150.0}) {
        QTest::addRow("max %g", thickness) << static_cast<int>(SlabMode::Max) << thickness;
        QTest::addRow("min %g", thickness) << static_cast<int>(SlabMode::Min) << thickness;
        QTest::addRow("mean %g", thickness) << static_cast<int>(SlabMode::Mean) << thickness;
        QTest::addRow("sum %g", thickness) << static_cast<int>(SlabMode::Sum) << thickness;
    }
}

void TestReslicer::slabs()
{
    QFETCH(int, mode);
    QFETCH(double, thickness);
    ResliceCase c;
    c.grid = thickness > 100 ? obliqueGrid(200, 210, 130) : obliqueGrid();
    c.low = -20000; // more than kNarrow
    c.high = 20000;
    c.slope = mode % 2 == 0 ? -0.5 : 2;
    c.intercept = -1024;
    const double tolerance = mode == static_cast<int>(SlabMode::Sum) ? 1 : 0.05;
    check(c, by(ResliceInterpolation::Linear, thickness, static_cast<SlabMode>(mode)), tolerance, thickness > 100 ? 4 : 18);
    c.type = SampleType::UInt16;
    c.low = 0;
    c.high = 60000;
    check(c, by(ResliceInterpolation::Linear, thickness, static_cast<SlabMode>(mode)), 4 * tolerance, thickness > 100 ? 0 : 18);
}

/// Values that span little are folded faster, and within 1/4.
void TestReslicer::narrowSlabs()
{
    for (const SampleType type : {SampleType::UInt8, SampleType::Int16, SampleType::UInt16}) {
        ResliceCase c;
        c.grid = obliqueGrid(90, 80, 60);
        c.type = type;
        c.low = type == SampleType::UInt16 ? 40000 : 0;
        c.high = type == SampleType::UInt8 ? 255 : c.low + 8191;
        check(c, by(ResliceInterpolation::Linear, 8, SlabMode::Max), 0.25, 12);
        check(c, by(ResliceInterpolation::Linear, 8, SlabMode::Mean), 0.25, 12);
    }
}

/// As in PET: values of slices mean different things.
void TestReslicer::slopesOfSlices()
{
    ResliceCase c;
    c.grid = obliqueGrid();
    c.slopes = true;
    c.slope = 0.3;
    c.intercept = 2;
    c.padded = true;
    check(c, by(ResliceInterpolation::Linear), 0.01, 18);
    check(c, by(ResliceInterpolation::Linear, 5, SlabMode::Sum), 0.02, 9);
    QVERIFY(c.volume()->isModality());
    c.slopes = false;
    QVERIFY(!c.volume()->isModality());
}

void TestReslicer::smallVolumes()
{
    for (const auto& [columns, rows, slices] : {std::tuple(1, 40, 20), std::tuple(40, 1, 20), std::tuple(40, 30, 1),
                                                std::tuple(1, 1, 1), std::tuple(2, 2, 2), std::tuple(3, 60, 2)}) {
        for (const SampleType type : {SampleType::UInt8, SampleType::Int16}) {
            ResliceCase c;
            c.grid = obliqueGrid(columns, rows, slices);
            c.type = type;
            c.low = 0;
            c.high = 200;
            check(c, by(ResliceInterpolation::Linear), 0.01, 18);
            check(c, by(ResliceInterpolation::Nearest), 0.01, 9);
            check(c, by(ResliceInterpolation::Cubic), 0.01, 9);
            check(c, by(ResliceInterpolation::Linear, 3, SlabMode::Mean), 0.05, 9);
        }
    }
}

/// Kernels without common offsets, as where slices lie too far apart in memory, make the same picture.
void TestReslicer::farApart()
{
    ResliceCase c;
    c.grid = obliqueGrid();
    const Result<ResliceVolume> volume = c.volume();
    QVERIFY(volume.ok());
    SliceTable near = volume->view();
    SliceTable far = near;
    far.offsets = nullptr;
    const std::int64_t one = std::int64_t{1} << 32;
    const VolumeLine line{3 * one + 77, 4 * one, 5 * one, one / 3, one / 2, one / 4};
    for (const bool isSlab : {false, true}) {
        float a[50];
        float b[50];
        if (isSlab) {
            const SlabBlock block{line, {}, {one / 9, one / 8, one / 3}, 50, 1, 5, 50};
            resliceKernels().slab[3](near, block, SlabFold::Max, a);
            resliceKernels().slab[3](far, block, SlabFold::Max, b);
        } else {
            resliceKernels().linear[3](near, line, 50, a);
            resliceKernels().linear[3](far, line, 50, b);
        }
        for (int i = 0; i < 50; ++i) {
            QVERIFY(std::abs(a[i] - b[i]) < (isSlab ? 0.25F : 0.01F));
        }
    }
}

void TestReslicer::degenerate()
{
    ResliceCase c;
    c.grid = obliqueGrid();
    const Result<ResliceVolume> volume = c.volume();
    QVERIFY(volume.ok());
    for (const double spacing : {1e-9, 1e-3, 40.0, 1e6, 1e12, 1e300}) {
        for (int n = 0; n < 9; ++n) {
            ReslicePlane plane = randomPlane(c.grid, n);
            plane.spacing = spacing;
            if (spacing < 1) { // in the middle of a voxel wherever the picture lies
                const Comparison same = compare(resliced(*volume, plane), plane, c.reference(), 0.02);
                QVERIFY2(same.problem.isEmpty(), qPrintable(same.problem));
            }
            QCOMPARE(resliced(*volume, plane).values.size(), std::size_t{71 * 53});
        }
    }
    for (const double away : {1e3, 1e9, 1e200, -1e300}) {
        ReslicePlane plane = randomPlane(c.grid, 4);
        plane.center += Eigen::Vector3d(away, away, -away);
        const Picture picture = resliced(*volume, plane);
        QVERIFY(!picture.values.empty());
        QVERIFY(std::all_of(picture.mask.begin(), picture.mask.end(), [](std::uint8_t m) { return m == 1; }));
    }
    ReslicePlane plane = randomPlane(c.grid, 5, 1, 16384);
    QVERIFY(compare(resliced(*volume, plane), plane, c.reference(), 0.02).problem.isEmpty());
    plane = randomPlane(c.grid, 5, 16384, 1);
    QVERIFY(compare(resliced(*volume, plane), plane, c.reference(), 0.02).problem.isEmpty());
}

void TestReslicer::errors()
{
    ResliceCase c;
    c.grid = obliqueGrid(8, 8, 8);
    const Result<ResliceVolume> volume = c.volume();
    QVERIFY(volume.ok());
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto refused = [&](const std::function<void(ReslicePlane&)>& spoil) {
        ReslicePlane plane = randomPlane(c.grid, 4);
        spoil(plane);
        const Result<ResliceOutcome> done = reslice(*volume, plane, nullptr, nullptr);
        return !done && !done.error().message.isEmpty();
    };
    QVERIFY(refused([](ReslicePlane& p) { p.width = 0; }));
    QVERIFY(refused([](ReslicePlane& p) { p.height = -3; }));
    QVERIFY(refused([](ReslicePlane& p) { p.width = 100000; }));
    QVERIFY(refused([&](ReslicePlane& p) { p.center.y() = nan; }));
    QVERIFY(refused([&](ReslicePlane& p) { p.right.y() = nan; }));
    QVERIFY(refused([](ReslicePlane& p) { p.right *= 2; }));
    QVERIFY(refused([](ReslicePlane& p) { p.down = p.right; }));
    QVERIFY(refused([&](ReslicePlane& p) { p.spacing = nan; }));
    QVERIFY(refused([](ReslicePlane& p) { p.spacing = 0; }));
    QVERIFY(refused([](ReslicePlane& p) { p.thickness = -1; }));
    QVERIFY(refused([](ReslicePlane& p) { p.thickness = 1e9; }));

    const auto noGrid = [&](const std::function<void(VolumeGrid&)>& spoil) {
        VolumeGrid grid = c.grid;
        spoil(grid);
        return !ResliceVolume::make(grid, std::vector<FrameRef>(static_cast<std::size_t>(std::max(0, grid.slices))));
    };
    QVERIFY(noGrid([](VolumeGrid& g) { g.columns = 0; }));
    QVERIFY(noGrid([](VolumeGrid& g) { g.slices = 40000; }));
    QVERIFY(noGrid([&](VolumeGrid& g) { g.step.x() = nan; }));
    QVERIFY(noGrid([](VolumeGrid& g) { g.step = g.right; }));
    QVERIFY(noGrid([](VolumeGrid& g) { g.down = g.right; }));
    QVERIFY(noGrid([](VolumeGrid& g) { g.rowSpacing = 0; }));
    QVERIFY(noGrid([](VolumeGrid& g) { g.places = {0, 1, 2, 3, 3, 4, 5, 6}; }));
    QVERIFY(noGrid([](VolumeGrid& g) { g.places = {0, 1}; }));

    ResliceVolume copy = *volume;
    QVERIFY(!copy.setSlice(8, c.frame(0)));
    QVERIFY(!copy.setSlice(-1, c.frame(0)));
    ResliceCase other = c;
    other.grid.columns = 9;
    QVERIFY(!copy.setSlice(1, other.frame(0)));
    other = c;
    other.type = SampleType::Int32;
    other.high = 100000;
    QVERIFY(!copy.setSlice(1, other.frame(0))); // the header promised 16 bits
    other.type = SampleType::UInt8;
    other.low = 0;
    other.high = 255;
    QVERIFY(copy.setSlice(1, other.frame(0)).ok()); // fits, as a copy
    QVERIFY(ResliceVolume::make(c.grid, {}).ok() == false);
}

/// Pixels within half a step of the exact window of the interpolated value, and black where there is none.
void TestReslicer::throughWindow()
{
    ResliceCase c;
    c.grid = obliqueGrid();
    c.slope = 2;
    c.intercept = -1024;
    c.padded = true;
    c.missing = {9};
    const Result<ResliceVolume> volume = c.volume();
    QVERIFY(volume.ok());
    for (const VoiFunction function : {VoiFunction::Linear, VoiFunction::LinearExact, VoiFunction::Sigmoid}) {
        for (const bool inverted : {false, true}) {
            DisplayState state;
            state.window = Window{800, 2500, function, {}};
            state.invert = inverted;
            const GrayTransform transform(*c.image(3), 0, *c.frame(3), state);
            const LevelMap levels = volume->levels(transform);
            const ReslicePlane plane = randomPlane(c.grid, 7);
            const Picture values = resliced(*volume, plane);
            const std::ptrdiff_t stride = plane.width + 5;
            std::vector<QRgb> pixels(static_cast<std::size_t>(stride * plane.height), 0x12345678U);
            std::vector<std::uint8_t> mask(values.mask.size());
            const Result<ResliceOutcome> done = paintReslice(*volume, plane, levels, pixels.data(), stride, mask.data());
            QVERIFY(done.ok() && done->missing);
            QVERIFY(mask == values.mask);
            for (int row = 0; row < plane.height; ++row) {
                for (int column = 0; column < stride; ++column) {
                    const QRgb pixel = pixels[static_cast<std::size_t>(row * stride + column)];
                    if (column >= plane.width) {
                        QCOMPARE(pixel, 0x12345678U);
                        continue;
                    }
                    const auto v = static_cast<double>(values.values[static_cast<std::size_t>(row * plane.width + column)]);
                    const double exact = std::isnan(v) ? 0 : 255 * transform.pValue(v);
                    QVERIFY(std::abs(qGreen(pixel) - exact) < 0.53);
                    QVERIFY(qRed(pixel) == qGreen(pixel) && qBlue(pixel) == qGreen(pixel) && qAlpha(pixel) == 255);
                }
            }
        }
    }
}

/// Snapshots stay as they are while slices come and go.
void TestReslicer::oneSliceAfterTheOther()
{
    ResliceCase c;
    c.grid = obliqueGrid(20, 20, 10);
    c.missing = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    Result<ResliceVolume> made = c.volume();
    QVERIFY(made.ok());
    ResliceVolume volume = *made;
    const ReslicePlane plane = randomPlane(c.grid, 3);
    for (const int k : {4, 9, 0, 2, 1, 3, 5, 8, 6, 7}) {
        const ResliceVolume before = volume;
        const ResliceReference reference = c.reference();
        QVERIFY(volume.setSlice(k, c.frame(k)).ok());
        const Comparison unchanged = compare(resliced(before, plane), plane, reference, 0.02);
        QVERIFY2(unchanged.problem.isEmpty(), qPrintable(unchanged.problem));
        c.missing.erase(std::find(c.missing.begin(), c.missing.end(), k));
        const Comparison now = compare(resliced(volume, plane), plane, c.reference(), 0.02);
        QVERIFY2(now.problem.isEmpty(), qPrintable(now.problem));
    }
    QVERIFY(volume.isComplete());
    QVERIFY(volume.setSlice(4, nullptr).ok());
    QVERIFY(!volume.isComplete() && !volume.isPresent(4));
    c.missing = {4};
    QVERIFY(compare(resliced(volume, plane), plane, c.reference(), 0.02).problem.isEmpty());
}

QTEST_APPLESS_MAIN(TestReslicer)
#include "tst_Reslicer.moc"
