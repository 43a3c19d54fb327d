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

FusionGrid gridOf(const ImagePlane& plane)
{
    return {plane, kSide, kSide};
}

FramePtr sampled(const FusionStack& stack, const FusionGrid& grid)
{
    std::vector<FusionStack::Slice> slices;
    for (const int index : stack.needed(grid)) {
        slices.push_back({index, field(stack.frames()[static_cast<std::size_t>(index)])});
    }
    return stack.sample(grid, slices);
}

FramePtr sampled(const FusionStack& stack, const ImagePlane& plane)
{
    return sampled(stack, gridOf(plane));
}

FrameRef changed(FrameRef ref, const std::function<void(ImageAttributes&)>& change)
{
    auto image = std::make_shared<ImageAttributes>(*ref.image);
    change(*image);
    ref.image = image;
    return ref;
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

namespace {

/// Input 1 over the painter's frame.
FusionPtr laidOver(const FusionLayer& layer, double opacity, const ColorProfilePtr& profile = {})
{
    auto fusion = std::make_shared<Fusion>();
    fusion->inputs = {FusionLayer(), layer};
    fusion->steps = {{BlendingStep::Mode::Foreground, {1, 0}, opacity}};
    fusion->profile = profile;
    return fusion;
}

/// Grey values of 0 to 255, shown as they are; NaN: nothing.
FusionLayer greyLayer(const std::vector<float>& values)
{
    FusionLayer layer;
    layer.frame = makeFrame<float>(1, static_cast<int>(values.size()), values);
    layer.image = std::make_shared<ImageAttributes>(greyAttributes(*layer.frame));
    auto overrides = std::make_shared<DisplayOverrides>();
    overrides->window = Window{127.5, 255, VoiFunction::LinearExact, {}};
    layer.display.overrides = overrides;
    return layer;
}

const float kNone = std::nanf("");

/// Pixels of one row, as red values; all are grey.
std::vector<int> painted(const Fusion& fusion, const std::vector<std::uint8_t>& base, const std::optional<double>& padding = {})
{
    const FramePtr frame = makeFrame<std::uint8_t>(1, static_cast<int>(base.size()), base);
    auto image = std::make_shared<ImageAttributes>(greyAttributes(*frame));
    image->paddingValue = padding;
    FusionPainter painter;
    painter.setFrame(frame, image, 0);
    painter.setFusion(std::make_shared<Fusion>(fusion));
    SliceGeometry geometry;
    geometry.size = QSize(static_cast<int>(base.size()), 1);
    DisplayState state;
    state.window = Window{127.5, 255, VoiFunction::LinearExact, {}};
    const QImage picture = painter.paint(geometry, state);
    std::vector<int> values;
    for (int i = 0; i < picture.width(); ++i) {
        const QRgb pixel = picture.pixel(i, 0);
        values.push_back(qRed(pixel) == qGreen(pixel) && qRed(pixel) == qBlue(pixel) ? qRed(pixel) : -1);
    }
    return values;
}

} // namespace

/// PS3.3 C.11.14, C.11.34: images laid over others.
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
    void row22_placedByARegistration();
    void row22_eachSliceByItsOwnRescale();
    void row22_thresholdsMakePadding();
    void row22_colorsAreSampled();
    void row22_foregroundWithPadding();
    void row22_equalOfThoseThatAreThere();
    void row22_stepsUseEarlierSteps();
    void row22_baseAsALayer();
    void row22_supplementalColorsStay();
    void row22_stateOfTheBase();
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
    BlendingInput twice;
    twice.modality.slope = 2;
    twice.modality.intercept = 1;
    const FramePtr rescaled = sampled(*FusionStack::make(frames, onto, twice), *onto.attributes().plane);
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
    QVERIFY(stack->needed(gridOf(*image->shared.plane)).size() >= 6);
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
    QVERIFY(stack->needed(gridOf(*sliceAt(50).attributes().plane)).empty());
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
    const FramePtr frame = stack->sample(gridOf(between), {{0, makeFrame<std::uint16_t>(8, 8, values)}});
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
    QCOMPARE(stack->needed(gridOf(*sliceAt(40.25).attributes().plane)), (std::vector<int>{40, 41}));
}

