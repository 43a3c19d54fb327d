// bench_open LABEL FOLDER: opens a folder of one series as the program does, with its own classes, and prints the time to
// the first picture painted and to all frames at hand (medians of 5 in one process, page cache warm), and the memory used.

#include "open/StudyOpener.h"
#include "reader/DicomImageReader.h"
#include "slice/SlicePainter.h"
#include "work/SeriesLoader.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <thread>

using namespace isocenter;

namespace {

constexpr int kRuns = 5;
constexpr int kViewport = 512;
constexpr std::size_t kCacheBytes = std::size_t{2} << 30U;

/// Nothing is stored: folders are opened from where they lie.
class EmptyIndex : public StudyIndex
{
public:
    Result<std::vector<qint64>> find(const StudyQuery&, const CancelToken&) const override { return std::vector<qint64>(); }
    Result<std::vector<Study>> studies(const std::vector<qint64>&) const override { return std::vector<Study>(); }
    Result<std::vector<Series>> series(const StudyUid&) const override { return std::vector<Series>(); }
    Result<std::vector<StoredInstance>> instances(const SeriesUid&) const override { return std::vector<StoredInstance>(); }
    Result<std::vector<StoredInstance>> instancesOfStudy(const StudyUid&) const override { return std::vector<StoredInstance>(); }
    Result<qint64> studyCount() const override { return qint64{0}; }
};

struct Times
{
    double first = -1;
    double all = -1;
};

/// One opening: what happens in the program between a dropped folder and a series that scrolls everywhere.
class Opening : public QObject
{
public:
    Opening(const ImageReader& reader, WorkQueue& queue, int expected)
        : m_expected(expected), m_cache(kCacheBytes), m_opener(reader, m_index, queue), m_loader(reader, m_cache, queue)
    {
        const auto take = [this](const StudyContextPtr&, const std::vector<ImageSeriesPtr>& series) { show(series); };
        connect(&m_opener, &StudyOpener::opened, this, take);
        connect(&m_opener, &StudyOpener::grown, this, take);
        connect(&m_opener, &StudyOpener::finished, this, [this] { check(); });
        connect(&m_opener, &StudyOpener::failed, this, [] { QCoreApplication::exit(1); });
        connect(&m_loader, &SeriesLoader::frameReady, this, [this](int index) { paint(index); });
        connect(&m_loader, &SeriesLoader::finished, this, [this] { check(); });
    }

    void start(const QString& folder)
    {
        m_clock.start();
        m_opener.openPaths({folder});
    }
    const Times& times() const { return m_times; }

private:
    void show(const std::vector<ImageSeriesPtr>& series)
    {
        const auto largest = std::max_element(series.begin(), series.end(), [](const ImageSeriesPtr& a, const ImageSeriesPtr& b) {
            return a->count() < b->count();
        });
        if (largest == series.end() || (*largest)->count() == 0) {
            return;
        }
        m_focus = (*largest)->count() / 2;
        m_loader.load(*largest, m_focus);
        paint(m_focus);
        check();
    }

    void paint(int index)
    {
        const FramePtr frame = m_times.first < 0 && index == m_focus ? m_loader.frame(index) : nullptr;
        if (!frame) {
            return;
        }
        const FrameRef& ref = m_loader.series()->frames[static_cast<std::size_t>(index)];
        m_painter.setFrame(frame, ref.image, ref.frame);
        SliceGeometry geometry;
        geometry.size = QSize(kViewport, kViewport);
        m_painter.paint(geometry, DisplayState());
        m_times.first = seconds();
    }

    void check()
    {
        if (m_times.all < 0 && m_loader.series() && m_loader.series()->count() == m_expected && m_loader.isFinished()) {
            m_times.all = m_loader.failedCount() == 0 ? seconds() : -1;
            QCoreApplication::exit(m_loader.failedCount() == 0 ? 0 : 1);
        }
    }

    double seconds() const { return static_cast<double>(m_clock.nsecsElapsed()) / 1e9; }

    int m_expected;
    int m_focus = 0;
    Times m_times;
    QElapsedTimer m_clock;
    EmptyIndex m_index;
    FrameCache m_cache;
    StudyOpener m_opener;
    SeriesLoader m_loader;
    SlicePainter m_painter;
};

double peakMegabytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (status.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : status.readAll().split('\n')) {
            if (line.startsWith("VmHWM:")) {
                return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
            }
        }
    }
    return -1;
}

void print(const QString& name, double value, const char* unit, int threads)
{
    const QJsonObject row{{QStringLiteral("name"), name},
                          {QStringLiteral("value"), value},
                          {QStringLiteral("unit"), QLatin1String(unit)},
                          {QStringLiteral("threads"), threads}};
    std::puts(QJsonDocument(row).toJson(QJsonDocument::Compact).constData());
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

int main(int argc, char* argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.size() != 3) {
        std::fputs("bench_open LABEL FOLDER\n", stderr);
        return 2;
    }
    const QString label = words.at(1);
    const QString folder = words.at(2);
    const int expected = static_cast<int>(QDir(folder).entryList(QDir::Files).size());
    const int threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    const DicomImageReader reader;
    WorkQueue queue(threads);
    std::vector<double> first;
    std::vector<double> all;
    double memory = 0;
    for (int run = 0; run < kRuns; ++run) {
        Opening opening(reader, queue, expected);
        QTimer::singleShot(0, &opening, [&opening, &folder] { opening.start(folder); });
        if (QCoreApplication::exec() != 0) {
            std::fputs("the folder could not be opened\n", stderr);
            return 1;
        }
        first.push_back(opening.times().first);
        all.push_back(opening.times().all);
        memory = run == 0 ? peakMegabytes() : memory;
    }
    print(QStringLiteral("open %1: first image").arg(label), median(first), "s", threads);
    print(QStringLiteral("open %1: all scrollable").arg(label), median(all), "s", threads);
    print(QStringLiteral("open %1: memory").arg(label), memory, "MB", threads);
    return 0;
}
