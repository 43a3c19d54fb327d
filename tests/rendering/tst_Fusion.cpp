#include "display/FusionStack.h"
#include "display/StateOverrides.h"
#include "slice/FusionPainter.h"

#include "rendering/Frames.h"
#include "rendering/IccProfiles.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace isocenter;
using namespace isocenter::test;

namespace {

constexpr int kSide = 8;

/// A slice of kSide x kSide at z; pixels of `spacing` mm, the first at (x, y).
FrameRef sliceAt(double z, double x = 0, double y = 0, double spacing = 1)
{
    auto image = std::make_shared<ImageAttributes>();
    image->path = QStringLiteral("slice %1").arg(z);
    image->rows = image->columns = kSide;
    image->pixelData.offset = 0;
    image->record.study.patient.id = QStringLiteral("P1");
    image->record.series.frameOfReference = QStringLiteral("1.2.3");
    image->record.instance.uid = InstanceUid(QStringLiteral("1.%1").arg(z));
    ImagePlane plane;
    plane.position = {x, y, z};
    plane.rowSpacing = plane.columnSpacing = spacing;
    plane.spacingKnown = true;
    image->shared.plane = plane;
    return {image, 0};
}

/// x + 10 y + 100 z of every pixel: what is linear in space stays so.
FramePtr field(const FrameRef& ref)
{
    std::vector<float> values;
    for (int r = 0; r < kSide; ++r) {
        for (int c = 0; c < kSide; ++c) {
            const Eigen::Vector3d p = ref.attributes().plane->at(c, r);
            values.push_back(static_cast<float>(p.x() + 10 * p.y() + 100 * p.z()));
        }
    }
    return makeFrame<float>(kSide, kSide, values);
}

FramePtr sampled(const FusionStack& stack, const ImagePlane& plane, const ModalityTransform& modality = {})
{
    std::vector<FusionStack::Slice> slices;
    for (const int index : stack.needed(plane, kSide, kSide)) {
        slices.push_back({index, field(stack.frames()[static_cast<std::size_t>(index)])});
    }
    return stack.sample(plane, kSide, kSide, slices, modality);
}

bool isField(const Frame& frame, const ImagePlane& plane, int& shown)
{
    shown = 0;
    for (int r = 0; r < kSide; ++r) {
        for (int c = 0; c < kSide; ++c) {
            const double value = frame.at(r, c);
            const Eigen::Vector3d p = plane.at(c, r);
            if (std::isnan(value)) {
                continue;
            }
            ++shown;
            if (std::abs(value - (p.x() + 10 * p.y() + 100 * p.z())) > 0.01) {
                return false;
            }
        }
    }
    return true;
}

} // namespace

/// PS3.3 C.11.14: images laid over others.
class TestFusion : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row22_sampledWhereTheImageLies();
    void row22_acrossSlicesAndTilted();
    void row22_nothingBesideTheStackOrInGaps();
    void row22_paddingIsNothing();
    void row22_onlyNeededSlices();
    void row22_refusedWithAReason();
    void row22_mixedByOpacity();
    void row22_profileOfTheMixture();
    void row22_superimposedVoiAndPalette();
};

void TestFusion::row22_sampledWhereTheImageLies()
{
    // Slices of 2 mm pixels every 3 mm; an image of 1 mm pixels between two of them.
    std::vector<FrameRef> frames;
    for (const double z : {9.0, 0.0, 6.0, 3.0}) { // in no order
        frames.push_back(sliceAt(z, -1, -1, 2));
    }
    const FrameRef onto = sliceAt(4, 0.3, 0.7);
    const auto stack = FusionStack::make(frames, onto);
    QVERIFY(stack);
    int shown = 0;
    QVERIFY(isField(*sampled(*stack, *onto.attributes().plane), *onto.attributes().plane, shown));
    QCOMPARE(shown, kSide * kSide);
    ModalityTransform twice;
    twice.slope = 2;
    twice.intercept = 1;
    const FramePtr rescaled = sampled(*stack, *onto.attributes().plane, twice);
    const Eigen::Vector3d p = onto.attributes().plane->at(3, 2);
    QVERIFY(std::abs(rescaled->at(2, 3) - (2 * (p.x() + 10 * p.y() + 100 * p.z()) + 1)) < 0.05);
}

void TestFusion::row22_acrossSlicesAndTilted()
{
    std::vector<FrameRef> frames;
    for (int i = 0; i < 12; ++i) {
        frames.push_back(sliceAt(i, -2, -2, 1.5));
    }
    FrameRef onto = sliceAt(0);
    auto image = std::make_shared<ImageAttributes>(*onto.image);
    image->shared.plane->right = Eigen::Vector3d(1, 0, 1).normalized(); // oblique
    image->shared.plane->down = Eigen::Vector3d::UnitY();
    image->shared.plane->position = {0, 0, 2};
    onto.image = image;
    const auto stack = FusionStack::make(frames, onto);
    QVERIFY(stack);
    int shown = 0;
    QVERIFY(isField(*sampled(*stack, *image->shared.plane), *image->shared.plane, shown));
    QCOMPARE(shown, kSide * kSide);
    QVERIFY(stack->needed(*image->shared.plane, kSide, kSide).size() >= 6);
}

