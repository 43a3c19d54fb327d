#include "mpr/FrameBinning.h"
#include "mpr/MprPage.h"
#include "support/FakeImageReader.h"
#include "theme/Theme.h"
#include "viewer/SlopeSeries.h"
#include "volume/VolumeViewport.h"

#include <QAction>
#include <QComboBox>
#include <QTest>

#include <cmath>

using namespace isocenter;
using Eigen::Vector3d;
using isocenter::test::addSeries;
using isocenter::test::FakeServices;
using isocenter::test::SeriesSpec;
using isocenter::test::slopeAt;
using isocenter::test::slopeSpec;

namespace {

constexpr double kPi = 3.14159265358979323846;

struct Host
{
    Host() : views{services.reader, services.cache, services.queue}, page(views)
    {
        page.resize(700, 500);
        page.show();
    }
    void open(const ImageSeriesPtr& series) { page.setSeries(series); }
    bool complete() const { return page.isPictureComplete(); }
    MprScene& scene() { return page.scene(); }
    Vector3d centre() { return scene().state().planes.centre(); }
    QPoint at(MprAxis axis, const Vector3d& point) { return page.view(axis).geometry().toWidget(point).toPoint(); }
    bool hasMark(MprAxis axis, const QString& part)
    {
        const Overlay overlay = page.view(axis).overlay();
        return std::any_of(overlay.marks.begin(), overlay.marks.end(),
                           [&](const OverlayMark& mark) { return mark.text.contains(part); });
    }
    QString lower(MprAxis axis)
    {
        QString text;
        const Overlay overlay = page.view(axis).overlay();
        for (const CornerLine& line : overlay.corners[BottomLeft]) {
            text += line.text + QLatin1Char('|');
        }
        return text;
    }

    FakeServices services;
    ViewerServices views;
    MprPage page;
};

void press(MprViewport& view, QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton, Qt::KeyboardModifiers keys = {})
{
    QTest::mousePress(&view, button, keys, from);
    QMouseEvent move(QEvent::MouseMove, to, view.mapToGlobal(to), Qt::NoButton, button, keys);
    QCoreApplication::sendEvent(&view, &move);
    QTest::mouseRelease(&view, button, keys, to);
}

} // namespace

class TestMprPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::shipped(QStringLiteral("dark")).apply(); }
    void planesHaveTheirLettersAndValues();
    void clickBringsTheOtherPlanesToTheVoxel();
    void linesAreDraggedAndTurned();
    void wheelScrollsSliceBySlice();
    void slabsAndInterpolationByKeys();
    void windowsByMouseAndDigits();
    void loadingIsSaidAndLateAnswersAreDropped();
    void unreadableSliceIsNoData();
    void gapsAreMarked();
    void phasesAreStepped();
    void whatIsNoVolumeIsRefused();
    void largeVolumesAreReduced();
    void binningAveragesAndKeepsPadding();
    void threeDimensionsAreLinked();
    void leaves();
};

void TestMprPage::planesHaveTheirLettersAndValues()
{
    Host host;
    host.open(addSeries(host.services.reader, slopeSpec()));
    QTRY_VERIFY(host.complete());
    const Overlay axial = host.page.view(MprAxis::Axial).overlay();
    QCOMPARE(axial.letters->left + axial.letters->right + axial.letters->top + axial.letters->bottom, QStringLiteral("RLAP"));
    const Overlay sagittal = host.page.view(MprAxis::Sagittal).overlay();
    QCOMPARE(sagittal.letters->left + sagittal.letters->right + sagittal.letters->top + sagittal.letters->bottom,
             QStringLiteral("APHF"));
    for (const Vector3d& point : {Vector3d(3, 4, 5), Vector3d(10.25, 7.5, 21.3), Vector3d(22.9, 0.1, 37)}) {
        const std::optional<double> value = host.scene().valueAt(point);
        QVERIFY(value && std::abs(*value - slopeAt(point)) < 0.01);
    }
    QVERIFY(!host.scene().valueAt({100, 0, 0}));
    QCOMPARE(axial.corners[TopLeft].front().text, QStringLiteral("Test, Anna")); // whose it is
    QVERIFY(axial.scale.has_value());
    QVERIFY(host.lower(MprAxis::Coronal).contains(QLatin1String("Coronal")));
}

