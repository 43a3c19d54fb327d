// What it costs a frame to be decoded in a process of its own: 512 x 512 frames decoded here and there, in turn, one
// thread, and there by as many threads as there are processors. Prints one JSON object a row.

#include "codec/FrameReader.h"
#include "dicomnet/FrameFile.h"
#include "isolation/DecoderPool.h"
#include "support/Encoders.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <thread>

using namespace isocenter;
using namespace isocenter::test;

namespace {

constexpr int kSize = 512;
constexpr qint64 kSeconds = 2;

std::vector<std::uint16_t> picture(int bits, int samples)
{
    std::vector<std::uint16_t> values(static_cast<std::size_t>(kSize) * kSize * static_cast<unsigned>(samples));
    const double top = std::exp2(bits) - 1;
    unsigned noise = 1;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double x = static_cast<double>(i / static_cast<unsigned>(samples) % kSize) / kSize;
        const double y = static_cast<double>(i / static_cast<unsigned>(samples) / kSize) / kSize;
        noise = noise * 1664525U + 1013904223U;
        values[i] = static_cast<std::uint16_t>(top * (0.5 + 0.3 * std::sin(9 * x) * std::cos(7 * y) + (noise >> 24) / 2560.0));
    }
    return values;
}

double median(std::vector<double>& values)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

double timeOnce(const FrameReader& reader, const ImageAttributes& image)
{
    QElapsedTimer clock;
    clock.start();
    const Result<FramePtr> frame = reader.readFrame(image, 0, CancelToken());
    if (!frame) {
        std::fprintf(stderr, "%s (%s)\n", qPrintable(frame.error().message), qPrintable(frame.error().detail));
        std::exit(1);
    }
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

double framesPerSecond(const FrameReader& reader, const ImageAttributes& image, unsigned threads)
{
    std::atomic<int> done{0};
    QElapsedTimer clock;
    clock.start();
    std::vector<std::thread> workers;
    for (unsigned i = 0; i < threads; ++i) {
        workers.emplace_back([&] {
            while (clock.elapsed() < kSeconds * 1000) {
                timeOnce(reader, image);
                ++done;
            }
        });
    }
    for (std::thread& worker : workers) {
        worker.join();
    }
    return 1000.0 * done / static_cast<double>(clock.elapsed());
}

void run(const char* name, const FrameFile& file)
{
    const FrameReader here(nullptr);
    const FrameReader there;
    std::vector<double> inside;
    std::vector<double> outside;
    const double first = timeOnce(there, file.image);
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < kSeconds * 1000) {
        inside.push_back(timeOnce(here, file.image));
        outside.push_back(timeOnce(there, file.image));
    }
    const double own = median(outside);
    const double bare = median(inside);
    const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
    const QJsonObject parts{{QStringLiteral("added ms"), own - bare},
                            {QStringLiteral("first frame ms"), first},
                            {QStringLiteral("frames/s, one thread"), framesPerSecond(there, file.image, 1)},
                            {QStringLiteral("frames/s, all threads"), framesPerSecond(there, file.image, threads)},
                            {QStringLiteral("frames/s, all threads, in process"), framesPerSecond(here, file.image, threads)}};
    const QJsonObject row{{QStringLiteral("name"), QStringLiteral("decode apart: %1").arg(QLatin1String(name))},
                          {QStringLiteral("value"), own},
                          {QStringLiteral("unit"), QStringLiteral("ms")},
                          {QStringLiteral("peer"), QStringLiteral("decoder in this process")},
                          {QStringLiteral("peerValue"), bare},
                          {QStringLiteral("ratio"), bare / own},
                          {QStringLiteral("parts"), parts},
                          {QStringLiteral("threads"), static_cast<int>(threads)}};
    std::puts(QJsonDocument(row).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    registerEncoders();
    const EncodeSpec gray16{kSize, kSize, 1, 16, 1};
    const EncodeSpec gray12{kSize, kSize, 1, 12, 1};
    const EncodeSpec color{kSize, kSize, 3, 8, 1};
    run("JPEG 2000 512x512x16",
        compressedFile(encodeJpeg2000(gray16, picture(16, 1)), "1.2.840.10008.1.2.4.90", kSize, kSize, 16, 1));
    run("JPEG 12 bit 512x512",
        compressedFile(encodeJpegLossy(gray12, picture(12, 1)), "1.2.840.10008.1.2.4.51", kSize, kSize, 12, 1));
    run("JPEG-LS colour 512x512x3",
        compressedFile(encodeJpegLs(color, picture(8, 3)), "1.2.840.10008.1.2.4.80", kSize, kSize, 8, 3));
    unregisterEncoders();
    return 0;
}
