#include "display/ColorTransform.h"
#include "display/DisplayPipeline.h"
#include "display/StateOverrides.h"
#include "slice/SlicePainter.h"

#include "rendering/Frames.h"
#include "rendering/IccProfiles.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace isocenter;
using namespace isocenter::test;

namespace {

ColorProfilePtr profileOf(const QByteArray& icc, const QString& space = {})
{
    return std::make_shared<const ColorProfile>(ColorProfile{icc, space, {}});
}

ColorTransformPtr transformOf(const QByteArray& icc, const QString& space = {})
{
    const auto made = ColorTransform::make(profileOf(icc, space).get());
    return made ? *made : nullptr;
}

using Color = std::array<double, 3>;

Color through(const ColorTransform& transform, const Color& color)
{
    float rgb[3] = {static_cast<float>(color[0]), static_cast<float>(color[1]), static_cast<float>(color[2])};
    transform.apply(rgb);
    return {rgb[0], rgb[1], rgb[2]};
}

double encoded(double linear)
{
    const double x = std::clamp(linear, 0.0, 1.0);
    return 255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * std::pow(x, 1 / 2.4) - 0.055);
}

/// Adobe RGB (1998) to sRGB by the published matrices of both (IEC 61966-2-5, IEC 61966-2-1), both of white D65.
Color adobeToSrgb(const Color& color)
{
    const auto linear = [](double v) { return std::pow(v / 255, 563.0 / 256); };
    const double r = linear(color[0]);
    const double g = linear(color[1]);
    const double b = linear(color[2]);
    const double x = 0.57667 * r + 0.18556 * g + 0.18823 * b;
    const double y = 0.29734 * r + 0.62736 * g + 0.07529 * b;
    const double z = 0.02703 * r + 0.07069 * g + 0.99134 * b;
    return {encoded(3.2406 * x - 1.5372 * y - 0.4986 * z), encoded(-0.9689 * x + 1.8758 * y + 0.0415 * z),
            encoded(0.0557 * x - 0.2040 * y + 1.0570 * z)};
}

/// What lcms2 itself gives in floating point, without its short cuts.
Color byLcms(const QByteArray& icc, const Color& color)
{
    cmsHPROFILE from = cmsOpenProfileFromMem(icc.constData(), static_cast<cmsUInt32Number>(icc.size()));
    cmsHPROFILE to = cmsCreate_sRGBProfile();
    cmsHTRANSFORM transform = cmsCreateTransform(from, TYPE_RGB_DBL, to, TYPE_RGB_DBL, INTENT_RELATIVE_COLORIMETRIC,
                                                 cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE);
    const double in[3] = {color[0] / 255, color[1] / 255, color[2] / 255};
    double out[3] = {};
    cmsDoTransform(transform, in, out, 1);
    cmsDeleteTransform(transform);
    cmsCloseProfile(from);
    cmsCloseProfile(to);
    const auto bounded = [](double v) { return std::clamp(v, 0.0, 1.0) * 255; };
    return {bounded(out[0]), bounded(out[1]), bounded(out[2])};
}

std::vector<Color> someColors(int n)
{
    std::mt19937 random(7);
    std::uniform_real_distribution<double> level(0, 255);
    std::vector<Color> colors{{0, 0, 0}, {255, 255, 255}, {255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {1, 1, 1}, {128, 128, 128}};
    for (int i = 0; i < n; ++i) {
        colors.push_back({level(random), level(random), level(random)});
    }
    return colors;
}

double distance(const Color& a, const Color& b)
{
    return std::max({std::abs(a[0] - b[0]), std::abs(a[1] - b[1]), std::abs(a[2] - b[2])});
}

ImageAttributes colorAttributes(const Frame& frame, const ColorProfilePtr& profile)
{
    ImageAttributes image = greyAttributes(frame);
    image.photometric = Photometric::Rgb;
    image.samples = 3;
    image.shared.profile = profile;
    return image;
}

FramePtr colorFrame(int rows, int columns)
{
    std::mt19937 random(3);
    std::uniform_int_distribution<int> level(0, 255);
    std::vector<std::uint8_t> values(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns) * 3);
    for (std::uint8_t& value : values) {
        value = static_cast<std::uint8_t>(level(random));
    }
    return makeFrame<std::uint8_t>(rows, columns, values, 3);
}

} // namespace