void TestFusion::row22_nothingBesideTheStackOrInGaps()
{
    std::vector<FrameRef> frames{sliceAt(0), sliceAt(2), sliceAt(4), sliceAt(10), sliceAt(12)};
    const auto stack = FusionStack::make(frames, sliceAt(0));
    QVERIFY(stack);
    const auto shownAt = [&](double z, double x = 0) {
        const FrameRef onto = sliceAt(z, x);
        const FramePtr frame = sampled(*stack, *onto.attributes().plane);
        return static_cast<int>(std::count_if(frame->values<float>(), frame->values<float>() + frame->count(),
                                              [](float value) { return value == value; }));
    };
    QCOMPARE(shownAt(3), 64);
    QCOMPARE(shownAt(-0.9), 64); // half a slice beyond the end
    QCOMPARE(shownAt(-1.1), 0);
    QCOMPARE(shownAt(4.9), 64);
    QCOMPARE(shownAt(7), 0); // between 4 and 10 nobody looked
    QCOMPARE(shownAt(13.1), 0);
    QCOMPARE(shownAt(2, 4), 32); // half beside: columns 4 to 7 of the image lie at x 8 to 11
    QVERIFY(stack->needed(*sliceAt(50).attributes().plane, kSide, kSide).empty());
}

void TestFusion::row22_paddingIsNothing()
{
    FrameRef below = sliceAt(0);
    auto image = std::make_shared<ImageAttributes>(*below.image);
    image->paddingValue = 0;
    below.image = image;
    const auto stack = FusionStack::make({below}, sliceAt(0));
    QVERIFY(stack);
    std::vector<std::uint16_t> values(64, 5);
    values[9] = 0; // row 1, column 1
    const ImagePlane between = *sliceAt(0, 0.5, 0).attributes().plane;
    const FramePtr frame = stack->sample(between, kSide, kSide, {{0, makeFrame<std::uint16_t>(8, 8, values)}}, {});
    QVERIFY(std::isnan(frame->at(1, 0)) && std::isnan(frame->at(1, 1))); // never mixed with what is padding
    QCOMPARE(frame->at(2, 1), 5.0);
    QCOMPARE(frame->at(1, 2), 5.0);
}

void TestFusion::row22_onlyNeededSlices()
{
    std::vector<FrameRef> frames;
    for (int i = 0; i < 100; ++i) {
        frames.push_back(sliceAt(i));
    }
    const auto stack = FusionStack::make(frames, sliceAt(0));
    QVERIFY(stack);
    QCOMPARE(stack->needed(*sliceAt(40.25).attributes().plane, kSide, kSide), (std::vector<int>{40, 41}));
}

void TestFusion::row22_refusedWithAReason()
{
    const FrameRef onto = sliceAt(0);
    const auto changed = [](FrameRef ref, const std::function<void(ImageAttributes&)>& change) {
        auto image = std::make_shared<ImageAttributes>(*ref.image);
        change(*image);
        ref.image = image;
        return ref;
    };
    const FrameRef elsewhere =
        changed(sliceAt(0), [](ImageAttributes& i) { i.record.series.frameOfReference = QStringLiteral("1.2.4"); });
    const FrameRef stranger = changed(sliceAt(0), [](ImageAttributes& i) { i.record.study.patient.id = QStringLiteral("P2"); });
    const FrameRef lost = changed(sliceAt(0), [](ImageAttributes& i) { i.shared.plane.reset(); });
    const FrameRef sagittal = changed(sliceAt(1), [](ImageAttributes& i) { i.shared.plane->right = Eigen::Vector3d::UnitZ(); });
    const FrameRef colored = changed(sliceAt(0), [](ImageAttributes& i) { i.samples = 3; });
    for (const auto& frames : std::vector<std::vector<FrameRef>>{
             {}, {elsewhere}, {stranger}, {lost}, {sliceAt(0), sagittal}, {colored}, {sliceAt(3), sliceAt(3)}}) {
        const auto stack = FusionStack::make(frames, onto);
        QVERIFY(!stack);
        QVERIFY(!stack.error().message.isEmpty());
    }
    QVERIFY(!FusionStack::make({sliceAt(0)}, lost));
    const FrameRef nowhere = changed(sliceAt(0), [](ImageAttributes& i) { i.record.series.frameOfReference.clear(); });
    QVERIFY(!FusionStack::make({nowhere}, nowhere)); // two unknown frames of reference are not the same
}

