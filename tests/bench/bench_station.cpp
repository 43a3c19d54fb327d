// One opening in the running program, one JSON object on stdout; run once a process, so that no memory is warm.
//   bench_station open FOLDER            shown from where it lies
//   bench_station fill CACHE FOLDER      imports FOLDER into CACHE (nothing is measured)
//   bench_station stored CACHE           opens the only study of CACHE
//   bench_station start CACHE NANOSECONDS  the start of the program, counted from that moment of the monotonic clock
// "first": the first picture is painted; "all": every frame of every series is at hand (s). Memory in MB.

#include "import/ImportPipeline.h"
#include "layout/ViewportGrid.h"
#include "station/Station.h"
#include "viewport/ImageViewport.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>
#include <ctime>
#include <functional>

using namespace isocenter;

namespace {

constexpr int kLongest = 60 * 1000;
constexpr int kCalm = 300;

double now()
{
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double megabytes(const char* field)
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (status.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : status.readAll().split('\n')) {
            if (line.startsWith(field)) {
                return line.mid(qstrlen(field) + 1).trimmed().split(' ').first().toDouble() * 1024 / 1e6;
            }
        }
    }
    return -1;
}

int print(const QJsonObject& row)
{
    std::puts(QJsonDocument(row).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
    return 0;
}

/// Runs the event loop until `done()`, asked after each turn of it; false after a minute.
bool wait(const std::function<bool()>& done)
{
    QElapsedTimer clock;
    clock.start();
    while (!done()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        if (clock.elapsed() > kLongest) {
            return false;
        }
    }
    return true;
}

void waitCalm(int milliseconds)
{
    bool over = false;
    QTimer::singleShot(milliseconds, qApp, [&over] { over = true; });
    wait([&over] { return over; });
}

std::unique_ptr<Station> station(const QString& cache)
{
    StationOptions options;
    options.cacheFolder = cache;
    options.settingsFile = cache + QStringLiteral("/bench-settings.json");
    Result<std::unique_ptr<Station>> made = Station::create(options);
    if (!made) {
        std::fprintf(stderr, "%s\n", qPrintable(made.error().message));
        return nullptr;
    }
    (*made)->window().resize(1366, 768);
    return std::move(made).value();
}

/// Seconds until the system has handed out new memory for that many frames of 512x512 16-bit pixels: what opening cannot beat.
double freshMemory(int frames)
{
    constexpr std::size_t kBytes = std::size_t{512} * 512 * 2;
    constexpr std::size_t kPage = 4096;
    std::vector<std::shared_ptr<std::byte>> blocks;
    const double begin = now();
    for (int i = 0; i < frames; ++i) {
        blocks.push_back(allocatePixels(kBytes));
        for (std::size_t at = 0; at < kBytes; at += kPage) {
            blocks.back().get()[at] = std::byte{1};
        }
    }
    return now() - begin;
}

bool isWhole(const ViewportGrid& grid, int frames)
{
    const ImageViewport* view = grid.active();
    return view->count() == frames && view->loadedCount() + view->failedCount() == frames;
}

/// Opens by `open` in a program that has come to rest, and waits for `frames` frames.
int measureOpening(const QString& cache, int frames, const std::function<void(Station&)>& open)
{
    const std::unique_ptr<Station> running = station(cache);
    if (!running) {
        return 1;
    }
    running->start();
    waitCalm(kCalm);
    const double before = megabytes("VmRSS:");
    ViewportGrid& grid = running->window().grid();
    double first = -1;
    const double begin = now();
    const auto watch = [&](ImageViewport* view) {
        QObject::connect(view, &ImageViewport::frameShown, view, [&] { first = first < 0 ? now() - begin : first; });
    };
    for (ImageViewport* view : grid.allViewports()) {
        watch(view);
    }
    QObject::connect(&grid, &ViewportGrid::viewportAdded, &grid, watch);
    open(*running);
    const bool whole = wait([&] { return isWhole(grid, frames); }) && grid.active()->failedCount() == 0;
    const double all = now() - begin;
    if (!whole || !wait([&] { return running->isSettled() && first >= 0; })) {
        std::fputs("the series did not become complete\n", stderr);
        return 1;
    }
    const double settled = now() - begin;
    waitCalm(kCalm);
    const double memory = megabytes("VmRSS:");
    const double peak = megabytes("VmHWM:");
    return print({{QStringLiteral("first"), first},
                  {QStringLiteral("all"), all},
                  {QStringLiteral("settled"), settled},
                  {QStringLiteral("memoryBefore"), before},
                  {QStringLiteral("memory"), memory},
                  {QStringLiteral("memoryPeak"), peak},
                  {QStringLiteral("freshMemory"), freshMemory(frames)}});
}

int open(const QString& folder)
{
    const QTemporaryDir cache;
    const int frames = static_cast<int>(QDir(folder).entryList({QStringLiteral("*.dcm")}, QDir::Files).size());
    return measureOpening(cache.path(), frames, [&](Station& running) { running.openPaths({folder}, false); });
}

int fill(const QString& cache, const QString& folder)
{
    auto index = SqliteStudyIndex::open(cache);
    auto store = index ? FileInstanceStore::open(**index) : Result<std::unique_ptr<FileInstanceStore>>(index.error());
    if (!store) {
        return 1;
    }
    const DicomImageReader reader;
    ImportPipeline pipeline(reader, **store);
    return pipeline.run({folder}, StoreMode::Copy, {}).refused.empty() ? 0 : 1;
}

int stored(const QString& cache)
{
    std::vector<Study> studies;
    {
        auto index = SqliteStudyIndex::open(cache);
        studies = index ? (*index)->studies(*(*index)->find({}, {})).value() : studies;
    }
    return studies.empty() ? 1 : measureOpening(cache, studies[0].instanceCount, [&](Station& running) {
        Q_EMIT running.window().openStudyRequested(studies[0].uid);
    });
}

/// What a person waits for: the window is painted with its list of studies in it.
int start(const QString& cache, double begin)
{
    const double entered = now() - begin;
    const std::unique_ptr<Station> running = station(cache);
    if (!running) {
        return 1;
    }
    const double made = now() - begin;
    running->start();
    const bool complete = wait([&] { return running->window().isPictureComplete(); });
    QCoreApplication::processEvents(); // the last rows that came are painted
    const double usable = now() - begin;
    return complete ? print({{QStringLiteral("application"), entered},
                             {QStringLiteral("made"), made},
                             {QStringLiteral("usable"), usable},
                             {QStringLiteral("memory"), megabytes("VmRSS:")}})
                    : 1;
}

} // namespace

int main(int argc, char* argv[])
{
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    const QApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments().mid(1);
    const QString what = words.value(0);
    if (what == QLatin1String("open") && words.size() == 2) {
        return open(words[1]);
    }
    if (what == QLatin1String("fill") && words.size() == 3) {
        return fill(words[1], words[2]);
    }
    if (what == QLatin1String("stored") && words.size() == 2) {
        return stored(words[1]);
    }
    if (what == QLatin1String("start") && words.size() == 3) {
        return start(words[1], words[2].toDouble() * 1e-9);
    }
    std::fputs("bench_station open FOLDER | fill CACHE FOLDER | stored CACHE | start CACHE NANOSECONDS\n", stderr);
    return 2;
}
