#include "viewer/VolumeHost.h"
#include "volume/VolumeMarkers.h"

#include <QCheckBox>
#include <QSignalSpy>
#include <QSlider>
#include <QWheelEvent>

using namespace isocenter;
using namespace isocenter::test;
using Eigen::Vector3d;

namespace {

bool hasMark(const VolumeHost& host, const QString& text)
{
    const auto marks = host.page.view().overlay().marks;
    return std::any_of(marks.begin(), marks.end(), [&](const OverlayMark& mark) { return mark.text == text; });
}

VolumeProjection projectionOf(const VolumeHost& host)
{
    const VolumeViewport& view = host.page.view();
    return VolumeProjection(view.camera(), *view.clips().volume(), QSizeF(view.size()));
}

QSlider* sliderOf(const VolumeHost& host, const QString& name)
{
    for (auto* slider : host.page.findChildren<QSlider*>()) {
        if (slider->accessibleName() == name) {
            return slider;
        }
    }
    return nullptr;
}

} // namespace

class TestVolumeClips : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void boxByKeyAndSlider()
    {
        VolumeHost host; // the ball's middle is at (32, 32, 24): just beside the volume's middle (31, 31, 23)
        TRY_READY(host);
        const int whole = host.seen();
        host.key(Qt::Key_C);
        QVERIFY(host.page.view().clips().isBoxOn());
        TRY_READY(host);
        QVERIFY(!hasMark(host, QStringLiteral("clipped"))); // nothing is cut yet
        host.page.setPanelVisible(true);
        QSlider* left = sliderOf(host, QStringLiteral("Cut off from L"));
        QVERIFY(left);
        left->setValue(500); // half of 64 mm: L of x = 31 goes
        TRY_READY(host);
        QVERIFY(hasMark(host, QStringLiteral("clipped")));
        const auto planes = host.page.view().clips().planes();
        QCOMPARE(planes.size(), std::size_t(1));
        QVERIFY((planes[0].normal - Vector3d(-1, 0, 0)).norm() < 1e-9);
        QVERIFY(std::abs(planes[0].offset + 31) < 1e-9);
        QVERIFY2(host.seen() < whole * 0.7, qPrintable(QString::number(host.seen())));
        // The other side cannot pass it.
        sliderOf(host, QStringLiteral("Cut off from R"))->setValue(1000);
        QVERIFY(host.page.view().clips().cut(0) <= 0.45 + 1e-9);
        QTest::mouseClick(host.button(QStringLiteral("Take away clip box")), Qt::LeftButton);
        TRY_READY(host);
        QCOMPARE(left->value(), 0);
        QVERIFY(!hasMark(host, QStringLiteral("clipped")));
    }

    void handleIsDraggedInThePicture()
    {
        VolumeHost host;
        TRY_READY(host);
        host.key(Qt::Key_C);
        TRY_READY(host);
        VolumeClips& clips = host.page.view().clips();
        const Vector3d before = host.page.view().camera().direction;
        int head = -1;
        for (int face = 0; face < kClipFaces; ++face) {
            head = clips.outward(face).z() > 0.9 ? face : head;
        }
        const VolumeProjection projection = projectionOf(host);
        const QPointF handle = projection.toScreen(clips.faceMiddle(head));
        const double mm = 12;
        const QPoint to = (handle + QPointF(0, mm * projection.scale())).toPoint(); // down: towards the feet
        QTest::mousePress(&host.page.view(), Qt::LeftButton, {}, handle.toPoint());
        QTest::mouseMove(&host.page.view(), to);
        QTest::mouseRelease(&host.page.view(), Qt::LeftButton, {}, to);
        QVERIFY2(std::abs(clips.cut(head) * 48 - mm) < 0.5, qPrintable(QString::number(clips.cut(head) * 48)));
        QCOMPARE(host.page.view().camera().direction, before); // not turned
    }

    void planeFacesTheViewerAndIsPushed()
    {
        VolumeHost host;
        TRY_READY(host);
        host.key(Qt::Key_L);
        host.key(Qt::Key_V);
        VolumeClips& clips = host.page.view().clips();
        QVERIFY(clips.isPlaneOn());
        auto planes = clips.planes();
        QCOMPARE(planes.size(), std::size_t(1));
        QVERIFY((planes[0].normal - Vector3d(-1, 0, 0)).norm() < 1e-9); // from the left the viewer looks to the right
        QVERIFY(std::abs(planes[0].offset - (-31 - 32 + 16)) < 1e-9);   // a quarter of 64 mm from the left face (x = 63)
        const QPointF middle(100, 100);
        QWheelEvent wheel(middle, host.page.view().mapToGlobal(middle), {}, QPoint(0, 240), Qt::NoButton, Qt::ShiftModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(&host.page.view(), &wheel);
        QVERIFY(std::abs(clips.depth() - 20) < 1e-9); // two notches of 2 mm
        host.key(Qt::Key_Down, Qt::ShiftModifier);
        QVERIFY(std::abs(clips.depth() - 18) < 1e-9);
        // It stays in the patient while he is turned.
        planes = clips.planes();
        host.key(Qt::Key_A);
        QVERIFY(clips.planes() == planes);
        host.page.setPanelVisible(true);
        QTest::mouseClick(host.button(QStringLiteral("Turn the clip plane")), Qt::LeftButton);
        QVERIFY((clips.planes()[0].normal - Vector3d(0, 1, 0)).norm() < 1e-9);
        sliderOf(host, QStringLiteral("Depth of the clip plane"))->setValue(500);
        QVERIFY(std::abs(clips.depth() - 32) < 0.1);
        // Half of the ball's front is gone: something else is seen there.
        host.key(Qt::Key_M);
        TRY_READY(host);
        const auto seen = host.page.view().pointAt(projectionOf(host).toScreen({32, 32, 24}));
        QVERIFY(seen && seen->y() > 30.9);
        host.key(Qt::Key_V);
        QVERIFY(clips.planes().empty());
    }

    void doubleClickMarksThePoint()
    {
        VolumeHost host;
        TRY_READY(host);
        host.key(Qt::Key_1); // bone
        TRY_READY(host);
        VolumeViewport& view = host.page.view();
        QSignalSpy picked(&view, &VolumeViewport::pointPicked);
        const VolumeProjection projection = projectionOf(host);
        const QPoint at = projection.toScreen({32, 32, 24}).toPoint();
        QTest::mouseDClick(&view, Qt::LeftButton, {}, at);
        QCOMPARE(picked.count(), 1);
        QVERIFY(view.crosshair());
        // The front of the ball, 8 mm before its middle, within a voxel.
        QVERIFY2((*view.crosshair() - Vector3d(32, 24, 24)).norm() < 2.5, qPrintable(QString::number(view.crosshair()->y())));
        QVERIFY(std::abs(projection.toScreen(*view.crosshair()).x() - at.x()) < 2);
        // It is painted there: the accent colour in a place that was the ball's.
        const QImage shot = view.grab().toImage();
        const QPoint device = (QPointF(at) * shot.devicePixelRatio()).toPoint();
        const QColor cross = shot.pixelColor(device - QPoint(4, 0));
        QVERIFY2(cross.blue() > cross.red() + 40, qPrintable(cross.name()));
        // Nothing beside.
        QTest::mouseDClick(&view, Qt::LeftButton, {}, {3, view.height() / 2});
        QCOMPARE(picked.count(), 1);
        view.setCrosshair(std::nullopt);
        QVERIFY(view.grab().toImage().pixelColor(device - QPoint(4, 0)) != cross);
    }

    void anotherSeriesStartsWhole()
    {
        VolumeHost host;
        TRY_READY(host);
        host.key(Qt::Key_C);
        host.page.view().clips().setCut(1, 0.4);
        host.page.view().setCrosshair(Vector3d(1, 2, 3));
        SeriesSpec other = middleBall();
        other.study = 2;
        host.page.view().setSeries(addSeries(host.services.reader, other));
        QVERIFY(host.page.view().clips().planes().empty());
        QVERIFY(!host.page.view().crosshair());
        TRY_READY(host);
        QVERIFY(!hasMark(host, QStringLiteral("clipped")));
    }
};

QTEST_MAIN(TestVolumeClips)
#include "tst_VolumeClips.moc"
