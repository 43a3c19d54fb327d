#include "display/DisplayPipeline.h"
#include "rendering/Frames.h"
#include "slice/SlicePainter.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <random>

using namespace isocenter;
using namespace isocenter::test;

namespace {

/// The equations of PS3.3 C.11.2.1.2, C.11.2.1.3.2 and C.11.2.1.3.1 as they are printed there, from ymin to ymax.
double printedFormula(VoiFunction function, double x, double c, double w, double ymin, double ymax)
{
    if (function == VoiFunction::Linear) {
        if (x <= c - 0.5 - (w - 1) / 2) {
            return ymin;
        }
        if (x > c - 0.5 + (w - 1) / 2) {
            return ymax;
        }
        return ((x - (c - 0.5)) / (w - 1) + 0.5) * (ymax - ymin) + ymin;
    }
    if (function == VoiFunction::LinearExact) {
        if (x <= c - w / 2) {
            return ymin;
        }
        if (x > c + w / 2) {
            return ymax;
        }
        return ((x - c) / w + 0.5) * (ymax - ymin) + ymin;
    }
    return (ymax - ymin) / (1 + std::exp(-4 * (x - c) / w)) + ymin;
}

constexpr int kWindows = 50;
constexpr double kHalf = 0.5 + 1e-7;

/// Whole, fractional, negative, tiny and huge windows; the same in every run.
std::vector<Window> windows(VoiFunction function)
{
    std::mt19937 random(20260131);
    std::uniform_real_distribution<double> unit(0, 1);
    std::vector<Window> list{{0, 1, function, {}},         {100, 1, function, {}},       {-1000.25, 1, function, {}},
                             {40, 400, function, {}},      {-600, 1500, function, {}},   {32767.5, 65535, function, {}},
                             {32768, 65536, function, {}}, {127.5, 255, function, {}},   {0, 1e6, function, {}},
                             {1e5, 3e5, function, {}},     {-20000, 7.25, function, {}}, {12.125, 0.5, function, {}},
                             {0.001, 0.01, function, {}},  {2048, 4096, function, {}},   {5000, 1e12, function, {}}};
    while (static_cast<int>(list.size()) < kWindows) {
        const double center = (unit(random) - 0.4) * 80000;
        const double width = std::exp(unit(random) * 13);
        const bool whole = unit(random) < 0.4;
        list.push_back({whole ? std::round(center) : center, whole ? std::ceil(width) : width, function, {}});
    }
    for (Window& window : list) {
        window.width = function == VoiFunction::Linear ? std::max(1.0, window.width) : window.width; // PS3.3 C.11.2.1.2
    }
    return list;
}

template <typename T> FramePtr everyValue()
{
    std::vector<T> values;
    for (int v = std::numeric_limits<T>::min(); v <= std::numeric_limits<T>::max(); ++v) {
        values.push_back(static_cast<T>(v));
    }
    return makeFrame(256, 256, values);
}

/// One case: an image, a window in its header, and what the standard says of every pixel, as a part of the output range.
struct Case
{
    FramePtr frame;
    std::shared_ptr<ImageAttributes> image;
    std::vector<double> exact; ///< 0 to 1, polarity included
};

template <typename T> Case makeCase(const FramePtr& frame, const Window& window, int number)
{
    constexpr double kSlopes[] = {1, 0.5, -2, 3.25, 1};
    constexpr double kIntercepts[] = {0, -1024, 100.5};
    const double slope = kSlopes[number % 5];
    const double intercept = kIntercepts[number % 3];
    const bool inverse = number % 4 == 3;
    Case c{frame, std::make_shared<ImageAttributes>(greyAttributes(*frame)), {}};
    c.image->shared.modality.slope = slope;
    c.image->shared.modality.intercept = intercept;
    c.image->shared.windows = {window};
    c.image->photometric = inverse ? Photometric::Monochrome1 : Photometric::Monochrome2;
    for (int v = std::numeric_limits<T>::min(); v <= std::numeric_limits<T>::max(); ++v) {
        const double y = printedFormula(window.function, v * slope + intercept, window.center, window.width, 0, 1);
        c.exact.push_back(inverse ? 1 - y : y);
    }
    return c;
}

/// The largest distance from the standard, in steps of an output of 0 to `top`; `levelAt(i)` is what is shown of value i.
template <typename LevelAt> double worst(const Case& c, double top, LevelAt levelAt)
{
    double most = 0;
    for (std::size_t i = 0; i < c.exact.size(); ++i) {
        most = std::max(most, std::abs(levelAt(i) - c.exact[i] * top));
    }
    return most;
}

double worstOfWholeFrame(const Case& c, PixelDepth depth)
{
    const QImage picture = displayImage(*c.image, 0, *c.frame, {}, depth);
    if (depth == PixelDepth::Eight) {
        return picture.format() != QImage::Format_Grayscale8
                   ? 1e9
                   : worst(c, 255, [&](std::size_t i) { return double(picture.constScanLine(int(i / 256))[i % 256]); });
    }
    return picture.format() != QImage::Format_Grayscale16 ? 1e9 : worst(c, 65535, [&](std::size_t i) {
        return double(reinterpret_cast<const quint16*>(picture.constScanLine(int(i / 256)))[i % 256]);
    });
}

/// Through the painter of viewports, every image pixel `zoom` picture pixels wide; all three channels must agree.
double worstOfPainter(const Case& c, SlicePainter& painter, ScreenDepth depth, int zoom)
{
    painter.setFrame(c.frame, c.image, 0);
    painter.setDepth(depth);
    const QTransform map = QTransform::fromScale(zoom, zoom);
    const QImage& picture = painter.paint({QSize(256 * zoom, 256 * zoom), map, Interpolation::Nearest}, {});
    const bool ten = depth == ScreenDepth::Ten;
    if (picture.format() != (ten ? QImage::Format_RGB30 : QImage::Format_RGB32)) {
        return 1e9;
    }
    const int bits = ten ? 10 : 8;
    const quint32 mask = (1U << bits) - 1;
    return worst(c, mask, [&](std::size_t i) {
        const auto* line = reinterpret_cast<const quint32*>(picture.constScanLine(int(i / 256) * zoom));
        const quint32 pixel = line[int(i % 256) * zoom];
        const quint32 blue = pixel & mask;
        const bool grey = (pixel >> bits & mask) == blue && (pixel >> 2 * bits & mask) == blue;
        return grey ? double(blue) : 1e9;
    });
}

} // namespace

