#include "mpr/MprPage.h"
#include "mpr/MprSavePanel.h"
#include "support/FakeImageReader.h"
#include "theme/Theme.h"
#include "viewer/SlopeSeries.h"

#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>
#include <QToolButton>

#include <cmath>

using namespace isocenter;
using Eigen::Vector3d;
using isocenter::test::addSeries;
using isocenter::test::FakeServices;
using isocenter::test::SeriesSpec;
using isocenter::test::slopeAt;
using isocenter::test::slopeSpec;

namespace {

/// Keeps what it is asked for.
class FakeSaver : public DerivedSaver
{
public:
    void save(const DerivedSeries& wanted, MakePlane maker) override
    {
        ++count;
        series = wanted;
        planes = std::move(maker);
    }
    int count = 0;
    DerivedSeries series;
    MakePlane planes;
};

struct Host
{
    Host()
    {
        views.saver = &saver;
        page = std::make_unique<MprPage>(views);
        page->resize(900, 700);
        page->show();
    }
    MprSavePanel* panel() const { return page->findChild<MprSavePanel*>(); }
    MprScene& scene() const { return page->scene(); }
    QPushButton* button() const
    {
        for (QPushButton* one : panel()->findChildren<QPushButton*>()) {
            if (one->property("primary").toBool()) {
                return one;
            }
        }
        return nullptr;
    }
    QString text() const
    {
        QString all;
        for (const QLabel* label : panel()->findChildren<QLabel*>()) {
            all += label->text() + QLatin1Char('|');
        }
        return all;
    }
    void openPanel() const { QTest::mouseClick(page->findChild<QToolButton*>(QStringLiteral("mprSave")), Qt::LeftButton); }

    FakeServices services;
    FakeSaver saver;
    ViewerServices views{services.reader, services.cache, services.queue};
    std::unique_ptr<MprPage> page;
};

} // namespace

class TestMprSavePanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::shipped(QStringLiteral("dark")).apply(); }
    void savesTheWholeStack();
    void savesObliquePlanes();
    void savesThePictureInView();
    void saysWhatWillBeAndWhyNot();
    void keysStayInThePanel();
    void gapsHoldNoValues();
    void withoutASaverThereIsNoButton();
};

void TestMprSavePanel::savesTheWholeStack()
{
    Host host;
    host.page->setSeries(addSeries(host.services.reader, slopeSpec()));
    QTRY_VERIFY(host.page->isPictureComplete());
    host.scene().moveTo({10.3, 7.9, 12});
    host.openPanel();
    QVERIFY(host.panel()->isVisible());
    QVERIFY(host.text().contains(QLatin1String("20")));
    QTest::mouseClick(host.button(), Qt::LeftButton);
    QCOMPARE(host.saver.count, 1);
    QVERIFY(!host.panel()->isVisible());
    const DerivedSeries& series = host.saver.series;
    // The axial stack is the volume itself: 20 pictures of 24 x 24 at the voxels' places.
    QCOMPARE(series.count, 20);
    QCOMPARE(series.columns, 24);
    QCOMPARE(series.rows, 24);
    QCOMPARE(series.spacing, 2.0);
    QCOMPARE(series.thickness, 2.0);
    QCOMPARE(series.unit, QStringLiteral("HU"));
    QCOMPARE(series.description, QStringLiteral("MPR axial"));
    QCOMPARE(series.sources.size(), std::size_t{20});
    for (const int index : {0, 7, 19}) {
        const Result<DerivedPlane> plane = host.saver.planes(index, {});
        QVERIFY(plane);
        QVERIFY((plane->plane.position - Vector3d(0, 0, 2.0 * index)).norm() < 1e-6);
        QCOMPARE(plane->values.size(), std::size_t{24 * 24});
        for (int row = 0; row < 24; ++row) {
            for (int column = 0; column < 24; ++column) {
                const double value = static_cast<double>(plane->values[static_cast<std::size_t>(row * 24 + column)]);
                QVERIFY(std::abs(value - slopeAt({double(column), double(row), 2.0 * index})) < 0.05);
                QVERIFY(value >= series.least && value <= series.most);
            }
        }
        QVERIFY(plane->firstSource <= index && plane->lastSource >= index && plane->lastSource - plane->firstSource <= 2);
    }
}

