// bench_import [FOLDER]: imports 1,200 files of 525 KB and 6,000 of 5.6 KB from a warm page cache into a cache in FOLDER (else
// where it is started), durable, as the program does. In the same run, as the limits of this disk: the same files written one
// after another with fsync each, and written together with one syncfs, on as many threads as the import has.

#include "archive/FileInstanceStore.h"
#include "archive/SqliteStudyIndex.h"
#include "import/ImportPipeline.h"
#include "reader/DicomImageReader.h"
#include "support/Dicom.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <fcntl.h>
#include <memory>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace isocenter;

namespace {

struct Case
{
    const char* name;
    int rows, columns, files;
    double goal, peer;
};

constexpr Case kCases[] = {{"import 525 KB files", 512, 512, 1200, 1000, 900}, {"import 5.6 KB files", 44, 56, 6000, 5000, 834}};
constexpr int kRuns = 3;

void makeFiles(const QString& folder, const Case& what)
{
    QDir().mkpath(folder);
    test::ImageSpec spec;
    spec.rows = what.rows;
    spec.columns = what.columns;
    for (int i = 0; i < what.files; ++i) {
        spec.series = 1 + i / 600;
        spec.instance = 1 + i;
        QFile file(folder + QStringLiteral("/%1").arg(i));
        if (file.open(QIODevice::WriteOnly)) {
            file.write(test::imageFile(spec));
        }
    }
    ::sync();
}

void writeOne(const QByteArray& name, const std::vector<char>& data, bool sync)
{
    const int file = ::open(name.constData(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (::write(file, data.data(), data.size()) != static_cast<ssize_t>(data.size()) || (sync && ::fsync(file) != 0)) {
        std::fprintf(stderr, "cannot write\n");
    }
    ::close(file);
}

// Kept until the end of a case: removing files costs the disk as much as writing them (discard), long after it is asked.
using Folders = std::vector<std::unique_ptr<QTemporaryDir>>;

QString freshFolder(const QString& folder, Folders& kept)
{
    kept.push_back(std::make_unique<QTemporaryDir>(folder + QStringLiteral("/bench-XXXXXX")));
    ::sync();
    return kept.back()->path();
}

/// Files a second that the disk takes without anything else being done.
double bare(const QString& dir, qint64 size, int files, bool syncEach)
{
    const std::vector<char> data(static_cast<std::size_t>(size), 'x');
    std::atomic<int> next{0};
    QElapsedTimer clock;
    clock.start();
    std::vector<std::thread> threads;
    for (int t = 0; t < 3; ++t) {
        threads.emplace_back([&] {
            for (int i = next++; i < files; i = next++) {
                writeOne(QFile::encodeName(dir + QLatin1Char('/') + QString::number(i)), data, syncEach);
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    const int descriptor = ::open(QFile::encodeName(dir).constData(), O_RDONLY | O_DIRECTORY);
    (void)::syncfs(descriptor);
    ::close(descriptor);
    return files / (static_cast<double>(clock.nsecsElapsed()) * 1e-9);
}

double importOnce(const QString& cache, const QString& source, const Case& what)
{
    auto index = SqliteStudyIndex::open(cache);
    auto store = index ? FileInstanceStore::open(**index) : Result<std::unique_ptr<FileInstanceStore>>(index.error());
    if (!store) {
        return 0;
    }
    const DicomImageReader reader;
    ImportPipeline pipeline(reader, **store);
    const ImportReport report = pipeline.run({source}, StoreMode::Copy, {});
    if (report.stored != what.files) {
        std::fprintf(stderr, "%lld of %d stored\n", static_cast<long long>(report.stored), what.files);
    }
    return static_cast<double>(report.stored) / report.seconds;
}

void run(const QString& folder, const Case& what)
{
    const QTemporaryDir dir(folder + QStringLiteral("/source-XXXXXX"));
    makeFiles(dir.path(), what);
    const qint64 size = QFileInfo(dir.filePath(QStringLiteral("0"))).size();
    Folders kept;
    std::vector<double> speeds, each, together;
    for (int i = 0; i < kRuns; ++i) {
        speeds.push_back(importOnce(freshFolder(folder, kept), dir.path(), what));
        together.push_back(bare(freshFolder(folder, kept), size, what.files, false));
        each.push_back(bare(freshFolder(folder, kept), size, what.files / 4, true));
    }
    for (auto* list : {&speeds, &each, &together}) {
        std::sort(list->begin(), list->end());
    }
    const double value = speeds[kRuns / 2];
    const QJsonObject row{{QStringLiteral("name"), QLatin1String(what.name)},
                          {QStringLiteral("value"), value},
                          {QStringLiteral("unit"), QStringLiteral("files/s")},
                          {QStringLiteral("goal"), what.goal},
                          {QStringLiteral("peer"), what.peer > 899 ? QStringLiteral("dcmqridx (recorded, not durable)")
                                                                   : QStringLiteral("Orthanc (recorded)")},
                          {QStringLiteral("peerValue"), what.peer},
                          {QStringLiteral("ratio"), value / what.peer},
                          {QStringLiteral("limitValue"), together[kRuns / 2]},
                          {QStringLiteral("threads"), 3},
                          {QStringLiteral("best"), speeds.back()},
                          {QStringLiteral("fsyncEach"), each[kRuns / 2]},
                          {QStringLiteral("MBps"), value * static_cast<double>(size) / 1e6}};
    std::puts(QJsonDocument(row).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const QString folder = argc > 1 ? QFile::decodeName(argv[1]) : QDir::currentPath();
    for (const Case& what : kCases) {
        run(folder, what);
    }
    return 0;
}
