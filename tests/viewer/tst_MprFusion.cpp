#include "FusionHost.h"
#include "theme/Theme.h"

#include <QComboBox>
#include <QMenu>
#include <QSlider>
#include <QTest>

#include <cmath>

using namespace isocenter;
using namespace isocenter::test;
using Eigen::Vector3d;

class TestMprFusion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::shipped(QStringLiteral("dark")).apply(); }
    void valuesLieWhereTheyWere();
    void oneSlopeASliceIsExact();
    void opacityMixesPixels();
    void nothingBesideAndInPadding();
    void rigidRegistrationIsFollowed();
    void otherSpacesAndScalesAreRefused();
    void onlyTheOpenStudy();
    void uptakeValuesAndTheirReasons();
    void factorThatDiffersIsRefused();
    void valuesUnderTheMouse();
    void loadingAndUnreadableSlicesAreSaid();
    void lateAnswersAreDropped();
    void grownSeriesStaysFused();
    void keysAndBar();
    void windowByTheMouse();
    void colorTables();
    void sumBelowIsAMeanAbove();
};

void TestMprFusion::valuesLieWhereTheyWere()
{
    Host host;
    host.open();
    QVERIFY(host.fuse());
    QTRY_VERIFY(host.complete());
    for (const Vector3d& point : {Vector3d(8, 9, 20), Vector3d(3.3, 12.25, 10.5), Vector3d(21, 3, 31)}) {
        const std::optional<double> value = host.at(point);
        QVERIFY2(value && std::abs(*value - slopeAt(point)) < 0.02, qPrintable(QString::number(value.value_or(-1))));
    }
    QVERIFY(!host.at({8, 9, 2})); // below its last row
    // And on the screen, on each plane: grey from 0 to 1000 over the value, nothing of the first left.
    host.fusion().setOpacity(1);
    host.fusion().setWindow({0, 1000});
    host.fusion().setColors(5);
    QCOMPARE(host.fusion().table().name, QStringLiteral("Grey"));
    host.scene().moveTo({12, 9, 20});
    for (const MprAxis axis : {MprAxis::Axial, MprAxis::Coronal, MprAxis::Sagittal}) {
        const MprGeometry geometry = host.page.view(axis).geometry();
        const QPoint there = geometry.toWidget({12, 9, 20}).toPoint();
        const double expected = 255 * slopeAt(geometry.toPatient(QPointF(there) + QPointF(0.5, 0.5))) / 1000;
        QVERIFY(std::abs(qRed(host.page.view(axis).picture().pixel(there)) - expected) <= 1.1);
    }
}

void TestMprFusion::oneSlopeASliceIsExact()
{
    Host host;
    // The same stored value everywhere, and slopes of 1, 2, 3 ... : linear from slice to slice, from x = 22 on to smaller x.
    SeriesSpec spec = secondSpec();
    spec.series = 5;
    spec.pixels = [](int, int, int) { return 10; };
    host.second = changed(addSeries(host.services.reader, spec), [](ImageAttributes& image) {
        forFrames(image, [](FrameAttributes& frame, int i) { frame.modality.slope = i + 1; });
    });
    host.open();
    QVERIFY(host.fuse());
    QTRY_VERIFY(host.complete());
    for (const double x : {22.0, 20.75, 17.0, 9.5, 4.1}) {
        const double expected = 10 * ((22 - x) / 2.5 + 1);
        QVERIFY2(std::abs(host.at({x, 9, 20}).value_or(-1) - expected) < 1e-3, qPrintable(QString::number(x)));
    }
}

void TestMprFusion::opacityMixesPixels()
{
    Host host;
    host.open();
    QTRY_VERIFY(host.complete());
    host.scene().moveTo({12, 9, 20});
    const int below = qRed(host.pixel(MprAxis::Axial, {12, 9, 20}));
    QVERIFY(std::abs(below - 128) <= 1); // 100 in the middle of 0 to 200
    QVERIFY(host.fuse());
    QTRY_VERIFY(host.complete());
    host.fusion().setColors(0);
    host.fusion().setWindow({-2000, -1000}); // all of it above: the last colour, white
    QCOMPARE(host.fusion().table().at(1), qRgb(255, 255, 255));
    host.fusion().setOpacity(0);
    QCOMPARE(qRed(host.pixel(MprAxis::Axial, {12, 9, 20})), below);
    host.fusion().setOpacity(0.5);
    QCOMPARE(qRed(host.pixel(MprAxis::Axial, {12, 9, 20})), (below + 255 + 1) / 2);
    host.fusion().setOpacity(1);
    QCOMPARE(host.pixel(MprAxis::Axial, {12, 9, 20}), qRgb(255, 255, 255));
    host.fusion().setWindow({2000, 3000}); // all of it below: black
    QCOMPARE(host.pixel(MprAxis::Axial, {12, 9, 20}), qRgb(0, 0, 0));
    host.fusion().setOn(false);
    QCOMPARE(qRed(host.pixel(MprAxis::Axial, {12, 9, 20})), below);
}