void TestMprSavePanel::savesObliquePlanes()
{
    Host host;
    host.page->setSeries(addSeries(host.services.reader, slopeSpec()));
    QTRY_VERIFY(host.page->isPictureComplete());
    host.scene().turn(MprAxis::Axial, 0.5);
    host.scene().turn(MprAxis::Sagittal, 0.3, MprAxis::Coronal);
    host.page->setActive(MprAxis::Coronal);
    MprExportChoice choice = exportDefaults(host.scene(), MprAxis::Coronal);
    choice.stack = true;
    choice.from = -3;
    choice.to = 4.5;
    choice.step = 1.5;
    choice.pixel = 0.8;
    const Result<MprExportPlan> plan = planExport(host.scene(), choice);
    QVERIFY(plan);
    QCOMPARE(plan->series.count, 6); // -3, -1.5, 0, 1.5, 3, 4.5
    QCOMPARE(plan->series.description, QStringLiteral("MPR oblique"));
    const MprDirections directions = host.scene().state().planes.directions(MprAxis::Coronal);
    int inside = 0;
    for (int index = 0; index < plan->series.count; ++index) {
        const Result<DerivedPlane> plane = plan->planes(index, {});
        QVERIFY(plane);
        QVERIFY((plane->plane.normal() - directions.normal()).norm() < 1e-9);
        const double along = (plane->plane.position - host.scene().state().planes.centre()).dot(directions.normal());
        QVERIFY(std::abs(along - (-3 + 1.5 * index)) < 1e-6);
        for (int row = 0; row < plan->series.rows; ++row) {
            for (int column = 0; column < plan->series.columns; ++column) {
                const float value = plane->values[static_cast<std::size_t>(row * plan->series.columns + column)];
                const Vector3d point = plane->plane.at(column, row);
                const bool within = (point.array() > 0.01).all() && point.x() < 22.99 && point.y() < 22.99 && point.z() < 37.99;
                if (within) {
                    ++inside;
                    QVERIFY(std::abs(static_cast<double>(value) - slopeAt(point)) < 0.05);
                }
            }
        }
    }
    QVERIFY(inside > 1000);
}

void TestMprSavePanel::savesThePictureInView()
{
    Host host;
    host.page->setSeries(addSeries(host.services.reader, slopeSpec()));
    QTRY_VERIFY(host.page->isPictureComplete());
    host.scene().setSlab(10, SlabMode::Max);
    host.page->setActive(MprAxis::Sagittal);
    host.openPanel();
    host.panel()->findChildren<QRadioButton*>().front()->setChecked(true); // this picture
    host.panel()->findChild<QLineEdit*>()->setText(QStringLiteral("Hip, left"));
    QTest::keyClick(host.panel()->findChild<QLineEdit*>(), Qt::Key_Return);
    QCOMPARE(host.saver.count, 1);
    QCOMPARE(host.saver.series.count, 1);
    QCOMPARE(host.saver.series.spacing, 0.0);
    QCOMPARE(host.saver.series.thickness, 10.0);
    QCOMPARE(host.saver.series.kind, Derivation::Maximum);
    QCOMPARE(host.saver.series.description, QStringLiteral("Hip, left"));
    QVERIFY(host.saver.series.derivation.contains(QLatin1String("MIP 10.0 mm")));
    const Result<DerivedPlane> plane = host.saver.planes(0, {});
    QVERIFY(plane);
    const Vector3d centre = host.scene().state().planes.centre();
    QVERIFY(std::abs((plane->plane.position - centre).x()) < 1e-6);
    QCOMPARE(plane->firstSource, 0);
    QCOMPARE(plane->lastSource, 19);
}

