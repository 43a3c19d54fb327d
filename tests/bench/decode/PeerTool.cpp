#include "bench/decode/PeerTool.h"

#include "bench/BenchPhantom.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <atomic>
#include <chrono>
#include <ctime>
#include <thread>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace isocenter::bench {

namespace {

const char* toolOf(const Kind& kind)
{
    switch (kind.codec) {
    case Codec::Native:
    case Codec::DeflatedDataSet:
        return "dcmconv";
    case Codec::Rle:
        return "dcmdrle";
    case Codec::JpegLossless:
    case Codec::Jpeg:
        return "dcmdjpeg";
    case Codec::JpegLs:
        return "dcmdjpls";
    case Codec::Jpeg2000:
        return "opj_decompress";
    case Codec::Htj2k:
        return "ojph_expand";
    case Codec::JpegXl:
        return "djxl";
    case Codec::DeflatedFrames: // too new for them
        break;
    }
    return "";
}

bool write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

struct Spent
{
    bool done = false;
    double wall = 0;
    double processor = 0;
};

double seconds(const timeval& time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

/// Runs a program without output; its processor time, or a negative number if it fails.
double runOne(const QByteArrayList& command)
{
    std::vector<char*> words;
    for (const QByteArray& word : command) {
        words.push_back(const_cast<char*>(word.constData()));
    }
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    pid_t child = -1;
    const int failed = posix_spawnp(&child, words.front(), &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    int status = 0;
    rusage usage = {};
    if (failed != 0 || wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        return -1;
    }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Lists of commands side by side.
Spent runAll(const std::vector<const std::vector<QByteArrayList>*>& lists)
{
    const auto begin = std::chrono::steady_clock::now();
    std::atomic<bool> done = true;
    std::vector<double> processor(lists.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < lists.size(); ++i) {
        threads.emplace_back([&, i] {
            for (const QByteArrayList& command : *lists[i]) {
                const double used = runOne(command);
                processor[i] += used;
                done = done && used >= 0;
            }
        });
    }
    Spent spent;
    for (std::size_t i = 0; i < lists.size(); ++i) {
        threads[i].join();
        spent.processor += processor[i];
    }
    spent.done = done;
    spent.wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return spent;
}

/// "1234 5678 " as the kernel lists the children of each thread.
double childrenSeconds()
{
    double sum = 0;
    for (const QString& task : QDir(QStringLiteral("/proc/self/task")).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(QStringLiteral("/proc/self/task/%1/children").arg(task));
        if (!file.open(QIODevice::ReadOnly)) {
            continue;
        }
        for (const QByteArray& id : file.readAll().split(' ')) {
            clockid_t clock = 0;
            timespec time = {};
            if (id.toInt() > 0 && clock_getcpuclockid(id.toInt(), &clock) == 0 && clock_gettime(clock, &time) == 0) {
                sum += static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
            }
        }
    }
    return sum;
}

} // namespace

double processorSeconds()
{
    rusage ended = {};
    getrusage(RUSAGE_CHILDREN, &ended);
    timespec own = {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &own);
    return static_cast<double>(own.tv_sec) + static_cast<double>(own.tv_nsec) * 1e-9 + seconds(ended.ru_utime) +
           seconds(ended.ru_stime) + childrenSeconds();
}

PeerTool::PeerTool(const DecodeData& data, const QString& folder, int copies) : m_name(toolOf(data.kind))
{
    if (*m_name == '\0' || QStandardPaths::findExecutable(QLatin1String(m_name)).isEmpty()) {
        return;
    }
    const Codec codec = data.kind.codec;
    for (int i = 0; i < copies; ++i) {
        const QString own = folder + QStringLiteral("/%1-%2").arg(QLatin1String(data.kind.key)).arg(i);
        if (codec == Codec::Jpeg2000) {
            m_runs.push_back(onFolder(data, own));
        } else if (codec == Codec::Htj2k || codec == Codec::JpegXl) {
            m_runs.push_back(onEachFile(data, own));
        } else {
            m_runs.push_back(onMultiFrameFile(data));
        }
    }
}

PeerTool::Run PeerTool::onMultiFrameFile(const DecodeData& data) const
{
    QByteArrayList words{m_name};
    if (data.kind.codec == Codec::Native || data.kind.codec == Codec::DeflatedDataSet) {
        words << "+te"; // explicit VR little endian
    }
    if (data.kind.samples == 3) {
        words << "+cn"; // colours as they are stored, as here
    }
    QString one = data.file;
    one.replace(QStringLiteral(".dcm"), QStringLiteral("-one.dcm"));
    return {{words + QByteArrayList{QFile::encodeName(data.file), "/dev/null"}},
            {words + QByteArrayList{QFile::encodeName(one), "/dev/null"}},
            data.frames() - 1};
}

PeerTool::Run PeerTool::onFolder(const DecodeData& data, const QString& folder) const
{
    const QString one = folder + QStringLiteral("-one");
    QDir().mkpath(folder);
    QDir().mkpath(one);
    for (int i = 0; i < data.frames(); ++i) {
        write(QStringLiteral("%1/%2.j2k").arg(i == 0 ? one : folder).arg(i), data.streams[static_cast<std::size_t>(i)]);
    }
    const QByteArrayList words{m_name, "-quiet", "-OutFor", "RAW", "-ImgDir"};
    return {
        {words + QByteArrayList{QFile::encodeName(folder)}}, {words + QByteArrayList{QFile::encodeName(one)}}, data.frames() - 2};
}

PeerTool::Run PeerTool::onEachFile(const DecodeData& data, const QString& folder) const
{
    constexpr int kTiny = 8;
    const bool htj2k = data.kind.codec == Codec::Htj2k;
    const auto command = [&](const QString& file) {
        const QByteArray path = QFile::encodeName(file);
        return htj2k ? QByteArrayList{m_name, "-i", path, "-o", path + ".pgm"} : QByteArrayList{m_name, "--num_threads=1", path};
    };
    QDir().mkpath(folder);
    const QString suffix = htj2k ? QStringLiteral(".jph") : QStringLiteral(".jxl");
    const QString tiny = folder + QStringLiteral("/tiny") + suffix;
    write(tiny, encodeFrame(data.kind, kTiny, phantomSlice(0, kTiny, data.kind.bits)));
    Run run;
    run.frames = data.frames();
    for (int i = 0; i < data.frames(); ++i) {
        const QString file = folder + QStringLiteral("/%1").arg(i) + suffix;
        write(file, data.streams[static_cast<std::size_t>(i)]);
        run.work.push_back(command(file));
        run.start.push_back(command(tiny));
    }
    return run;
}

std::optional<Cost> PeerTool::measure(int copies) const
{
    std::vector<const std::vector<QByteArrayList>*> work, start;
    int frames = 0;
    for (int i = 0; i < copies && i < static_cast<int>(m_runs.size()); ++i) {
        const Run& run = m_runs[static_cast<std::size_t>(i)];
        work.push_back(&run.work);
        start.push_back(&run.start);
        frames += run.frames;
    }
    const Spent whole = runAll(work);
    const Spent begun = runAll(start);
    const double wall = whole.wall - begun.wall;
    const double processor = whole.processor - begun.processor;
    if (frames < 1 || !whole.done || !begun.done || wall <= 0 || processor <= 0) {
        return std::nullopt;
    }
    return Cost{frames / wall, 1e3 * processor / frames};
}

} // namespace isocenter::bench
