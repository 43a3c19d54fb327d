#include "demo/DemoFolder.h"

#include "demo/DemoObject.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

namespace isocenter::demo {

namespace {

/// Bytes written, or why not.
Result<qint64> writeObject(const QDir& folder, const DemoObject& object)
{
    const Result<DemoFile> file = object.make();
    if (!file) {
        return file.error();
    }
    QSaveFile out(folder.filePath(object.fileName));
    QDir().mkpath(QFileInfo(out.fileName()).path());
    if (!out.open(QIODevice::WriteOnly) || out.write(file->part10) != file->part10.size() || !out.commit()) {
        return Error{QCoreApplication::translate("DemoFolder", "A demonstration image could not be written to the folder: %1.")
                         .arg(out.errorString()),
                     object.fileName};
    }
    return qint64{file->part10.size()};
}

} // namespace

Result<DemoFolderSummary> writeDemoFolder(const QString& folder, int threads, const CancelToken& cancel)
{
    const std::vector<DemoObject> objects = demoObjects();
    const QDir directory(folder);
    std::mutex mutex;
    DemoFolderSummary summary;
    std::optional<Error> error;
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < objects.size() && !cancel.isCancelled(); i = next++) {
            const Result<qint64> written = writeObject(directory, objects[i]);
            const std::lock_guard lock(mutex);
            if (!written) {
                error = written.error();
                next = objects.size();
                return;
            }
            ++summary.files;
            summary.bytes += *written;
        }
    };
    std::vector<std::thread> workers;
    for (int i = 1; i < threads; ++i) {
        workers.emplace_back(work);
    }
    work();
    for (std::thread& worker : workers) {
        worker.join();
    }
    if (error) {
        return *error;
    }
    if (cancel.isCancelled()) {
        return Error{QCoreApplication::translate("DemoFolder", "Cancelled."), {}};
    }
    return summary;
}

} // namespace isocenter::demo
