// bench_decode [--frames N] [--side N] [--rounds N] [--only KEY] [FOLDER]: frames a second of each transfer syntax, by
// DicomImageReader as the program uses it, by the library alone, and by the tool of that library, on the same frames: distinct CT
// slices with noise in one multi-frame file. On one thread, then on all. One JSON object a row on stdout; 1 if a frame was
// decoded wrongly. Files go to FOLDER, else to a temporary one.
//
// The three take turns in short rounds, and medians count, so that what else the machine does hits all alike; "parts" has the
// processor time a frame beside it, which suffers less.

#include "bench/decode/BareDecoder.h"
#include "bench/decode/PeerTool.h"
#include "reader/DicomImageReader.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QThread>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <set>
#include <thread>

using namespace isocenter;
using namespace isocenter::bench;

namespace {

constexpr double kRoundSeconds = 0.2; ///< of one measurement on one thread, at least

struct Settings
{
    int frames = 16;
    int side = 512;
    int rounds = 5;
    QString only;
    QString folder;
};

/// Decodes frame after frame in one thread.
using Worker = std::function<bool(int call)>;

struct Task
{
    std::function<Worker()> worker; ///< for a thread of its own
    int framesEach = 1;             ///< of a call
};

double since(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

Cost measure(const Task& task, int threads, int calls)
{
    std::vector<Worker> workers;
    for (int i = 0; i < threads; ++i) {
        workers.push_back(task.worker());
    }
    std::atomic<int> next = 0;
    std::atomic<bool> failed = false;
    const double processor = processorSeconds();
    const auto begin = std::chrono::steady_clock::now();
    std::vector<std::thread> running;
    for (const Worker& worker : workers) {
        running.emplace_back([&next, &failed, &worker, calls] {
            for (int call = next++; call < calls; call = next++) {
                if (!worker(call)) {
                    failed = true;
                }
            }
        });
    }
    for (std::thread& thread : running) {
        thread.join();
    }
    const double wall = since(begin);
    const int frames = calls * task.framesEach;
    return failed ? Cost{} : Cost{frames / wall, 1e3 * (processorSeconds() - processor) / frames};
}

/// A deflated data set is read as a whole by a fresh reader each time: what it keeps would be all that is measured.
Task readingOf(const DecodeData& data, const DicomImageReader& reader)
{
    if (data.kind.codec == Codec::DeflatedDataSet) {
        return {[&data]() -> Worker {
                    return [&data](int) {
                        const DicomImageReader fresh;
                        bool whole = true;
                        for (int i = 0; i < data.frames(); ++i) {
                            whole = fresh.readFrame(*data.image, i, CancelToken()) && whole;
                        }
                        return whole;
                    };
                },
                data.frames()};
    }
    return {[&data, &reader]() -> Worker {
        return [&data, &reader](int call) {
            return static_cast<bool>(reader.readFrame(*data.image, call % data.frames(), CancelToken()));
        };
    }};
}

Task bareOf(const DecodeData& data)
{
    return {[&data]() -> Worker {
                const std::shared_ptr<BareDecoder> decoder = makeBareDecoder(data);
                return [decoder, &data](int call) { return decoder->decode(call % data.frames()); };
            },
            data.kind.codec == Codec::DeflatedDataSet ? data.frames() : 1};
}

/// Each frame as near to its original as its kind allows.
bool isRight(const DecodeData& data, const DicomImageReader& reader)
{
    for (int i = 0; i < data.frames(); ++i) {
        const Result<FramePtr> frame = reader.readFrame(*data.image, i, CancelToken());
        if (!frame) {
            std::fprintf(stderr, "%s: %s %s\n", data.kind.key, qPrintable(frame.error().message),
                         qPrintable(frame.error().detail));
            return false;
        }
        std::size_t at = 0;
        for (const std::uint16_t value : data.values[static_cast<std::size_t>(i)]) {
            const auto pixel = static_cast<int>(at / static_cast<unsigned>(data.kind.samples));
            const double got = (*frame)->at(pixel / data.side, pixel % data.side,
                                            static_cast<int>(at % static_cast<unsigned>(data.kind.samples)));
            if (std::abs(got - value) > data.kind.tolerance) {
                std::fprintf(stderr, "%s: frame %d differs\n", data.kind.key, i);
                return false;
            }
            ++at;
        }
    }
    return true;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

/// What the rounds gave, one value a round.
struct Series
{
    std::vector<double> rates, processor;
    void add(const Cost& cost)
    {
        rates.push_back(cost.framesPerSecond);
        processor.push_back(cost.cpuMs);
    }
};

void print(const DecodeData& data, const PeerTool& tool, int threads, const Series& ours, const Series& bare, const Series& peer)
{
    const double value = median(ours.rates);
    const double limit = median(bare.rates);
    const double peerValue = median(peer.rates);
    // Reading native pixels takes no library: the kernel's copy is a limit, not a peer.
    const double goal = data.kind.codec == Codec::Native ? peerValue : std::max(peerValue, 0.9 * limit);
    QJsonObject parts{{QStringLiteral("limit"), QLatin1String(bareLibrary(data.kind))},
                      {QStringLiteral("ofLimit"), value / limit},
                      {QStringLiteral("cpuMs"), median(ours.processor)},
                      {QStringLiteral("limitCpuMs"), median(bare.processor)},
                      {QStringLiteral("ofLimitCpu"), median(bare.processor) / median(ours.processor)}};
    QJsonObject row{
        {QStringLiteral("name"),
         QStringLiteral("decode %1, %2 bits, %3 x %3").arg(QLatin1String(data.kind.name)).arg(data.kind.bits).arg(data.side)},
        {QStringLiteral("value"), value},
        {QStringLiteral("unit"), QStringLiteral("frames/s")},
        {QStringLiteral("goal"), goal},
        {QStringLiteral("limitValue"), limit},
        {QStringLiteral("threads"), threads}};
    if (!peer.rates.empty()) {
        row.insert(QStringLiteral("peer"), QLatin1String(tool.name()));
        row.insert(QStringLiteral("peerValue"), peerValue);
        row.insert(QStringLiteral("ratio"), value / peerValue);
        parts.insert(QStringLiteral("peerCpuMs"), median(peer.processor));
    }
    row.insert(QStringLiteral("parts"), parts);
    std::puts(QJsonDocument(row).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

bool run(const Kind& kind, const Settings& settings)
{
    const std::unique_ptr<DecodeData> data = makeDecodeData(kind, settings.folder, settings.frames, settings.side);
    const DicomImageReader reader;
    if (!data || !isRight(*data, reader)) {
        return false;
    }
    const int all = std::max(1, QThread::idealThreadCount());
    const PeerTool tool(*data, settings.folder, all);
    const Task reading = readingOf(*data, reader);
    const Task bare = bareOf(*data);
    const int once = std::max(1, data->frames() / reading.framesEach);
    const double rate = std::max(1.0, measure(reading, 1, once).framesPerSecond);
    const int passes = static_cast<int>(std::ceil(kRoundSeconds * (settings.rounds > 1 ? rate : 1) / data->frames()));
    for (const int threads : std::set<int>{1, all}) {
        Series ours, alone, peer;
        for (int round = 0; round < settings.rounds; ++round) {
            ours.add(measure(reading, threads, once * passes * threads));
            alone.add(measure(bare, threads, once * passes * threads));
            const std::optional<Cost> cost = tool.isThere() ? tool.measure(threads) : std::nullopt;
            if (cost) {
                peer.add(*cost);
            }
        }
        if (*std::min_element(ours.rates.begin(), ours.rates.end()) <= 0 ||
            *std::min_element(alone.rates.begin(), alone.rates.end()) <= 0) {
            std::fprintf(stderr, "%s: a frame was refused\n", kind.key);
            return false;
        }
        print(*data, tool, threads, ours, alone, peer);
    }
    return true;
}

Settings settingsFrom(const QCoreApplication& application)
{
    QCommandLineParser parser;
    parser.addOptions({{QStringLiteral("frames"), QStringLiteral("3 or more"), QStringLiteral("n"), QStringLiteral("16")},
                       {QStringLiteral("side"), QStringLiteral("pixels"), QStringLiteral("n"), QStringLiteral("512")},
                       {QStringLiteral("rounds"), QStringLiteral("of each"), QStringLiteral("n"), QStringLiteral("5")},
                       {QStringLiteral("only"), QStringLiteral("one kind"), QStringLiteral("key")}});
    parser.addPositionalArgument(QStringLiteral("folder"), QStringLiteral("for the files"));
    parser.process(application);
    Settings settings;
    settings.frames = std::clamp(parser.value(QStringLiteral("frames")).toInt(), 3, 1000);
    settings.side = std::clamp(parser.value(QStringLiteral("side")).toInt(), 16, 4096);
    settings.rounds = std::clamp(parser.value(QStringLiteral("rounds")).toInt(), 1, 100);
    settings.only = parser.value(QStringLiteral("only"));
    settings.folder = parser.positionalArguments().value(0);
    return settings;
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    Settings settings = settingsFrom(application);
    const QTemporaryDir temporary;
    if (settings.folder.isEmpty()) {
        settings.folder = temporary.path();
    }
    QDir().mkpath(settings.folder);
    registerEncoders();
    bool done = true;
    for (const Kind& kind : kinds()) {
        if (settings.only.isEmpty() || settings.only == QLatin1String(kind.key)) {
            done = run(kind, settings) && done;
        }
    }
    return done ? 0 : 1;
}