void TestFusion::row22_refusedWithAReason()
{
    const FrameRef onto = sliceAt(0);
    const FrameRef elsewhere =
        changed(sliceAt(0), [](ImageAttributes& i) { i.record.series.frameOfReference = QStringLiteral("1.2.4"); });
    const FrameRef stranger = changed(sliceAt(0), [](ImageAttributes& i) { i.record.study.patient.id = QStringLiteral("P2"); });
    const FrameRef lost = changed(sliceAt(0), [](ImageAttributes& i) { i.shared.plane.reset(); });
    const FrameRef sagittal = changed(sliceAt(1), [](ImageAttributes& i) { i.shared.plane->right = Eigen::Vector3d::UnitZ(); });
    const FrameRef colored = changed(sliceAt(0), [](ImageAttributes& i) { i.samples = 3; });
    for (const auto& frames : std::vector<std::vector<FrameRef>>{
             {}, {elsewhere}, {stranger}, {lost}, {sliceAt(0), sagittal}, {sliceAt(1), colored}, {sliceAt(3), sliceAt(3)}}) {
        const auto stack = FusionStack::make(frames, onto);
        QVERIFY(!stack);
        QVERIFY(!stack.error().message.isEmpty());
    }
    QVERIFY(!FusionStack::make({sliceAt(0)}, lost));
    const FrameRef nowhere = changed(sliceAt(0), [](ImageAttributes& i) { i.record.series.frameOfReference.clear(); });
    QVERIFY(!FusionStack::make({nowhere}, nowhere)); // two unknown frames of reference are not the same
    BlendingInput forGrey;
    forGrey.palette[0] = makeTable(0, 8, {0, 255});
    QVERIFY(FusionStack::make({colored}, onto) && !FusionStack::make({colored}, onto, forGrey));
    QVERIFY(!FusionStack::make({sliceAt(0)}, onto)->grid(lost));
    QVERIFY(!FusionStack::make({sliceAt(0)}, onto)->grid(elsewhere));
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
    FusionPainter painter;
    painter.setFrame(below, belowImage, 0);
    SliceGeometry geometry;
    geometry.size = QSize(4, 1);
    const QImage plain = painter.paint(geometry, {}).copy();
    QCOMPARE(plain.pixel(1, 0) & 0xFFFFFF, 0x646464U);
    painter.setFusion(laidOver(layer, 0.25));
    const QImage mixed = painter.paint(geometry, {});
    QCOMPARE(mixed.pixel(0, 0) & 0xFFFFFF, qRgb(0, 0, 64) & 0xFFFFFF);      // 0.25 * 255
    QCOMPARE(mixed.pixel(1, 0) & 0xFFFFFF, qRgb(139, 75, 75) & 0xFFFFFF);   // 75 + 0.25 * 255
    QCOMPARE(mixed.pixel(2, 0) & 0xFFFFFF, qRgb(200, 200, 200) & 0xFFFFFF); // nothing lies there
    QCOMPARE(mixed.pixel(3, 0) & 0xFFFFFF, qRgb(55, 43, 35) & 0xFFFFFF);    // 30 + 0.25 * (100, 50, 20)
    QCOMPARE(painter.paint({QSize(6, 3), {}, Interpolation::Nearest}, {}).pixel(5, 2) & 0xFFFFFF, 0U); // outside
    painter.setDepth(ScreenDepth::Ten);
    QVERIFY(std::abs(painter.paint(geometry, {}).pixelColor(1, 0).red() - 139) <= 1);
    painter.setDepth(ScreenDepth::Eight);
    painter.setFusion(nullptr);
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
    FusionLayer layer{above, std::make_shared<ImageAttributes>(greyAttributes(*above)), {}};
    layer.display.overrides = overrides;
    const auto profile = std::make_shared<const ColorProfile>(ColorProfile{matrixProfile(), {}, {}});
    FusionPainter painter;
    painter.setFrame(below, std::make_shared<ImageAttributes>(greyAttributes(*below)), 0);
    painter.setFusion(laidOver(layer, 0.5, profile));
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
    BlendingInput input;
    input.palette[0] = makeTable(0, 16, {0, 0xFFFF});
    input.palette[1] = makeTable(0, 16, {0, 0x8000});
    input.palette[2] = makeTable(0, 16, {0, 0});
    input.modality.slope = 0.5;
    const FrameRef above = sliceAt(0);
    const auto whole = inputOverrides(input, {above});
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
    input.voi = {other, own};
    QCOMPARE(inputOverrides(input, {above})->window->width, 60.0);
    // Without a modality transform in the state each image has its own; a PET's slope changes from slice to slice.
    BlendingInput silent;
    silent.ownModality = true;
    const FrameRef steep = changed(sliceAt(1), [](ImageAttributes& i) { i.shared.modality.slope = 3; });
    QCOMPARE(inputOverrides(silent, {above, steep})->window->width, 3 * 65535.0);
}

