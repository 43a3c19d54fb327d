#include "slide/SlideView.h"

#include "layout/ViewportGrid.h"
#include "presentation/PresentationState.h"
#include "region/RegionSet.h"
#include "slide/SlideLoader.h"
#include "slide/SlideOverlay.h"
#include "slide/SlidePage.h"
#include "support/Slides.h"
#include "theme/Theme.h"
#include "viewer/FakeSeries.h"
#include "viewport/ImageViewport.h"

#include <QComboBox>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <cmath>
#include <set>

using namespace isocenter;
using namespace isocenter::test;

namespace {

/// Where a pixel lies on the slide, as a colour: red along x, green along y, blue the level.
QRgb colorAt(double x, double y, int factor)
{
    return qRgb(static_cast<int>(x / 4), static_cast<int>(y / 4), 10 + 10 * factor);
}

FramePtr tile(const ImageAttributes& image, int frame)
{
    const int factor = 1000 / image.tiles->columns;
    return tileOf(image, frame, [factor](int row, int column) { return colorAt(column * factor, row * factor, factor); });
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

ImageSeriesPtr slideOf(const std::vector<ImagePtr>& images)
{
    return groupWithSlides(images, 1).front();
}

struct Host
{
    explicit Host(FakeReader::Make make = tile) : reader(std::move(make)), view(services)
    {
        view.resize(500, 400); // the slide fits exactly, two pixels to one
        view.setMapVisible(false);
        view.setTextsVisible(false);
        view.show();
    }
    ~Host() { reader.hold(false); }

    QImage picture() { return view.grab().toImage(); }
    bool says(const QString& word) const
    {
        const Overlay overlay = view.overlay();
        return std::any_of(overlay.marks.begin(), overlay.marks.end(),
                           [&](const OverlayMark& mark) { return mark.text.contains(word); });
    }

    FakeReader reader;
    FrameCache cache{std::size_t{64} << 20};
    WorkQueue queue{2};
    ViewerServices services{reader, cache, queue};
    SlideView view;
};

/// Whether the picture shows the slide's place at a point of the view.
bool showsPlace(const QImage& image, const SlideView& view, const QPoint& at, int factor, int tolerance = 3)
{
    const QPointF base = view.geometry().toBase(QPointF(at) + QPointF(0.5, 0.5));
    const QRgb expected = colorAt(base.x(), base.y(), factor);
    const QRgb pixel = image.pixel(at);
    return std::abs(qRed(pixel) - qRed(expected)) <= tolerance && std::abs(qGreen(pixel) - qGreen(expected)) <= tolerance &&
           qBlue(pixel) == qBlue(expected);
}

} // namespace

class TestSlideView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void geometryKeepsWhatIsUnderTheMouse()
    {
        const SlideGeometry fit(QSizeF(1000, 800), 1, QSizeF(500, 400), {});
        QCOMPARE(fit.scale(), 0.5);
        QCOMPARE(fit.toView(QPointF(0, 0)), QPointF(0, 0));
        QCOMPARE(fit.visible(), QRectF(0, 0, 1000, 800));
        const QPointF mouse(100, 300);
        const SlidePose pose = fit.zoomedAt(mouse, 4);
        const SlideGeometry near(QSizeF(1000, 800), 1, QSizeF(500, 400), pose);
        QCOMPARE(near.scale(), 2.0);
        QVERIFY((near.toBase(mouse) - fit.toBase(mouse)).manhattanLength() < 1e-9);
        const SlideGeometry panned(QSizeF(1000, 800), 1, QSizeF(500, 400), near.panned({10, -20}));
        QVERIFY((panned.toView(near.toBase({50, 50})) - QPointF(60, 30)).manhattanLength() < 1e-9);
        const SlideGeometry most(QSizeF(1000, 800), 1, QSizeF(500, 400), near.zoomedAt(mouse, 1e9));
        QCOMPARE(most.scale(), 16.0);
        // Pixels twice as high as wide.
        const SlideGeometry tall(QSizeF(1000, 800), 2, QSizeF(1000, 1600), {});
        QCOMPARE(tall.toView(QPointF(500, 400)), QPointF(500, 800));
        QCOMPARE(tall.scale(), 1.0);
    }

