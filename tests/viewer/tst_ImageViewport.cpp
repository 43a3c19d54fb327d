#include "viewport/ImageViewport.h"

#include "viewer/FakeSeries.h"

#include <QDropEvent>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace isocenter;
using namespace isocenter::test;

/// Through real events; what is on the screen is read back.
class TestImageViewport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsTheRightPixels();
    void wheelScrollsAndShowsThatSlice();
    void controlWheelZoomsAtTheCursor();
    void rightDragWindows();
    void middleDragPans();
    void leftDragIsTheTool();
    void bothButtonsScrollFast();
    void sliderScrolls();
    void neverAnOldPictureUnderANewNumber();
    void failedSliceIsHatched();
    void staleAnswersAreDropped();
    void aGrownSeriesKeepsItsView();
    void windowFromRoi();
    void flipAndTurnMovePixels();
    void patientPointOfAPixel();
    void probeReadsTheValue();
    void doubleClickAndDrop();
    void cinePlaysAndStops();
    void magnifierShowsImagePixels();
    void survivesWithoutASeries();
    void highDpiGeometry();
};

namespace {

constexpr int kSide = 256; // 64 pixels at 4 screen pixels each

Window window(double center, double width)
{
    Window w;
    w.center = center;
    w.width = width;
    return w;
}

/// The value of slice i at (row, column): tells all three apart.
int valueOf(int slice, int row, int column)
{
    return slice * 20 + row / 8 * 10 + column / 8;
}

/// LINEAR of PS3.3 C.11.2.1.2.1 to 8 bits.
int greyOf(int value, double c, double w)
{
    const double y = ((value - (c - 0.5)) / (w - 1) + 0.5) * 255;
    return static_cast<int>(std::clamp(y, 0.0, 255.0) + 0.5);
}

struct Stage
{
    FakeReader reader{[](const ImageAttributes& image, int) {
        const int slice = image.path.section(QLatin1Char('/'), 1).toInt();
        return frameOf(image.rows, image.columns, [slice](int r, int c) { return valueOf(slice, r, c); });
    }};
    FrameCache cache{64u << 20};
    WorkQueue queue{2};
    ImageViewport viewport{ViewerServices{reader, cache, queue}};

    Stage()
    {
        viewport.resize(kSide, kSide);
        viewport.show();
        QVERIFY(QTest::qWaitForWindowExposed(&viewport));
    }
    ~Stage() { reader.hold(false); }

    void showStack(const SeriesSpec& spec = {}, int index = -1)
    {
        viewport.setSeries(stackOf(spec), index);
        viewport.setWindow(window(100, 200));
        viewport.setInterpolation(Interpolation::Nearest);
        QTRY_VERIFY(viewport.isPictureComplete());
        QTRY_COMPARE(viewport.loadedCount() + viewport.failedCount(), spec.count);
    }
    int greyAt(const QPointF& imagePoint)
    {
        const QPointF p = viewport.imageToWidget().map(imagePoint);
        const QImage picture = viewport.grab().toImage();
        const double ratio = picture.devicePixelRatio();
        return qGray(picture.pixel(static_cast<int>(p.x() * ratio), static_cast<int>(p.y() * ratio)));
    }
    void wheel(const QPointF& position, int delta, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWheelEvent event(position, viewport.mapToGlobal(position), QPoint(), QPoint(0, delta), Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&viewport, &event);
    }
    void mouse(QEvent::Type type, const QPointF& position, Qt::MouseButton button, Qt::MouseButtons buttons)
    {
        QMouseEvent event(type, position, viewport.mapToGlobal(position), button, buttons, Qt::NoModifier);
        QCoreApplication::sendEvent(&viewport, &event);
    }
    void drag(Qt::MouseButton button, const QPointF& from, const QPointF& to)
    {
        mouse(QEvent::MouseButtonPress, from, button, button);
        mouse(QEvent::MouseMove, (from + to) / 2, Qt::NoButton, button);
        mouse(QEvent::MouseMove, to, Qt::NoButton, button);
        mouse(QEvent::MouseButtonRelease, to, button, Qt::NoButton);
    }
};

class RecordingTool : public ViewportTool
{
public:
    void press(ImageViewport&, const ToolEvent& e) override
    {
        log << QStringLiteral("press %1,%2").arg(e.position.x()).arg(e.position.y());
    }
    void move(ImageViewport&, const ToolEvent& e) override
    {
        log << QStringLiteral("move %1,%2").arg(e.delta.x()).arg(e.delta.y());
    }
    void release(ImageViewport&, const ToolEvent&) override { log << QStringLiteral("release"); }
    void cancel(ImageViewport&) override { log << QStringLiteral("cancel"); }
    QStringList log;
};

// Away from texts, letters and slider.
const QPointF kPlaces[] = {{20.5, 28.5}, {44.5, 36.5}, {28.5, 40.5}};

} // namespace

