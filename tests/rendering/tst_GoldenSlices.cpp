#include "rendering/Frames.h"
#include "slice/SlicePainter.h"

#include <QDir>
#include <QtTest>

using namespace isocenter;
using namespace isocenter::test;

namespace {

/// A slice through a head-like phantom in HU (stored + 1024): skull, brain, ventricles, a dense spot on the picture's left.
FramePtr phantom()
{
    std::vector<std::uint16_t> values;
    for (int r = 0; r < 96; ++r) {
        for (int c = 0; c < 128; ++c) {
            const double x = (c - 63.5) / 50;
            const double y = (r - 47.5) / 40;
            const double d = std::hypot(x, y);
            int hu = d > 1 ? -1000 : d > 0.88 ? 900 : 35;
            hu = d < 0.88 && std::hypot((std::abs(x) - 0.15) / 0.1, y / 0.35) < 1 ? 5 : hu;
            hu = std::hypot((x + 0.5) / 0.12, (y + 0.2) / 0.12) < 1 ? 70 : hu;
            values.push_back(static_cast<std::uint16_t>(d > 1.15 ? 0 : hu + 1024)); // 0: padding outside the field of view
        }
    }
    return makeFrame(96, 128, values);
}

ImagePtr attributes(const Frame& frame)
{
    ImageAttributes image = greyAttributes(frame);
    image.shared.modality.intercept = -1024;
    image.shared.modality.present = true;
    image.paddingValue = 0;
    return std::make_shared<const ImageAttributes>(image);
}

} // namespace

/// Pictures that were looked at once and must not change: no channel by more than 2 steps. A missing one is written, to be
/// looked at, and fails.
class TestGoldenSlices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pictures_data();
    void pictures();
};

void TestGoldenSlices::pictures_data()
{
    QTest::addColumn<QTransform>("map");
    QTest::addColumn<bool>("invert");
    QTransform turned = QTransform::fromTranslate(100, 80);
    turned.rotate(25);
    turned.scale(-1.3, 1.3);
    turned.translate(-64, -48);
    QTest::newRow("fit") << QTransform(1.5, 0, 0, 1.5, 4, 8) << false;
    QTest::newRow("inverted") << QTransform(1.5, 0, 0, 1.5, 4, 8) << true;
    QTest::newRow("turned-mirrored") << turned << false;
    QTest::newRow("small") << QTransform(0.4, 0, 0, 0.4, 60, 50) << false;
}

void TestGoldenSlices::pictures()
{
    QFETCH(QTransform, map);
    QFETCH(bool, invert);
    const FramePtr frame = phantom();
    SlicePainter painter;
    painter.setFrame(frame, attributes(*frame), 0);
    DisplayState state;
    state.window = Window{40, 120, VoiFunction::Linear, {}};
    state.invert = invert;
    const QImage picture = painter.paint({{200, 160}, map, Interpolation::Linear}, state);
    const QString path =
        QDir(QStringLiteral(ISOCENTER_GOLDEN)).filePath(QLatin1String(QTest::currentDataTag()) + QLatin1String(".png"));
    const QImage golden = QImage(path).convertToFormat(QImage::Format_RGB32);
    if (golden.isNull()) {
        QDir().mkpath(QStringLiteral(ISOCENTER_GOLDEN));
        picture.convertToFormat(QImage::Format_Grayscale8).save(path);
        QFAIL("no golden picture: written, look at it");
    }
    QCOMPARE(picture.size(), golden.size());
    int worst = 0;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            worst = std::max(worst, std::abs(qRed(picture.pixel(x, y)) - qRed(golden.pixel(x, y))));
        }
    }
    QVERIFY2(worst <= 2, qPrintable(QStringLiteral("off by %1").arg(worst)));
}

QTEST_GUILESS_MAIN(TestGoldenSlices)
#include "tst_GoldenSlices.moc"