    void halvesByTheMean()
    {
        QImage image(3, 2, QImage::Format_RGB32);
        image.setPixel(0, 0, qRgb(0, 0, 0));
        image.setPixel(1, 0, qRgb(100, 0, 0));
        image.setPixel(2, 0, qRgb(7, 8, 9));
        image.setPixel(0, 1, qRgb(0, 200, 0));
        image.setPixel(1, 1, qRgb(100, 200, 40));
        image.setPixel(2, 1, qRgb(9, 8, 9));
        const QImage half = halved(image);
        QCOMPARE(half.size(), QSize(2, 1));
        QCOMPARE(half.pixel(0, 0), qRgb(50, 100, 10));
        QCOMPARE(half.pixel(1, 0), qRgb(8, 8, 9)); // the edge: two pixels only
    }

    void showsEveryPlaceWhereItIs() // hazard: tissue at a place that is not its own
    {
        Host host;
        host.view.setSeries(slideOf({slideImage(level(1, 1)), slideImage(level(2, 4))}));
        QTRY_VERIFY(host.view.isPictureComplete());
        QImage image = host.picture();
        for (const QPoint& at : {QPoint(3, 3), QPoint(250, 200), QPoint(149, 151), QPoint(497, 396), QPoint(151, 349)}) {
            QVERIFY2(showsPlace(image, host.view, at, 1), qPrintable(QStringLiteral("%1 %2").arg(at.x()).arg(at.y())));
        }
        QVERIFY(host.says(QStringLiteral("sub-sampled 1:2")));
        // Close: single pixels, exactly.
        host.view.setPose({QPointF(333, 444), 8});
        QTRY_VERIFY(host.view.isPictureComplete());
        image = host.picture();
        for (const QPoint& at : {QPoint(250, 200), QPoint(4, 396), QPoint(300, 100)}) {
            QVERIFY(showsPlace(image, host.view, at, 1, 1));
        }
        QVERIFY(!host.says(QStringLiteral("sub-sampled")));
        // Far: the coarse level, and the mark says by how much.
        host.view.resize(250, 200);
        host.view.fit();
        QTRY_VERIFY(host.view.isPictureComplete());
        image = host.picture();
        for (const QPoint& at : {QPoint(5, 190), QPoint(125, 100), QPoint(245, 10)}) {
            QVERIFY(showsPlace(image, host.view, at, 4, 3));
        }
        QVERIFY(host.says(QStringLiteral("sub-sampled 1:4")));
    }

    void coarseFirstThenFineFromTheMiddle()
    {
        Host host;
        host.view.resize(250, 200);
        host.view.setSeries(slideOf({slideImage(level(1, 1)), slideImage(level(2, 4))}));
        QTRY_VERIFY(host.view.isPictureComplete()); // the coarse level is enough
        host.reader.hold(true);
        host.view.resize(500, 400);
        host.view.setPose({QPointF(500, 400), 4});
        QVERIFY(!host.view.isPictureComplete());
        QVERIFY(host.says(QStringLiteral("still loading")));
        // The coarse level stands there meanwhile, at the right place.
        QVERIFY(showsPlace(host.picture(), host.view, {250, 200}, 4, 4));
        host.reader.hold(false);
        QTRY_VERIFY(host.view.isPictureComplete());
        QVERIFY(showsPlace(host.picture(), host.view, {250, 200}, 1, 1));
        QVERIFY(!host.says(QStringLiteral("still loading")));
    }