void TestFusion::row22_placedByARegistration()
{
    // The stack's own space: what lies at p there lies at R p + (20, 5, 3) in the image's, R a quarter turn from x to y.
    const auto elsewhere = [](ImageAttributes& image) { image.record.series.frameOfReference = QStringLiteral("1.2.4"); };
    std::vector<FrameRef> frames;
    for (int i = 0; i < 8; ++i) {
        frames.push_back(changed(sliceAt(i, -4, -4, 2), elsewhere));
    }
    const FrameRef onto = sliceAt(5.5, 8, 2);
    auto registration = std::make_shared<SpatialRegistration>();
    registration->object = onto.image;
    registration->label = QStringLiteral("FUSION");
    SpatialRegistration::Item item;
    item.frameOfReference = QStringLiteral("1.2.4");
    item.toRegistered = Eigen::Translation3d(20, 5, 3) * Eigen::AngleAxisd(std::acos(0.0), Eigen::Vector3d::UnitZ());
    registration->items = {item};
    QVERIFY(!FusionStack::make(frames, onto));
    const auto stack = FusionStack::make(frames, onto, {}, {registration});
    QVERIFY(stack);
    const Result<FusionGrid> grid = stack->grid(onto);
    QVERIFY(grid && grid->registration == registration);
    QCOMPARE(stack->needed(*grid), (std::vector<int>{2, 3})); // z 2.5 there
    const FramePtr frame = sampled(*stack, *grid);
    int shown = 0;
    for (int r = 0; r < kSide; ++r) {
        for (int c = 0; c < kSide; ++c) {
            // The inverse by hand: q = p - (20, 5, 3), turned back to (q.y, -q.x, q.z).
            const Eigen::Vector3d q = onto.attributes().plane->at(c, r) - Eigen::Vector3d(20, 5, 3);
            const Eigen::Vector3d there(q.y(), -q.x(), q.z());
            const bool inside = there.x() >= -5 && there.x() <= 11 && there.y() >= -5 && there.y() <= 11;
            QCOMPARE(!std::isnan(frame->at(r, c)), inside);
            if (inside) {
                ++shown;
                const double x = std::clamp(there.x(), -4.0, 10.0); // half a pixel beyond the last centre it stays as it is
                const double y = std::clamp(there.y(), -4.0, 10.0);
                QVERIFY(std::abs(frame->at(r, c) - (x + 10 * y + 100 * there.z())) < 0.01);
            }
        }
    }
    QVERIFY(shown > 20);
    // One slice registered in another way than the rest is no stack.
    SpatialRegistration::Item single = item;
    single.images.add(frames[3].image->record.instance.uid, {});
    single.toRegistered.translate(Eigen::Vector3d(1, 0, 0));
    registration->items = {item, single};
    QVERIFY(!FusionStack::make(frames, onto, {}, {registration}));
}

void TestFusion::row22_eachSliceByItsOwnRescale()
{
    const auto rescaled = [](double z, double slope) {
        return changed(sliceAt(z), [slope](ImageAttributes& image) { image.shared.modality.slope = slope; });
    };
    BlendingInput input;
    input.ownModality = true;
    const auto stack = FusionStack::make({rescaled(0, 1), rescaled(2, 3)}, sliceAt(1), input);
    QVERIFY(stack);
    const FramePtr ten = makeFrame<std::uint16_t>(8, 8, std::vector<std::uint16_t>(64, 10));
    const FramePtr frame = stack->sample(gridOf(*sliceAt(1).attributes().plane), {{0, ten}, {1, ten}});
    QCOMPARE(frame->at(4, 4), 20.0); // between 10 and 30
}