void TestImageViewport::showsTheRightPixels()
{
    Stage s;
    s.showStack();
    QCOMPARE(s.viewport.index(), 2); // the middle of a stack by position
    for (const QPointF& place : kPlaces) {
        QCOMPARE(s.greyAt(place), greyOf(valueOf(2, int(place.y()), int(place.x())), 100, 200));
    }
}

void TestImageViewport::wheelScrollsAndShowsThatSlice()
{
    Stage s;
    s.showStack();
    QSignalSpy moved(&s.viewport, &ImageViewport::indexChanged);
    s.wheel({100, 100}, -120);
    QCOMPARE(s.viewport.index(), 3);
    s.wheel({100, 100}, -60); // half a notch of a touchpad
    QCOMPARE(s.viewport.index(), 3);
    s.wheel({100, 100}, -60);
    QCOMPARE(s.viewport.index(), 4);
    s.wheel({100, 100}, -120);
    QCOMPARE(s.viewport.index(), 4);
    QCOMPARE(moved.count(), 2);
    QCOMPARE(s.greyAt(kPlaces[0]), greyOf(valueOf(4, 28, 20), 100, 200));
    s.wheel({100, 100}, 240);
    QCOMPARE(s.greyAt(kPlaces[0]), greyOf(valueOf(2, 28, 20), 100, 200));
}

void TestImageViewport::controlWheelZoomsAtTheCursor()
{
    Stage s;
    s.showStack();
    const QPointF cursor(90, 130);
    const QPointF before = s.viewport.widgetToImage().map(cursor);
    s.wheel(cursor, 120, Qt::ControlModifier);
    const QPointF after = s.viewport.widgetToImage().map(cursor);
    QVERIFY(std::hypot(before.x() - after.x(), before.y() - after.y()) < 1e-6);
    QCOMPARE(s.viewport.index(), 2);
    QVERIFY(qAbs(s.viewport.imageToWidget().m11() - 4.8) < 1e-9);
    s.viewport.oneToOne();
    QCOMPARE(s.viewport.imageToWidget().m11(), 1.0 / s.viewport.devicePixelRatioF());
    s.viewport.fit();
    QCOMPARE(s.viewport.imageToWidget().m11(), 4.0);
}

void TestImageViewport::rightDragWindows()
{
    Stage s;
    s.showStack();
    QSignalSpy changed(&s.viewport, &ImageViewport::windowChanged);
    s.drag(Qt::RightButton, {60, 60}, {160, 110});
    const Window w = *s.viewport.window();
    // The slice holds values 40 to 117: a step of 77/1024 a pixel.
    QVERIFY(qAbs(w.width - (200 + 100 * 77.0 / 1024)) < 1e-9);
    QVERIFY(qAbs(w.center - (100 + 50 * 77.0 / 1024)) < 1e-9);
    QVERIFY(changed.count() >= 1);
    QCOMPARE(s.greyAt(kPlaces[1]), greyOf(valueOf(2, 36, 44), w.center, w.width));
    s.viewport.setInvert(true);
    QVERIFY(qAbs(s.greyAt(kPlaces[1]) - (255 - greyOf(valueOf(2, 36, 44), w.center, w.width))) <= 1);
}

