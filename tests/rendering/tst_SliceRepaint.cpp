#include "rendering/Frames.h"
#include "slice/Axis.h"
#include "slice/Kernels.h"
#include "slice/ParallelRows.h"
#include "slice/Resampler.h"
#include "slice/SlicePainter.h"

#include <QSemaphore>
#include <QThreadPool>
#include <QtTest>

#include <atomic>
#include <limits>

using namespace isocenter;
using namespace isocenter::test;

namespace {

ImagePtr describe(const Frame& frame, bool padded)
{
    ImageAttributes image = greyAttributes(frame);
    if (padded) {
        image.paddingValue = 0;
        image.paddingLimit = 40;
    }
    return std::make_shared<const ImageAttributes>(image);
}

DisplayState randomState(std::mt19937& random)
{
    DisplayState state;
    const int kind = static_cast<int>(random() % 4);
    if (kind > 0) {
        state.window = Window{50.0 + random() % 100, 1.0 + random() % 200, static_cast<VoiFunction>(kind - 1), {}};
    }
    state.invert = random() % 2;
    return state;
}

SliceGeometry randomGeometry(std::mt19937& random)
{
    QTransform map;
    map.translate(static_cast<double>(random() % 40), static_cast<double>(random() % 40));
    const double angles[] = {0, 0, 90, 180, 33};
    map.rotate(angles[random() % 5]);
    const double scales[] = {0.2, 0.5, 1, 1, 1.7, -1};
    map.scale(scales[random() % 6], scales[random() % 6]);
    map.translate(-20, -20);
    return {{50 + static_cast<int>(random() % 3), 40}, map, random() % 4 ? Interpolation::Linear : Interpolation::Nearest};
}

} // namespace

class TestSliceRepaint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anyOrderGivesWhatAFreshPainterGives();
    void copiesOfThePictureStay();
    void sameAgainIsTheSamePicture();
    void bothKernelSetsAgree();
    void resamplersAgreeOnBothKernelSets();
    void rowsAreCoveredOnce();
    void aBusyPoolIsNotWaitedFor();
    void errorsOfRowsAreHandedOn();
};

// Frames, geometries and windows in random order: what one painter keeps between calls must never show.
void TestSliceRepaint::anyOrderGivesWhatAFreshPainterGives()
{
    std::mt19937 random(11);
    std::vector<std::pair<FramePtr, ImagePtr>> images;
    for (int i = 0; i < 4; ++i) {
        const FramePtr frame = i % 2 ? makeScene<std::int16_t>(41 + i / 2, 43, 0, 255, static_cast<unsigned>(i))
                                     : makeScene<std::uint8_t>(41, 43, 0, 255, static_cast<unsigned>(i));
        images.emplace_back(frame, describe(*frame, i >= 2));
    }
    SlicePainter painter;
    std::size_t shown = 0;
    SliceGeometry geometry = randomGeometry(random);
    DisplayState state;
    for (int step = 0; step < 400; ++step) {
        switch (random() % 4) {
        case 0:
            shown = random() % images.size();
            break;
        case 1:
            geometry = randomGeometry(random);
            break;
        default:
            state = randomState(random);
            break;
        }
        painter.setFrame(images[shown].first, images[shown].second, 0);
        SlicePainter fresh;
        fresh.setFrame(images[shown].first, images[shown].second, 0);
        QVERIFY2(painter.paint(geometry, state) == fresh.paint(geometry, state), qPrintable(QString::number(step)));
        QCOMPARE(painter.transform()->window().width, fresh.transform()->window().width);
    }
}

void TestSliceRepaint::copiesOfThePictureStay()
{
    const FramePtr frame = makeScene<std::uint8_t>(41, 43, 0, 255);
    SlicePainter painter;
    painter.setFrame(frame, describe(*frame, false), 0);
    const SliceGeometry geometry{{43, 41}, {}, Interpolation::Linear};
    const QImage kept = painter.paint(geometry, {});
    const QImage deep = kept.copy();
    DisplayState inverted;
    inverted.invert = true;
    QVERIFY(painter.paint(geometry, inverted) != deep);
    QCOMPARE(kept, deep);
}

void TestSliceRepaint::sameAgainIsTheSamePicture()
{
    const FramePtr frame = makeScene<std::uint8_t>(41, 43, 0, 255);
    const ImagePtr image = describe(*frame, false);
    SlicePainter painter;
    painter.setFrame(frame, image, 0);
    const SliceGeometry geometry{{80, 80}, QTransform::fromScale(1.5, 1.5), Interpolation::Linear};
    const qint64 key = painter.paint(geometry, {}).cacheKey();
    painter.setFrame(frame, image, 0);
    QCOMPARE(painter.paint(geometry, {}).cacheKey(), key); // nothing was written
}

