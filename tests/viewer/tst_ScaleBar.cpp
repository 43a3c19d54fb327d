#include "viewport/ScaleBar.h"

#include <QTest>

using namespace isocenter;

class TestScaleBar : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row32_lengthsInMillimetres_data();
    void row32_lengthsInMillimetres();
    void nothingWithoutMeaning();
    void row30_unknownSpacingHasNone();
    void row30_detectorIsSaid();
    void followsTheZoom();
};

void TestScaleBar::row32_lengthsInMillimetres_data()
{
    QTest::addColumn<double>("millimetresPerPixel");
    QTest::addColumn<double>("longest");
    QTest::addColumn<QString>("label");
    QTest::addColumn<double>("length");
    QTest::newRow("CT in 512") << 0.7 << 180.0 << "10 cm" << 142.857142857;
    QTest::newRow("exactly fits") << 0.5 << 100.0 << "5 cm" << 100.0;
    QTest::newRow("below a power") << 0.5 << 199.0 << "5 cm" << 100.0;
    QTest::newRow("millimetres") << 0.02 << 150.0 << "2 mm" << 100.0;
    QTest::newRow("micrometres") << 0.001 << 150.0 << "100 µm" << 100.0;
    QTest::newRow("a metre") << 5.0 << 210.0 << "100 cm" << 200.0;
}

void TestScaleBar::row32_lengthsInMillimetres()
{
    QFETCH(double, millimetresPerPixel);
    QFETCH(double, longest);
    QFETCH(QString, label);
    QFETCH(double, length);
    const auto bar = scaleBar(millimetresPerPixel, longest);
    QVERIFY(bar);
    QCOMPARE(bar->label, label);
    QVERIFY(qAbs(bar->length - length) < 1e-6);
    QVERIFY(bar->length / bar->divisions >= 4.9);
    // Ticks stand at whole units: a round number of them in the length.
    const double tick = bar->millimetres / bar->divisions;
    const double mantissa = tick / std::pow(10.0, std::floor(std::log10(tick) + 1e-9));
    QVERIFY(qAbs(mantissa - 1) < 1e-6 || qAbs(mantissa - 2) < 1e-6 || qAbs(mantissa - 5) < 1e-6);
}

void TestScaleBar::nothingWithoutMeaning()
{
    QVERIFY(!scaleBar(0, 100));
    QVERIFY(!scaleBar(-1, 100));
    QVERIFY(!scaleBar(std::nan(""), 100));
    QVERIFY(!scaleBar(1e-9, 100));
    QVERIFY(!scaleBar(0.5, 10));
}

/// Hazard: wrong measurement. Placeholder spacings never become millimetres.
void TestScaleBar::row30_unknownSpacingHasNone()
{
    auto image = std::make_shared<ImageAttributes>();
    image->rows = image->columns = 100;
    const ViewGeometry geometry({500, 500}, {100, 100}, 1, 1, {});
    QVERIFY(!scaleBar({image, 0}, geometry));
    image->shared.plane = ImagePlane();
    QVERIFY(!scaleBar({image, 0}, geometry));
    image->shared.plane->spacingKnown = true;
    QVERIFY(scaleBar({image, 0}, geometry));
}

void TestScaleBar::row30_detectorIsSaid()
{
    auto image = std::make_shared<ImageAttributes>();
    image->shared.spacing = PixelSpacing{0.2, 0.2};
    image->spacingSource = QStringLiteral("ImagerPixelSpacing");
    const auto bar = scaleBar({image, 0}, ViewGeometry({500, 500}, {500, 500}, 1, 1, {}));
    QVERIFY(bar);
    QVERIFY(bar->label.contains(QLatin1String("detector")));
}

void TestScaleBar::followsTheZoom()
{
    auto image = std::make_shared<ImageAttributes>();
    image->shared.spacing = PixelSpacing{1.0, 0.5};
    ViewPose pose;
    pose.zoom = 2.0; // two pixels a column of 0.5 mm: 0.25 mm a pixel
    const auto bar = scaleBar({image, 0}, ViewGeometry({500, 500}, {500, 500}, 2.0, 1, pose));
    QVERIFY(bar);
    QCOMPARE(bar->length, bar->millimetres / 0.25);
}

QTEST_GUILESS_MAIN(TestScaleBar)
#include "tst_ScaleBar.moc"