void TestImageViewport::middleDragPans()
{
    Stage s;
    s.showStack();
    const QPointF before = s.viewport.imageToWidget().map(QPointF(0, 0));
    s.drag(Qt::MiddleButton, {60, 60}, {80, 50});
    QCOMPARE(s.viewport.imageToWidget().map(QPointF(0, 0)) - before, QPointF(20, -10));
    QCOMPARE(s.greyAt(kPlaces[2]), greyOf(valueOf(2, 40, 28), 100, 200));
    s.viewport.resetView();
    QCOMPARE(s.viewport.imageToWidget().map(QPointF(0, 0)), before);
    QVERIFY(!s.viewport.viewState().display.window);
}

void TestImageViewport::leftDragIsTheTool()
{
    Stage s;
    s.showStack();
    RecordingTool tool;
    s.viewport.setTool(&tool);
    s.drag(Qt::LeftButton, {60, 60}, {80, 50});
    QCOMPARE(tool.log, (QStringList{QStringLiteral("press 60,60"), QStringLiteral("move 10,-5"), QStringLiteral("move 10,-5"),
                                    QStringLiteral("release")}));
    QCOMPARE(s.viewport.index(), 2);
    tool.log.clear();
    s.mouse(QEvent::MouseButtonPress, {60, 60}, Qt::LeftButton, Qt::LeftButton);
    s.mouse(QEvent::MouseButtonPress, {60, 60}, Qt::RightButton, Qt::LeftButton | Qt::RightButton);
    QCOMPARE(tool.log.last(), QStringLiteral("cancel"));
    s.mouse(QEvent::MouseButtonRelease, {60, 60}, Qt::RightButton, Qt::LeftButton);
    s.mouse(QEvent::MouseMove, {60, 90}, Qt::NoButton, Qt::LeftButton);
    s.mouse(QEvent::MouseButtonRelease, {60, 90}, Qt::LeftButton, Qt::NoButton);
    QCOMPARE(tool.log.size(), 2);
    QCOMPARE(s.viewport.index(), 2);
    s.viewport.setTool(nullptr);
    s.drag(Qt::LeftButton, {60, 60}, {60, 72});
    QCOMPARE(s.viewport.index(), 4);
}

void TestImageViewport::bothButtonsScrollFast()
{
    Stage s;
    SeriesSpec spec;
    spec.count = 512;
    spec.rows = spec.columns = 8;
    spec.sliceSpacing = 1;
    s.viewport.setSeries(stackOf(spec), 0);
    const Qt::MouseButtons both = Qt::LeftButton | Qt::RightButton;
    s.mouse(QEvent::MouseButtonPress, {60, 20}, Qt::RightButton, Qt::RightButton);
    s.mouse(QEvent::MouseButtonPress, {60, 20}, Qt::LeftButton, both);
    s.mouse(QEvent::MouseMove, {60, 120}, Qt::NoButton, both);
    QCOMPARE(s.viewport.index(), 200); // 512 slices over 256 pixels
    s.mouse(QEvent::MouseButtonRelease, {60, 120}, Qt::RightButton, Qt::LeftButton);
    s.mouse(QEvent::MouseMove, {60, 150}, Qt::NoButton, Qt::LeftButton);
    QCOMPARE(s.viewport.index(), 200);
}

void TestImageViewport::sliderScrolls()
{
    Stage s;
    SeriesSpec spec;
    spec.count = 100;
    spec.rows = spec.columns = 8;
    s.viewport.setSeries(stackOf(spec), 0);
    s.drag(Qt::LeftButton, {kSide - 3.0, 20}, {kSide - 3.0, 128});
    QVERIFY(qAbs(s.viewport.index() - 50) <= 1);
    s.drag(Qt::LeftButton, {kSide - 3.0, 128}, {kSide - 3.0, 5000});
    QCOMPARE(s.viewport.index(), 99);
}