/// PS3.3 C.11.15: colours by their ICC profile.
class TestColorTransform : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row16_adobeRgbByThePublishedMatrices();
    void row16_curvesAndMatrixAgainstLcms();
    void row16_tablesAgainstLcms();
    void row16_noProfileAndSrgbChangeNothing();
    void row16_namedColorSpaces();
    void row16_eightBitsAndNothing();
    void row16_screenOfItsOwn();
    void row16_hostileProfilesAreErrors();
    void row16_wholePicture();
    void row16_resampledPicture();
    void row16_unusableProfileIsSaid();
    void row16_stateInPlaceOfTheImage();
    void row16_pseudoColorsOfAState();
};

void TestColorTransform::row16_adobeRgbByThePublishedMatrices()
{
    for (const ColorTransformPtr& transform : {transformOf(matrixProfile()), transformOf({}, QStringLiteral("ADOBERGB"))}) {
        QVERIFY(transform);
        for (const Color& color : someColors(300)) {
            QVERIFY(distance(through(*transform, color), adobeToSrgb(color)) < 0.5);
        }
    }
    // Spot values: a saturated green of Adobe RGB is outside sRGB, grey stays grey.
    const Color grey = through(*transformOf(matrixProfile()), {128, 128, 128});
    QVERIFY(std::abs(grey[0] - grey[1]) < 0.1 && std::abs(grey[1] - grey[2]) < 0.1);
    QCOMPARE(std::round(through(*transformOf(matrixProfile()), {0, 255, 0})[0]), 0.0);
}

void TestColorTransform::row16_curvesAndMatrixAgainstLcms()
{
    for (const QByteArray& icc : {matrixProfile(), matrixProfile(1.8), matrixProfile(2.6, 0.17, 0.797), matrixProfile(1.0)}) {
        const ColorTransformPtr transform = transformOf(icc);
        QVERIFY(transform);
        for (const Color& color : someColors(200)) {
            QVERIFY2(distance(through(*transform, color), byLcms(icc, color)) < 0.1, qPrintable(QString::number(color[0])));
        }
    }
}

void TestColorTransform::row16_tablesAgainstLcms()
{
    const QByteArray icc = tableProfile();
    const ColorTransformPtr transform = transformOf(icc);
    QVERIFY(transform);
    double sum = 0;
    const std::vector<Color> colors = someColors(500);
    for (const Color& color : colors) {
        const double off = distance(through(*transform, color), byLcms(icc, color));
        QVERIFY2(off < 3, qPrintable(QStringLiteral("%1 %2 %3: %4").arg(color[0]).arg(color[1]).arg(color[2]).arg(off)));
        sum += off;
    }
    QVERIFY(sum / static_cast<double>(colors.size()) < 0.3);
    // The profile says that what is stored as red is blue.
    const Color red = through(*transform, {250, 10, 10});
    QVERIFY(red[2] > 200 && red[0] < 60);
}

void TestColorTransform::row16_noProfileAndSrgbChangeNothing()
{
    const auto none = ColorTransform::make(nullptr);
    QVERIFY(none && !*none);
    for (const ColorProfilePtr& same : {profileOf(srgbProfile()), profileOf({}, QStringLiteral("SRGB"))}) {
        const auto made = ColorTransform::make(same.get());
        QVERIFY(made && !*made); // no transform at all: not even rounding
    }
}

void TestColorTransform::row16_namedColorSpaces()
{
    const ColorTransformPtr romm = transformOf({}, QStringLiteral("ROMMRGB"));
    QVERIFY(romm);
    const Color white = through(*romm, {255, 255, 255});
    QVERIFY(distance(white, {255, 255, 255}) < 0.6);
    const Color grey = through(*romm, {128, 128, 128});
    QVERIFY(std::abs(grey[0] - encoded(std::pow(128.0 / 255, 1.8))) < 0.6);
    QVERIFY(!ColorTransform::make(profileOf({}, QStringLiteral("LAB")).get()));
    // A profile goes before the name.
    const ColorTransformPtr both = transformOf(matrixProfile(), QStringLiteral("SRGB"));
    QVERIFY(both);
}

void TestColorTransform::row16_eightBitsAndNothing()
{
    const ColorTransformPtr transform = transformOf(matrixProfile());
    std::vector<std::uint8_t> pixels(4 * 1000, 77);
    for (std::size_t i = 0; i < 1000; ++i) {
        pixels[4 * i] = static_cast<std::uint8_t>(i % 256);
        pixels[4 * i + 1] = static_cast<std::uint8_t>(i * 7 % 256);
        pixels[4 * i + 2] = static_cast<std::uint8_t>(i * 13 % 256);
    }
    const std::vector<std::uint8_t> before = pixels;
    transform->apply8(pixels.data(), 1000, 4);
    for (std::size_t i = 0; i < 1000; ++i) {
        const Color exact = through(*transform, {double(before[4 * i]), double(before[4 * i + 1]), double(before[4 * i + 2])});
        QCOMPARE(double(pixels[4 * i]), std::floor(exact[0] + 0.5));
        QCOMPARE(double(pixels[4 * i + 2]), std::floor(exact[2] + 0.5));
        QCOMPARE(int(pixels[4 * i + 3]), 77);
    }
    float nothing[3] = {std::nanf(""), std::nanf(""), std::nanf("")};
    transform->apply(nothing);
    QVERIFY(std::isnan(nothing[0]));
    float wild[3] = {-1e30F, 1e30F, 300};
    transform->apply(wild);
    for (const float value : wild) {
        QVERIFY(value >= 0 && value <= 255);
    }
}