void TestFusion::row22_thresholdsMakePadding()
{
    BlendingInput input;
    input.modality.slope = 2;
    input.thresholds = {{ValueThreshold::Type::AtLeast, 12, 12}};
    std::vector<std::uint16_t> values(64, 5);
    values[1] = 6;
    values[2] = 7;
    const auto stack = FusionStack::make({sliceAt(0)}, sliceAt(0), input);
    QVERIFY(stack);
    const FramePtr stored = makeFrame<std::uint16_t>(8, 8, values);
    const FramePtr frame = stack->sample(gridOf(*sliceAt(0).attributes().plane), {{0, stored}});
    QVERIFY(std::isnan(frame->at(0, 0)));
    QCOMPARE(frame->at(0, 1), 12.0); // of modality values
    QCOMPARE(frame->at(0, 2), 14.0);
    const FramePtr same = shownValues(sliceAt(0), *stored, input);
    QVERIFY(std::isnan(same->at(0, 0)) && same->at(0, 1) == 12.0 && same->at(0, 2) == 14.0);
}

void TestFusion::row22_colorsAreSampled()
{
    const FrameRef colored = changed(sliceAt(0), [](ImageAttributes& image) {
        image.samples = 3;
        image.bitsAllocated = image.bitsStored = 8;
        image.photometric = Photometric::Rgb;
    });
    std::vector<std::uint8_t> rgb;
    for (int i = 0; i < 64; ++i) {
        rgb.insert(rgb.end(), {static_cast<std::uint8_t>(10 * (i % 8)), 100, static_cast<std::uint8_t>(i)});
    }
    const auto stack = FusionStack::make({colored}, sliceAt(0));
    QVERIFY(stack && stack->isColor());
    const FramePtr frame =
        stack->sample(gridOf(*sliceAt(0, 0.5, 0).attributes().plane), {{0, makeFrame<std::uint8_t>(8, 8, rgb, 3)}});
    QCOMPARE(frame->samples(), 3);
    QVERIFY(std::abs(frame->at(2, 3, 0) - 35) < 1e-3 && std::abs(frame->at(2, 3, 1) - 100) < 1e-3);
    QVERIFY(std::abs(frame->at(2, 3, 2) - 19.5) < 1e-3);
    QVERIFY(!std::isnan(frame->at(2, 7, 0))); // the edge of the last pixel
    const FramePtr beside =
        stack->sample(gridOf(*sliceAt(0, 1, 0).attributes().plane), {{0, makeFrame<std::uint8_t>(8, 8, rgb, 3)}});
    QVERIFY(std::isnan(beside->at(2, 7, 0)) && std::isnan(beside->at(2, 7, 2)));
    FusionLayer layer{beside, nullptr, {}};
    auto image = std::make_shared<ImageAttributes>(*colored.image);
    layer.image = image;
    FusionPainter painter;
    const FramePtr below = makeFrame<std::uint8_t>(8, 8, std::vector<std::uint8_t>(64, 200));
    painter.setFrame(below, std::make_shared<ImageAttributes>(greyAttributes(*below)), 0);
    painter.setFusion(laidOver(layer, 0.5));
    SliceGeometry geometry;
    geometry.size = QSize(8, 8);
    const QImage picture = painter.paint(geometry, {});
    QCOMPARE(picture.pixel(2, 2) & 0xFFFFFF, qRgb(115, 150, 110) & 0xFFFFFF); // half of 30, 100, 19 and of 200
    QCOMPARE(picture.pixel(7, 2) & 0xFFFFFF, qRgb(200, 200, 200) & 0xFFFFFF); // nothing of it lies here
}

void TestFusion::row22_foregroundWithPadding()
{
    Fusion fusion;
    fusion.inputs = {FusionLayer(), greyLayer({100, kNone, 100, kNone})};
    fusion.steps = {{BlendingStep::Mode::Foreground, {1, 0}, 0.3}};
    // 0.3 * 100 + 0.7 * 40; the image below alone; what is above alone; nothing.
    QCOMPARE(painted(fusion, {40, 40, 7, 7}, 7), (std::vector<int>{58, 40, 100, 0}));
    fusion.steps = {{BlendingStep::Mode::Foreground, {0, 1}, 0.3}}; // the image below is the first
    QCOMPARE(painted(fusion, {40, 40, 7, 7}, 7), (std::vector<int>{82, 40, 100, 0}));
}