void TestMprFusion::nothingBesideAndInPadding()
{
    Host host;
    SeriesSpec spec = secondSpec();
    spec.series = 6;
    spec.pixels = [](int slice, int, int) { return slice >= 6 ? -5 : 300; }; // x below 8 is padding
    host.second = changed(addSeries(host.services.reader, spec), [](ImageAttributes& image) { image.paddingValue = -5; });
    host.open();
    QVERIFY(host.fuse());
    QTRY_VERIFY(host.complete());
    host.fusion().setOpacity(1);
    host.fusion().setColors(0);
    host.fusion().setWindow({0, 300});
    host.scene().moveTo({12, 9, 20});
    QCOMPARE(host.pixel(MprAxis::Axial, {12, 9, 20}), qRgb(255, 255, 255));
    QVERIFY(std::abs(qRed(host.pixel(MprAxis::Axial, {4, 9, 20})) - 128) <= 1);   // padding: the first as it is
    QVERIFY(std::abs(qRed(host.pixel(MprAxis::Axial, {12, 22, 20})) - 128) <= 1); // beside
    QVERIFY(!host.at({4, 9, 20}));
}

void TestMprFusion::rigidRegistrationIsFollowed()
{
    Host host;
    const QString other = QStringLiteral("1.2.826.0.1.77");
    host.second = changed(host.second, [&](ImageAttributes& image) { image.record.series.frameOfReference = other; });
    auto first = std::make_shared<ImageSeries>(*host.first);
    first->registrations = {registration(other, turned())};
    host.first = first;
    host.open();
    QVERIFY(host.fuse());
    QTRY_VERIFY(host.complete());
    QVERIFY(host.hasMark(QStringLiteral("placed by the registration \"BY HAND\"")));
    for (const Vector3d& inSecond : {Vector3d(8, 9, 20), Vector3d(12.5, 7, 15)}) {
        const Vector3d inFirst = turned() * inSecond;
        QVERIFY(std::abs(host.at(inFirst).value_or(-1) - slopeAt(inSecond)) < 0.02);
    }
    host.fusion().setOpacity(1);
    host.fusion().setWindow({0, 1000});
    host.fusion().setColors(5);
    const Vector3d centre = turned() * Vector3d(12, 9, 20);
    host.scene().moveTo(centre);
    const MprGeometry geometry = host.page.view(MprAxis::Coronal).geometry();
    const QPoint there = geometry.toWidget(host.scene().state().planes.centre()).toPoint() + QPoint(6, -9);
    const Vector3d inFirst = geometry.toPatient(QPointF(there) + QPointF(0.5, 0.5));
    const double expected = 255 * slopeAt(turned().inverse() * inFirst) / 1000;
    QVERIFY(std::abs(qRed(host.page.view(MprAxis::Coronal).picture().pixel(there)) - expected) <= 1.1);
}

void TestMprFusion::otherSpacesAndScalesAreRefused()
{
    Host host;
    const QString other = QStringLiteral("1.2.826.0.1.77");
    host.second = changed(host.second, [&](ImageAttributes& image) { image.record.series.frameOfReference = other; });
    host.open();
    QVERIFY(!host.fuse());
    QVERIFY(!host.fusion().series());
    QVERIFY(host.fusion().candidates().front().reason.contains(QStringLiteral("another frame of reference")));
    const QList<QAction*> actions = host.page.fusion().menu()->actions();
    QVERIFY(!actions.front()->isEnabled() && actions.front()->text().contains(QStringLiteral("PT 4: WB")));
    QVERIFY(actions.front()->text().contains(QStringLiteral("another frame of reference")));
    Eigen::Affine3d scaled = turned();
    scaled.scale(Vector3d(1, 1.01, 1));
    auto first = std::make_shared<ImageSeries>(*host.first);
    first->registrations = {registration(other, scaled)};
    host.first = first;
    host.open();
    QVERIFY(host.fusion().candidates().front().reason.contains(QStringLiteral("scales or shears")));
    QVERIFY(!host.fuse());
}