void TestMprPage::clickBringsTheOtherPlanesToTheVoxel()
{
    Host host;
    SeriesSpec spec = slopeSpec();
    spec.windows = {{500, 1000, VoiFunction::LinearExact, {}}};
    spec.pixels = [](int frame, int row, int column) { return frame == 5 && row == 17 && column == 8 ? 1000 : 0; };
    host.open(addSeries(host.services.reader, spec));
    QTRY_VERIFY(host.complete());
    const Vector3d voxel(8, 17, 10);
    host.scene().moveTo({12, 12, 10});
    MprViewport& axial = host.page.view(MprAxis::Axial);
    const QPoint at = host.at(MprAxis::Axial, voxel);
    QTest::mouseClick(&axial, Qt::LeftButton, {}, at);
    QVERIFY((host.centre() - voxel).norm() < 0.3); // within a screen pixel
    host.scene().moveTo(voxel);
    for (const MprAxis axis : {MprAxis::Axial, MprAxis::Coronal, MprAxis::Sagittal}) {
        const QImage picture = host.page.view(axis).picture();
        QVERIFY2(qRed(picture.pixel(host.at(axis, voxel))) > 200, "the voxel lies in every plane, at the crosshair");
    }
    // Dragged on, the crosshair follows.
    host.scene().moveTo({3, 3, 10});
    press(axial, host.at(MprAxis::Axial, {12, 7, 0}), host.at(MprAxis::Axial, {14, 9, 0}));
    QVERIFY((host.centre() - Vector3d(14, 9, 10)).norm() < 0.3);
}

void TestMprPage::linesAreDraggedAndTurned()
{
    Host host;
    host.open(addSeries(host.services.reader, slopeSpec()));
    QTRY_VERIFY(host.complete());
    host.scene().moveTo({12, 12, 20});
    MprViewport& axial = host.page.view(MprAxis::Axial);
    // The coronal plane's line runs across; a drag down moves it back, and nothing else.
    press(axial, host.at(MprAxis::Axial, {2, 12, 0}), host.at(MprAxis::Axial, {4, 15, 0}));
    QVERIFY2((host.centre() - Vector3d(12, 15, 20)).norm() < 0.3, qPrintable(QString::number(host.centre().y())));
    // A ring of it, a quarter of 120 degrees clockwise.
    const MprCrosshair cross(host.scene().state(), MprAxis::Axial, QSizeF(axial.size()));
    const QPointF ring = cross.centre() + QPointF(cross.handleDistance(), 0);
    QCOMPARE(cross.hit(ring).part, MprCrosshair::Part::Handle);
    const double angle = kPi / 6;
    const QPointF turned = cross.centre() + QPointF(std::cos(angle), std::sin(angle)) * cross.handleDistance();
    press(axial, ring.toPoint(), turned.toPoint());
    const Vector3d normal = host.scene().state().planes.directions(MprAxis::Coronal).normal();
    QVERIFY(std::abs(std::abs(normal.x()) - std::sin(angle)) < 0.02 && std::abs(normal.z()) < 1e-9);
    QVERIFY(host.lower(MprAxis::Coronal).contains(QLatin1String("Oblique")));
    QVERIFY(host.lower(MprAxis::Axial).contains(QLatin1String("Axial")));
    // On the turned plane positions and values are still right.
    const MprGeometry geometry = host.page.view(MprAxis::Coronal).geometry();
    const Vector3d there = geometry.toPatient(geometry.toWidget(host.centre()) + QPointF(9, -7));
    const std::optional<double> value = host.scene().valueAt(there);
    QVERIFY(value && std::abs(*value - slopeAt(there)) < 0.01);
    // With Ctrl one plane alone.
    host.page.reset();
    const MprCrosshair straight(host.scene().state(), MprAxis::Axial, QSizeF(axial.size()));
    press(axial, (straight.centre() + QPointF(straight.handleDistance(), 0)).toPoint(),
          (straight.centre() + QPointF(std::cos(angle), std::sin(angle)) * straight.handleDistance()).toPoint(), Qt::LeftButton,
          Qt::ControlModifier);
    QVERIFY(host.lower(MprAxis::Coronal).contains(QLatin1String("Oblique")));
    QVERIFY(host.lower(MprAxis::Sagittal).contains(QLatin1String("Sagittal")));
}