    void whatHasNotComeIsNotGlass()
    {
        Host host;
        host.reader.hold(true);
        host.view.setSeries(slideOf({slideImage(level(1, 1))}));
        const QImage image = host.picture();
        QVERIFY(qGray(image.pixel(250, 200)) < 80);
        QVERIFY(host.says(QStringLiteral("still loading: 80 tiles")));
        QVERIFY(!host.view.isPictureComplete());
    }

    void absentTilesHaveTheFilesColour()
    {
        for (const bool stated : {false, true}) {
            Host host;
            SlideSpec spec = level(1, 1);
            spec.places = {{0, 0, 0, 0}, {0, 100, 0, 0}};
            const auto image = slideImage(spec);
            if (stated) {
                auto layout = std::make_shared<TileLayout>(*image->tiles);
                layout->absent = CieLab{0, 32896, 32896}; // black
                image->tiles = layout;
            }
            host.view.setSeries(slideOf({image}));
            QTRY_VERIFY(host.view.isPictureComplete());
            const QImage picture = host.picture();
            QVERIFY(showsPlace(picture, host.view, {75, 25}, 1));
            QCOMPARE(picture.pixel(300, 300), stated ? qRgb(0, 0, 0) : qRgb(255, 255, 255));
            QVERIFY(!host.says(QStringLiteral("MISSING")));
        }
    }

    void whereALevelHasNoTileTheCoarserIsSeen()
    {
        Host host;
        SlideSpec base = level(1, 1);
        base.places = {{0, 0, 0, 0}, {0, 100, 0, 0}};
        host.view.setSeries(slideOf({slideImage(base), slideImage(level(2, 4))}));
        QTRY_VERIFY(host.view.isPictureComplete());
        const QImage picture = host.picture();
        QVERIFY(showsPlace(picture, host.view, {75, 25}, 1));
        QVERIFY(showsPlace(picture, host.view, {300, 300}, 4, 4));
        QVERIFY(host.says(QStringLiteral("coarser level")));
    }

    void lostTilesAreHatchedAndSaid() // hazard: partial data shown as whole
    {
        Host host;
        SlideSpec spec = level(1, 1);
        spec.part = Concatenation{QStringLiteral("1.9"), 1, 2, 0};
        spec.frames = 40; // the upper half
        host.view.setSeries(slideOf({slideImage(spec), slideImage(level(2, 4))}));
        QTRY_VERIFY(host.view.isPictureComplete());
        QVERIFY(host.says(QStringLiteral("MISSING")));
        const QImage picture = host.picture();
        QVERIFY(showsPlace(picture, host.view, {180, 150}, 1));
        std::set<QRgb> colors;
        for (int x = 0; x < 500; ++x) {
            colors.insert(picture.pixel(x, 300));
        }
        QVERIFY(colors.count(qRgb(0, 0, 0)) == 1); // hatching on black: neither glass nor the coarser level
        QVERIFY(colors.count(qRgb(255, 255, 255)) == 0);
    }

    void damagedTilesAreHatchedWithTheReason()
    {
        Host host;
        const ImagePtr base = slideImage(level(1, 1));
        host.reader.refuse(base->path);
        host.view.setSeries(slideOf({base, slideImage(level(2, 4))}));
        QTRY_VERIFY(host.view.isPictureComplete());
        QVERIFY(host.says(QStringLiteral("80 tiles cannot be shown: Half of the pixel data is missing.")));
        const QImage picture = host.picture();
        int black = 0;
        for (int x = 0; x < 500; ++x) {
            black += picture.pixel(x, 225) == qRgb(0, 0, 0) ? 1 : 0;
        }
        QVERIFY(black > 100);
    }

