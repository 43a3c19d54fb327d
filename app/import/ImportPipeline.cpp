#include "import/ImportPipeline.h"

#include "base/FileWalk.h"
#include "file/DicomDir.h"
#include "import/ZipArchive.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

namespace isocenter {

namespace {

// Files that share their syncs. More is faster for small files, and lets a cancel and the list of studies wait longer.
constexpr std::size_t kBatchFiles = 256;
constexpr qint64 kBatchBytes = qint64(64) << 20;

// One waits for the disk while the others read.
int workerCount()
{
    return static_cast<int>(std::clamp(std::thread::hardware_concurrency() + 1, 2u, 4u));
}

QString inArchive(const QString& archive, const QString& name)
{
    return archive + QStringLiteral(": ") + name;
}

/// The header, and an error where pixels that it promises are not there: a copy that broke off must not take the place of the
/// whole file that comes later.
Result<ImagePtr> wholeImage(const ImageReader& reader, const QString& path)
{
    Result<ImagePtr> image = reader.readHeader(path);
    if (image && (*image)->pixelData.truncated) {
        return Error{QCoreApplication::translate("Import", "The file is truncated: part of its pixel data is missing."), {}};
    }
    return image;
}

} // namespace

/// What one worker has read and not stored yet.
class ImportPipeline::Batch
{
public:
    Batch(ImportPipeline& pipeline, StoreMode mode, const CancelToken& cancel)
        : m_pipeline(pipeline), m_mode(mode), m_cancel(cancel)
    {
    }
    ~Batch() { removeUnpacked(); }

    void add(StoreItem item, const QString& shownPath, bool unpacked, qint64 bytes)
    {
        Part& part = unpacked ? m_unpacked : m_files;
        part.items.push_back(std::move(item));
        part.shown.push_back(shownPath);
        part.sizes.push_back(bytes);
        m_bytes += bytes;
        if (m_files.items.size() + m_unpacked.items.size() >= kBatchFiles || m_bytes >= kBatchBytes) {
            flush();
        }
    }

    void flush()
    {
        store(m_files, m_mode);
        store(m_unpacked, StoreMode::Copy);
        removeUnpacked();
        m_files = {};
        m_unpacked = {};
        m_bytes = 0;
    }

private:
    struct Part
    {
        std::vector<StoreItem> items;
        std::vector<QString> shown;
        std::vector<qint64> sizes;
    };

    void store(const Part& part, StoreMode mode)
    {
        if (part.items.empty()) {
            return;
        }
        const std::vector<StoreResult> results = m_pipeline.m_store.put(part.items, mode, m_cancel);
        const bool cancelled = m_cancel.isCancelled();
        const std::lock_guard lock(m_pipeline.m_mutex);
        ImportReport& report = m_pipeline.m_report;
        for (std::size_t i = 0; i < results.size(); ++i) {
            const StoreResult& result = results[i];
            if (result.outcome == StoreOutcome::Failed && cancelled) {
                continue; // untouched: as if it had not been reached
            }
            ++report.files;
            if (result.outcome == StoreOutcome::Stored) {
                ++report.stored;
                m_pipeline.m_studies.insert(part.items[i].record.study.uid);
            } else if (result.outcome == StoreOutcome::Duplicate) {
                ++report.duplicates;
            } else {
                report.refused.push_back({part.shown[i], result.error.message});
            }
            ++m_pipeline.m_progress.done;
            m_pipeline.m_progress.bytes += part.sizes[i];
        }
    }

    void removeUnpacked()
    {
        for (const StoreItem& item : m_unpacked.items) {
            QFile::remove(item.sourcePath);
        }
    }

    ImportPipeline& m_pipeline;
    StoreMode m_mode;
    const CancelToken& m_cancel;
    Part m_files;
    Part m_unpacked; ///< temporary files, ours to remove
    qint64 m_bytes = 0;
};

void ImportPipeline::refuse(const QString& path, const QString& reason)
{
    const std::lock_guard lock(m_mutex);
    ++m_report.files;
    m_report.refused.push_back({path, reason});
    ++m_progress.done;
}

QSet<StudyUid> ImportPipeline::takeStored()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_studies, {});
}