void TestFusion::row22_equalOfThoseThatAreThere()
{
    Fusion fusion;
    fusion.inputs = {FusionLayer(), greyLayer({90, 90, kNone, kNone}), greyLayer({200, kNone, 200, kNone})};
    fusion.steps = {{BlendingStep::Mode::Equal, {0, 1, 2}, 1}};
    QCOMPARE(painted(fusion, {10, 10, 10, 10}), (std::vector<int>{100, 50, 105, 10}));
    QCOMPARE(painted(fusion, {7, 7, 7, 7}, 7), (std::vector<int>{145, 90, 200, 0}));
}

void TestFusion::row22_stepsUseEarlierSteps()
{
    // The mean of 1 and 2, by a quarter over the image below; rounded once: 0.25 * 50.5 + 0.75 * 10 is 20.125.
    Fusion fusion;
    fusion.inputs = {FusionLayer(), greyLayer({1, 1, kNone}), greyLayer({100, kNone, kNone})};
    fusion.steps = {{BlendingStep::Mode::Equal, {1, 2}, 1}, {BlendingStep::Mode::Foreground, {3, 0}, 0.25}};
    QCOMPARE(painted(fusion, {10, 10, 10}), (std::vector<int>{20, 8, 10})); // 0.25 * 1 + 7.5 is 7.75
    // The image below need not take part.
    fusion.steps = {{BlendingStep::Mode::Equal, {1, 2}, 1}};
    QCOMPARE(painted(fusion, {10, 10, 10}), (std::vector<int>{51, 1, 0})); // 50.5 is rounded up
}

void TestFusion::row22_baseAsALayer()
{
    // Its values outside the thresholds are left out: it has a layer of its own, shown by the reader's window.
    Fusion fusion;
    fusion.inputs = {greyLayer({kNone, 100}), greyLayer({50, 50})};
    fusion.steps = {{BlendingStep::Mode::Foreground, {1, 0}, 0.5}};
    QCOMPARE(painted(fusion, {20, 100}), (std::vector<int>{50, 75}));
}

void TestFusion::row22_supplementalColorsStay()
{
    const FramePtr frame = makeFrame<std::uint8_t>(1, 2, {10, 200});
    auto image = std::make_shared<ImageAttributes>(greyAttributes(*frame));
    image->shared.hasPaletteColors = true;
    image->palette[0] = makeTable(200, 8, {250});
    image->palette[1] = image->palette[2] = makeTable(200, 8, {30});
    FusionPainter painter;
    painter.setFrame(frame, image, 0);
    painter.setFusion(laidOver(greyLayer({kNone, kNone}), 0.5));
    SliceGeometry geometry;
    geometry.size = QSize(2, 1);
    QCOMPARE(painter.paint(geometry, {}).pixel(1, 0) & 0xFFFFFF, qRgb(250, 30, 30) & 0xFFFFFF);
}

void TestFusion::row22_stateOfTheBase()
{
    PresentationState state;
    state.kind = PresentationState::Kind::AdvancedBlending;
    state.blending = Blending();
    BlendingInput base;
    base.ownModality = true;
    const FrameRef ref = changed(sliceAt(0), [](ImageAttributes& image) { image.shared.modality.slope = 2; });
    const FrameRef other = changed(sliceAt(1), [](ImageAttributes& image) { image.shared.modality.slope = 5; });
    for (const FrameRef& each : {ref, other}) {
        base.images.add(each.image->record.instance.uid, {});
    }
    base.palette[0] = makeTable(0, 8, {0, 255});
    base.palette[1] = base.palette[2] = makeTable(0, 8, {0, 0});
    state.blending->inputs = {base};
    state.blending->steps = {{BlendingStep::Mode::Equal, {0}, 1}};
    const auto shared = std::make_shared<const PresentationState>(state);
    StateOverrides overrides;
    const auto first = overrides.of(shared, ref);
    QCOMPARE(first->modality.slope, 2.0); // the image's own
    QVERIFY(first->palette && first->palette->at(0, 1) == 255);
    QVERIFY(overrides.of(shared, ref) == first);
    QCOMPARE(overrides.of(shared, other)->modality.slope, 5.0);
    QVERIFY(!overrides.of(shared, sliceAt(9))); // the state is not for it
}

QTEST_APPLESS_MAIN(TestFusion)
#include "tst_Fusion.moc"