void TestSliceRepaint::bothKernelSetsAgree()
{
    std::mt19937 random(2);
    std::uniform_real_distribution<float> values(-300, 300);
    constexpr int n = 203; // no multiple of any vector
    std::vector<float> a(n);
    std::vector<float> weights(n);
    for (int i = 0; i < n; ++i) {
        a[static_cast<std::size_t>(i)] = i % 17 ? values(random) : std::numeric_limits<float>::quiet_NaN();
        weights[static_cast<std::size_t>(i)] = std::abs(values(random)) / 300;
    }
    const Kernels* sets[] = {&baselineKernels(), &kernels()};
    std::vector<std::uint32_t> pixels[2];
    std::vector<float> sums[2];
    for (int s = 0; s < 2; ++s) {
        pixels[s].assign(n, 0);
        sums[s].assign(n, 0);
        sets[s]->normalise(a.data(), weights.data(), n, sums[s].data());
        sets[s]->linear[static_cast<int>(VoxelType::Float)](a.data(), n, {-100, 1.3F, true, 20, 30}, pixels[s].data());
    }
    for (std::size_t i = 0; i < n; ++i) {
        QVERIFY(std::isnan(sums[0][i]) == std::isnan(sums[1][i]));
        QVERIFY(std::isnan(sums[0][i]) || std::abs(sums[0][i] - sums[1][i]) <= 1e-3F * std::abs(sums[0][i]));
        QVERIFY(std::abs(qRed(pixels[0][i]) - qRed(pixels[1][i])) <= 1);
        QVERIFY(!std::isnan(a[i]) || pixels[0][i] == 0xFF000000U);
    }
}

void TestSliceRepaint::resamplersAgreeOnBothKernelSets()
{
    const FramePtr frame = makeScene<std::int16_t>(77, 91, 0, 4000);
    const auto source = makeSource(*describe(*frame, true), 0, {}, frame);
    QVERIFY(source && source->masked);
    for (const double step : {0.3, 1.0, 1.9, 7.3}) {
        const int width = static_cast<int>(91 / step);
        const int height = static_cast<int>(77 / step);
        const Axis x = makeAxis(width, 91, step, 0.4, false);
        const Axis y = makeAxis(height, 77, step, 0.2, false);
        const auto count = static_cast<std::size_t>(x.count()) * static_cast<std::size_t>(y.count());
        std::vector<float> a(count);
        std::vector<float> b(count);
        AxesResampler(*source, x, y, baselineKernels()).rows(0, 0, y.count(), a.data(), static_cast<std::size_t>(x.count()));
        AxesResampler(*source, x, y).rows(0, 0, y.count(), b.data(), static_cast<std::size_t>(x.count()));
        for (std::size_t i = 0; i < count; ++i) {
            QVERIFY((std::isnan(a[i]) && std::isnan(b[i])) || std::abs(a[i] - b[i]) < 0.01F);
        }
    }
}

void TestSliceRepaint::rowsAreCoveredOnce()
{
    for (const int rows : {0, 1, 31, 32, 33, 1000}) {
        std::vector<std::atomic<int>> seen(static_cast<std::size_t>(rows) + 1);
        forRows(rows, 32, [&](int first, int last) {
            for (int r = first; r < last; ++r) {
                ++seen[static_cast<std::size_t>(r)];
            }
        });
        for (int r = 0; r < rows; ++r) {
            QCOMPARE(seen[static_cast<std::size_t>(r)].load(), 1);
        }
    }
}

void TestSliceRepaint::aBusyPoolIsNotWaitedFor()
{
    QThreadPool* pool = QThreadPool::globalInstance();
    QSemaphore release;
    QSemaphore started;
    const int threads = pool->maxThreadCount();
    for (int i = 0; i < threads; ++i) {
        pool->start([&] {
            started.release();
            release.acquire();
        });
    }
    started.acquire(threads);
    int rows = 0; // unguarded: the calling thread is alone
    forRows(500, 10, [&](int first, int last) { rows += last - first; });
    QCOMPARE(rows, 500);
    release.release(threads);
    pool->waitForDone();
}

void TestSliceRepaint::errorsOfRowsAreHandedOn()
{
    std::atomic<int> strips{0};
    bool thrown = false;
    try {
        forRows(100, 10, [&](int first, int) {
            ++strips;
            if (first == 50) {
                throw std::bad_alloc();
            }
        });
    } catch (const std::bad_alloc&) {
        thrown = true;
    }
    QVERIFY(thrown);
    QCOMPARE(strips.load(), 10);
}

QTEST_GUILESS_MAIN(TestSliceRepaint)
#include "tst_SliceRepaint.moc"