/// Every value of 16 bits, signed and unsigned, times 50 windows, times the three functions, against the printed formulas.
class TestGreyReference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void row07_linear_data() { addSigns(); }
    void row07_linear() { everyValueEveryWindow(VoiFunction::Linear); }
    void row08_linearExact_data() { addSigns(); }
    void row08_linearExact() { everyValueEveryWindow(VoiFunction::LinearExact); }
    void row09_sigmoid_data() { addSigns(); }
    void row09_sigmoid() { everyValueEveryWindow(VoiFunction::Sigmoid); }

private:
    static void addSigns();
    void everyValueEveryWindow(VoiFunction function);
    template <typename T> void run(VoiFunction function);
};

void TestGreyReference::addSigns()
{
    QTest::addColumn<bool>("isSigned");
    QTest::newRow("unsigned") << false;
    QTest::newRow("signed") << true;
}

template <typename T> void TestGreyReference::run(VoiFunction function)
{
    const FramePtr frame = everyValue<T>();
    SlicePainter painter;
    int number = 0;
    double most[6] = {};
    for (const Window& window : windows(function)) {
        const Case c = makeCase<T>(frame, window, number++);
        const double found[6] = {worstOfWholeFrame(c, PixelDepth::Eight),
                                 worstOfWholeFrame(c, PixelDepth::Sixteen),
                                 worstOfPainter(c, painter, ScreenDepth::Eight, 1),
                                 worstOfPainter(c, painter, ScreenDepth::Ten, 1),
                                 worstOfPainter(c, painter, ScreenDepth::Dithered, 1),
                                 worstOfPainter(c, painter, ScreenDepth::Eight, 2)};
        for (int i = 0; i < 6; ++i) {
            // A dithered pixel is one of the two steps around the exact value; resampled values are floats, and a curve is a
            // table of them.
            const double allowed = i == 4 ? 1.0 + 1e-3 : i == 5 ? 0.514 : kHalf;
            most[i] = std::max(most[i], found[i]);
            QVERIFY2(found[i] <= allowed, qPrintable(QStringLiteral("output %1, c %2 w %3: %4 steps off")
                                                         .arg(i)
                                                         .arg(window.center)
                                                         .arg(window.width)
                                                         .arg(found[i])));
        }
    }
    QCOMPARE(number, kWindows);
    qInfo("steps off at most: frame 8 bit %.7f, 16 bit %.7f; painter 8 bit %.7f, 10 bit %.7f, dithered %.4f, enlarged %.4f",
          most[0], most[1], most[2], most[3], most[4], most[5]);
}

void TestGreyReference::everyValueEveryWindow(VoiFunction function)
{
    QFETCH(bool, isSigned);
    if (isSigned) {
        run<std::int16_t>(function);
    } else {
        run<std::uint16_t>(function);
    }
}

QTEST_APPLESS_MAIN(TestGreyReference)
#include "tst_GreyReference.moc"
