#include "viewer/VolumeHost.h"

#include <Eigen/Geometry>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QSlider>
#include <QTemporaryDir>
#include <QtEndian>

#include <cstring>

using namespace isocenter;
using namespace isocenter::test;
using Eigen::Vector3d;

namespace {

/// What a binary STL file encloses, mm3 and mm; 0 where it is none.
std::pair<double, Vector3d> enclosed(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return {0, Vector3d::Zero()};
    }
    const QByteArray bytes = file.readAll();
    double volume = 0;
    Vector3d centre = Vector3d::Zero();
    for (qsizetype at = 84; at + 50 <= bytes.size(); at += 50) {
        float v[12];
        std::memcpy(v, bytes.constData() + at, sizeof v);
        const Vector3d a(v[3], v[4], v[5]);
        const Vector3d b(v[6], v[7], v[8]);
        const Vector3d c(v[9], v[10], v[11]);
        const double part = a.dot(b.cross(c)) / 6;
        volume += part;
        centre += part * (a + b + c) / 4;
    }
    return {volume, centre / volume};
}

/// A ball of 8 mm with an edge of 2 mm around (32, 32, 24) mm, as a scanner shows it.
SeriesSpec softBall()
{
    SeriesSpec spec = middleBall();
    spec.pixels = [](int frame, int row, int column) {
        const double r = 2 * std::hypot(std::hypot(column - 16, row - 16), frame - 12);
        return static_cast<int>(std::lround(1000 * std::clamp((8 - r) / 4 + 0.5, 0.0, 1.0)));
    };
    return spec;
}

const QStringList kPlugins{QStringLiteral(ISOCENTER_PLUGINS)};
constexpr double kBall = 4.0 / 3 * 3.14159265358979 * 512;

} // namespace

class TestVolumeExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spaceTurnsAndStops()
    {
        VolumeHost host;
        TRY_READY(host);
        VolumeViewport& view = host.page.view();
        const VolumeCamera before = view.camera();
        host.key(Qt::Key_Space);
        QVERIFY(view.spin().isOn());
        QTRY_VERIFY_WITH_TIMEOUT((view.camera().direction - before.direction).norm() > 0.2, 10000);
        QVERIFY((view.camera().up - before.up).norm() < 1e-9); // about the axis upwards
        host.key(Qt::Key_Space);
        QVERIFY(!view.spin().isOn());
        TRY_READY(host); // a full picture
        // Speed by keys and slider; the panel's button does the same.
        host.page.setPanelVisible(true);
        const double speed = view.spin().speed();
        host.key(Qt::Key_Period);
        QVERIFY(view.spin().speed() > speed);
        for (auto* slider : host.page.findChildren<QSlider*>()) {
            if (slider->accessibleName().startsWith(QStringLiteral("Speed"))) {
                slider->setValue(90);
            }
        }
        QCOMPARE(view.spin().speed(), 90.0);
        QTest::mouseClick(host.button(QStringLiteral("Turn by itself")), Qt::LeftButton);
        QVERIFY(view.spin().isOn());
        QTest::mouseClick(&view, Qt::LeftButton, {}, {5, 5}); // the hand stops it
        QVERIFY(!view.spin().isOn());
        host.key(Qt::Key_Space);
        host.page.view().setSeries(nullptr);
        QVERIFY(!view.spin().isOn());
    }

    void surfaceIsWrittenWhereItLies()
    {
        VolumeHost host(softBall(), true, kPlugins);
        TRY_READY(host);
        host.key(Qt::Key_E);
        QVERIFY(host.page.isPanelVisible());
        auto* dialog = host.page.findChild<QFileDialog*>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        QVERIFY(!dialog->selectedFiles().front().contains(QStringLiteral("Anna")));
        for (auto* box : host.page.findChildren<QDoubleSpinBox*>()) {
            if (box->accessibleName() == QStringLiteral("Value of the surface")) {
                QCOMPARE(box->value(), 250.0);
                box->setValue(500);
            }
        }
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("ball.stl"));
        Q_EMIT dialog->fileSelected(path);
        dialog->close();
        QTRY_VERIFY_WITH_TIMEOUT(!host.page.view().surfaces().isRunning(), 20000);
        QVERIFY2(!host.page.view().surfaces().hasFailed(), qPrintable(host.page.view().surfaces().outcome()));
        const auto [volume, centre] = enclosed(path);
        QVERIFY2(std::abs(volume / kBall - 1) < 0.06, qPrintable(QString::number(volume / kBall))); // 8 voxels across
        QVERIFY((centre - Vector3d(32, 32, 24)).norm() < 0.1);
        bool said = false;
        for (auto* label : host.page.findChildren<QLabel*>()) {
            said = said || (label->isVisible() && label->text().startsWith(QStringLiteral("ball.stl is written")));
        }
        QVERIFY(said);
    }

    void clippedIsNotWritten()
    {
        VolumeHost host(softBall(), true, kPlugins);
        TRY_READY(host);
        int left = -1;
        VolumeClips& clips = host.page.view().clips();
        for (int face = 0; face < kClipFaces; ++face) {
            left = clips.outward(face).x() > 0.9 ? face : left;
        }
        clips.setCut(left, 0.5); // beyond x = 31 of 32
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("half.stl"));
        host.page.view().exportSurface(500, 1, path);
        QTRY_VERIFY_WITH_TIMEOUT(!host.page.view().surfaces().isRunning(), 20000);
        const auto [volume, centre] = enclosed(path);
        QVERIFY2(volume > 0.25 * kBall && volume < 0.6 * kBall, qPrintable(QString::number(volume / kBall)));
        QVERIFY(centre.x() < 31);
    }

    void failureIsSaid()
    {
        VolumeHost host(softBall(), true, kPlugins);
        TRY_READY(host);
        host.page.view().exportSurface(5000, 1, QStringLiteral("/nowhere/a.stl"));
        QTRY_VERIFY_WITH_TIMEOUT(!host.page.view().surfaces().isRunning(), 20000);
        QVERIFY(host.page.view().surfaces().hasFailed());
        QVERIFY(host.page.view().surfaces().outcome().contains(QStringLiteral("bright")));
    }

    /// What was asked for one patient is not written of another.
    void dialogClosesWithTheVolume()
    {
        VolumeHost host(softBall(), true, kPlugins);
        TRY_READY(host);
        QTest::mouseClick(host.button(QStringLiteral("Tools")), Qt::LeftButton);
        QTest::mouseClick(host.button(QStringLiteral("Write the surface")), Qt::LeftButton);
        auto* dialog = host.page.findChild<QFileDialog*>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        SeriesSpec other = softBall();
        other.study = 2;
        host.page.view().setSeries(addSeries(host.services.reader, other));
        QTRY_VERIFY(!host.page.findChild<QFileDialog*>());
    }
};

QTEST_MAIN(TestVolumeExport)
#include "tst_VolumeExport.moc"