void TestMprFusion::onlyTheOpenStudy()
{
    Host host;
    const auto made = [&](const std::function<void(SeriesSpec&)>& change) {
        SeriesSpec spec = secondSpec();
        change(spec);
        return addSeries(host.services.reader, spec);
    };
    const ImageSeriesPtr patient = made([](SeriesSpec& spec) { spec.patientId = QStringLiteral("P2"); });
    const ImageSeriesPtr study = made([](SeriesSpec& spec) { spec.study = 2; });
    const ImageSeriesPtr key = [&] {
        auto copy = std::make_shared<ImageSeries>(*host.second);
        copy->keyTitle = QStringLiteral("For the report");
        return copy;
    }();
    const ImageSeriesPtr opening = made([](SeriesSpec& spec) { spec.generation = 2; });
    host.page.setSeries(host.first, {host.first, patient, study, opening, key});
    for (const ImageSeriesPtr& series : {patient, study, opening, key, host.first, host.second /* not in the list */}) {
        QVERIFY(!host.fusion().choose(series).ok());
    }
    for (const FusedVolume::Candidate& candidate : host.fusion().candidates()) {
        QVERIFY(!candidate.reason.isEmpty());
    }
    QVERIFY(!host.fusion().chooseFirst());
    // What is laid over goes with the list, and with the first.
    host.open();
    QVERIFY(host.fuse());
    host.page.setStudy({host.first});
    QVERIFY(!host.fusion().series());
    host.open();
    QVERIFY(host.fuse());
    host.page.setSeries(addSeries(host.services.reader, [] {
        SeriesSpec spec = firstSpec();
        spec.patientId = QStringLiteral("P2");
        spec.study = 2;
        return spec;
    }()));
    QVERIFY(!host.fusion().series());
}

void TestMprFusion::uptakeValuesAndTheirReasons()
{
    Host host;
    host.second = changed(host.second, [](ImageAttributes& image) {
        forFrames(image, [](FrameAttributes& frame, int) { addMap(frame, QStringLiteral("SUVbw"), 0.004); });
        image.warnings << QStringLiteral("The files warn of something.");
        image.texts.insert(QStringLiteral("SUL"), QStringLiteral("No SUV: the patient's height is missing."));
    });
    host.open();
    QVERIFY(host.fuse());
    QTRY_VERIFY(host.complete());
    QCOMPARE(host.fusion().scale().name, QStringLiteral("SUVbw"));
    const Vector3d point(8, 9, 20);
    QVERIFY(std::abs(*host.at(point) - slopeAt(point) * 0.004) < 1e-4);
    QCOMPARE(host.fusion().window()->low, 0.0);
    QCOMPARE(host.fusion().window()->high, 7.0);
    QVERIFY(host.hasMark(QStringLiteral("PT 4: WB: The files warn of something.")));
    QVERIFY(!host.fusion().setScale(1));
    QCOMPARE(host.fusion().scales()[1].reason, QStringLiteral("No SUV: the patient's height is missing."));
    QString texts;
    for (const QAction* action : host.page.fusion().menu()->actions()) {
        texts += action->text() + (action->isEnabled() ? QStringLiteral("+\n") : QStringLiteral("-\n"));
    }
    QVERIFY(texts.contains(QStringLiteral("SUVbw+")));
    QVERIFY(texts.contains(QStringLiteral("SUL: No SUV: the patient's height is missing.-")));
    QVERIFY(host.fusion().setScale(3)); // as stored
    QVERIFY(std::abs(*host.at(point) - slopeAt(point)) < 0.02);
    QCOMPARE(host.fusion().scale().unit, QStringLiteral("Bq/ml"));
    // From nothing to the greatest value.
    QCOMPARE(host.fusion().window()->low, 0.0);
    QVERIFY(std::abs(host.fusion().window()->high - slopeAt({22, 18.5, 33})) < 0.51);
}

void TestMprFusion::factorThatDiffersIsRefused()
{
    const auto made = [](double last) {
        Host host;
        return fusionScales(changed(host.second, [last](ImageAttributes& image) {
                                forFrames(image, [&](FrameAttributes& frame, int i) {
                                    frame.modality.slope = 1 + i;
                                    addMap(frame, QStringLiteral("SUVbw"), i == 8 ? last : 0.004);
                                });
                            })->frames);
    };
    QVERIFY(made(0.004).front().isUsable());
    QCOMPARE(made(0.004).front().slope, 0.004);
    QVERIFY(made(0.0041).front().reason.contains(QStringLiteral("not the same for all")));
    QVERIFY(made(0.0041).back().isUsable());
}