void TestMprPage::wheelScrollsSliceBySlice()
{
    Host host;
    host.open(addSeries(host.services.reader, slopeSpec()));
    QTRY_VERIFY(host.complete());
    host.scene().moveTo({12, 12, 20.7});
    MprViewport& axial = host.page.view(MprAxis::Axial);
    const auto wheel = [&](int delta) {
        QWheelEvent event(QPointF(50, 50), axial.mapToGlobal(QPointF(50, 50)), {}, {0, delta}, Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&axial, &event);
    };
    wheel(-120);
    QVERIFY(std::abs(host.centre().z() - 22.7) < 1e-6 || std::abs(host.centre().z() - 22) < 1e-6);
    QTest::keyClick(&host.page, Qt::Key_Tab); // coronal
    QCOMPARE(host.page.active(), MprAxis::Coronal);
    const double before = host.centre().y();
    QTest::keyClick(&host.page, Qt::Key_Down);
    QVERIFY(std::abs(std::abs(host.centre().y() - before) - 1) < 1e-6);
    for (int i = 0; i < 100; ++i) {
        QTest::keyClick(&host.page, Qt::Key_PageDown);
    }
    QVERIFY(host.centre().y() >= -1e-6 && host.centre().y() <= 23 + 1e-6); // stays inside
}

void TestMprPage::slabsAndInterpolationByKeys()
{
    Host host;
    SeriesSpec spec = slopeSpec();
    spec.windows = {{500, 1000, VoiFunction::LinearExact, {}}};
    spec.pixels = [](int frame, int row, int column) { return frame == 8 && row == 6 && column == 6 ? 1000 : 0; };
    host.open(addSeries(host.services.reader, spec));
    QTRY_VERIFY(host.complete());
    host.scene().moveTo({12, 12, 20}); // the bright voxel lies at 6, 6, 16
    const auto seen = [&] { return qRed(host.page.view(MprAxis::Axial).picture().pixel(host.at(MprAxis::Axial, {6, 6, 0}))); };
    QVERIFY(seen() < 20);
    QTest::keyClick(&host.page, Qt::Key_T);
    QVERIFY(host.lower(MprAxis::Axial).contains(QLatin1String("MIP 10 mm")));
    QVERIFY2(seen() > 150, qPrintable(QString::number(seen()))); // half a millimetre off the voxel
    QTest::keyClick(&host.page, Qt::Key_T);
    QVERIFY(host.lower(MprAxis::Axial).contains(QLatin1String("MinIP 10 mm")));
    QVERIFY(seen() < 20);
    for (int i = 0; i < 30; ++i) {
        QTest::keyClick(&host.page, Qt::Key_BracketLeft);
    }
    QCOMPARE(host.scene().state().thickness, 0.0);
    QTest::keyClick(&host.page, Qt::Key_N);
    QCOMPARE(host.scene().state().interpolation, ResliceInterpolation::Cubic);
    QVERIFY(host.lower(MprAxis::Axial).contains(QLatin1String("cubic")));
    // A slab that takes long is coarse first, then whole.
    host.scene().setSlab(500, SlabMode::Mean);
    host.page.resize(1500, 1100);
    QVERIFY(host.page.view(MprAxis::Axial).overlay().marks.size() > 0);
    QTRY_VERIFY(host.complete());
}

void TestMprPage::windowsByMouseAndDigits()
{
    Host host;
    host.open(addSeries(host.services.reader, slopeSpec()));
    QTRY_VERIFY(host.complete());
    QCOMPARE(host.scene().window()->center, 40.0); // of the file
    press(host.page.view(MprAxis::Axial), {100, 100}, {150, 120}, Qt::RightButton);
    QVERIFY(host.scene().window()->width > 400 && host.scene().window()->center > 40);
    QTest::keyClick(&host.page, Qt::Key_1);
    QCOMPARE(host.scene().window()->width, 400.0);
    QTest::keyClick(&host.page, Qt::Key_2); // everything: 0 to 2 * 23 + 3 * 23 + 10 * 19
    QVERIFY(std::abs(host.scene().window()->width - 305) < 1);
    QVERIFY(host.hasMark(MprAxis::Axial, QStringLiteral("8-bit output: 1.2 stored values a grey level")));
    QTest::keyClick(&host.page, Qt::Key_I);
    QVERIFY(host.scene().state().display.invert);
    MprViewport& axial = host.page.view(MprAxis::Axial);
    QVERIFY(!host.hasMark(MprAxis::Axial, QStringLiteral("voxels in the plane")));
    host.scene().zoomAt(MprAxis::Axial, QSizeF(axial.size()), {10, 10}, 0.01);
    QVERIFY(host.hasMark(MprAxis::Axial, QStringLiteral("voxels in the plane")));
}