void ImportPipeline::list(const QStringList& paths, const CancelToken& cancel)
{
    const QString cache = QFileInfo(m_store.temporaryFolder() + QStringLiteral("/../..")).canonicalFilePath() + QLatin1Char('/');
    const auto found = [&](const QString& file) {
        if (!file.startsWith(cache)) {
            m_queue.push(file, cancel);
        }
    };
    const auto problem = [&](const QString& path, const QString& reason) { refuse(path, reason); };
    for (const QString& path : paths) {
        const QFileInfo info(path);
        const QString absolute = info.absoluteFilePath();
        if (!info.isFile() || !isDicomDir(absolute)) {
            walkFiles({absolute}, cancel, found, problem);
            continue;
        }
        const Result<DicomDirFiles> directory = readDicomDir(absolute);
        if (!directory) {
            refuse(absolute, directory.error().message);
            continue;
        }
        for (const QString& file : directory->files) {
            found(file);
        }
        reportMissing(absolute);
    }
    m_queue.close();
}

void ImportPipeline::reportMissing(const QString& dicomDir)
{
    const Result<DicomDirFiles> directory = readDicomDir(dicomDir);
    if (directory) {
        for (const QString& name : directory->missing) {
            refuse(dicomDir + QStringLiteral(": ") + name,
                   QCoreApplication::translate("Import", "The DICOMDIR names this file, but it is not there."));
        }
    }
}

void ImportPipeline::readFile(const QString& path, Batch& batch, const CancelToken& cancel)
{
    const Result<ImagePtr> image = wholeImage(m_reader, path);
    if (image && !(*image)->record.study.uid.isEmpty()) {
        batch.add({path, (*image)->record}, path, false, (*image)->fileSize);
    } else if (isDicomDir(path)) {
        reportMissing(path); // the files it names are found beside it
    } else if (!image && isZipArchive(path)) {
        readArchive(path, batch, cancel);
    } else {
        refuse(path, image ? QCoreApplication::translate("Import", "The file does not say which study it belongs to.")
                           : image.error().message);
    }
}

void ImportPipeline::readArchive(const QString& path, Batch& batch, const CancelToken& cancel)
{
    const auto unpacked = [&](const UnpackedFile& file) {
        const Result<ImagePtr> image = wholeImage(m_reader, file.path);
        if (image && !(*image)->record.study.uid.isEmpty()) {
            batch.add({file.path, (*image)->record}, inArchive(path, file.name), true, (*image)->fileSize);
            return;
        }
        if (isZipArchive(file.path)) {
            refuse(
                inArchive(path, file.name),
                QCoreApplication::translate("Import", "An archive inside an archive is not opened; unpack the outer one first."));
        } else if (!isDicomDir(file.path)) {
            refuse(inArchive(path, file.name),
                   image ? QCoreApplication::translate("Import", "The file does not say which study it belongs to.")
                         : image.error().message);
        }
        QFile::remove(file.path);
    };
    const auto refused = [&](const QString& name, const QString& reason) { refuse(inArchive(path, name), reason); };
    const Result<void> done = unpackZip(path, m_store.temporaryFolder(), cancel, unpacked, refused);
    if (!done && !cancel.isCancelled()) {
        refuse(path, done.error().message);
    }
}

void ImportPipeline::work(StoreMode mode, const CancelToken& cancel)
{
    Batch batch(*this, mode, cancel);
    for (;;) {
        const std::vector<QString> paths = m_queue.take(32, cancel);
        for (const QString& path : paths) {
            if (!cancel.isCancelled()) {
                readFile(path, batch, cancel);
            }
        }
        if (paths.empty()) {
            break;
        }
    }
    batch.flush();
}

ImportReport ImportPipeline::run(const QStringList& paths, StoreMode mode, const CancelToken& cancel)
{
    QElapsedTimer clock;
    clock.start();
    std::vector<std::thread> threads;
    threads.emplace_back([&] { list(paths, cancel); });
    // Listing waits for the readers; a pass of its own finds the number of files early.
    threads.emplace_back([&] {
        qint64 count = 0;
        walkFiles(paths, cancel, [&count](const QString&) { ++count; });
        m_progress.total = cancel.isCancelled() ? 0 : count;
    });
    for (int i = 0; i < workerCount(); ++i) {
        threads.emplace_back([&] { work(mode, cancel); });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    m_report.cancelled = cancel.isCancelled();
    m_report.seconds = static_cast<double>(clock.nsecsElapsed()) * 1e-9;
    std::sort(m_report.refused.begin(), m_report.refused.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return m_report;
}

} // namespace isocenter
