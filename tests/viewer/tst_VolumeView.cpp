#include "layout/ViewportGrid.h"
#include "shell/MainWindow.h"
#include "support/FakeImageReader.h"
#include "viewer/FakeIndex.h"
#include "viewport/ImageViewport.h"
#include "volume/VolumeGathering.h"
#include "volumepage/VolumePage.h"

#include <Eigen/Geometry>

#include <QAction>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace isocenter;
using isocenter::test::addSeries;
using isocenter::test::FakeIndex;
using isocenter::test::FakeServices;
using isocenter::test::SeriesSpec;

namespace {

constexpr double kPi = 3.14159265358979323846;

/// A bright ball towards the patient's left and head in an axial stack of 24 slices of 32 x 32, 2 mm.
SeriesSpec ballSpec(int study, quint64 generation)
{
    SeriesSpec spec;
    spec.study = study;
    spec.patientId = QStringLiteral("P%1").arg(study);
    spec.patientName = QStringLiteral("Family%1^Anna").arg(study);
    spec.generation = generation;
    spec.rows = spec.columns = 32;
    spec.columnSpacing = spec.rowSpacing = 2;
    spec.count = 24;
    spec.multiframe = true; // so that the frame number is the slice
    spec.pixels = [](int frame, int row, int column) {
        const double x = column - 24;
        const double y = row - 16;
        const double z = frame - 18;
        return x * x + y * y + z * z < 16 ? 1000 : -1000;
    };
    return spec;
}

/// The letter of the axis nearest to a direction, by plain numbers. LPS.
QString mainLetter(const Eigen::Vector3d& v)
{
    int axis = 0;
    for (int i = 1; i < 3; ++i) {
        if (std::abs(v[i]) > std::abs(v[axis])) {
            axis = i;
        }
    }
    return QStringLiteral("RLAPFH").mid(2 * axis + (v[axis] > 0 ? 1 : 0), 1);
}

QPointF brightMiddle(const QImage& picture)
{
    QPointF sum;
    int count = 0;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            if (qRed(picture.pixel(x, y)) > 160) {
                sum += QPointF(x, y);
                ++count;
            }
        }
    }
    return count ? sum / count : QPointF(-1, -1);
}

/// Hatched with a reason that says there is no OpenGL or no plugin here.
bool cannotRender(const VolumeViewport& view)
{
    return view.overlay().hatched;
}

struct Host
{
    explicit Host(const QStringList& plugins = {QStringLiteral(ISOCENTER_PLUGINS)})
        : views{services.reader, services.cache, services.queue}, view(views, plugins)
    {
        view.resize(300, 300);
        view.show();
    }
    FakeServices services;
    ViewerServices views;
    VolumeViewport view;
};

} // namespace

