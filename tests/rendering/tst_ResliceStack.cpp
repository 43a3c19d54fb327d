// From a series' layout to its volume: where slices lie, and that nothing is made up over a gap.

#include "reslice/ResliceGaps.h"
#include "reslice/Reslicer.h"
#include "reslice/ResliceStack.h"
#include "ResliceCases.h"

#include <QtTest>

using namespace isocenter;
using isocenter::test::ResliceCase;

namespace {

/// Slices of 8 x 8 voxels whose value is 100 times their position along the normal.
struct Slices
{
    explicit Slices(const std::vector<double>& positions, double lean = 0)
    {
        layout.columns = layout.rows = 8;
        layout.slices = static_cast<int>(positions.size());
        layout.spacing = {1, 1, 2};
        layout.positions = positions;
        layout.origin = {0, lean * positions.front(), positions.front()};
        layout.step = {0, 2 * lean, 2};
        layout.uniform = true;
        layout.phases.resize(1);
        for (std::size_t k = 0; k < positions.size(); ++k) {
            auto image = std::make_shared<ImageAttributes>();
            image->rows = image->columns = 8;
            layout.phases[0].slices.push_back({image, 0});
            const double step = k > 0 ? positions[k] - positions[k - 1] : 2;
            layout.uniform = layout.uniform && std::abs(step - 2) < 0.01;
            if (step > 3) {
                layout.gaps.push_back({static_cast<int>(k) - 1, static_cast<int>(std::lround(step / 2)) - 1, step});
            }
        }
    }

    static FramePtr frame(double position)
    {
        return Frame::build(8, 8, 1, SampleType::Int16, [&](std::byte* out) {
            std::fill_n(reinterpret_cast<std::int16_t*>(out), 64, static_cast<std::int16_t>(std::lround(100 * position)));
        });
    }

    ResliceStack stack(OverGaps overGaps = OverGaps::Empty) const
    {
        ResliceStack made = makeResliceStack(layout, 0, overGaps).value();
        for (std::size_t k = 0; k < layout.positions.size(); ++k) {
            if (!made.volume.setSlice(made.slots[k], frame(layout.positions[k]))) {
                qFatal("setSlice");
            }
        }
        return made;
    }

    VolumeLayout layout;
};

struct Point
{
    double value = 0;
    int kind = 0;
};

/// The value at a position along the normal, in the middle of the slices; `y` is shifted as the slices are.
Point at(const ResliceStack& stack, double position, double y = 3.5)
{
    ReslicePlane plane;
    plane.center = {3.5, y, position};
    plane.right = Eigen::Vector3d::UnitX();
    plane.down = Eigen::Vector3d::UnitZ(); // across
    plane.width = plane.height = 1;
    float value = 0;
    std::uint8_t kind = 9;
    const Result<ResliceOutcome> done = reslice(stack.volume, plane, &value, &kind);
    return {static_cast<double>(value), done ? static_cast<int>(kind) : -1};
}

} // namespace

class TestResliceStack : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void row25_even();
    void row26_uneven();
    void row26_gapsStayGaps_data();
    void row26_gapsStayGaps();
    void gapsCanBeFilledAndAreFound();
    void row27_lean();
    void phases();
    void errors();
};

void TestResliceStack::row25_even()
{
    const ResliceStack stack = Slices({-4, -2, 0, 2, 4, 6}).stack();
    QVERIFY(stack.volume.grid().places.empty());
    QCOMPARE(stack.slots, std::vector<int>({0, 1, 2, 3, 4, 5}));
    for (const double position : {-4.0, -3.5, -0.25, 1.0, 5.9, 6.0}) {
        QCOMPARE(at(stack, position).kind, 0);
        QVERIFY(std::abs(at(stack, position).value - 100 * position) < 0.01);
    }
    QCOMPARE(at(stack, -5.1).kind, 1); // half a distance beyond is the volume's end
    QCOMPARE(at(stack, -4.9).kind, 0);
    QCOMPARE(at(stack, 6.9).kind, 0);
    QCOMPARE(at(stack, 7.1).kind, 1);
}

void TestResliceStack::row26_uneven()
{
    const ResliceStack stack = Slices({0, 2, 3.5, 4.25, 6.75, 8}).stack();
    QVERIFY(!stack.volume.grid().places.empty());
    for (const double position : {0.0, 0.7, 2.5, 3.9, 4.25, 5.5, 6.0, 7.9}) {
        QCOMPARE(at(stack, position).kind, 0);
        QVERIFY(std::abs(at(stack, position).value - 100 * position) < 0.01);
    }
}

void TestResliceStack::row26_gapsStayGaps_data()
{
    QTest::addColumn<double>("gap");
    QTest::addColumn<bool>("even");
    QTest::newRow("one missing") << 4.0 << true;
    QTest::newRow("three missing") << 8.0 << true;
    QTest::newRow("no whole number missing") << 5.3 << false;
}

