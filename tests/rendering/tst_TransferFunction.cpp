#include "rendering/Volumes.h"
#include "scene/TransferFunction.h"
#include "scene/VolumeHistogram.h"

#include <QtTest>

#include <cmath>

using namespace isocenter;
using namespace isocenter::test;

class TestTransferFunction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void straightBetweenPoints();
    void relativePresetsFitAnyVolume();
    void ownPresetsSurviveAsJson();
    void sameNameIsReplaced();
    void histogramLeavesBackgroundOut();
    void histogramOfBackgroundAlone();
};

void TestTransferFunction::straightBetweenPoints()
{
    TransferFunction function;
    function.points = {{100, 0, {0, 0, 0}}, {300, 0.5, {1, 0.5, 0}}};
    QCOMPARE(function.at(200).opacity, 0.25);
    QCOMPARE(function.at(200).color[0], 0.5);
    QCOMPARE(function.at(50).opacity, 0.0);
    QCOMPARE(function.at(900).opacity, 0.5);
    const TransferFunction moved = function.mapped(100, 300, 0, 1000);
    QCOMPARE(moved.points[0].value, 0.0);
    QCOMPARE(moved.points[1].value, 1000.0);
}

void TestTransferFunction::relativePresetsFitAnyVolume()
{
    TransferFunction function;
    function.points = {{100, 0, {0, 0, 0}}, {900, 0.5, {1, 1, 1}}};
    const auto preset = TransferPresets::Preset::fromVolume(function, true, 100, 500);
    QCOMPARE(preset.function.points[1].value, 2.0); // twice as far above the median as the brightest
    QCOMPARE(preset.ofVolume(0, 40)->points[1].value, 80.0);
    QCOMPARE(preset.ofVolume(100, 500)->points[0].value, 100.0);
    const auto fixed = TransferPresets::Preset::fromVolume(function, false, 100, 500);
    QCOMPARE(fixed.ofVolume(0, 40)->points[1].value, 900.0);
}

void TestTransferFunction::ownPresetsSurviveAsJson()
{
    TransferPresets::Preset preset;
    preset.function.name = QString::fromUtf8("Łuk \"aorty\"");
    preset.function.shaded = false;
    preset.function.points = {{-12.5, 0.125, {0.1, 0.2, 0.3}}, {1e4, 1, {1, 0, 0.5}}};
    preset.relative = true;
    TransferPresets presets;
    presets.put(QStringLiteral("MR"), preset);
    const auto read = TransferPresets::fromJson(presets.toJson());
    QVERIFY(read);
    const auto& list = read->only(QStringLiteral("MR"));
    QCOMPARE(list.size(), std::size_t(1));
    QCOMPARE(list.front().function.name, preset.function.name);
    QVERIFY(list.front().function == preset.function);
    QVERIFY(list.front().relative);
    QVERIFY(read->only(QStringLiteral("CT")).empty());
}

void TestTransferFunction::sameNameIsReplaced()
{
    TransferPresets presets;
    TransferPresets::Preset preset;
    preset.function.name = QStringLiteral("Mine");
    preset.function.points = {{1, 0, {}}};
    presets.put(QStringLiteral("CT"), preset);
    preset.function.points = {{2, 0, {}}};
    presets.put(QStringLiteral("CT"), preset);
    presets.put(QStringLiteral("MR"), preset);
    QCOMPARE(presets.only(QStringLiteral("CT")).size(), std::size_t(1));
    QCOMPARE(presets.only(QStringLiteral("CT")).front().function.points.front().value, 2.0);
    presets.remove(QStringLiteral("CT"), QStringLiteral("Mine"));
    QVERIFY(presets.only(QStringLiteral("CT")).empty());
    QCOMPARE(presets.only(QStringLiteral("MR")).size(), std::size_t(1));
}

void TestTransferFunction::histogramLeavesBackgroundOut()
{
    Volume volume;
    volume.columns = volume.rows = volume.slices = 10;
    volume.scale = 2;
    volume.offset = 100;
    const std::shared_ptr<std::byte> memory = allocatePixels(2000);
    auto* voxels = reinterpret_cast<std::int16_t*>(memory.get());
    for (int i = 0; i < 1000; ++i) { // half background, 400 of 0, 100 of 255
        voxels[i] = static_cast<std::int16_t>(i < 500 ? -32768 : i < 900 ? 0 : 255);
    }
    volume.voxels = std::shared_ptr<const std::int16_t>(memory, voxels);
    const VolumeHistogram histogram = histogramOf(volume);
    QCOMPARE(histogram.low, 99.0);   // half a voxel value below 0: (-0.5 * 2) + 100
    QCOMPARE(histogram.high, 611.0); // 255.5 * 2 + 100
    QCOMPARE(histogram.median, 100.0);
    QCOMPARE(histogram.brightest, 610.0);
    QCOMPARE(histogram.counts.size(), std::size_t(256));
    QCOMPARE(histogram.counts.front(), 400U);
    QCOMPARE(histogram.counts.back(), 100U);
}

void TestTransferFunction::histogramOfBackgroundAlone()
{
    Volume volume;
    volume.columns = volume.rows = volume.slices = 3;
    const std::shared_ptr<std::byte> memory = allocatePixels(54);
    auto* voxels = reinterpret_cast<std::int16_t*>(memory.get());
    std::fill(voxels, voxels + 27, std::int16_t{-32768});
    volume.voxels = std::shared_ptr<const std::int16_t>(memory, voxels);
    const VolumeHistogram histogram = histogramOf(volume);
    QVERIFY(histogram.counts.empty());
    QVERIFY(histogram.high > histogram.low);
}

QTEST_APPLESS_MAIN(TestTransferFunction)
#include "tst_TransferFunction.moc"
