#include "pyramid/SlidePyramid.h"

#include "support/Slides.h"

#include <QTest>

using namespace isocenter;
using namespace isocenter::test;

namespace {

std::shared_ptr<const SlidePyramid> pyramidOf(const std::vector<ImagePtr>& images)
{
    const SlideGrouping grouping = takeSlides(images, 1);
    return grouping.slides.size() == 1 ? grouping.slides.front()->slide : nullptr;
}

SlideSpec level(int number, int factor)
{
    SlideSpec spec;
    spec.number = number;
    spec.columns = 1000 / factor;
    spec.rows = 800 / factor;
    spec.spacing = 0.0005 * factor;
    return spec;
}

constexpr SlideChannel kFirst{0, 0};

} // namespace

class TestSlidePyramid : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fullTilesGoAlongRowsThenPlanesThenPaths() // PS3.3 C.7.6.17.3
    {
        TileLayout layout;
        layout.rows = 25;
        layout.columns = 31; // 4 tiles of 10 across, 3 down
        layout.planes = 2;
        layout.paths.resize(2);
        QCOMPARE(layout.place(0, 10, 10), (TilePlace{0, 0, 0, 0}));
        QCOMPARE(layout.place(3, 10, 10), (TilePlace{0, 30, 0, 0}));
        QCOMPARE(layout.place(4, 10, 10), (TilePlace{10, 0, 0, 0}));
        QCOMPARE(layout.place(11, 10, 10), (TilePlace{20, 30, 0, 0}));
        QCOMPARE(layout.place(12, 10, 10), (TilePlace{0, 0, 0, 1}));
        QCOMPARE(layout.place(24, 10, 10), (TilePlace{0, 0, 1, 0}));
        QCOMPARE(layout.place(47, 10, 10), (TilePlace{20, 30, 1, 1}));
        layout.firstFrame = 24; // the second part of a concatenation
        QCOMPARE(layout.place(5, 10, 10), (TilePlace{10, 10, 1, 0}));
    }

    void instancesBecomeLevels()
    {
        const auto pyramid = pyramidOf({slideImage(level(3, 16)), slideImage(level(1, 1)), slideImage(level(2, 4))});
        QVERIFY(pyramid);
        QCOMPARE(pyramid->levels.size(), std::size_t(3));
        QCOMPARE(pyramid->levels[0].columns(), 1000);
        QCOMPARE(pyramid->levels[1].columns(), 250);
        QCOMPARE(pyramid->levels[2].columns(), 62); // 62.5 cut off
        QCOMPARE(pyramid->levels[0].scaleX(), 1.0);
        QCOMPARE(pyramid->levels[1].scaleX(), 4.0);
        QCOMPARE(pyramid->levels[2].scaleX(), 16.0); // by the spacing, not 1000 / 62
        QCOMPARE(pyramid->levels[2].scaleY(), 16.0);
        QCOMPARE(*pyramid->paths[0].objectivePower, 20.0);
        QCOMPARE(*pyramid->levelFor(kFirst, 0.1), std::size_t(0));
        QCOMPARE(*pyramid->levelFor(kFirst, 3.9), std::size_t(0));
        QCOMPARE(*pyramid->levelFor(kFirst, 4), std::size_t(1));
        QCOMPARE(*pyramid->levelFor(kFirst, 1e9), std::size_t(2));
        QVERIFY(!pyramid->levelFor({1, 0}, 1));
    }

    void withoutSpacingTheSizesSay()
    {
        SlideSpec base = level(1, 1);
        SlideSpec coarse = level(2, 4);
        base.spacing = coarse.spacing = 0;
        const auto pyramid = pyramidOf({slideImage(base), slideImage(coarse)});
        QVERIFY(pyramid);
        QCOMPARE(pyramid->levels.size(), std::size_t(2));
        QCOMPARE(pyramid->levels[1].scaleX(), 4.0);
        coarse.rows = 250; // another shape: no level of it
        QCOMPARE(takeSlides({slideImage(base), slideImage(coarse)}, 1).slides.size(), std::size_t(2));
    }

    void patientsAndPlacesStayApart() // hazard: wrong patient
    {
        SlideSpec other = level(2, 4);
        other.patient = QStringLiteral("P2");
        const SlideGrouping two = takeSlides({slideImage(level(1, 1)), slideImage(other)}, 1);
        QCOMPARE(two.slides.size(), std::size_t(2));
        for (const auto& slide : two.slides) {
            QCOMPARE(slide->slide->levels.size(), std::size_t(1));
        }
        // Two regions of one slide, as large as each other.
        SlideSpec here = level(1, 1);
        SlideSpec there = level(2, 1);
        here.origin = {10, 10};
        there.origin = {12, 10};
        QCOMPARE(takeSlides({slideImage(here), slideImage(there)}, 1).slides.size(), std::size_t(2));
        SlideSpec named = level(3, 4);
        named.pyramid = QStringLiteral("1.2.99");
        QCOMPARE(takeSlides({slideImage(level(1, 1)), slideImage(named)}, 1).slides.size(), std::size_t(2));
    }

    void twoScansStayApart() // hazard: levels of one scan below those of another
    {
        std::vector<ImagePtr> images;
        for (const QString& scan : {QStringLiteral("20260101101500"), QStringLiteral("20260101114500")}) {
            for (const int factor : {4, 1}) {
                SlideSpec spec = level(static_cast<int>(images.size()) + 1, factor);
                spec.acquisition = scan;
                images.push_back(slideImage(spec));
            }
        }
        std::swap(images[0], images[2]); // in whatever order they come
        const SlideGrouping apart = takeSlides(images, 1);
        QCOMPARE(apart.slides.size(), std::size_t(2));
        for (const auto& slide : apart.slides) {
            QCOMPARE(slide->slide->levels.size(), std::size_t(2));
            QCOMPARE(slide->slide->levels[0].sources()[0]->tiles->acquisition,
                     slide->slide->levels[1].sources()[0]->tiles->acquisition);
        }
        // Without a time nothing says which belong together.
        const SlideGrouping alone =
            takeSlides({slideImage(level(1, 1)), slideImage(level(2, 1)), slideImage(level(3, 4)), slideImage(level(4, 4))}, 1);
        QCOMPARE(alone.slides.size(), std::size_t(4));
        // Sparse instances that share a tile, and such that do not.
        SlideSpec first = level(1, 1);
        first.places = {{0, 0, 0, 0}, {0, 100, 0, 0}};
        SlideSpec second = level(2, 1);
        second.places = {{0, 200, 0, 0}, {0, 300, 0, 0}};
        QCOMPARE(takeSlides({slideImage(first), slideImage(second)}, 1).slides.size(), std::size_t(1));
        second.places[0] = {0, 100, 0, 0};
        QCOMPARE(takeSlides({slideImage(first), slideImage(second)}, 1).slides.size(), std::size_t(2));
    }

    void findsTilesOfAPart()
    {
        const auto pyramid = pyramidOf({slideImage(level(1, 1))});
        const SlideLevel& base = pyramid->base();
        QCOMPARE(base.tileCount(kFirst), std::size_t(80));
        QVERIFY(base.isWhole(kFirst));
        const std::vector<SlideTile> tiles = base.tilesIn(kFirst, QRect(150, 50, 100, 60)); // columns 1 and 2, rows 0 and 1
        QCOMPARE(tiles.size(), std::size_t(4));
        QCOMPARE(tiles[0].frame, 1);
        QCOMPARE(tiles[1].frame, 2);
        QCOMPARE(tiles[2].frame, 11);
        QCOMPARE(tiles[3].frame, 12);
        QCOMPARE(base.rectOf(tiles[3]), QRect(200, 100, 100, 100));
        QCOMPARE(base.tilesIn(kFirst, QRect(0, 0, 1000, 800)).size(), std::size_t(80));
        QVERIFY(base.tilesIn(kFirst, QRect(5000, 0, 10, 10)).empty());
        QVERIFY(base.tilesIn(kFirst, QRect()).empty());
        // The last tiles reach beyond the matrix.
        const auto small = pyramidOf({slideImage(level(1, 1)), slideImage(level(2, 4))});
        const std::vector<SlideTile> last = small->levels[1].tilesIn(kFirst, QRect(249, 199, 1, 1));
        QCOMPARE(last.size(), std::size_t(1));
        QCOMPARE(small->levels[1].rectOf(last[0]), QRect(200, 100, 50, 100));
    }

    void sparseTilesNeedNoGrid()
    {
        SlideSpec spec = level(1, 1);
        spec.places = {{5, 7, 0, 0}, {105, 107, 0, 0}, {-50, 950, 0, 0}, {60, 60, 0, 0}};
        const auto pyramid = pyramidOf({slideImage(spec)});
        QVERIFY(pyramid);
        const SlideLevel& base = pyramid->base();
        QCOMPARE(base.tilesIn(kFirst, QRect(100, 100, 10, 10)).size(), std::size_t(3));
        QCOMPARE(base.tilesIn(kFirst, QRect(990, 0, 1, 1)).size(), std::size_t(1));
        QCOMPARE(base.rectOf(base.tilesIn(kFirst, QRect(990, 0, 1, 1))[0]), QRect(950, 0, 50, 50));
        QVERIFY(base.tilesIn(kFirst, QRect(500, 500, 10, 10)).empty());
        QVERIFY(base.missingIn(kFirst, QRect(0, 0, 1000, 800)).empty()); // left out, not missing
        QVERIFY(base.isWhole(kFirst));
    }

    void pathsAndPlanesOfSeveralInstances()
    {
        SlideSpec red = level(1, 1);
        red.paths = {{QStringLiteral("R"), {}, {}}};
        SlideSpec green = level(2, 1);
        green.paths = {{QStringLiteral("G"), {}, {}}};
        green.planes = 3;
        const auto pyramid = pyramidOf({slideImage(red), slideImage(green)});
        QVERIFY(pyramid);
        QCOMPARE(pyramid->levels.size(), std::size_t(1));
        QCOMPARE(pyramid->paths.size(), std::size_t(2));
        QCOMPARE(pyramid->planes, 3);
        QVERIFY(pyramid->base().has({0, 0}));
        QVERIFY(!pyramid->base().has({0, 1}));
        QVERIFY(pyramid->base().has({1, 2}));
        const std::vector<SlideTile> tiles = pyramid->base().tilesIn({1, 2}, QRect(0, 0, 1, 1));
        QCOMPARE(tiles.size(), std::size_t(1));
        QCOMPARE(tiles[0].frame, 160);
        QCOMPARE(tiles[0].source, std::uint16_t(1));
    }

    void partsOfAConcatenationJoinAndAreMissed() // hazard: partial data shown as whole
    {
        SlideSpec first = level(1, 1);
        first.part = Concatenation{QStringLiteral("1.9"), 1, 2, 0};
        first.frames = 30;
        SlideSpec second = level(2, 1);
        second.part = Concatenation{QStringLiteral("1.9"), 2, 2, 30};
        second.frames = 50;
        const auto both = takeSlides({slideImage(second), slideImage(first)}, 1).slides;
        QCOMPARE(both.size(), std::size_t(1));
        QVERIFY(both[0]->slide->base().isWhole(kFirst));
        QCOMPARE(both[0]->missingParts, 0);
        QCOMPARE(both[0]->slide->base().tilesIn(kFirst, QRect(0, 300, 1, 1))[0].frame, 0); // of the second part
        const auto one = takeSlides({slideImage(first)}, 1).slides;
        QCOMPARE(one[0]->missingParts, 1);
        QVERIFY(one[0]->notShown[0].contains(QStringLiteral("Part 2")));
        QVERIFY(!one[0]->slide->base().isWhole(kFirst));
        const std::vector<QRect> missing = one[0]->slide->base().missingIn(kFirst, QRect(0, 250, 200, 100));
        QCOMPARE(missing.size(), std::size_t(2));
        QCOMPARE(missing[0], QRect(0, 300, 100, 100));
    }

    void aPlaneOfWhichNothingCameIsMissing()
    {
        SlideSpec spec = level(1, 1);
        spec.planes = 2;
        spec.frames = 80; // of 160
        const auto pyramid = pyramidOf({slideImage(spec)});
        QVERIFY(pyramid->base().isWhole({0, 0}));
        QVERIFY(!pyramid->base().isWhole({0, 1}));
    }

    void labelsAndOverviewsStandApart()
    {
        SlideSpec label = level(4, 1);
        label.role = TileLayout::Role::Label;
        label.frames = 1;
        SlideSpec overview = level(5, 1);
        overview.role = TileLayout::Role::Overview;
        overview.frames = 1;
        SlideSpec thumbnail = level(6, 10);
        thumbnail.role = TileLayout::Role::Thumbnail;
        const ImagePtr labelImage = slideImage(label);
        const std::vector<ImageSeriesPtr> stacks =
            groupWithSlides({labelImage, slideImage(overview), slideImage(level(1, 1)), slideImage(thumbnail)}, 5);
        QCOMPARE(stacks.size(), std::size_t(3));
        QVERIFY(stacks[0]->slide);
        QCOMPARE(stacks[0]->slide->levels.size(), std::size_t(2)); // the thumbnail shows the same
        QCOMPARE(stacks[0]->slide->label, labelImage);
        QCOMPARE(stacks[0]->count(), 1);
        QCOMPARE(stacks[0]->frames[0].image->columns, 100);
        QVERIFY(stacks[0]->opensByItself());
        QSet<QString> keys;
        QStringList titles;
        for (const ImageSeriesPtr& stack : stacks) {
            keys.insert(seriesKey(stack));
            titles << stack->partTitle;
            QCOMPARE(stack->parts, 3);
            QCOMPARE(stack->generation, quint64(5));
        }
        QCOMPARE(keys.size(), 3);
        QCOMPARE(titles, (QStringList{QString(), QStringLiteral("Label"), QStringLiteral("Overview")}));
        QVERIFY(!stacks[1]->opensByItself());
    }

    void oneTileIsAPicture()
    {
        SlideSpec spec = level(1, 1);
        spec.tile = 1000;
        const std::vector<ImageSeriesPtr> stacks = groupWithSlides({slideImage(spec)}, 1);
        QCOMPARE(stacks.size(), std::size_t(1));
        QVERIFY(!stacks[0]->slide);
        QCOMPARE(stacks[0]->count(), 1);
    }

    void largeSlidesAreLaidOutQuickly()
    {
        SlideSpec spec = level(1, 1);
        spec.columns = 100'000;
        spec.rows = 100'000;
        spec.tile = 256; // 152,881 tiles
        const auto pyramid = pyramidOf({slideImage(spec)});
        QVERIFY(pyramid);
        QCOMPARE(pyramid->base().tileCount(kFirst), std::size_t(391 * 391));
        QCOMPARE(pyramid->base().tilesIn(kFirst, QRect(50'000, 50'000, 1000, 1000)).size(), std::size_t(25));
    }
};

QTEST_APPLESS_MAIN(TestSlidePyramid)
#include "tst_SlidePyramid.moc"
