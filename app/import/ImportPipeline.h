#pragma once

#include "archive/FileInstanceStore.h"
#include "archive/ImportReport.h"
#include "image/ImageReader.h"
#include "import/ImportQueue.h"

#include <QSet>
#include <QStringList>

#include <atomic>
#include <mutex>

namespace isocenter {

/// How far an import is; read from any thread while it runs.
struct ImportProgress
{
    std::atomic<qint64> done{0};  ///< files
    std::atomic<qint64> total{0}; ///< files; 0: not counted yet
    std::atomic<qint64> bytes{0}; ///< of the files done
};

/// One import, start to end: lists, reads headers, stores, on threads of its own. run() is called once and blocks; the
/// GUI uses ImportService. Sources are only ever read.
class ImportPipeline
{
public:
    /// Both must outlive this.
    ImportPipeline(const ImageReader& reader, FileInstanceStore& store) : m_reader(reader), m_store(store) {}

    /// Files, folders (recursive), DICOMDIRs (the files they name), zip archives. In archives nothing can be left in place:
    /// it is copied.
    ImportReport run(const QStringList& paths, StoreMode mode, const CancelToken& cancel);

    const ImportProgress& progress() const { return m_progress; }
    /// Studies that got images since the last call. Any thread.
    QSet<StudyUid> takeStored();

private:
    class Batch;
    void list(const QStringList& paths, const CancelToken& cancel);
    void work(StoreMode mode, const CancelToken& cancel);
    void readFile(const QString& path, Batch& batch, const CancelToken& cancel);
    void readArchive(const QString& path, Batch& batch, const CancelToken& cancel);
    void reportMissing(const QString& dicomDir);
    void refuse(const QString& path, const QString& reason);

    const ImageReader& m_reader;
    FileInstanceStore& m_store;
    ImportQueue m_queue;
    ImportProgress m_progress;
    std::mutex m_mutex; ///< of the two below
    ImportReport m_report;
    QSet<StudyUid> m_studies;
};

} // namespace isocenter
