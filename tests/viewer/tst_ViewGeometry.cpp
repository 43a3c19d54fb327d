#include "viewport/ViewGeometry.h"

#include <QTest>

using namespace isocenter;

class TestViewGeometry : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fitShowsAllInTheMiddle();
    void row19_aspectComesFromSpacing();
    void oneToOneIsPixelExact();
    void zoomKeepsThePointUnderTheCursor_data();
    void zoomKeepsThePointUnderTheCursor();
    void zoomIsBounded();
    void row20_turnsAndFlipsAreAsSeen_data();
    void row20_turnsAndFlipsAreAsSeen();
    void fourTurnsAreNone();
    void someOfTheImageStaysInSight();
    void inverseIsInverse();
};

namespace {

bool near(const QPointF& a, const QPointF& b, double tolerance = 1e-6)
{
    return std::abs(a.x() - b.x()) <= tolerance && std::abs(a.y() - b.y()) <= tolerance;
}

} // namespace

void TestViewGeometry::fitShowsAllInTheMiddle()
{
    const ViewGeometry g({400, 300}, {100, 50}, 1.0, 1.0, {});
    QCOMPARE(g.zoom(), 4.0);
    QVERIFY(near(g.imageToWidget().map(QPointF(0, 0)), {0, 50}));
    QVERIFY(near(g.imageToWidget().map(QPointF(100, 50)), {400, 250}));
    ViewPose turned;
    turned.quarterTurns = 1;
    QCOMPARE(ViewGeometry({400, 300}, {100, 50}, 1.0, 1.0, turned).zoom(), 3.0); // 50 wide, 100 high
}

void TestViewGeometry::row19_aspectComesFromSpacing()
{
    ImageAttributes image;
    image.pixelAspect = 2.0;
    QCOMPARE(ViewGeometry::pixelAspect(image, 0), 2.0);
    image.shared.spacing = PixelSpacing{0.5, 1.0};
    QCOMPARE(ViewGeometry::pixelAspect(image, 0), 0.5); // rows 0.5 mm apart, columns 1 mm: pixels half as high as wide
    image.shared.spacing = PixelSpacing{0.0, 1.0};
    QCOMPARE(ViewGeometry::pixelAspect(image, 0), 1.0);
    const ViewGeometry g({400, 400}, {100, 100}, 0.5, 1.0, {});
    QVERIFY(near(g.imageToWidget().map(QPointF(0, 0)), {0, 100}));
    QVERIFY(near(g.imageToWidget().map(QPointF(100, 100)), {400, 300}));
}

void TestViewGeometry::oneToOneIsPixelExact()
{
    // Odd differences would put the image half a pixel off; on a screen of ratio 2 a pixel is half a unit.
    for (const double ratio : {1.0, 2.0}) {
        ViewPose pose;
        pose.zoom = 1.0 / ratio;
        const ViewGeometry g({401, 300}, {100, 51}, 1.0, ratio, pose);
        QCOMPARE(g.oneToOneZoom(), 1.0 / ratio);
        const QPointF corner = g.imageToDevice().map(QPointF(0, 0));
        QCOMPARE(corner, QPointF(std::round(corner.x()), std::round(corner.y())));
        QVERIFY(near(g.imageToDevice().map(QPointF(1, 1)) - corner, {1, 1}));
    }
}

void TestViewGeometry::zoomKeepsThePointUnderTheCursor_data()
{
    QTest::addColumn<int>("turns");
    QTest::addColumn<bool>("flip");
    QTest::addColumn<QPointF>("cursor");
    QTest::newRow("plain") << 0 << false << QPointF(123.5, 77.25);
    QTest::newRow("turned") << 1 << false << QPointF(300, 200);
    QTest::newRow("flipped") << 0 << true << QPointF(10, 20);
    QTest::newRow("both") << 3 << true << QPointF(250, 290);
}

void TestViewGeometry::zoomKeepsThePointUnderTheCursor()
{
    QFETCH(int, turns);
    QFETCH(bool, flip);
    QFETCH(QPointF, cursor);
    ViewPose pose;
    pose.quarterTurns = turns;
    pose.flipHorizontal = flip;
    const ViewGeometry before({400, 300}, {128, 96}, 1.3, 1.0, pose);
    const QPointF point = before.widgetToImage().map(cursor);
    const ViewGeometry after({400, 300}, {128, 96}, 1.3, 1.0, before.zoomedAt(cursor, before.zoom() * 1.7));
    QCOMPARE(after.zoom(), before.zoom() * 1.7);
    QVERIFY(near(after.imageToWidget().map(point), cursor));
}