/// Hazard: image shown stale after key. A slice that has not arrived is black, with its own number.
void TestImageViewport::neverAnOldPictureUnderANewNumber()
{
    Stage s;
    s.reader.hold(true);
    s.viewport.setSeries(stackOf({}), 1);
    s.viewport.setWindow(window(0, 2)); // any value but 0 is white
    s.viewport.setOverlayVisible(false);
    QSignalSpy shown(&s.viewport, &ImageViewport::frameShown);
    QCOMPARE(s.greyAt(kPlaces[0]), 0);
    QVERIFY(!s.viewport.isPictureComplete());
    s.reader.hold(false);
    QTRY_COMPARE(s.viewport.loadedCount(), 5);
    QCOMPARE(s.greyAt(kPlaces[0]), 255);
    QTRY_COMPARE(shown.count(), 1);
    QCOMPARE(shown.first().first().toInt(), 1);
    QVERIFY(s.viewport.isPictureComplete());

    // Another series, held back: nothing of the first may stay.
    s.reader.hold(true);
    SeriesSpec other;
    other.key = QStringLiteral("b");
    s.viewport.setSeries(stackOf(other), 3);
    s.viewport.setWindow(window(0, 2));
    QCOMPARE(s.greyAt(kPlaces[0]), 0);
    QVERIFY(!s.viewport.window());
    QVERIFY(!s.viewport.probe({60, 60}));
}

/// Hazard: truncated or corrupt frame shown as anatomy.
void TestImageViewport::failedSliceIsHatched()
{
    Stage s;
    s.reader.refuse(QStringLiteral("a/2"));
    QSignalSpy failed(&s.viewport, &ImageViewport::frameFailed);
    s.showStack();
    QCOMPARE(failed.count(), 1);
    QCOMPARE(failed.first().at(1).toString(), QStringLiteral("Half of the pixel data is missing."));
    QCOMPARE(s.viewport.failedCount(), 1);
    const QImage picture = s.viewport.grab().toImage();
    int colored = 0;
    int grey = 0;
    for (int y = 60; y < 110; ++y) {
        for (int x = 40; x < 220; ++x) {
            const QColor c = picture.pixelColor(x, y);
            colored += c.saturation() > 100 && c.value() > 20 ? 1 : 0;
            grey += c.value() > 20 && c.saturation() < 10 ? 1 : 0;
        }
    }
    QVERIFY(colored > 300); // caution-coloured lines
    QVERIFY(grey < colored / 4);
    QVERIFY(!s.viewport.window());
    s.viewport.scroll(1);
    QCOMPARE(s.greyAt(kPlaces[0]), greyOf(valueOf(3, 28, 20), 100, 200));
}

/// Hazard: wrong patient opened. Frames asked for an earlier series never arrive in a later one.
void TestImageViewport::staleAnswersAreDropped()
{
    Stage s;
    SeriesSpec specs[2];
    specs[1].key = QStringLiteral("b");
    specs[0].count = specs[1].count = 40;
    const ImageSeriesPtr series[2] = {stackOf(specs[0]), stackOf(specs[1])};
    for (int i = 0; i < 200; ++i) {
        s.viewport.setSeries(series[i % 2], (7 * i) % 40);
        if (i % 3 == 0) {
            QTRY_VERIFY(s.viewport.loadedCount() > 0);
        }
    }
    QCOMPARE(s.viewport.series(), series[1]);
    QTRY_COMPARE(s.viewport.loadedCount(), 40);
    s.viewport.setWindow(window(500, 1000));
    s.viewport.setInterpolation(Interpolation::Nearest);
    for (int i : {0, 13, 39}) {
        s.viewport.setIndex(i);
        QCOMPARE(s.greyAt(kPlaces[1]), greyOf(valueOf(i, 36, 44), 500, 1000));
    }
}

