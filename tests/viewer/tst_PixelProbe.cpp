#include "viewport/Overlay.h"
#include "viewport/PixelProbe.h"

#include "viewer/FakeSeries.h"

#include <QTest>

using namespace isocenter;
using namespace isocenter::test;

namespace {

struct Scene
{
    std::shared_ptr<ImageAttributes> image = std::make_shared<ImageAttributes>();
    FramePtr frame = frameOf(2, 2, [](int row, int column) { return 100 * row + 10 * column; });

    Scene()
    {
        image->rows = image->columns = 2;
        image->pixelData.offset = 0;
    }
    PixelProbe at(int row, int column) const { return *probePixel({image, 0}, *frame, QPointF(column + 0.5, row + 0.5)); }
    void map(std::vector<RealWorldMap> maps) { image->shared.realWorld = std::make_shared<RealWorldMaps>(std::move(maps)); }
};

RealWorldMap mapOf(double slope, const char* unit, const char* label, double last = 1000)
{
    RealWorldMap map;
    map.last = last;
    map.slope = slope;
    map.unit = QString::fromLatin1(unit);
    map.label = QString::fromLatin1(label);
    return map;
}

} // namespace

/// The value under the cursor, in every unit that the file gives it.
class TestPixelProbe : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row33_allMapsBesideTheValue();
    void row33_valuesWithoutAMap();
    void row33_mapInPlaceOfTheModality();
    void row33_doseInItsUnit();
    void row16_colorsAsStored();
};

void TestPixelProbe::row33_allMapsBesideTheValue()
{
    Scene scene;
    scene.image->shared.modality.present = true;
    scene.image->shared.modality.unit = QStringLiteral("HU");
    scene.map({mapOf(0.001, "mm2/s", "ADC"), mapOf(2, "ms", "T2"), mapOf(1, "1", "")});
    const PixelProbe probe = scene.at(1, 1);
    QCOMPARE(probeValueText(probe), QStringLiteral("110 HU"));
    QCOMPARE(probe.readings.size(), std::size_t(3));
    QCOMPARE(probe.readings[0].value, 0.11);
    QVERIFY(probeMeaningText(probe).startsWith(QStringLiteral("ADC 0.1100 mm\u00b2/s \u00b7 T2 220 ms \u00b7 110")));
    scene.map(std::vector<RealWorldMap>(9, mapOf(1, "ms", "T2")));
    QVERIFY(probeMeaningText(scene.at(1, 1)).endsWith(QStringLiteral("and 3 more")));
}

void TestPixelProbe::row33_valuesWithoutAMap()
{
    Scene scene;
    scene.map({mapOf(1, "ms", "T2", 50)});
    QCOMPARE(probeMeaningText(scene.at(0, 1)), QStringLiteral("T2 10 ms"));
    QCOMPARE(probeMeaningText(scene.at(1, 0)), QString()); // 100 is beyond the last value mapped
    scene.image->paddingValue = 0;
    QCOMPARE(probeMeaningText(scene.at(0, 0)), QString());
}

void TestPixelProbe::row33_mapInPlaceOfTheModality()
{
    Scene scene;
    scene.map({mapOf(0.5, "ms", "T1", 105)});
    scene.image->shared.modality.slope = 0.5;
    scene.image->shared.modality.unit = QStringLiteral("ms");
    scene.image->shared.modality.present = scene.image->shared.modality.realWorld = true;
    QCOMPARE(probeValueText(scene.at(1, 0)), QStringLiteral("50 ms"));
    QCOMPARE(probeMeaningText(scene.at(1, 0)), QString());                  // not twice
    QCOMPARE(probeValueText(scene.at(1, 1)), QStringLiteral("stored 110")); // the map is not for it
}

void TestPixelProbe::row33_doseInItsUnit()
{
    Scene scene;
    scene.image->shared.modality.slope = 0.01;
    scene.image->shared.modality.unit = QStringLiteral("Gy");
    scene.image->shared.modality.present = scene.image->shared.modality.realWorld = true;
    QCOMPARE(probeValueText(scene.at(1, 1)), QStringLiteral("1.100 Gy"));
    ViewDescription view;
    auto series = std::make_shared<ImageSeries>();
    series->frames = {{scene.image, 0}};
    view.series = series;
    view.index = 0;
    view.window = Window{0.5, 1, VoiFunction::LinearExact, {}};
    QCOMPARE(overlayValue(QStringLiteral("window"), view), QStringLiteral("W 1 C 0.50 Gy"));
    view.window = Window{0.0004, 0.0008, VoiFunction::LinearExact, {}};
    QCOMPARE(overlayValue(QStringLiteral("window"), view), QStringLiteral("W 0.0008 C 0.0004 Gy"));
}

void TestPixelProbe::row16_colorsAsStored()
{
    Scene scene;
    scene.image->samples = 3;
    scene.image->photometric = Photometric::YbrFull;
    scene.image->bitsStored = scene.image->bitsAllocated = 8;
    scene.image->shared.profile = std::make_shared<ColorProfile>(ColorProfile{{}, QStringLiteral("ADOBERGB"), {}});
    const std::vector<std::uint8_t> ybr{128, 128, 128};
    scene.frame = Frame::build(1, 1, 3, SampleType::UInt8, [&](std::byte* out) { std::memcpy(out, ybr.data(), 3); });
    QCOMPARE(probeValueText(scene.at(0, 0)), QStringLiteral("RGB 128 128 128")); // converted, but not for a screen
}

QTEST_MAIN(TestPixelProbe)
#include "tst_PixelProbe.moc"