void TestColorTransform::row16_screenOfItsOwn()
{
    // The screen has the primaries of the image: nothing is left to do.
    const ColorProfilePtr adobe = profileOf(matrixProfile());
    const auto same = ColorTransform::make(adobe.get(), adobe.get());
    QVERIFY(same && !*same);
    // An sRGB image on that screen: back and forth is where it was.
    const auto forth = ColorTransform::make(nullptr, adobe.get());
    QVERIFY(forth && *forth);
    const ColorTransformPtr back = transformOf(matrixProfile());
    for (const Color& color : someColors(100)) {
        QVERIFY(distance(through(*back, through(**forth, color)), color) < 0.5);
    }
    // A screen profile that cannot be used counts as sRGB.
    const ColorProfilePtr broken = profileOf(QByteArray(300, 'x'));
    const auto plain = ColorTransform::make(nullptr, broken.get());
    QVERIFY(plain && !*plain);
}

void TestColorTransform::row16_hostileProfilesAreErrors()
{
    QVERIFY(!ColorTransform::make(profileOf(QByteArray(1, 'x')).get()));
    QVERIFY(!ColorTransform::make(profileOf(QByteArray((8 << 20) + 1, '\0')).get()));
    QVERIFY(!ColorTransform::make(profileOf(bytesOf(cmsCreateLab4Profile(nullptr))).get())); // no RGB
    const ColorProfile said{{}, {}, QStringLiteral("too long")};
    QCOMPARE(ColorTransform::make(&said).error().message, QStringLiteral("too long"));
    for (const QByteArray& whole : {matrixProfile(), tableProfile()}) {
        for (qsizetype length = 0; length < whole.size(); length += std::max<qsizetype>(1, whole.size() / 60)) {
            (void)ColorTransform::make(profileOf(whole.left(length)).get()); // must return
        }
        std::mt19937 random(11);
        for (int i = 0; i < 150; ++i) {
            QByteArray damaged = whole;
            for (int j = 0; j < 8; ++j) {
                damaged[static_cast<qsizetype>(random() % std::min<std::size_t>(400, static_cast<std::size_t>(whole.size())))] =
                    static_cast<char>(random());
            }
            const auto made = ColorTransform::make(profileOf(damaged).get());
            if (made && *made) {
                for (const double value : through(**made, {10, 200, 90})) {
                    QVERIFY(value >= 0 && value <= 255);
                }
            }
        }
    }
}

void TestColorTransform::row16_wholePicture()
{
    const FramePtr frame = colorFrame(9, 11);
    const ImageAttributes image = colorAttributes(*frame, profileOf(matrixProfile()));
    const QImage picture = displayImage(image, 0, *frame, {});
    const QImage plain = displayImage(colorAttributes(*frame, nullptr), 0, *frame, {});
    const ColorTransformPtr transform = transformOf(matrixProfile());
    for (int r = 0; r < 9; ++r) {
        for (int c = 0; c < 11; ++c) {
            const QRgb stored = plain.pixel(c, r);
            const Color expected = adobeToSrgb({double(qRed(stored)), double(qGreen(stored)), double(qBlue(stored))});
            const QRgb shown = picture.pixel(c, r);
            QVERIFY(distance(expected, {double(qRed(shown)), double(qGreen(shown)), double(qBlue(shown))}) < 1.01);
        }
    }
}