void TestFusion::row22_mixedByOpacity()
{
    const FramePtr below = makeFrame<std::uint8_t>(1, 4, {0, 100, 200, 40});
    auto belowImage = std::make_shared<ImageAttributes>(greyAttributes(*below));
    const float nothing = std::nanf("");
    const FramePtr above = makeFrame<float>(1, 4, {0, 1, nothing, 0.5F});
    auto aboveImage = std::make_shared<ImageAttributes>(greyAttributes(*above));
    auto palette = std::make_shared<PseudoPalette>();
    palette->channels = {std::vector<std::uint8_t>{0, 100, 255}, {0, 50, 0}, {255, 20, 0}};
    auto overrides = std::make_shared<DisplayOverrides>();
    overrides->window = Window{0.5, 1, VoiFunction::LinearExact, {}};
    overrides->palette = palette;
    FusionLayer layer;
    layer.frame = above;
    layer.image = aboveImage;
    layer.display.overrides = overrides;
    layer.opacity = 0.25;
    FusionPainter painter;
    painter.setFrame(below, belowImage, 0);
    SliceGeometry geometry;
    geometry.size = QSize(4, 1);
    const QImage plain = painter.paint(geometry, {}).copy();
    QCOMPARE(plain.pixel(1, 0) & 0xFFFFFF, 0x646464U);
    painter.setLayers({layer});
    const QImage mixed = painter.paint(geometry, {});
    QCOMPARE(mixed.pixel(0, 0) & 0xFFFFFF, qRgb(0, 0, 64) & 0xFFFFFF);      // 0.25 * 255
    QCOMPARE(mixed.pixel(1, 0) & 0xFFFFFF, qRgb(139, 75, 75) & 0xFFFFFF);   // 75 + 0.25 * 255
    QCOMPARE(mixed.pixel(2, 0) & 0xFFFFFF, qRgb(200, 200, 200) & 0xFFFFFF); // nothing lies there
    QCOMPARE(mixed.pixel(3, 0) & 0xFFFFFF, qRgb(55, 43, 35) & 0xFFFFFF);    // 30 + 0.25 * (100, 50, 20)
    QCOMPARE(painter.paint({QSize(6, 3), {}, Interpolation::Nearest}, {}).pixel(5, 2) & 0xFFFFFF, 0U); // outside
    painter.setDepth(ScreenDepth::Ten);
    QVERIFY(std::abs(painter.paint(geometry, {}).pixelColor(1, 0).red() - 139) <= 1);
    painter.setDepth(ScreenDepth::Eight);
    painter.setLayers({});
    QCOMPARE(painter.paint(geometry, {}), plain);
}

void TestFusion::row22_profileOfTheMixture()
{
    const FramePtr below = makeFrame<std::uint8_t>(1, 1, {128});
    const FramePtr above = makeFrame<float>(1, 1, {1});
    auto overrides = std::make_shared<DisplayOverrides>();
    overrides->window = Window{0.5, 1, VoiFunction::LinearExact, {}};
    auto palette = std::make_shared<PseudoPalette>();
    palette->channels = {std::vector<std::uint8_t>{0, 200}, {0, 100}, {0, 50}};
    overrides->palette = palette;
    FusionLayer layer{above, std::make_shared<ImageAttributes>(greyAttributes(*above)), {}, 0.5};
    layer.display.overrides = overrides;
    const auto profile = std::make_shared<const ColorProfile>(ColorProfile{matrixProfile(), {}, {}});
    FusionPainter painter;
    painter.setFrame(below, std::make_shared<ImageAttributes>(greyAttributes(*below)), 0);
    painter.setLayers({layer}, profile);
    SliceGeometry geometry;
    geometry.size = QSize(1, 1);
    const QRgb shown = painter.paint(geometry, {}).pixel(0, 0);
    float expected[3] = {164, 114, 89};
    (*ColorTransform::make(profile.get()))->apply(expected);
    QVERIFY(std::abs(qRed(shown) - expected[0]) <= 1);
    QVERIFY(std::abs(qGreen(shown) - expected[1]) <= 1);
    QVERIFY(std::abs(qBlue(shown) - expected[2]) <= 1);
}

void TestFusion::row22_superimposedVoiAndPalette()
{
    PresentationState state;
    state.kind = PresentationState::Kind::Blending;
    state.superimposed = BlendingInput();
    state.palette[0] = makeTable(0, 16, {0, 0xFFFF});
    state.palette[1] = makeTable(0, 16, {0, 0x8000});
    state.palette[2] = makeTable(0, 16, {0, 0});
    state.superimposed->modality.slope = 0.5;
    const FrameRef above = sliceAt(0);
    const auto whole = superimposedOverrides(state, above);
    QCOMPARE(whole->modality.slope, 1.0); // is in the sampled values already
    QCOMPARE(whole->window->width, 65535 * 0.5);
    QVERIFY(whole->palette);
    QCOMPARE(int(whole->palette->at(0, 1)), 255);
    QCOMPARE(int(whole->palette->at(1, 1)), 128);
    SoftcopyVoi other;
    other.images.add(InstanceUid(QStringLiteral("1.9.9")), {});
    other.windows.push_back({1, 2, VoiFunction::Linear, {}});
    SoftcopyVoi own;
    own.windows.push_back({30, 60, VoiFunction::Linear, {}});
    state.superimposed->voi = {other, own};
    QCOMPARE(superimposedOverrides(state, above)->window->width, 60.0);
}

QTEST_APPLESS_MAIN(TestFusion)
#include "tst_Fusion.moc"
