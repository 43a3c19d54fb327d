#include "image/MaskOperation.h"

#include <QTest>

using namespace isocenter;

namespace {

using Kind = MaskOperation::Kind;

MaskOperation average(std::vector<int> mask, std::vector<std::pair<int, int>> ranges = {})
{
    MaskOperation operation;
    operation.kind = Kind::Average;
    operation.maskFrames = std::move(mask);
    operation.ranges = std::move(ranges);
    return operation;
}

MaskOperation difference(Kind kind, int offset, std::vector<std::pair<int, int>> ranges = {})
{
    MaskOperation operation;
    operation.kind = kind;
    operation.offset = offset;
    operation.ranges = std::move(ranges);
    return operation;
}

std::vector<int> maskFor(const std::vector<MaskOperation>& operations, int frame, int frames)
{
    const auto plan = planMask(operations, frame, frames);
    return plan && *plan ? (*plan)->mask : std::vector<int>();
}

bool isError(const std::vector<MaskOperation>& operations, int frame, int frames)
{
    return !planMask(operations, frame, frames);
}

bool isNothing(const std::vector<MaskOperation>& operations, int frame, int frames)
{
    const auto plan = planMask(operations, frame, frames);
    return plan && !*plan;
}

} // namespace

/// PS3.3 C.7.6.10.1.1: which frames are subtracted from which.
class TestMaskOperation : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row06_averageWithinItsRanges();
    void row06_averageOfContrastEndsEarlier();
    void row06_timeDifference();
    void row06_reversedTimeDifference();
    void row06_firstItemForAFrame();
    void row06_noneAndNothing();
    void row06_whatMakesNoSenseIsAnError();
    void row06_shiftOfAFrame();
};

void TestMaskOperation::row06_averageWithinItsRanges()
{
    const std::vector<MaskOperation> operations{average({2, 3}, {{4, 5}, {8, 9}})};
    QCOMPARE(maskFor(operations, 4, 10), (std::vector<int>{2, 3}));
    QCOMPARE(maskFor(operations, 5, 10), (std::vector<int>{2, 3}));
    QCOMPARE(maskFor(operations, 9, 10), (std::vector<int>{2, 3}));
    for (const int outside : {1, 3, 6, 7, 10}) {
        QVERIFY(isNothing(operations, outside, 10));
    }
    // Without a range: the whole image.
    QCOMPARE(maskFor({average({1})}, 1, 3), std::vector<int>{1});
    QCOMPARE(maskFor({average({1})}, 3, 3), std::vector<int>{1});
}

void TestMaskOperation::row06_averageOfContrastEndsEarlier()
{
    MaskOperation operation = average({1});
    operation.averaging = 3;
    const auto plan = planMask({operation}, 4, 6);
    QVERIFY(plan && *plan);
    QCOMPARE((*plan)->contrast, (std::vector<int>{4, 5, 6}));
    QVERIFY(isNothing({operation}, 5, 6)); // the last is 6 - 3 + 1
    operation.ranges = {{1, 6}};
    QVERIFY(isError({operation}, 5, 6)); // said to be meant, and cannot be done
}

void TestMaskOperation::row06_timeDifference()
{
    const std::vector<MaskOperation> two{difference(Kind::TimeDifference, 2)};
    QVERIFY(isNothing(two, 1, 5));
    QVERIFY(isNothing(two, 2, 5));
    QCOMPARE(maskFor(two, 3, 5), std::vector<int>{1});
    QCOMPARE(maskFor(two, 5, 5), std::vector<int>{3});
    // Negative: the mask comes later.
    const std::vector<MaskOperation> later{difference(Kind::TimeDifference, -1)};
    QCOMPARE(maskFor(later, 4, 5), std::vector<int>{5});
    QVERIFY(isNothing(later, 5, 5));
    QVERIFY(isError({difference(Kind::TimeDifference, 2, {{1, 5}})}, 2, 5));
}

void TestMaskOperation::row06_reversedTimeDifference()
{
    // MFN = (FCFN - offset) - (CFN - FCFN), the standard's own formula.
    const std::vector<MaskOperation> operations{difference(Kind::ReversedTimeDifference, 1, {{6, 9}})};
    QCOMPARE(maskFor(operations, 6, 9), std::vector<int>{5});
    QCOMPARE(maskFor(operations, 7, 9), std::vector<int>{4});
    QCOMPARE(maskFor(operations, 9, 9), std::vector<int>{2});
    // The first frame of the first pair counts for all pairs.
    const std::vector<MaskOperation> pairs{difference(Kind::ReversedTimeDifference, 1, {{6, 7}, {9, 10}})};
    QCOMPARE(maskFor(pairs, 9, 10), std::vector<int>{2});
    QVERIFY(isError(pairs, 10, 10) == false);
    QCOMPARE(maskFor(pairs, 10, 10), std::vector<int>{1});
    QVERIFY(isError({difference(Kind::ReversedTimeDifference, 1)}, 6, 9)); // the range shall be there
}

void TestMaskOperation::row06_firstItemForAFrame()
{
    const std::vector<MaskOperation> operations{average({1}, {{2, 4}}), average({5}, {{4, 9}})};
    QCOMPARE(maskFor(operations, 4, 9), std::vector<int>{1});
    QCOMPARE(maskFor(operations, 6, 9), std::vector<int>{5});
}

void TestMaskOperation::row06_noneAndNothing()
{
    MaskOperation none;
    none.ranges = {{1, 3}};
    QVERIFY(isNothing({none, average({1})}, 2, 9));
    QCOMPARE(maskFor({none, average({1})}, 4, 9), std::vector<int>{1});
    QVERIFY(isNothing({}, 1, 1));
}

void TestMaskOperation::row06_whatMakesNoSenseIsAnError()
{
    QVERIFY(isError({average({7})}, 1, 6));
    QVERIFY(isError({average({0})}, 1, 6));
    QVERIFY(isError({average({})}, 1, 6));
    MaskOperation unknown;
    unknown.kind = Kind::Unknown;
    QVERIFY(isError({unknown}, 1, 6));
    QVERIFY(planMask({average({7})}, 1, 6).error().message.contains(QLatin1Char('7')));
}

void TestMaskOperation::row06_shiftOfAFrame()
{
    MaskOperation operation = average({1});
    operation.shift = {1, 2};
    operation.frameShifts = {std::nullopt, MaskShift{0.5, -1}};
    QVERIFY((*planMask({operation}, 1, 3))->shift == (MaskShift{1, 2}));
    QVERIFY((*planMask({operation}, 2, 3))->shift == (MaskShift{0.5, -1}));
    QVERIFY((*planMask({operation}, 3, 3))->shift == (MaskShift{1, 2})); // beyond the list
}

QTEST_APPLESS_MAIN(TestMaskOperation)
#include "tst_MaskOperation.moc"