    void anotherPatientsTilesNeverCome() // hazard: wrong patient
    {
        Host host;
        host.reader.hold(true);
        host.view.setSeries(slideOf({slideImage(level(1, 1))}));
        SlideSpec other = level(1, 1);
        other.patient = QStringLiteral("P2");
        const auto image = slideImage(other);
        image->record.study.patient.name = PersonName::fromDicom(QStringLiteral("Other^Bert"));
        host.view.setTextsVisible(true);
        QVERIFY(host.view.overlay().corners[TopLeft].front().text.contains(QStringLiteral("Anna")));
        host.view.setSeries(slideOf({image}));
        QVERIFY(host.view.overlay().corners[TopLeft].front().text.contains(QStringLiteral("Bert")));
        QVERIFY(host.says(QStringLiteral("still loading: 80 tiles")));
        host.view.setSeries(nullptr);
        host.reader.hold(false);
        bool drained = false;
        host.queue.add(1000, [&] { QMetaObject::invokeMethod(&host.view, [&drained] { drained = true; }); });
        QTRY_VERIFY(drained);
        QCOMPARE(host.picture().pixel(250, 200), qRgb(0, 0, 0));
    }

    void identityStaysWithoutTexts()
    {
        Host host;
        host.view.setSeries(slideOf({slideImage(level(1, 1))}));
        host.view.setTextsVisible(false);
        QVERIFY(host.view.overlay().corners[TopLeft].front().text.contains(QStringLiteral("Slide, Anna")));
    }

    void saysWhatIsNotDrawn()
    {
        Host host;
        auto series = std::make_shared<ImageSeries>(*slideOf({slideImage(level(1, 1))}));
        host.view.setSeries(series);
        QVERIFY(!host.says(QStringLiteral("NOT")));
        series = std::make_shared<ImageSeries>(*series);
        series->regions.push_back(std::make_shared<const RegionSet>());
        series->states.push_back(std::make_shared<const PresentationState>());
        host.view.setSeries(series);
        QVERIFY(host.says(QStringLiteral("segmentations of this slide are NOT drawn")));
        QVERIFY(host.says(QStringLiteral("presentation states of this slide are NOT applied")));
    }

    void magnificationAndScale()
    {
        SlideSpec spec = level(1, 1);
        spec.spacing = 0.00025;
        ImageSeriesPtr series = slideOf({slideImage(spec)});
        auto now = slideMagnification(*series->slide, 0, 0.5);
        QVERIFY(now && now->byObjective);
        QCOMPARE(now->value, 10.0); // an objective of 20, two pixels to one
        spec.paths = {{QStringLiteral("1"), {}, {}}};
        series = slideOf({slideImage(spec)});
        now = slideMagnification(*series->slide, 0, 0.5);
        QVERIFY(now && !now->byObjective);
        QCOMPARE(now->value, 20.0); // 0.25 um are 40x
        Host host;
        host.view.setTextsVisible(true);
        host.view.setSeries(series);
        const Overlay overlay = host.view.overlay();
        QVERIFY(overlay.scale);
        // 0.25 um a pixel, two of them to one of the screen: 0.0005 mm.
        QVERIFY(std::abs(overlay.scale->millimetres / overlay.scale->length - 0.0005) < 1e-9);
        QVERIFY(overlay.corners[BottomLeft].back().text.startsWith(QStringLiteral("about 20")));
        host.view.setMagnification(40);
        QCOMPARE(host.view.geometry().scale(), 1.0);
        spec.spacing = 0;
        series = slideOf({slideImage(spec)});
        QVERIFY(!slideMagnification(*series->slide, 0, 1));
        host.view.setSeries(series);
        QVERIFY(!host.view.overlay().scale); // hazard: wrong measurement
        QVERIFY(host.view.overlay().corners[BottomLeft].back().text.contains(QStringLiteral("not known")));
    }