void TestMprFusion::valuesUnderTheMouse()
{
    Host host;
    host.second = changed(host.second, [](ImageAttributes& image) {
        forFrames(image, [](FrameAttributes& frame, int) { addMap(frame, QStringLiteral("SUVbw"), 0.004); });
    });
    host.open();
    QVERIFY(host.fuse());
    QTRY_VERIFY(host.complete());
    host.scene().moveTo({12, 9, 20});
    MprViewport& axial = host.page.view(MprAxis::Axial);
    const QPoint there = axial.geometry().toWidget({12, 9, 20}).toPoint();
    QTest::mouseMove(&axial, there);
    QMouseEvent move(QEvent::MouseMove, there, axial.mapToGlobal(there), Qt::NoButton, Qt::NoButton, {});
    QCoreApplication::sendEvent(&axial, &move);
    const double value = slopeAt(axial.geometry().toPatient(there)) * 0.004;
    const QString expected = QStringLiteral("CT 100 HU · PT %1 SUVbw").arg(value, 0, 'f', 2);
    QCOMPARE(axial.overlay().corners[BottomRight].front().text, expected);
    QVERIFY(host.hasMark(QStringLiteral("Fused: PT 4: WB, 50 %")));
    host.fusion().setOn(false);
    QCOMPARE(axial.overlay().corners[BottomRight].front().text, QStringLiteral("100 HU"));
    QVERIFY(host.hasMark(QStringLiteral("Fusion is off")));
}

void TestMprFusion::loadingAndUnreadableSlicesAreSaid()
{
    Host host;
    host.services.reader.fail(host.second->frames[4].image->path, 4, QStringLiteral("Half of it is missing."));
    host.open();
    QTRY_VERIFY(host.complete());
    host.services.reader.setHolding(true);
    QVERIFY(host.fuse());
    QTRY_VERIFY(host.fusion().source().layout());
    QVERIFY(host.hasMark(QStringLiteral("PT 4: WB: LOADING: 0 of 9")));
    QVERIFY(!host.complete());
    host.services.reader.setHolding(false);
    QTRY_VERIFY(host.complete());
    host.scene().moveTo({12, 9, 20}); // slice 4 lies at x = 12
    QVERIFY(host.hasMark(QStringLiteral("PT 4: WB: NO DATA")));
    QVERIFY(host.hasMark(QStringLiteral("Half of it is missing.")));
    QVERIFY(!host.at({12, 9, 20}));
    QVERIFY(host.at({19, 9, 20}));
    host.fusion().setOpacity(1);
    host.fusion().setWindow({-2000, -1000});
    QVERIFY(std::abs(qRed(host.pixel(MprAxis::Axial, {12, 9, 20})) - 128) <= 1);
}

void TestMprFusion::lateAnswersAreDropped()
{
    Host host;
    SeriesSpec spec = secondSpec();
    spec.series = 7;
    spec.pixels = [](int, int, int) { return 77; };
    const ImageSeriesPtr third = addSeries(host.services.reader, spec);
    host.page.setSeries(host.first, {host.first, host.second, third});
    QTRY_VERIFY(host.complete());
    host.services.reader.setHolding(true);
    QVERIFY(host.fuse());
    QTRY_VERIFY(host.services.reader.held().size() > 1);
    QVERIFY(host.fusion().choose(third).ok());
    host.services.reader.setHolding(false);
    QTRY_VERIFY(host.complete());
    QCOMPARE(host.fusion().source().loaded(), 9);
    QVERIFY(std::abs(host.at({12, 9, 20}).value_or(-1) - 77) < 1e-3);
    // Let go while slices are on their way.
    host.services.cache.clear();
    host.services.reader.setHolding(true);
    QVERIFY(host.fuse());
    QTRY_VERIFY(host.services.reader.held().size() > 1);
    host.page.setSeries(nullptr);
    host.services.reader.setHolding(false);
    QTRY_VERIFY(host.services.reader.held().empty());
    QCoreApplication::sendPostedEvents();
    QVERIFY(!host.fusion().source().volume() && !host.fusion().series());
}

void TestMprFusion::grownSeriesStaysFused()
{
    Host host;
    host.open();
    QVERIFY(host.fuse());
    QTRY_VERIFY(host.complete());
    host.fusion().setOpacity(0.8);
    auto grown = std::make_shared<ImageSeries>(*host.first);
    auto less = std::make_shared<ImageSeries>(*host.second);
    less->frames.pop_back();
    host.page.setSeries(grown, {grown, less});
    QVERIFY(host.fusion().series() == less);
    QCOMPARE(host.fusion().opacity(), 0.8);
    QTRY_VERIFY(host.complete());
    QCOMPARE(host.fusion().source().total(), 8);
}