void TestImageViewport::aGrownSeriesKeepsItsView()
{
    Stage s;
    SeriesSpec spec;
    s.showStack(spec, 3);
    s.viewport.zoomAt({100, 100}, 2);
    const ViewState before = s.viewport.viewState();
    spec.count = 9;
    s.viewport.setSeries(stackOf(spec));
    QCOMPARE(s.viewport.index(), 3);
    QVERIFY(s.viewport.viewState().pose == before.pose);
    QVERIFY(s.viewport.viewState().display == before.display);
    spec.key = QStringLiteral("b");
    s.viewport.setSeries(stackOf(spec));
    QCOMPARE(s.viewport.index(), 4);
    QVERIFY(s.viewport.viewState().pose == ViewPose());
}

void TestImageViewport::windowFromRoi()
{
    Stage s;
    s.showStack();
    // Columns 16 to 31 and rows 8 to 15 of slice 2: values 40 + 10 + (2 or 3).
    QVERIFY(s.viewport.windowFromRoi(QRectF(16, 8, 16, 8)));
    QCOMPARE(s.viewport.window()->width, 2.0);
    QCOMPARE(s.viewport.window()->center, 53.0);
    QCOMPARE(s.greyAt({20.5, 12.5}), 0);
    QVERIFY(!s.viewport.windowFromRoi(QRectF(100, 100, 5, 5)));
    s.viewport.applyFullRange();
    QCOMPARE(s.viewport.window()->width, 78.0); // 40 to 117
    s.viewport.applyDefaultWindow();
    QVERIFY(s.viewport.window());
}

void TestImageViewport::flipAndTurnMovePixels()
{
    Stage s;
    s.showStack();
    const auto greyAtWidget = [&](const QPoint& p) { return qGray(s.viewport.grab().toImage().pixel(p)); };
    const QPoint place(82, 114); // image 20.5, 28.5
    s.viewport.flip(Qt::Horizontal);
    QCOMPARE(greyAtWidget(place), greyOf(valueOf(2, 28, 63 - 20), 100, 200));
    s.viewport.flip(Qt::Vertical);
    QCOMPARE(greyAtWidget(place), greyOf(valueOf(2, 63 - 28, 63 - 20), 100, 200));
    s.viewport.resetView();
    s.viewport.setWindow(window(100, 200));
    s.viewport.rotateBy(1); // clockwise: the pixel at (x, y) comes from column y, row 63 - x
    QCOMPARE(greyAtWidget(place), greyOf(valueOf(2, 63 - 20, 28), 100, 200));
}

void TestImageViewport::patientPointOfAPixel()
{
    Stage s;
    SeriesSpec spec;
    spec.spacing = 0.5;
    s.showStack(spec);
    const auto point = s.viewport.patientPoint(s.viewport.imageToWidget().map(QPointF(10.5, 20.5)));
    QVERIFY(point);
    QVERIFY((*point - Eigen::Vector3d(-10 + 10 * 0.5, -20 + 20 * 0.5, 4)).norm() < 1e-9);
    QSignalSpy moved(&s.viewport, &ImageViewport::cursorMoved);
    s.mouse(QEvent::MouseMove, {100, 100}, Qt::NoButton, Qt::NoButton);
    QCOMPARE(moved.count(), 1);
}

void TestImageViewport::probeReadsTheValue()
{
    Stage s;
    s.showStack();
    const auto probe = s.viewport.probe(s.viewport.imageToWidget().map(QPointF(44.5, 36.5)));
    QVERIFY(probe);
    QCOMPARE(probe->column, 44);
    QCOMPARE(probe->row, 36);
    QCOMPARE(probe->modality, double(valueOf(2, 36, 44)));
    QCOMPARE(probeValueText(*probe), QStringLiteral("85 HU"));
    QVERIFY(!s.viewport.probe({-5, 10}));
}