    void mouseAndKeysMove()
    {
        Host host;
        host.view.setSeries(slideOf({slideImage(level(1, 1)), slideImage(level(2, 4))}));
        host.view.setPose({QPointF(500, 400), 2});
        const QPointF under = host.view.geometry().toBase({100, 100});
        QTest::mousePress(&host.view, Qt::LeftButton, {}, {100, 100});
        QTest::mouseMove(&host.view, {150, 130});
        QTest::mouseRelease(&host.view, Qt::LeftButton, {}, {150, 130});
        QVERIFY((host.view.geometry().toBase({150, 130}) - under).manhattanLength() < 1e-6);
        QTest::keyClick(&host.view, Qt::Key_Plus);
        QCOMPARE(host.view.geometry().scale(), 2.5);
        QTest::keyClick(&host.view, Qt::Key_Right);
        QVERIFY(host.view.pose().centre.x() > 480);
        QTest::keyClick(&host.view, Qt::Key_Home);
        QCOMPARE(host.view.geometry().scale(), 0.5);
        host.view.oneToOne();
        QCOMPARE(host.view.geometry().scale() * host.view.devicePixelRatioF(), 1.0);
        // The map: a click goes there.
        host.view.setMapVisible(true);
        const QRectF map = host.view.mapRect();
        QVERIFY(!map.isEmpty());
        QTest::mouseClick(&host.view, Qt::LeftButton, {},
                          (map.topLeft() + QPointF(map.width() * 0.25, map.height() * 0.75)).toPoint());
        QVERIFY((host.view.pose().centre - QPointF(250, 600)).manhattanLength() < 30);
    }

    void channelsAreChosen()
    {
        SlideSpec spec = level(1, 1);
        spec.planes = 2;
        spec.paths = {{QStringLiteral("R"), QStringLiteral("Red"), {}}, {QStringLiteral("G"), QStringLiteral("Green"), {}}};
        const ImagePtr image = slideImage(spec);
        Host host([](const ImageAttributes& attributes, int frame) {
            const TilePlace place = attributes.tiles->place(frame, attributes.rows, attributes.columns);
            return tileOf(attributes, frame,
                          [place](int, int) { return qRgb(50 + 100 * place.path, 50 + 100 * place.plane, 7); });
        });
        SlidePage page(host.services);
        page.resize(600, 500);
        page.show();
        page.setSeries(slideOf({image}));
        SlideView& view = page.view();
        view.setMapVisible(false);
        const auto middle = [&] { return view.grab().toImage().pixel(view.width() / 2, view.height() / 2); };
        QTRY_VERIFY(view.isPictureComplete());
        QCOMPARE(middle(), qRgb(50, 50, 7));
        page.findChild<QComboBox*>(QStringLiteral("slidePath"))->setCurrentIndex(1);
        QTRY_VERIFY(view.isPictureComplete());
        QCOMPARE(middle(), qRgb(150, 50, 7));
        QTest::keyClick(&view, Qt::Key_PageUp);
        QTRY_VERIFY(view.isPictureComplete());
        QCOMPARE(middle(), qRgb(150, 150, 7));
        QCOMPARE(page.findChild<QComboBox*>(QStringLiteral("slidePlane"))->currentIndex(), 1);
        QVERIFY(view.overlay().corners[BottomLeft].front().text.contains(QStringLiteral("Green")));
        QVERIFY(!page.findChild<QToolButton*>(QStringLiteral("slideLabel"))->isEnabled());
    }