void TestMprFusion::keysAndBar()
{
    Host host;
    host.open();
    QTRY_VERIFY(host.complete());
    QSlider* slider = host.page.findChild<QSlider*>();
    QVERIFY(!slider->isVisible());
    QTest::keyClick(&host.page, Qt::Key_F);
    QVERIFY(host.fusion().series() == host.second && host.fusion().isOn() && slider->isVisible());
    QTest::keyClick(&host.page, Qt::Key_O);
    QCOMPARE(slider->value(), 60);
    QTest::keyClick(&host.page, Qt::Key_O, Qt::ShiftModifier);
    QTest::keyClick(&host.page, Qt::Key_O, Qt::ShiftModifier);
    QCOMPARE(host.fusion().opacity(), 0.4);
    slider->setValue(25);
    QCOMPARE(host.fusion().opacity(), 0.25);
    QTest::keyClick(&host.page, Qt::Key_C);
    QCOMPARE(host.fusion().colors(), 1);
    QTest::keyClick(&host.page, Qt::Key_F);
    QVERIFY(!host.fusion().isOn() && host.fusion().series());
    QTest::keyClick(&host.page, Qt::Key_F);
    QVERIFY(host.fusion().isOn());
    QVERIFY(host.fusion().choose(nullptr).ok());
    QVERIFY(!slider->isVisible() && !host.hasMark(QStringLiteral("Fused")));
}

void TestMprFusion::windowByTheMouse()
{
    Host host;
    host.open();
    QVERIFY(host.fuse());
    QTRY_VERIFY(host.complete());
    const Window before = *host.scene().window();
    const FusedVolume::Range own = *host.fusion().window();
    MprViewport& axial = host.page.view(MprAxis::Axial);
    QTest::mousePress(&axial, Qt::RightButton, Qt::ShiftModifier, {100, 100});
    QMouseEvent move(QEvent::MouseMove, QPointF(228, 100), axial.mapToGlobal(QPointF(228, 100)), Qt::NoButton, Qt::RightButton,
                     Qt::ShiftModifier);
    QCoreApplication::sendEvent(&axial, &move);
    QTest::mouseRelease(&axial, Qt::RightButton, Qt::ShiftModifier, {228, 100});
    QVERIFY(std::abs(host.fusion().window()->high - 1.5 * own.high) < 1e-6 * own.high); // 128 of 256 pixels
    QCOMPARE(host.fusion().window()->low, 0.0);
    QVERIFY(*host.scene().window() == before);
    host.page.reset();
    QCOMPARE(host.fusion().window()->high, own.high);
}

void TestMprFusion::colorTables()
{
    const std::vector<FusionColors>& tables = FusionColors::shipped();
    QStringList names;
    for (const FusionColors& table : tables) {
        names << table.name;
    }
    const QStringList expected{QStringLiteral("Hot iron"),     QStringLiteral("Hot metal"), QStringLiteral("Rainbow"),
                               QStringLiteral("PET 20 steps"), QStringLiteral("Cool"),      QStringLiteral("Grey"),
                               QStringLiteral("Grey inverse")};
    QCOMPARE(names, expected);
    QCOMPARE(tables[3].colors.size(), std::size_t{20});
    for (int i = 0; i < 20; ++i) { // each step is a twentieth
        const auto colour = tables[3].colors[static_cast<std::size_t>(i)];
        QCOMPARE(tables[3].at((static_cast<float>(i) + 0.01F) / 20), colour);
        QCOMPARE(tables[3].at((static_cast<float>(i) + 0.99F) / 20), colour);
    }
    QCOMPARE(tables[5].at(0.2F), qRgb(51, 51, 51));
    QCOMPARE(tables[6].at(0.2F), qRgb(204, 204, 204));
    QCOMPARE(tables[0].at(0), qRgb(0, 0, 0));
}

void TestMprFusion::sumBelowIsAMeanAbove()
{
    Host host;
    host.open();
    QVERIFY(host.fuse());
    QTRY_VERIFY(host.complete());
    ReslicePlane plane;
    plane.mode = SlabMode::Sum;
    plane.thickness = 10;
    QCOMPARE(FusedPainter::sampledPlane(host.fusion().placing(), plane).mode, SlabMode::Mean);
    host.scene().setSlab(10, SlabMode::Sum);
    QTRY_VERIFY(host.complete());
    QVERIFY(host.hasMark(QStringLiteral("PT 4: WB: mean of the slab")));
}

QTEST_MAIN(TestMprFusion)
#include "tst_MprFusion.moc"