void TestMprPage::loadingIsSaidAndLateAnswersAreDropped()
{
    Host host;
    const ImageSeriesPtr first = addSeries(host.services.reader, slopeSpec());
    SeriesSpec other = slopeSpec();
    other.patientId = QStringLiteral("P2");
    other.patientName = QStringLiteral("Other^Bert");
    other.study = 2;
    const ImageSeriesPtr second = addSeries(host.services.reader, other);
    host.services.reader.setHolding(true);
    host.open(first);
    QTRY_VERIFY(host.scene().source().layout());
    QVERIFY(host.hasMark(MprAxis::Axial, QStringLiteral("LOADING: 0 of 20")));
    QVERIFY(!host.complete());
    host.open(second);
    host.services.reader.setHolding(false);
    QTRY_VERIFY(host.complete());
    QCOMPARE(host.page.view(MprAxis::Axial).overlay().corners[TopLeft].front().text, QStringLiteral("Other, Bert"));
    QVERIFY(!host.hasMark(MprAxis::Axial, QStringLiteral("LOADING")));
    host.open(nullptr);
    QVERIFY(host.page.view(MprAxis::Axial).picture().isNull());
}

void TestMprPage::unreadableSliceIsNoData()
{
    Host host;
    const ImageSeriesPtr series = addSeries(host.services.reader, slopeSpec());
    host.services.reader.fail(series->frames[10].image->path, 10, QStringLiteral("Half of it is missing."));
    host.open(series);
    QTRY_VERIFY(host.complete());
    host.scene().moveTo({12, 12, 20});
    QVERIFY(host.hasMark(MprAxis::Coronal, QStringLiteral("NO DATA")));
    QVERIFY(host.hasMark(MprAxis::Axial, QStringLiteral("Half of it is missing.")));
    QVERIFY(!host.scene().valueAt({12, 12, 20}));
    QVERIFY(host.scene().valueAt({12, 12, 10}));
}

void TestMprPage::gapsAreMarked()
{
    Host host;
    const ImageSeriesPtr whole = addSeries(host.services.reader, slopeSpec());
    auto series = std::make_shared<ImageSeries>(*whole);
    series->frames.erase(series->frames.begin() + 9, series->frames.begin() + 12); // 18 to 22 mm
    host.open(series);
    QTRY_VERIFY(host.complete());
    QVERIFY(host.hasMark(MprAxis::Coronal, QStringLiteral("GUESSED")));
    host.scene().moveTo({12, 12, 6});
    QVERIFY(!host.hasMark(MprAxis::Axial, QStringLiteral("GUESSED"))); // a slice as it was acquired
    host.scene().moveTo({12, 12, 20});
    QVERIFY(host.hasMark(MprAxis::Axial, QStringLiteral("GUESSED")));
    const std::optional<double> value = host.scene().valueAt({12, 12, 30}); // places are the true ones
    QVERIFY(value && std::abs(*value - slopeAt({12, 12, 30})) < 0.01);
}

void TestMprPage::phasesAreStepped()
{
    Host host;
    const ImageSeriesPtr first = addSeries(host.services.reader, slopeSpec());
    SeriesSpec later = slopeSpec();
    later.series = 2;
    later.pixels = [](int, int, int) { return 700; };
    const ImageSeriesPtr second = addSeries(host.services.reader, later);
    auto both = std::make_shared<ImageSeries>(*first);
    for (const FrameRef& ref : second->frames) {
        auto image = std::make_shared<ImageAttributes>(*ref.image);
        image->record.series.uid = first->series.uid;
        image->texts.insert(QStringLiteral("EchoTime"), QStringLiteral("30"));
        both->frames.push_back({image, ref.frame});
    }
    host.open(both);
    QTRY_VERIFY(host.complete());
    QCOMPARE(host.scene().source().layout()->phases.size(), std::size_t{2});
    const double before = host.scene().valueAt({3, 4, 6}).value();
    QTest::keyClick(&host.page, Qt::Key_Period);
    QTRY_VERIFY(host.complete());
    QVERIFY(host.lower(MprAxis::Axial).contains(QLatin1String("Phase 2 of 2")));
    const double after = host.scene().valueAt({3, 4, 6}).value();
    QVERIFY(std::abs(std::min(before, after) - slopeAt({3, 4, 6})) < 0.01);
    QVERIFY(std::abs(std::max(before, after) - 700) < 0.01);
    QTest::keyClick(&host.page, Qt::Key_P); // plays on
    QTRY_COMPARE(host.scene().source().phase(), 0);
    QTest::keyClick(&host.page, Qt::Key_P);
}