void TestMprSavePanel::saysWhatWillBeAndWhyNot()
{
    Host host;
    host.services.reader.setHolding(true);
    host.page->setSeries(addSeries(host.services.reader, slopeSpec()));
    QTRY_VERIFY(host.scene().source().volume() != nullptr);
    host.openPanel();
    QVERIFY(!host.button()->isEnabled()); // hazard: a part saved as the whole
    QVERIFY(host.text().contains(QLatin1String("still being read")));
    host.services.reader.releaseAll();
    QTRY_VERIFY(host.button()->isEnabled());
    host.panel()->findChildren<QDoubleSpinBox*>().back()->setValue(0.01); // pixels
    QTRY_VERIFY(host.panel()->choice().pixel < 0.02);
    QVERIFY(host.button()->isEnabled()); // 2400 x 2400 is much, and said
    QVERIFY(host.text().contains(QLatin1String("2400")));
    // Another volume closes it.
    SeriesSpec broken = slopeSpec();
    broken.series = 2;
    const ImageSeriesPtr series = addSeries(host.services.reader, broken);
    host.services.reader.fail(series->frames[4].image->path, 4, QStringLiteral("damaged"));
    host.page->setSeries(series);
    QTRY_VERIFY(!host.panel()->isVisible());
    QTRY_VERIFY(host.page->isPictureComplete());
    host.openPanel();
    QVERIFY(!host.button()->isEnabled());
    QVERIFY(host.text().contains(QLatin1String("not the whole")));
}

void TestMprSavePanel::keysStayInThePanel()
{
    Host host;
    host.page->setSeries(addSeries(host.services.reader, slopeSpec()));
    QTRY_VERIFY(host.page->isPictureComplete());
    host.page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(host.page.get()));
    int left = 0;
    connect(host.page.get(), &MprPage::leaveRequested, this, [&left] { ++left; });
    host.page->view(MprAxis::Axial).setFocus();
    QTest::keyClick(&host.page->view(MprAxis::Axial), Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY(host.panel()->isVisible());
    QVERIFY(host.scene().state().crosshair);
    QTest::keyClick(host.panel()->findChildren<QRadioButton*>().front(), Qt::Key_X);
    QVERIFY(host.scene().state().crosshair);
    QTest::keyClick(host.panel()->findChild<QLineEdit*>(), Qt::Key_Escape);
    QVERIFY(!host.panel()->isVisible());
    QCOMPARE(left, 0);
    QCOMPARE(host.saver.count, 0);
}

void TestMprSavePanel::gapsHoldNoValues()
{
    Host host;
    SeriesSpec spec = slopeSpec();
    spec.multiframe = false;
    ImageSeriesPtr whole = addSeries(host.services.reader, spec);
    auto series = std::make_shared<ImageSeries>(*whole);
    series->frames.erase(series->frames.begin() + 8, series->frames.begin() + 11);
    host.page->setSeries(series);
    QTRY_VERIFY(host.page->isPictureComplete());
    const Result<MprExportPlan> plan = planExport(host.scene(), exportDefaults(host.scene(), MprAxis::Coronal));
    QVERIFY(plan);
    QVERIFY(plan->series.derivation.contains(QLatin1String("missing")));
    const Result<DerivedPlane> plane = plan->planes(0, {});
    QVERIFY(plane);
    // Slices 7 and 11 lie at 14 and 22 mm: between them there is nothing, on them there is.
    for (int row = 0; row < plan->series.rows; ++row) {
        const double z = plane->plane.at(0, row).z();
        const float value = plane->values[static_cast<std::size_t>(row * plan->series.columns)];
        QCOMPARE(std::isnan(value), z > 14.05 && z < 21.95);
    }
}

void TestMprSavePanel::withoutASaverThereIsNoButton()
{
    FakeServices services;
    const ViewerServices views{services.reader, services.cache, services.queue};
    MprPage page(views);
    QVERIFY(page.findChild<QToolButton*>(QStringLiteral("mprSave")) == nullptr);
}

QTEST_MAIN(TestMprSavePanel)
#include "tst_MprSavePanel.moc"