void TestColorTransform::row16_resampledPicture()
{
    const FramePtr frame = colorFrame(20, 20);
    const auto image = std::make_shared<const ImageAttributes>(colorAttributes(*frame, profileOf(matrixProfile())));
    const QImage whole = displayImage(*image, 0, *frame, {});
    SlicePainter painter;
    painter.setFrame(frame, image, 0);
    SliceGeometry geometry;
    geometry.size = QSize(20, 20);
    for (const QTransform& map : {QTransform(), QTransform(0, 1, -1, 0, 20, 0), QTransform(-1, 0, 0, 1, 20, 0)}) {
        geometry.imageToScreen = map;
        const QImage picture = painter.paint(geometry, {});
        for (int r = 0; r < 20; ++r) {
            for (int c = 0; c < 20; ++c) {
                const QPointF at = map.map(QPointF(c + 0.5, r + 0.5));
                const QRgb shown = picture.pixel(static_cast<int>(at.x()), static_cast<int>(at.y()));
                QCOMPARE(shown & 0xFFFFFF, whole.pixel(c, r) & 0xFFFFFF);
            }
        }
    }
    // A window of the reader's comes after the profile, and costs no second transform of what is resampled.
    DisplayState darker;
    darker.window = Window{127.5, 510, VoiFunction::LinearExact, {}};
    geometry.imageToScreen = QTransform();
    const QImage windowed = painter.paint(geometry, darker);
    const QRgb before = whole.pixel(5, 5);
    QVERIFY(std::abs(qRed(windowed.pixel(5, 5)) - (63.75 + qRed(before) / 2.0)) <= 1);
    QVERIFY(!painter.colors().profile.isNull() && painter.colors().problem.isEmpty());
}

void TestColorTransform::row16_unusableProfileIsSaid()
{
    const FramePtr frame = colorFrame(4, 4);
    const auto broken = std::make_shared<const ImageAttributes>(colorAttributes(*frame, profileOf(QByteArray(200, 'x'))));
    const auto plain = std::make_shared<const ImageAttributes>(colorAttributes(*frame, nullptr));
    SliceGeometry geometry;
    geometry.size = QSize(4, 4);
    SlicePainter painter;
    painter.setFrame(frame, broken, 0);
    const QImage picture = painter.paint(geometry, {}).copy();
    QVERIFY(!painter.colors().problem.isEmpty());
    QVERIFY(painter.colors().profile.isEmpty());
    painter.setFrame(frame, plain, 0);
    QCOMPARE(picture, painter.paint(geometry, {})); // shown as sRGB
    QVERIFY(painter.colors().problem.isEmpty());
}

void TestColorTransform::row16_stateInPlaceOfTheImage()
{
    const FramePtr frame = colorFrame(4, 4);
    const auto image = std::make_shared<ImageAttributes>(colorAttributes(*frame, profileOf(tableProfile())));
    PresentationState state;
    state.kind = PresentationState::Kind::Color;
    state.images.add(image->record.instance.uid, {});
    state.profile = profileOf(matrixProfile());
    DisplayState display;
    display.overrides = overridesOf(state, {image, 0});
    QVERIFY(display.overrides && display.overrides->hasProfile);
    const QImage expected = displayImage(colorAttributes(*frame, state.profile), 0, *frame, {});
    QCOMPARE(displayImage(*image, 0, *frame, display), expected);
    SliceGeometry geometry;
    geometry.size = QSize(4, 4);
    SlicePainter painter;
    painter.setFrame(frame, image, 0);
    painter.paint(geometry, {});
    QCOMPARE(painter.paint(geometry, display).convertToFormat(QImage::Format_RGB888), expected);
    // A state without a profile says sRGB, whatever the image says.
    state.profile.reset();
    display.overrides = overridesOf(state, {image, 0});
    QCOMPARE(displayImage(*image, 0, *frame, display), displayImage(colorAttributes(*frame, nullptr), 0, *frame, {}));
}

void TestColorTransform::row16_pseudoColorsOfAState()
{
    const FramePtr frame = makeFrame<std::uint8_t>(1, 3, {0, 128, 255});
    const auto image = std::make_shared<ImageAttributes>(greyAttributes(*frame));
    PresentationState state;
    state.kind = PresentationState::Kind::PseudoColor;
    state.images.add(image->record.instance.uid, {});
    state.palette[0] = makeTable(0, 8, {10, 200, 0});
    state.palette[1] = makeTable(0, 8, {20, 100, 255});
    state.palette[2] = makeTable(0, 8, {30, 50, 0});
    state.profile = profileOf(matrixProfile());
    DisplayState display;
    display.overrides = overridesOf(state, {image, 0});
    const QImage picture = displayImage(*image, 0, *frame, display);
    const Color stored[3] = {{10, 20, 30}, {200, 100, 50}, {0, 255, 0}};
    for (int i = 0; i < 3; ++i) {
        const QRgb shown = picture.pixel(i, 0);
        QVERIFY(distance(adobeToSrgb(stored[i]), {double(qRed(shown)), double(qGreen(shown)), double(qBlue(shown))}) < 1.01);
    }
    state.profile = profileOf(QByteArray(200, 'x'));
    QVERIFY(!overridesOf(state, {image, 0})->problem.isEmpty());
}

QTEST_APPLESS_MAIN(TestColorTransform)
#include "tst_ColorTransform.moc"