    void memoryIsBounded()
    {
        SlideSpec spec = level(1, 1);
        spec.columns = 40'000;
        spec.rows = 40'000;
        spec.tile = 512; // 6,241 tiles of 1 MiB each as pictures
        Host host([](const ImageAttributes& attributes, int frame) {
            return tileOf(attributes, frame, [](int, int) { return qRgb(1, 2, 3); });
        });
        const ImageSeriesPtr series = slideOf({slideImage(spec)});
        SlideLoader loader(host.services);
        loader.setSlide(series->slide);
        for (int part = 0; part < 8; ++part) {
            std::vector<SlideTileKey> keys;
            for (int i = 0; i < 60; ++i) {
                keys.push_back({0, 0, part * 60 + i, 0});
            }
            loader.want(keys);
            QTRY_VERIFY(loader.waiting() == 0);
            QVERIFY(loader.has(keys.front()));
        }
        QVERIFY2(loader.bytes() <= (std::size_t{256} << 20), qPrintable(QString::number(loader.bytes())));
        QVERIFY(host.cache.bytes() <= host.cache.budget());
        // A slide without a coarser level, seen whole: nothing is loaded without end.
        host.view.setSeries(series);
        QVERIFY(host.says(QStringLiteral("zoom in")));
        QVERIFY(host.view.isPictureComplete());
        host.view.setPose({QPointF(20'000, 20'000), 1});
        QTRY_VERIFY(host.view.isPictureComplete());
        QCOMPARE(host.picture().pixel(250, 200), qRgb(1, 2, 3));
        QVERIFY(!host.says(QStringLiteral("zoom in")));
    }

    void aHeaderThatPromisesTheWorldIsShown()
    {
        SlideSpec spec = level(1, 1);
        spec.columns = spec.rows = 1 << 30;
        spec.tile = 1;
        spec.frames = 12;
        Host host([](const ImageAttributes& attributes, int frame) {
            return tileOf(attributes, frame, [](int, int) { return qRgb(1, 2, 3); });
        });
        host.view.setSeries(slideOf({slideImage(spec)}));
        QTRY_VERIFY(host.view.isPictureComplete());
        QVERIFY(host.says(QStringLiteral("MISSING")));
        host.picture();
        host.view.setPose({QPointF(6, 0), 16});
        QTRY_VERIFY(host.view.isPictureComplete());
        QCOMPARE(host.picture().pixel(250 + 8, 200 + 8), qRgb(1, 2, 3));
    }

    void aSlideThatGrowsKeepsWhatIsSeen()
    {
        Host host;
        const ImagePtr coarse = slideImage(level(2, 4));
        host.view.setSeries(slideOf({coarse}));
        host.view.setPose({QPointF(100, 50), 4});
        QTRY_VERIFY(host.view.isPictureComplete());
        host.view.setSeries(slideOf({coarse, slideImage(level(1, 1))}));
        QVERIFY((host.view.pose().centre - QPointF(400, 200)).manhattanLength() < 1e-6);
        QCOMPARE(host.view.pose().scale, 1.0);
    }

    void theGridLaysItOverAViewport()
    {
        Host host;
        ViewportGrid grid(host.services);
        grid.resize(800, 600);
        grid.show();
        const ImageSeriesPtr slide = slideOf({slideImage(level(1, 1)), slideImage(level(2, 4))});
        const auto context = std::make_shared<const StudyContext>(StudyContext{slide->study, 1});
        grid.setStudy(context, {slide});
        SlideView* view = grid.slideIn(*grid.active());
        QVERIFY(view);
        QVERIFY(view->isVisible());
        QTRY_VERIFY(grid.isPictureComplete());
        QCOMPARE(grid.active()->focusProxy() != nullptr, true);
        // More of it comes: the same view goes on.
        auto grown =
            std::make_shared<ImageSeries>(*slideOf({slideImage(level(1, 1)), slideImage(level(2, 4)), slideImage(level(3, 16))}));
        view->setPose({QPointF(200, 200), 1});
        QVERIFY(grid.updateSeries(1, {grown}));
        QCOMPARE(grid.slideIn(*grid.active()), view);
        QCOMPARE(view->series()->slide->levels.size(), std::size_t(3));
        QVERIFY((view->pose().centre - QPointF(200, 200)).manhattanLength() < 1e-6);
        grid.setStudy(nullptr, {});
        QVERIFY(!grid.slideIn(*grid.active()));
        QVERIFY(!view->isVisible());
        QVERIFY(!view->series());
    }
};

QTEST_MAIN(TestSlideView)
#include "tst_SlideView.moc"
