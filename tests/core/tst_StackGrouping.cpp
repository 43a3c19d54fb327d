#include "stack/StackGrouping.h"

#include "StackFrames.h"

#include <QTest>

using namespace isocenter;
using namespace isocenter::test;

namespace {

std::vector<FrameRef> framesOf(const std::vector<ImagePtr>& images)
{
    std::vector<FrameRef> frames;
    for (const ImagePtr& image : images) {
        frames.push_back({image, 0});
    }
    return frames;
}

} // namespace

class TestStackGrouping : public QObject
{
    Q_OBJECT

    /// Three slices beside three others that `change` has changed: how many groups.
    template <typename Change> static std::size_t groupsAfter(const Change& change)
    {
        std::vector<ImagePtr> images = axial({0, 1, 2});
        for (const ImagePtr& image : axial({10, 11, 12}, 4)) {
            const auto changed = std::make_shared<ImageAttributes>(*image);
            change(*changed);
            images.push_back(changed);
        }
        const auto groups = groupFrames(framesOf(images));
        for (const FrameGroup& group : groups) {
            if (!group.reason.isEmpty()) {
                return 0;
            }
        }
        return groups.size();
    }

private Q_SLOTS:
    void row25_whatDoesNotBelongTogetherIsApart()
    {
        QCOMPARE(groupsAfter([](ImageAttributes&) {}), std::size_t(1));
        QCOMPARE(groupsAfter([](ImageAttributes& i) { i.rows = 21; }), std::size_t(2));
        QCOMPARE(groupsAfter([](ImageAttributes& i) { i.columns = 11; }), std::size_t(2));
        QCOMPARE(groupsAfter([](ImageAttributes& i) { i.record.series.frameOfReference = QStringLiteral("1.8"); }),
                 std::size_t(2));
        QCOMPARE(groupsAfter([](ImageAttributes& i) { i.shared.plane->rowSpacing *= 1.01; }), std::size_t(2));
        QCOMPARE(groupsAfter([](ImageAttributes& i) { i.shared.plane->down *= -1; }), std::size_t(2));
        QCOMPARE(groupsAfter([](ImageAttributes& i) {
                     i.texts[QStringLiteral("ImageType")] = QStringLiteral("DERIVED\\PRIMARY\\AXIAL");
                 }),
                 std::size_t(2));
        QCOMPARE(groupsAfter(
                     [](ImageAttributes& i) { i.texts[QStringLiteral("ImageType")] = QStringLiteral("ORIGINAL\\PRIMARY\\MPR"); }),
                 std::size_t(2));
        // Further values may take turns within one acquisition.
        QCOMPARE(groupsAfter([](ImageAttributes& i) {
                     i.texts[QStringLiteral("ImageType")] = QStringLiteral("ORIGINAL\\PRIMARY\\AXIAL\\ADD");
                 }),
                 std::size_t(1));
        QCOMPARE(groupsAfter([](ImageAttributes& i) {
                     auto details = std::make_shared<FrameDetails>();
                     details->stackName = QStringLiteral("Stack 2");
                     i.shared.details = details;
                 }),
                 std::size_t(2));
    }

    void row25_furtherImageTypesAreApartWhereTheyLieAtOnePlace()
    {
        std::vector<ImagePtr> images = axial({0, 1, 2}, 1, {{"ImageType", QStringLiteral("ORIGINAL\\PRIMARY\\OTHER\\M")}});
        append(images, axial({0, 1, 2}, 4, {{"ImageType", QStringLiteral("ORIGINAL\\PRIMARY\\OTHER\\P")}}));
        QCOMPARE(splitByImageType(framesOf(images), {0, 1, 2, 0, 1, 2}).size(), std::size_t(2));
        QCOMPARE(splitByImageType(framesOf(images), {0, 2, 4, 1, 3, 5}).size(), std::size_t(1));
    }

    void aLocalizerDoesNotSpoilTheStack()
    {
        std::vector<ImagePtr> images = axial({0, 1, 2, 3});
        SliceSpec scout;
        scout.down = -Eigen::Vector3d::UnitZ();
        scout.texts = {{"ImageType", QStringLiteral("ORIGINAL\\PRIMARY\\LOCALIZER")}};
        images.insert(images.begin(), makeSlice(scout));
        const auto groups = groupFrames(framesOf(images));
        QCOMPARE(groups.size(), std::size_t(2));
        QVERIFY(groups[0].reason.isEmpty());
        QCOMPARE(groups[0].frames.size(), std::size_t(4));
        QVERIFY(groups[1].reason.contains(QLatin1String("Localizer")));
    }

    void viewsFromManyDirectionsAreOneRefusal()
    {
        std::vector<ImagePtr> images;
        for (int i = 0; i < 300; ++i) {
            SliceSpec spec;
            const Eigen::AngleAxisd turn(0.02 * i, Eigen::Vector3d::UnitZ());
            spec.right = turn * Eigen::Vector3d::UnitX();
            spec.down = -Eigen::Vector3d::UnitZ();
            images.push_back(makeSlice(spec));
        }
        images.resize(200);
        auto groups = groupFrames(framesOf(images));
        QCOMPARE(groups.size(), std::size_t(1));
        QVERIFY(groups[0].reason.contains(QLatin1String("200")));
        QCOMPARE(groups[0].frames.size(), std::size_t(200));
    }

    void refusesWhatHasNoPlace_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("no plane") << 0;
        QTest::newRow("no spacing") << 1;
        QTest::newRow("spacing at the detector") << 2;
        QTest::newRow("colour") << 3;
        QTest::newRow("mosaic") << 4;
        QTest::newRow("far out") << 5;
        QTest::newRow("not a number") << 6;
    }

    void refusesWhatHasNoPlace()
    {
        QFETCH(int, kind);
        std::vector<ImagePtr> images;
        for (const ImagePtr& image : axial({0, 1, 2, 3})) {
            const auto changed = std::make_shared<ImageAttributes>(*image);
            switch (kind) {
            case 0:
                changed->shared.plane.reset();
                break;
            case 1:
                changed->shared.plane->spacingKnown = false;
                break;
            case 2:
                changed->spacingSource = QStringLiteral("ImagerPixelSpacing");
                break;
            case 3:
                changed->samples = 3;
                break;
            case 4:
                changed->texts[QStringLiteral("ImageType")] = QStringLiteral("ORIGINAL\\PRIMARY\\M\\ND\\MOSAIC");
                break;
            case 5:
                changed->shared.plane->position.x() = 1e300;
                break;
            default:
                changed->shared.plane->position.x() = std::nan("");
                break;
            }
            images.push_back(changed);
        }
        const auto groups = groupFrames(framesOf(images));
        QCOMPARE(groups.size(), std::size_t(1));
        QVERIFY(!groups[0].reason.isEmpty());
        QCOMPARE(groups[0].frames.size(), std::size_t(4));
    }
};

QTEST_GUILESS_MAIN(TestStackGrouping)
#include "tst_StackGrouping.moc"
