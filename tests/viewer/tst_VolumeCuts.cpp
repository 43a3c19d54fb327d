#include "viewer/VolumeHost.h"
#include "volume/VolumeProjection.h"

#include <QDoubleSpinBox>
#include <QSignalSpy>

using namespace isocenter;
using namespace isocenter::test;
using Eigen::Vector3d;

namespace {

bool hasMark(const VolumeHost& host, const QString& start)
{
    const auto marks = host.page.view().overlay().marks;
    return std::any_of(marks.begin(), marks.end(), [&](const OverlayMark& mark) { return mark.text.startsWith(start); });
}

QPoint screenOf(const VolumeHost& host, const Vector3d& point)
{
    const VolumeViewport& view = host.page.view();
    return VolumeProjection(view.camera(), *view.clips().volume(), QSizeF(view.size())).toScreen(point).toPoint();
}

/// Two balls of 5 mm in an axial stack: at (14, 24, 24) and (46, 24, 24) mm; the second has a core of contrast, no bone.
SeriesSpec twoBalls()
{
    SeriesSpec spec = middleBall();
    spec.pixels = [](int frame, int row, int column) {
        const double z = frame - 12;
        const double y = row - 12;
        const double left = std::hypot(std::hypot(column - 7, y), z);
        const double right = std::hypot(std::hypot(column - 23, y), z);
        return left <= 4 ? 1200 : right <= 4 ? 280 : -1000;
    };
    return spec;
}

void drawBox(VolumeHost& host, const Vector3d& low, const Vector3d& high, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    const QRect box = QRect(screenOf(host, low), screenOf(host, high)).normalized();
    QTest::mousePress(&host.page.view(), Qt::LeftButton, modifiers, box.topLeft());
    for (const QPoint& corner : {box.topRight(), box.bottomRight(), box.bottomLeft()}) {
        QTest::mouseMove(&host.page.view(), corner);
    }
    QTest::mouseRelease(&host.page.view(), Qt::LeftButton, modifiers, box.bottomLeft());
}

/// Whether something is seen where a point of the patient is.
bool isSeen(const VolumeHost& host, const Vector3d& point)
{
    const QImage picture = host.page.view().picture();
    const QPoint at = screenOf(host, point);
    return qGray(picture.pixel((QPointF(at) * host.page.view().devicePixelRatioF()).toPoint())) > 24;
}

const Vector3d kBone(14, 24, 24);
const Vector3d kVessel(46, 24, 24);

} // namespace

#define TRY_CUT(host) QTRY_VERIFY_WITH_TIMEOUT(!(host).page.view().cuts().isRunning() && (host).isReady(), 20000)