void TestViewGeometry::zoomIsBounded()
{
    const ViewGeometry g({400, 300}, {128, 96}, 1.0, 1.0, {});
    QCOMPARE(*g.zoomedAt({0, 0}, 1e9).zoom, ViewGeometry::kMaximumZoom);
    QCOMPARE(*g.zoomedAt({0, 0}, 1e-9).zoom, ViewGeometry::kMinimumZoom);
    const ViewGeometry tiny({0, 0}, {0, 0}, 0, 0, {});
    QVERIFY(tiny.imageToWidget().isInvertible());
}

// Where the corners of the image (A upper left, B upper right, C lower left, D lower right) lie on the screen, read row by row.
void TestViewGeometry::row20_turnsAndFlipsAreAsSeen_data()
{
    QTest::addColumn<QString>("steps");
    QTest::addColumn<QString>("corners");
    QTest::newRow("nothing") << ""
                             << "ABCD";
    QTest::newRow("clockwise") << "r"
                               << "CADB";
    QTest::newRow("half") << "rr"
                          << "DCBA";
    QTest::newRow("counterclockwise") << "rrr"
                                      << "BDAC";
    QTest::newRow("horizontal") << "h"
                                << "BADC";
    QTest::newRow("vertical") << "v"
                              << "CDAB";
    QTest::newRow("horizontal, clockwise") << "hr"
                                           << "DBCA";
    QTest::newRow("clockwise, horizontal") << "rh"
                                           << "ACBD";
    QTest::newRow("clockwise, vertical") << "rv"
                                         << "DBCA";
    QTest::newRow("horizontal, vertical") << "hv"
                                          << "DCBA";
    QTest::newRow("vertical, clockwise, horizontal") << "vrh"
                                                     << "CADB";
    QTest::newRow("twice the same") << "vv"
                                    << "ABCD";
}

void TestViewGeometry::row20_turnsAndFlipsAreAsSeen()
{
    QFETCH(QString, steps);
    QFETCH(QString, corners);
    const QSizeF view(300, 300);
    const QSize image(100, 100);
    ViewPose pose;
    for (QChar step : steps) {
        const ViewGeometry g(view, image, 1.0, 1.0, pose);
        pose = step == QLatin1Char('r') ? g.turned(1) : g.flipped(step == QLatin1Char('h') ? Qt::Horizontal : Qt::Vertical);
    }
    const ViewGeometry g(view, image, 1.0, 1.0, pose);
    const QPointF places[] = {{0, 0}, {300, 0}, {0, 300}, {300, 300}};
    const QPointF of[] = {{0, 0}, {100, 0}, {0, 100}, {100, 100}};
    QString found;
    for (const QPointF& place : places) {
        for (int i = 0; i < 4; ++i) {
            if (near(g.imageToWidget().map(of[i]), place)) {
                found += QLatin1Char("ABCD"[i]);
            }
        }
    }
    QCOMPARE(found, corners);
}

void TestViewGeometry::fourTurnsAreNone()
{
    ViewPose pose;
    pose.zoom = 2.0;
    pose.pan = {30, -12};
    pose.flipHorizontal = true;
    ViewPose turned = pose;
    for (int i = 0; i < 4; ++i) {
        turned = ViewGeometry({400, 300}, {128, 96}, 1.0, 1.0, turned).turned(1);
    }
    QVERIFY(turned == pose);
    QVERIFY(ViewGeometry({400, 300}, {128, 96}, 1.0, 1.0, pose).turned(-3) ==
            ViewGeometry({400, 300}, {128, 96}, 1.0, 1.0, pose).turned(1));
}

void TestViewGeometry::someOfTheImageStaysInSight()
{
    const ViewGeometry g({400, 300}, {100, 100}, 1.0, 1.0, {});
    const ViewGeometry far({400, 300}, {100, 100}, 1.0, 1.0, g.panned({1e6, -1e6}));
    QVERIFY(far.imageToWidget().mapRect(QRectF(0, 0, 100, 100)).intersects(QRectF(0, 0, 400, 300)));
}

void TestViewGeometry::inverseIsInverse()
{
    ViewPose pose;
    pose.zoom = 3.3;
    pose.pan = {17, 5};
    pose.quarterTurns = 3;
    pose.flipHorizontal = true;
    const ViewGeometry g({401, 299}, {128, 97}, 0.8, 1.5, pose);
    QVERIFY(near(g.widgetToImage().map(g.imageToWidget().map(QPointF(12.25, 80.5))), {12.25, 80.5}));
    QCOMPARE(g.deviceSize(), QSize(602, 449)); // 601.5 and 448.5 rounded up
}

QTEST_GUILESS_MAIN(TestViewGeometry)
#include "tst_ViewGeometry.moc"