void TestMprPage::whatIsNoVolumeIsRefused()
{
    Host host;
    SeriesSpec spec = slopeSpec();
    spec.hasPlane = false;
    host.open(addSeries(host.services.reader, spec));
    QTRY_VERIFY(host.complete() && !host.scene().source().reason().isEmpty());
    const Overlay overlay = host.page.view(MprAxis::Axial).overlay();
    QVERIFY(overlay.hatched && !overlay.message.isEmpty());
    QCOMPARE(overlay.corners[TopLeft].front().text, QStringLiteral("Test, Anna"));
}

void TestMprPage::largeVolumesAreReduced()
{
    FakeServices services;
    const ViewerServices views{services.reader, services.cache, services.queue};
    MprScene scene(views, 24 * 24 * 20 / 2); // an eighth of two bytes a voxel, and more
    SeriesSpec spec = slopeSpec();
    scene.setSeries(addSeries(services.reader, spec));
    QTRY_VERIFY(scene.source().volume() && !scene.source().isLoading());
    QCOMPARE(scene.source().reduction(), 2);
    QCOMPARE(scene.source().volume()->grid().columns, 12);
    for (const Vector3d& point : {Vector3d(5, 6, 8), Vector3d(14.5, 9.25, 21)}) {
        const std::optional<double> value = scene.valueAt(point);
        QVERIFY2(value && std::abs(*value - slopeAt(point)) <= 0.51, "where it lies is not changed"); // means are rounded
    }
}

void TestMprPage::binningAveragesAndKeepsPadding()
{
    const auto frame = Frame::build(2, 4, 1, SampleType::Int16, [](std::byte* bytes) {
        const std::int16_t values[] = {1, 2, -9, -9, 3, 5, -9, 8};
        std::copy(std::begin(values), std::end(values), reinterpret_cast<std::int16_t*>(bytes));
    });
    const FramePtr binned = binnedFrame(*frame, 2, std::pair(-9.0, -9.0));
    QCOMPARE(binned->rows() * 10 + binned->columns(), 12);
    QCOMPARE(binned->at(0, 0), 3.0);  // 2.75
    QCOMPARE(binned->at(0, 1), -9.0); // three of four
}

void TestMprPage::threeDimensionsAreLinked()
{
    Host host;
    SeriesSpec spec = slopeSpec();
    spec.pixels = [](int frame, int row, int column) {
        const int x = column - 15;
        const int y = row - 9;
        const int z = 2 * (frame - 11);
        return x * x + y * y + z * z < 16 ? 1000 : -1000;
    };
    host.open(addSeries(host.services.reader, spec));
    QTRY_VERIFY(host.complete());
    QTest::keyClick(&host.page, Qt::Key_V);
    VolumeViewport* volume = host.page.volume();
    QVERIFY(volume && volume->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(host.complete(), 20000);
    host.scene().moveTo({4, 5, 6});
    QVERIFY(volume->crosshair() && (*volume->crosshair() - Vector3d(4, 5, 6)).norm() < 1e-9);
    Q_EMIT volume->pointPicked({15, 9, 22});
    QVERIFY((host.centre() - Vector3d(15, 9, 22)).norm() < 1e-9);
    QTest::mouseDClick(&host.page.view(MprAxis::Coronal), Qt::LeftButton, {}, {20, 20});
    QVERIFY(!volume->isVisible());
    QTest::keyClick(&host.page, Qt::Key_Space);
    QVERIFY(volume->isVisible());
    QTest::keyClick(&host.page, Qt::Key_V);
    QVERIFY(!volume->isVisible() && !volume->series());
}

void TestMprPage::leaves()
{
    Host host;
    host.open(addSeries(host.services.reader, slopeSpec()));
    QTRY_VERIFY(host.complete());
    int left = 0;
    connect(&host.page, &MprPage::leaveRequested, this, [&] { ++left; });
    QTest::keyClick(&host.page, Qt::Key_Escape);
    QCOMPARE(left, 1);
    QTest::mouseDClick(&host.page.view(MprAxis::Sagittal), Qt::LeftButton, {}, {50, 50});
    QVERIFY(host.page.isAlone() && !host.page.view(MprAxis::Axial).isVisible());
    QTest::keyClick(&host.page, Qt::Key_Space);
    QVERIFY(host.page.view(MprAxis::Axial).isVisible());
    QTest::keyClick(&host.page, Qt::Key_X);
    QVERIFY(!host.scene().state().crosshair);
}

QTEST_MAIN(TestMprPage)
#include "tst_MprPage.moc"