class TestVolumeCuts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void outlineCutsAndIsUndone()
    {
        VolumeHost host(twoBalls());
        TRY_READY(host);
        QVERIFY(isSeen(host, kBone) && isSeen(host, kVessel));
        const Vector3d direction = host.page.view().camera().direction;
        host.key(Qt::Key_X);
        QCOMPARE(host.page.view().tool(), VolumeViewport::Tool::Outline);
        drawBox(host, {2, 24, 10}, {26, 24, 38});
        TRY_CUT(host);
        QVERIFY(!isSeen(host, kBone) && isSeen(host, kVessel));
        QVERIFY(hasMark(host, QStringLiteral("parts cut away")));
        QCOMPARE(host.page.view().camera().direction, direction); // drawn, not turned
        host.key(Qt::Key_Z, Qt::ControlModifier);
        TRY_CUT(host);
        QVERIFY(isSeen(host, kBone));
        QVERIFY(!hasMark(host, QStringLiteral("parts cut away")));
        host.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        TRY_CUT(host);
        QVERIFY(!isSeen(host, kBone));
        host.page.setPanelVisible(true);
        TRY_CUT(host);
        QTest::mouseClick(host.button(QStringLiteral("Put back all")), Qt::LeftButton);
        TRY_CUT(host);
        QVERIFY(isSeen(host, kBone));
        QTest::mouseClick(host.button(QStringLiteral("Undo the last cut")), Qt::LeftButton);
        TRY_CUT(host);
        QVERIFY(!isSeen(host, kBone));
        // Escape ends the tool, and only then leaves.
        QSignalSpy left(&host.page.view(), &VolumeViewport::leaveRequested);
        host.key(Qt::Key_Escape);
        QCOMPARE(host.page.view().tool(), VolumeViewport::Tool::Turn);
        QCOMPARE(left.count(), 0);
        host.key(Qt::Key_Escape);
        QCOMPARE(left.count(), 1);
    }

    void shiftKeepsTheInside()
    {
        VolumeHost host(twoBalls());
        TRY_READY(host);
        host.page.setPanelVisible(true);
        TRY_READY(host);
        QTest::mouseClick(host.button(QStringLiteral("Draw around")), Qt::LeftButton);
        drawBox(host, {2, 24, 10}, {26, 24, 38}, Qt::ShiftModifier);
        TRY_CUT(host);
        QVERIFY(isSeen(host, kBone) && !isSeen(host, kVessel));
    }

    void aClickIsNoOutline()
    {
        VolumeHost host(twoBalls());
        TRY_READY(host);
        host.key(Qt::Key_X);
        QTest::mouseClick(&host.page.view(), Qt::LeftButton, {}, screenOf(host, kBone));
        QVERIFY(!host.page.view().cuts().isRunning() && !host.page.view().cuts().hidden());
    }

    void clickOnBoneTakesItAway()
    {
        VolumeHost host(twoBalls());
        TRY_READY(host);
        host.key(Qt::Key_1); // bone: the vessel is seen too
        TRY_READY(host);
        QVERIFY(isSeen(host, kBone) && isSeen(host, kVessel));
        host.key(Qt::Key_B);
        QTest::mouseClick(&host.page.view(), Qt::LeftButton, {}, screenOf(host, kBone));
        TRY_CUT(host);
        QVERIFY(!isSeen(host, kBone) && isSeen(host, kVessel));
        // Above the vessel's brightness a click on it finds no bone, and says so.
        host.page.setPanelVisible(true);
        TRY_CUT(host);
        for (auto* box : host.page.findChildren<QDoubleSpinBox*>()) {
            if (box->accessibleName().startsWith(QStringLiteral("Bone is"))) {
                box->setValue(400);
            }
        }
        QCOMPARE(host.page.view().bone().threshold, 400.0);
        QTest::mouseClick(&host.page.view(), Qt::LeftButton, {}, screenOf(host, kVessel));
        TRY_CUT(host);
        QVERIFY(isSeen(host, kVessel));
        QVERIFY(!host.page.view().cuts().failure().isEmpty());
    }

    void allBoneLeavesWhatIsDarker()
    {
        VolumeHost host(twoBalls());
        TRY_READY(host);
        BoneRequest bone = host.page.view().bone();
        bone.threshold = 300;
        host.page.view().setBone(bone);
        host.key(Qt::Key_B, Qt::ShiftModifier);
        TRY_CUT(host);
        QVERIFY(!isSeen(host, kBone) && isSeen(host, kVessel));
        // Another series begins whole.
        SeriesSpec other = twoBalls();
        other.study = 2;
        host.page.view().setSeries(addSeries(host.services.reader, other));
        TRY_READY(host);
        QVERIFY(!host.page.view().cuts().hidden() && !host.page.view().cuts().canUndo());
        QVERIFY(isSeen(host, kBone));
    }

    void cancelledCutChangesNothing()
    {
        VolumeHost host(twoBalls());
        TRY_READY(host);
        // The queue is kept busy, so that the cut waits.
        std::atomic<bool> go{false};
        for (int i = 0; i < 2; ++i) {
            host.services.queue.add(-2000, [&go] {
                while (!go) {
                    std::this_thread::yield();
                }
            });
        }
        host.key(Qt::Key_B, Qt::ShiftModifier);
        QVERIFY(host.page.view().cuts().isRunning());
        QVERIFY(hasMark(host, QStringLiteral("cutting")));
        host.key(Qt::Key_Escape);
        QVERIFY(!host.page.view().cuts().isRunning());
        go = true;
        bool drained = false;
        host.services.queue.add(1000, [&] { QMetaObject::invokeMethod(&host.page, [&drained] { drained = true; }); });
        QTRY_VERIFY(drained);
        QVERIFY(!host.page.view().cuts().hidden());
        QVERIFY(!host.page.view().cuts().canUndo());
    }
};

QTEST_MAIN(TestVolumeCuts)
#include "tst_VolumeCuts.moc"