void TestImageViewport::doubleClickAndDrop()
{
    Stage s;
    s.showStack();
    QSignalSpy twice(&s.viewport, &ImageViewport::doubleClicked);
    QSignalSpy active(&s.viewport, &ImageViewport::activated);
    QTest::mouseDClick(&s.viewport, Qt::LeftButton, {}, QPoint(100, 100));
    QCOMPARE(twice.count(), 1);
    QVERIFY(active.count() >= 1);
    QSignalSpy dropped(&s.viewport, &ImageViewport::seriesDropped);
    QMimeData data;
    data.setData(QLatin1String(kSeriesMimeType), QByteArray("1.2.3/é"));
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&s.viewport, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&s.viewport, &drop);
    QCOMPARE(dropped.count(), 1);
    QCOMPARE(dropped.first().first().toString(), QStringLiteral("1.2.3/é"));
    QMimeData text;
    text.setText(QStringLiteral("x"));
    QDragEnterEvent foreign(QPoint(50, 50), Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
    foreign.ignore();
    QCoreApplication::sendEvent(&s.viewport, &foreign);
    QVERIFY(!foreign.isAccepted());
}

void TestImageViewport::cinePlaysAndStops()
{
    Stage s;
    s.showStack();
    QSignalSpy moved(&s.viewport, &ImageViewport::indexChanged);
    s.viewport.startCine(100);
    QVERIFY(s.viewport.isPlaying());
    QTRY_VERIFY(moved.count() > 8); // more than once around
    s.viewport.stopCine();
    QVERIFY(!s.viewport.isPlaying());
    s.viewport.startCine();
    SeriesSpec other;
    other.key = QStringLiteral("b");
    s.viewport.setSeries(stackOf(other));
    QVERIFY(!s.viewport.isPlaying());
}

void TestImageViewport::magnifierShowsImagePixels()
{
    Stage s;
    s.showStack();
    s.viewport.setMagnifier(true, 3);
    s.mouse(QEvent::MouseMove, {114, 146}, Qt::NoButton, Qt::NoButton); // image 28.5, 36.5
    const QImage picture = s.viewport.grab().toImage();
    // 24 screen pixels to the right are 2 image pixels under the glass.
    QCOMPARE(qGray(picture.pixel(114, 146)), greyOf(valueOf(2, 36, 28), 100, 200));
    QCOMPARE(qGray(picture.pixel(114 + 60, 146)), greyOf(valueOf(2, 36, 33), 100, 200));
    QTest::mouseMove(&s.viewport, QPoint(0, 0));
}

void TestImageViewport::survivesWithoutASeries()
{
    Stage s;
    QVERIFY(!s.viewport.grab().isNull());
    QCOMPARE(s.viewport.index(), -1);
    s.viewport.scroll(5);
    s.viewport.fit();
    s.viewport.oneToOne();
    s.viewport.rotateBy(-7);
    s.viewport.adjustWindow({5, 5});
    s.viewport.applyFullRange();
    s.viewport.startCine();
    s.drag(Qt::LeftButton, {10, 10}, {50, 50});
    s.wheel({20, 20}, 120);
    QVERIFY(!s.viewport.patientPoint({5, 5}));
    QVERIFY(s.viewport.isPictureComplete());
    s.showStack();
    s.viewport.setSeries(nullptr);
    QCOMPARE(s.viewport.count(), 0);
    QVERIFY(!s.viewport.grab().isNull());
}

void TestImageViewport::highDpiGeometry()
{
    Stage s;
    s.showStack();
    s.viewport.oneToOne();
    // Whatever the ratio of this screen, one image pixel is one device pixel, unblended.
    const QImage picture = s.viewport.grab().toImage();
    const QTransform t = s.viewport.imageToWidget();
    const double ratio = picture.devicePixelRatio();
    for (int i = 20; i < 44; ++i) {
        const QPointF p = t.map(QPointF(i + 0.5, i + 0.5)) * ratio;
        QCOMPARE(qGray(picture.pixel(int(p.x()), int(p.y()))), greyOf(valueOf(2, i, i), 100, 200));
    }
}

QTEST_MAIN(TestImageViewport)
#include "tst_ImageViewport.moc"