class TestVolumeView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sidesHaveTheLettersOfRadiology_data()
    {
        QTest::addColumn<int>("side");
        QTest::addColumn<QString>("letters"); // left, right, top, bottom
        QTest::newRow("front") << int(PatientSide::Anterior) << QStringLiteral("RLHF");
        QTest::newRow("behind") << int(PatientSide::Posterior) << QStringLiteral("LRHF");
        QTest::newRow("left") << int(PatientSide::Left) << QStringLiteral("APHF");
        QTest::newRow("right") << int(PatientSide::Right) << QStringLiteral("PAHF");
        QTest::newRow("head") << int(PatientSide::Head) << QStringLiteral("LRAP");
        QTest::newRow("feet") << int(PatientSide::Feet) << QStringLiteral("RLAP");
    }
    void sidesHaveTheLettersOfRadiology()
    {
        QFETCH(int, side);
        QFETCH(QString, letters);
        const EdgeLetters edges = VolumeCamera::from(PatientSide(side)).letters();
        QCOMPARE(edges.left + edges.right + edges.top + edges.bottom, letters);
    }

    void nearSideFollowsTheHand()
    {
        VolumeCamera camera; // from the front
        camera.turn(kPi / 2, 0);
        QCOMPARE(camera.letters().right, QStringLiteral("A")); // the front has gone to the right edge
        QCOMPARE(camera.letters().left, QStringLiteral("P"));
        camera = {};
        camera.turn(0, kPi / 2);
        QCOMPARE(camera.letters().bottom, QStringLiteral("A"));
        QCOMPARE(camera.letters().right, QStringLiteral("L"));
    }

    /// Against a patient that is turned by plain rotation matrices before a viewer who stands still.
    void lettersFollowAnyTurns()
    {
        std::mt19937 random(7);
        std::uniform_real_distribution<double> angle(-0.6, 0.6);
        VolumeCamera camera;
        Eigen::Matrix3d toScreen; // rows: screen right, screen down, away from the viewer
        toScreen << 1, 0, 0, 0, 0, -1, 0, 1, 0;
        for (int i = 0; i < 500; ++i) {
            const double across = angle(random);
            const double down = angle(random);
            camera.turn(across, down);
            Eigen::Matrix3d about; // the near side (-z) goes to +x
            about << std::cos(across), 0, -std::sin(across), 0, 1, 0, std::sin(across), 0, std::cos(across);
            Eigen::Matrix3d tilt; // the near side goes to +y
            tilt << 1, 0, 0, 0, std::cos(down), -std::sin(down), 0, std::sin(down), std::cos(down);
            toScreen = (tilt * about * toScreen).eval();
            const Eigen::Vector3d right = toScreen.row(0);
            const Eigen::Vector3d low = toScreen.row(1);
            const EdgeLetters edges = camera.letters();
            QVERIFY2((right - camera.right()).norm() < 1e-9, qPrintable(QString::number(i)));
            QCOMPARE(edges.right.left(1), mainLetter(right));
            QCOMPARE(edges.left.left(1), mainLetter(-right));
            QCOMPARE(edges.bottom.left(1), mainLetter(low));
            QCOMPARE(edges.top.left(1), mainLetter(-low));
        }
    }

    void saysWhyASeriesIsNoVolume_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<bool>("plane");
        QTest::addColumn<QString>("word");
        QTest::newRow("one image") << 1 << true << QStringLiteral("three");
        QTest::newRow("no place") << 5 << false << QStringLiteral("where they lie");
        QTest::newRow("two images") << 2 << true << QStringLiteral("three");
    }
    void saysWhyASeriesIsNoVolume()
    {
        QFETCH(int, count);
        QFETCH(bool, plane);
        QFETCH(QString, word);
        Host host;
        SeriesSpec spec;
        spec.count = count;
        spec.hasPlane = plane;
        host.view.setSeries(addSeries(host.services.reader, spec));
        const Overlay overlay = host.view.overlay();
        QVERIFY(overlay.hatched);
        QVERIFY2(overlay.message.contains(word), qPrintable(overlay.message));
        QVERIFY(host.view.isPictureComplete());
        QCOMPARE(host.services.reader.reads(), 0); // nothing was loaded for nothing
        QVERIFY(!overlay.letters);
    }

    void refusesColourAndIncomplete()
    {
        Host host;
        const ImageSeriesPtr good = addSeries(host.services.reader, ballSpec(1, 1));
        const VolumeChoices choices = VolumeChoices::of(*good);
        QVERIFY(choices.reason.isEmpty());
        QCOMPARE(choices.list.size(), std::size_t(1));
        QCOMPARE(choices.leftOut, 0);
        ImageSeries series = *good;
        series.complete = false;
        QVERIFY(VolumeChoices::of(series).reason.contains(QLatin1String("arriving")));
        series = *good;
        auto colour = std::make_shared<ImageAttributes>(*series.frames[1].image);
        colour->samples = 3;
        for (FrameRef& ref : series.frames) {
            ref.image = colour;
        }
        QVERIFY(VolumeChoices::of(series).reason.contains(QLatin1String("Colour")));
    }

    void saysWhatIsMissing()
    {
        Host host;
        ImageSeries series = *addSeries(host.services.reader, ballSpec(1, 1));
        series.frames.erase(series.frames.begin() + 8, series.frames.begin() + 10);
        host.view.setSeries(std::make_shared<ImageSeries>(series));
        QTRY_VERIFY_WITH_TIMEOUT(host.view.isPictureComplete() && !host.view.picture().isNull(), 20000);
        const auto marks = host.view.overlay().marks;
        QVERIFY(std::any_of(marks.begin(), marks.end(), [](const OverlayMark& mark) {
            return mark.text.startsWith(QLatin1String("2 SLICE")) && mark.tone == TextTone::Danger;
        }));
        QCOMPARE(host.view.overlay().corners[BottomRight].front().text, QStringLiteral("24 slices")); // bridged
    }

    void stepsThroughPhases()
    {
        Host host;
        // The same places twice, told apart by their echo.
        SeriesSpec spec = ballSpec(1, 1);
        spec.multiframe = false;
        ImageSeries series = *addSeries(host.services.reader, spec);
        std::vector<FrameRef> frames;
        for (const double echo : {10.0, 90.0}) {
            for (const FrameRef& ref : series.frames) {
                auto image = std::make_shared<ImageAttributes>(*ref.image);
                image->texts[QStringLiteral("EchoTime")] = QString::number(echo);
                image->record.instance.uid = InstanceUid(QStringLiteral("1.2.%1.%2").arg(int(echo)).arg(frames.size()));
                frames.push_back({image, 0});
            }
        }
        series.frames = frames;
        host.view.setSeries(std::make_shared<ImageSeries>(series));
        QCOMPARE(host.view.volumeCount(), 2);
        QTRY_VERIFY_WITH_TIMEOUT(host.view.isPictureComplete() && !host.view.picture().isNull(), 20000);
        QVERIFY(host.view.overlay().corners[BottomRight].back().text.startsWith(QLatin1String("1 of 2")));
        QTest::keyClick(&host.view, Qt::Key_H);
        QTest::keyClick(&host.view, Qt::Key_PageDown);
        QCOMPARE(host.view.volumeIndex(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(host.view.isPictureComplete() && !host.view.picture().isNull(), 20000);
        QVERIFY(host.view.overlay().corners[BottomRight].back().text.startsWith(QLatin1String("2 of 2")));
        QCOMPARE(host.view.camera().direction, VolumeCamera::from(PatientSide::Head).direction); // stays
        QTest::keyClick(&host.view, Qt::Key_PageDown);
        QCOMPARE(host.view.volumeIndex(), 0);
    }

    void oneFrameThatFailsIsAReason()
    {
        Host host;
        const ImageSeriesPtr series = addSeries(host.services.reader, ballSpec(1, 1));
        host.services.reader.fail(series->frames[7].image->path, 7, QStringLiteral("The file is cut off."));
        host.view.setSeries(series);
        QTRY_VERIFY(host.view.overlay().hatched);
        QVERIFY(host.view.overlay().message.contains(QLatin1String("Image 8 of 24")));
        QVERIFY(host.view.overlay().message.contains(QLatin1String("The file is cut off.")));
    }

    void tellsProgressAndLetsGo()
    {
        Host host;
        host.services.reader.setHolding(true);
        const ImageSeriesPtr first = addSeries(host.services.reader, ballSpec(1, 1));
        host.view.setSeries(first);
        QTRY_COMPARE(int(host.services.reader.held().size()), 2);
        host.services.reader.release(host.services.reader.held().front());
        QTRY_VERIFY(host.view.overlay().message.startsWith(QLatin1String("1 of 24")));
        QCOMPARE(host.view.overlay().corners[TopLeft].front().text, QStringLiteral("Family1, Anna"));
        // Another patient while the first still loads: nothing of the first may come.
        const ImageSeriesPtr second = addSeries(host.services.reader, ballSpec(2, 2));
        host.view.setSeries(second);
        QCOMPARE(host.view.overlay().corners[TopLeft].front().text, QStringLiteral("Family2, Anna"));
        QVERIFY(host.view.overlay().message.startsWith(QLatin1String("0 of 24")));
        host.view.setSeries(nullptr);
        host.services.reader.releaseAll();
        QSignalSpy pictures(&host.view, &VolumeViewport::pictureChanged);
        bool drained = false;
        host.services.queue.add(1000, [&] { QMetaObject::invokeMethod(&host.view, [&drained] { drained = true; }); });
        QTRY_VERIFY(drained);
        QCOMPARE(pictures.count(), 0);
        QVERIFY(host.view.picture().isNull());
    }

    void showsTheBallWhereItIs()
    {
        Host host;
        host.view.setSeries(addSeries(host.services.reader, ballSpec(1, 1)));
        QTRY_VERIFY_WITH_TIMEOUT(host.view.isPictureComplete(), 20000);
        if (cannotRender(host.view)) {
            QSKIP("no OpenGL here");
        }
        // Left and head of the middle: right and up, seen from the front; left and up from behind.
        const QPointF middle(host.view.picture().width() / 2.0, host.view.picture().height() / 2.0);
        QPointF ball = brightMiddle(host.view.picture());
        QVERIFY(ball.x() > middle.x() + 20 && ball.y() < middle.y() - 20);
        QCOMPARE(host.view.overlay().letters->right, QStringLiteral("L"));
        QTest::keyClick(&host.view, Qt::Key_P);
        QCOMPARE(host.view.overlay().letters->right, QStringLiteral("L")); // of the picture that is still there
        QTRY_VERIFY_WITH_TIMEOUT(host.view.isPictureComplete(), 20000);
        ball = brightMiddle(host.view.picture());
        QVERIFY(ball.x() < middle.x() - 20 && ball.y() < middle.y() - 20);
        QCOMPARE(host.view.overlay().letters->right, QStringLiteral("R"));
        QCOMPARE(host.view.overlay().marks.front().text, QStringLiteral("3D, NOT FOR MEASUREMENT"));
    }

    void dragTurnsAndSaysCoarse()
    {
        Host host;
        host.view.setSeries(addSeries(host.services.reader, ballSpec(1, 1)));
        QTRY_VERIFY_WITH_TIMEOUT(host.view.isPictureComplete(), 20000);
        if (cannotRender(host.view)) {
            QSKIP("no OpenGL here");
        }
        bool coarse = false;
        connect(&host.view, &VolumeViewport::pictureChanged, this, [&] {
            for (const OverlayMark& mark : host.view.overlay().marks) {
                coarse = coarse || mark.text == QLatin1String("coarse while moving");
            }
        });
        QTest::mousePress(&host.view, Qt::LeftButton, {}, {20, 150});
        QTest::mouseMove(&host.view, {170, 150}); // half the widget: a quarter turn
        QTRY_VERIFY_WITH_TIMEOUT(coarse, 20000);
        QTest::mouseRelease(&host.view, Qt::LeftButton, {}, {170, 150});
        QTRY_VERIFY_WITH_TIMEOUT(host.view.isPictureComplete(), 20000);
        QCOMPARE(host.view.overlay().letters->right, QStringLiteral("A"));
        QVERIFY(host.view.overlay().marks.back().text != QLatin1String("coarse while moving"));
    }

    void damagedPluginIsNoReason()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("isocenter_volume.so")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("not a library");
        file.close();
        Host host({folder.path()});
        host.view.setSeries(addSeries(host.services.reader, ballSpec(1, 1)));
        QTRY_VERIFY_WITH_TIMEOUT(host.view.isPictureComplete(), 20000);
        QVERIFY(!host.view.overlay().hatched);
        QVERIFY(!host.view.picture().isNull()); // drawn without it
    }

    void actionShowsAndLeaves()
    {
        FakeIndex index{5};
        FakeServices services;
        ViewerServices views{services.reader, services.cache, services.queue};
        JobList jobs;
        ActionRegistry actions;
        MainWindow window(index, views, jobs, actions);
        window.resize(1000, 700);
        window.show();
        QAction* action = actions.action(QStringLiteral("view.volume"));
        QVERIFY(action);
        QVERIFY(!action->isEnabled()); // no study
        const ImageSeriesPtr series = addSeries(services.reader, ballSpec(1, 1));
        const auto open = [&](const ImageSeriesPtr& stack) {
            window.showStudy(std::make_shared<const StudyContext>(StudyContext{stack->study, stack->generation}), {stack});
        };
        open(series);
        action->trigger();
        const auto* view = window.findChild<VolumeViewport*>();
        QVERIFY(view && view->isVisible() && action->isChecked());
        QVERIFY(!window.grid().isVisible());
        QCOMPARE(view->series(), series);
        action->trigger();
        QVERIFY(!view->isVisible() && window.grid().isVisible() && !action->isChecked());
        QVERIFY(!view->series()); // the volume has gone
        action->trigger();
        QTest::keyClick(const_cast<VolumeViewport*>(view), Qt::Key_Escape);
        QVERIFY(window.grid().isVisible() && !action->isChecked());
        // Another patient is opened while 3D is in view.
        action->trigger();
        open(addSeries(services.reader, ballSpec(2, 2)));
        QVERIFY(!view->isVisible() && !view->series() && window.grid().isVisible());
        action->trigger();
        window.closeStudy();
        QVERIFY(!view->series() && !action->isChecked() && !action->isEnabled());
    }
};

QTEST_MAIN(TestVolumeView)
#include "tst_VolumeView.moc"
