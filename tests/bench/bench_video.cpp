// bench_video [FOLDER]: videos as frames. 10 seconds of 720p and 1080p in each coding that DICOM has, read by one thread, played
// through the loader as fast as frames come (all of it fits the cache; a twentieth of it does), and single frames out of order.
// The streams are kept in FOLDER for the next time. One JSON object a row.

#include "dicomnet/VideoFile.h"
#include "reader/DicomImageReader.h"
#include "work/SeriesLoader.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <random>
#include <thread>

using namespace isocenter;
using namespace isocenter::test;

namespace {

constexpr int kFrames = 250;

struct Case
{
    QByteArray name;
    VideoSpec spec;
};

/// Movement everywhere, and some noise: harder than what endoscopes and ultrasound machines send.
void paint(AVFrame& frame, int number)
{
    unsigned noise = static_cast<unsigned>(number) * 7919U + 1;
    for (int plane = 0; plane < 3; ++plane) {
        const int rows = plane == 0 ? frame.height : frame.height / 2;
        const int columns = plane == 0 ? frame.width : frame.width / 2;
        for (int y = 0; y < rows; ++y) {
            std::uint8_t* row = frame.data[plane] + static_cast<std::ptrdiff_t>(y) * frame.linesize[plane];
            for (int x = 0; x < columns; ++x) {
                noise = noise * 1664525U + 1013904223U;
                const int wave = (x * 3 + y * 2 + number * (plane + 4)) / 4 % 128;
                row[x] = static_cast<std::uint8_t>(64 + std::abs(wave - 64) + static_cast<int>(noise >> 29));
            }
        }
    }
}

ImageSeriesPtr seriesOf(const ImagePtr& image)
{
    auto series = std::make_shared<ImageSeries>();
    for (int i = 0; i < image->frames; ++i) {
        series->frames.push_back({image, i});
    }
    return series;
}

struct Played
{
    double first = 0; ///< ms
    double rate = 0;  ///< frames/s
};

/// As cine does at an unlimited speed: on to the next frame as soon as it is there.
Played play(const ImageReader& reader, const ImagePtr& image, std::size_t budget)
{
    FrameCache cache(budget);
    WorkQueue queue(static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 2U, 16U)));
    SeriesLoader loader(reader, cache, queue);
    Played played;
    QElapsedTimer clock;
    QEventLoop loop;
    int index = 0;
    const auto advance = [&] {
        if (played.first == 0 && loader.isLoaded(0)) {
            played.first = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        }
        while (index + 1 < image->frames && loader.isLoaded(index) && loader.isLoaded(index + 1)) {
            loader.setFocus(++index);
        }
        if (index + 1 == image->frames || loader.failedCount() > 0) {
            loop.quit();
        }
    };
    QObject::connect(&loader, &SeriesLoader::frameReady, &loop, advance);
    QObject::connect(&loader, &SeriesLoader::frameFailed, &loop, advance);
    clock.start();
    loader.load(seriesOf(image), 0);
    loop.exec();
    const double last = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    played.rate = index + 1 == image->frames ? 1000.0 * (image->frames - 1) / (last - played.first) : 0;
    return played;
}

double readAll(const ImageReader& reader, const ImageAttributes& image)
{
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < image.frames; ++i) {
        if (!reader.readFrame(image, i, CancelToken())) {
            return 0;
        }
    }
    return 1000.0 * image.frames / static_cast<double>(clock.elapsed());
}

std::pair<double, double> jump(const ImageReader& reader, const ImageAttributes& image)
{
    std::mt19937 random(1);
    std::vector<double> times;
    for (int i = 0; i < 30; ++i) {
        QElapsedTimer clock;
        clock.start();
        reader.readFrame(image, static_cast<int>(random() % static_cast<unsigned>(image.frames)), CancelToken()).ok();
        times.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    std::sort(times.begin(), times.end());
    return {times[times.size() / 2], times.back()};
}

/// Made, or kept from the last time.
QByteArray streamOf(const Case& c, const QString& folder)
{
    QFile kept(folder + QLatin1Char('/') + QString::fromLatin1(c.name).remove(QLatin1Char(' ')) + QStringLiteral(".video"));
    if (!folder.isEmpty() && kept.open(QIODevice::ReadOnly)) {
        return kept.readAll();
    }
    const QByteArray stream = encodeVideo(c.spec, paint);
    if (!folder.isEmpty() && kept.open(QIODevice::WriteOnly)) {
        kept.write(stream);
    }
    return stream;
}

void run(const Case& c, const QString& folder)
{
    const QByteArray stream = streamOf(c, folder);
    if (stream.isEmpty()) {
        std::fprintf(stderr, "%s: no encoder\n", c.name.constData());
        return;
    }
    const FrameFile file = videoFile({stream}, c.spec);
    const auto image = std::make_shared<const ImageAttributes>(file.image);
    const std::size_t bytes = static_cast<std::size_t>(c.spec.rows) * c.spec.columns * 3 * kFrames;
    const DicomImageReader one;
    const double alone = readAll(one, *image);
    const auto [usual, worst] = jump(one, *image);
    const Played whole = play(DicomImageReader(), image, 2 * bytes);
    const Played window = play(DicomImageReader(), image, bytes / 20);
    const QJsonObject parts{{QStringLiteral("frames/s, one thread"), alone},
                            {QStringLiteral("frames/s, cache of a twentieth"), window.rate},
                            {QStringLiteral("ms to the first frame"), whole.first},
                            {QStringLiteral("ms for a frame anywhere, median"), usual},
                            {QStringLiteral("ms for a frame anywhere, worst"), worst},
                            {QStringLiteral("Mbit/s"), static_cast<double>(stream.size()) * 8 / 1e6 / (kFrames / 25.0)}};
    const QJsonObject row{{QStringLiteral("name"), QStringLiteral("video %1").arg(QLatin1String(c.name))},
                          {QStringLiteral("value"), whole.rate},
                          {QStringLiteral("unit"), QStringLiteral("frames/s")},
                          {QStringLiteral("goal"), 60},
                          {QStringLiteral("parts"), parts},
                          {QStringLiteral("threads"), static_cast<int>(std::max(2U, std::thread::hardware_concurrency()))}};
    std::puts(QJsonDocument(row).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QString folder = QCoreApplication::arguments().value(1);
    const QList<QPair<QByteArray, QByteArray>> rate264{{"b", "8000000"}, {"crf", "-1"}};
    const QList<QPair<QByteArray, QByteArray>> rate265{{"x265-params", "log-level=none:bitrate=8000"}};
    for (const auto& [height, columns, rows] : {std::tuple("720p", 1280, 720), std::tuple("1080p", 1920, 1080)}) {
        const QByteArray size(height);
        VideoSpec spec{"mpeg2video", "mpegts", columns, rows, kFrames, 15, 2};
        run({"MPEG-2 " + size, spec}, folder);
        spec = {"libx264", "mpegts", columns, rows, kFrames, 50, 3};
        spec.options = rate264;
        run({"H.264 " + size, spec}, folder);
        spec = {"libx265", "mp4", columns, rows, kFrames, 50, 3};
        spec.options = rate265;
        run({"HEVC " + size, spec}, folder);
    }
    return 0;
}
