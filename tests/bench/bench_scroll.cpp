// How long a viewport takes from a change to the painted picture: every slice of a stack scrolled, and the window dragged over a
// large image. One JSON object a row on stdout. Runs without a display (QT_QPA_PLATFORM=offscreen).

#include "viewer/FakeSeries.h"
#include "viewport/ImageViewport.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QThread>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <vector>

using namespace isocenter;
using namespace isocenter::test;

namespace {

struct Row
{
    QString name;
    double value;
    double goal;
    const char* peer; ///< who else was measured on the same kind of machine; null: nobody
    double peerValue;
};

void print(const Row& row)
{
    QJsonObject object{
        {QStringLiteral("name"), row.name},
        {QStringLiteral("value"), row.value},
        {QStringLiteral("unit"), QStringLiteral("ms")},
        {QStringLiteral("goal"), row.goal},
        {QStringLiteral("peer"), row.peer ? QJsonValue(QString::fromLatin1(row.peer)) : QJsonValue()},
        {QStringLiteral("peerValue"), row.peer ? QJsonValue(row.peerValue) : QJsonValue()},
        {QStringLiteral("ratio"), row.peer && row.value > 0 ? QJsonValue(row.peerValue / row.value) : QJsonValue()},
        {QStringLiteral("limitValue"), QJsonValue()},
        {QStringLiteral("threads"), QThread::idealThreadCount()}};
    std::puts(QJsonDocument(object).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

/// `percent` of the times are at most this.
double percentile(std::vector<double> times, double percent)
{
    std::sort(times.begin(), times.end());
    const auto at = static_cast<std::size_t>(percent / 100 * double(times.size() - 1) + 0.5);
    return times[at];
}

/// Something with structure at every scale, cheap to make: a body of soft tissue with noise.
FramePtr slice(int rows, int columns, int seed)
{
    return frameOf(rows, columns, [=](int r, int c) {
        const double x = 2.0 * c / columns - 1;
        const double y = 2.0 * r / rows - 1;
        const unsigned noise = (unsigned(r) * 2654435761u ^ unsigned(c) * 40503u ^ unsigned(seed) * 97u) >> 7 & 63u;
        return x * x + y * y < 0.8 ? 20 + int(noise) + ((r / 16 + c / 16 + seed) % 5) * 40 : -1000 + int(noise);
    });
}

/// From the change to the end of the paint that shows it, as the event loop runs it.
double painted(ImageViewport& viewport, const std::function<void()>& change)
{
    QElapsedTimer clock;
    clock.start();
    change();
    viewport.repaint(); // update() would wait for the next turn of the loop; the work is the same
    return static_cast<double>(clock.nsecsElapsed()) * 1e-6;
}

void waitLoaded(ImageViewport& viewport)
{
    while (viewport.loadedCount() < viewport.count()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
    }
}

void benchScroll(const ViewerServices& services, int side, double goalMedian, double goalTail, double peerMedian)
{
    ImageViewport viewport(services);
    viewport.resize(side, side);
    viewport.show();
    SeriesSpec spec;
    spec.count = 600;
    spec.rows = spec.columns = 512;
    spec.spacing = 0.7;
    spec.sliceSpacing = 0.8;
    spec.window = Window{40, 400, VoiFunction::Linear, QStringLiteral("ABDOMEN")};
    viewport.setSeries(stackOf(spec), 0);
    waitLoaded(viewport);
    std::vector<double> times;
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < viewport.count(); ++i) {
            const double time = painted(viewport, [&] { viewport.setIndex(round == 0 ? i : viewport.count() - 1 - i); });
            if (round > 0 || i > 20) {
                times.push_back(time);
            }
            QCoreApplication::processEvents();
        }
    }
    const QString name = QStringLiteral("scroll 600 slices, every one painted, viewport %1: ").arg(side);
    print({name + QStringLiteral("median"), percentile(times, 50), goalMedian, side == 512 ? "AlizaMS" : "OHIF", peerMedian});
    print({name + QStringLiteral("99th percentile"), percentile(times, 99), goalTail, "OHIF", side == 512 ? 73.0 : 161.0});
}

void benchWindow(const ViewerServices& services)
{
    ImageViewport viewport(services);
    viewport.resize(1024, 1024);
    viewport.show();
    SeriesSpec spec;
    spec.key = QStringLiteral("large");
    spec.modality = QStringLiteral("DX");
    spec.count = 1;
    spec.rows = spec.columns = 4096;
    viewport.setSeries(stackOf(spec), 0);
    waitLoaded(viewport);
    std::vector<double> times;
    for (int i = 0; i < 200; ++i) {
        times.push_back(painted(viewport, [&] { viewport.adjustWindow(QPointF(i % 2 ? 3 : -2, i % 3 ? 1 : -1)); }));
        QCoreApplication::processEvents();
    }
    print({QStringLiteral("window drag, 4096x4096 16-bit, painted in 1024: median"), percentile(times, 50), 8,
           "VTK, window alone", 9.7});
    print({QStringLiteral("window drag, 4096x4096 16-bit, painted in 1024: 99th percentile"), percentile(times, 99), 16, nullptr,
           0});
    viewport.oneToOne();
    times.clear();
    for (int i = 0; i < 100; ++i) {
        times.push_back(painted(viewport, [&] { viewport.panBy(QPointF(i % 2 ? 7 : -5, 2)); }));
    }
    print({QStringLiteral("pan, 4096x4096 16-bit at 1:1, painted in 1024: median"), percentile(times, 50), 8, nullptr, 0});
}

} // namespace

int main(int argc, char* argv[])
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    const QApplication application(argc, argv);
    // Sixteen different slices are enough; the cache holds what it is given by path and frame.
    std::vector<FramePtr> slices;
    for (int i = 0; i < 16; ++i) {
        slices.push_back(slice(512, 512, i));
    }
    const FramePtr large = slice(4096, 4096, 1);
    const FakeReader reader([&](const ImageAttributes& image, int) {
        if (image.rows == 4096) {
            return large;
        }
        // A copy each, so that every slice comes from memory of its own as in a real stack.
        const FramePtr& source = slices[static_cast<std::size_t>(image.path.section(QLatin1Char('/'), 1).toInt() % 16)];
        return Frame::build(512, 512, 1, SampleType::Int16,
                            [&](std::byte* out) { std::memcpy(out, source->values<std::byte>(), source->byteSize()); });
    });
    FrameCache cache{std::size_t(1) << 30};
    WorkQueue queue(2);
    const ViewerServices services{reader, cache, queue};
    benchScroll(services, 512, 2, 6, 3.8);
    benchScroll(services, 1024, 5, 12, 84);
    benchWindow(services);
    return 0;
}
