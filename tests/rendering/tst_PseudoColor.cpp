#include "display/DisplayPipeline.h"
#include "display/StateOverrides.h"
#include "rendering/Frames.h"
#include "slice/SlicePainter.h"

#include <QTest>

using namespace isocenter;
using namespace isocenter::test;

namespace {

/// Five colours over stored values of 0 to 4.
const std::vector<QRgb> kColors{qRgb(10, 0, 200), qRgb(0, 80, 100), qRgb(30, 255, 0), qRgb(200, 100, 20), qRgb(255, 0, 0)};

std::shared_ptr<PresentationState> makeState()
{
    auto state = std::make_shared<PresentationState>();
    state->kind = PresentationState::Kind::PseudoColor;
    state->images.add(InstanceUid(QStringLiteral("1")), {});
    SoftcopyVoi voi;
    voi.windows.push_back({2, 4, VoiFunction::LinearExact, {}});
    state->voi.push_back(voi);
    const auto channel = [](int (*of)(QRgb)) {
        std::vector<std::uint16_t> entries;
        for (const QRgb color : kColors) {
            entries.push_back(static_cast<std::uint16_t>(of(color) << 8)); // 16-bit entries: the high byte is the colour
        }
        return makeTable(0, 16, entries);
    };
    state->palette[0] = channel(&qRed);
    state->palette[1] = channel(&qGreen);
    state->palette[2] = channel(&qBlue);
    return state;
}

} // namespace

class TestPseudoColor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row22_pseudoColorFollowsTheGreyPipeline_data();
    void row22_pseudoColorFollowsTheGreyPipeline();
    void overridesAreTheSameAsLongAsTheyMay();
};

void TestPseudoColor::row22_pseudoColorFollowsTheGreyPipeline_data()
{
    QTest::addColumn<bool>("inverse");
    QTest::addColumn<int>("depth");
    for (const int depth : {0, 1}) { // 8 bits; dithered, which colours must not be
        QTest::addRow("upright, depth %d", depth) << false << depth;
        QTest::addRow("inverse, depth %d", depth) << true << depth;
    }
}

void TestPseudoColor::row22_pseudoColorFollowsTheGreyPipeline()
{
    QFETCH(bool, inverse);
    QFETCH(int, depth);
    const FramePtr frame = makeFrame<std::uint16_t>(1, 6, {0, 1, 2, 3, 4, 9});
    auto image = std::make_shared<ImageAttributes>(greyAttributes(*frame));
    image->record.instance.uid = InstanceUid(QStringLiteral("1"));
    image->paddingValue = 9;
    const auto state = makeState();
    state->inverse = inverse;
    DisplayState display;
    display.overrides = overridesOf(*state, {image, 0});
    QVERIFY(display.overrides && display.overrides->palette);
    const QImage whole = displayImage(*image, 0, *frame, display);
    SlicePainter painter;
    painter.setDepth(depth == 0 ? ScreenDepth::Eight : ScreenDepth::Dithered);
    painter.setFrame(frame, image, 0);
    for (const int scale : {1, 3}) {
        const QImage& painted =
            painter.paint({QSize(6 * scale, scale), QTransform::fromScale(scale, scale), Interpolation::Nearest}, display);
        for (int i = 0; i < 6; ++i) {
            const auto entry = static_cast<std::size_t>(inverse ? 4 - i : i);
            const QRgb expected = i == 5 ? qRgb(0, 0, 0) : kColors[entry]; // padding is background
            QCOMPARE(whole.pixel(i, 0), expected);
            QCOMPARE(painted.pixel(i * scale + scale / 2, 0), expected);
        }
    }
}

void TestPseudoColor::overridesAreTheSameAsLongAsTheyMay()
{
    auto image = std::make_shared<ImageAttributes>();
    image->record.instance.uid = InstanceUid(QStringLiteral("1"));
    auto other = std::make_shared<ImageAttributes>();
    other->record.instance.uid = InstanceUid(QStringLiteral("2"));
    StateOverrides overrides;
    const PresentationStatePtr state = makeState();
    const auto first = overrides.of(state, {image, 0});
    QVERIFY(first && overrides.of(state, {image, 3}) == first); // identity: nothing is computed again
    QVERIFY(!overrides.of(state, {other, 0}));                  // not for that image
    QVERIFY(!overrides.of(nullptr, {image, 0}));
    QVERIFY(overrides.of(state, {image, 0}));
    auto color = std::make_shared<PresentationState>(*state);
    color->kind = PresentationState::Kind::Color;
    QVERIFY(!overrides.of(color, {image, 0})); // says nothing of grey
}

QTEST_GUILESS_MAIN(TestPseudoColor)
#include "tst_PseudoColor.moc"