void TestResliceStack::row26_gapsStayGaps()
{
    QFETCH(double, gap);
    QFETCH(bool, even);
    const double end = 4 + gap;
    const ResliceStack stack = Slices({0, 2, 4, end, end + 2, end + 4}).stack();
    QCOMPARE(stack.volume.grid().places.empty(), even);
    for (const double position : {0.0, 1.0, 3.9, 4.0, end, end + 0.1, end + 3}) {
        QCOMPARE(at(stack, position).kind, 0);
        QVERIFY(std::abs(at(stack, position).value - 100 * position) < 0.01);
    }
    for (const double position : {4.01, 4.5, 4 + gap / 2, end - 0.5, end - 0.01}) {
        QCOMPARE(at(stack, position).kind, 2);
    }
}

void TestResliceStack::gapsCanBeFilledAndAreFound()
{
    const Slices slices({-4, -2, 0, 5.3, 7.3, 9.3, 13.3}, 0.25);
    const ResliceStack stack = slices.stack(OverGaps::Interpolated);
    QCOMPARE(stack.slots, std::vector<int>({0, 1, 2, 3, 4, 5, 6}));
    for (const double position : {-3.0, 0.0, 0.1, 2.5, 5.2, 6.0, 11.0}) {
        const double y = 0.25 * position + 3.5;
        QCOMPARE(at(stack, position, y).kind, 0);
        QVERIFY(std::abs(at(stack, position, y).value - 100 * position) < 0.02);
    }
    const auto gaps = gapPlaces(slices.layout, stack.volume.grid());
    QCOMPARE(gaps.size(), std::size_t{2});
    // Columns of the picture lie along the normal: -5 to 14 mm.
    ReslicePlane plane;
    plane.center = {3.5, 3.5, 4.5};
    plane.down = Eigen::Vector3d::UnitZ();
    plane.width = 2;
    plane.height = 20;
    const auto over = [&] {
        const GapTest test(stack.volume.grid(), plane, gaps);
        QList<int> found;
        for (int row = 0; row < plane.height; ++row) {
            if (test.isOver(1, row)) {
                found << row - 5;
            }
        }
        return found;
    };
    QCOMPARE(over(), QList<int>({1, 2, 3, 4, 5, 10, 11, 12, 13}));
    // A slab along the slices reaches no further; across them by 1.5 mm, the middle of its outermost layers of 1 mm.
    plane.thickness = 4;
    QCOMPARE(over(), QList<int>({1, 2, 3, 4, 5, 10, 11, 12, 13}));
    plane.down = Eigen::Vector3d::UnitY();
    plane.center = {3.5, 3.5, -1.4};
    plane.height = 1;
    QCOMPARE(over().size(), 1);
    plane.center.z() = -1.6;
    QCOMPARE(over().size(), 0);
    QVERIFY(makeResliceStack(Slices({0, 2, 4}).layout, 0, OverGaps::Interpolated).value().volume.grid().places.empty());
}

void TestResliceStack::row27_lean()
{
    const ResliceStack stack = Slices({0, 2, 4, 6, 8}, 0.4).stack();
    for (const double position : {0.0, 1.5, 5.0}) {
        QCOMPARE(at(stack, position, 0.4 * position - 0.4).kind, 0);
        QCOMPARE(at(stack, position, 0.4 * position - 0.6).kind, 1); // above the first row of a slice that lies lower
        QVERIFY(std::abs(at(stack, position, 0.4 * position).value - 100 * position) < 0.01);
    }
}

void TestResliceStack::phases()
{
    Slices series({0, 2, 4, 6});
    series.layout.phases.push_back(series.layout.phases[0]);
    series.layout.phases[1].slices[2].image.reset();
    const Result<ResliceStack> second = makeResliceStack(series.layout, 1);
    QVERIFY(second.ok());
    ResliceVolume volume = second->volume;
    QVERIFY(volume.setSlice(1, Slices::frame(2)).ok());
    QVERIFY(!volume.setSlice(2, Slices::frame(4)).ok());
    QVERIFY(!makeResliceStack(series.layout, 2));
    QVERIFY(!makeResliceStack(series.layout, -1));
}

void TestResliceStack::errors()
{
    Slices series({0, 2, 4, 6});
    series.layout.reason = QStringLiteral("because");
    QCOMPARE(makeResliceStack(series.layout).error().message, QStringLiteral("because"));
    series.layout.reason.clear();
    series.layout.positions.pop_back();
    QVERIFY(!makeResliceStack(series.layout));
    series.layout = Slices({0, 2, 4, 6}).layout;
    series.layout.positions = {0, 2, 2, 6};
    series.layout.uniform = false;
    series.layout.spacing.z() = 1.7;
    QVERIFY(!makeResliceStack(series.layout));
    series.layout = VolumeLayout{};
    QVERIFY(!makeResliceStack(series.layout));
}

QTEST_APPLESS_MAIN(TestResliceStack)
#include "tst_ResliceStack.moc"
