#include "archive/IndexRebuild.h"

#include "archive/CacheLock.h"
#include "archive/DurableFile.h"
#include "archive/IndexConnections.h"
#include "archive/IndexSchema.h"
#include "archive/IndexWriter.h"
#include "archive/SqliteStudyIndex.h"
#include "base/FileWalk.h"

#include <QCoreApplication>
#include <QFile>
#include <QVariant>

#include <cerrno>
#include <cstdio>

namespace isocenter {

namespace {

constexpr qint64 kRowsPerCommit = 2000;

void removeDatabase(const QString& file)
{
    for (const char* end : {"", "-wal", "-shm"}) {
        QFile::remove(file + QLatin1String(end));
    }
}

} // namespace

IndexRebuild::IndexRebuild(const CacheLayout& layout, const ImageReader& reader, const CancelToken& cancel,
                           const Progress& progress)
    : m_layout(layout), m_reader(reader), m_cancel(cancel), m_progress(progress)
{
}

Result<IndexRebuild::Report> IndexRebuild::run(const QString& cacheFolder, const ImageReader& reader, const CancelToken& cancel,
                                               const Progress& progress)
{
    const CacheLayout layout(cacheFolder);
    Result<std::unique_ptr<CacheLock>> lock = CacheLock::take(layout, CacheLock::Kind::Alone);
    if (!lock) {
        return lock.error();
    }
    IndexRebuild rebuild(layout, reader, cancel, progress);
    Result<void> done = rebuild.build();
    rebuild.m_writer.reset();
    rebuild.m_index.reset();
    if (done && cancel.isCancelled()) {
        done = cancelledError();
    }
    if (done) {
        done = rebuild.replace();
    }
    if (!done) {
        removeDatabase(rebuild.newFile());
        return done.error();
    }
    return std::move(rebuild.m_report);
}

/// Also folds what is in the old index's log into it: closing its last connection does so.
std::vector<QString> IndexRebuild::leftInPlace() const
{
    std::vector<QString> paths;
    if (!QFile::exists(m_layout.index())) {
        return paths;
    }
    IndexConnections old(m_layout.index());
    const Result<IndexConnection*> connection = old.get();
    if (connection) {
        Statement rows(**connection, "SELECT path FROM instance WHERE path IS NOT NULL");
        if (rows.run()) {
            while (rows.next()) {
                paths.push_back(rows.value(0).toString());
            }
        }
    }
    return paths;
}

Result<void> IndexRebuild::build()
{
    const std::vector<QString> inPlace = leftInPlace();
    removeDatabase(newFile());
    Result<void> done = makePrivateFile(newFile());
    if (!done) {
        return done;
    }
    m_index.reset(new SqliteStudyIndex(m_layout, newFile(), nullptr));
    const Result<IndexConnection*> connection = m_index->m_connections->get();
    if (!connection) {
        return connection.error();
    }
    done = bringUpToDate(**connection);
    const CancelToken stop; // of the walk: a failed write or a cancel ends it
    const auto take = [&](const QString& path, bool left) {
        if (done && !m_cancel.isCancelled()) {
            done = add(path, left);
        } else {
            stop.cancel();
        }
    };
    walkFiles({m_layout.objects()}, stop, [&](const QString& path) { take(path, false); });
    for (const QString& path : inPlace) {
        take(path, true);
    }
    if (done && m_writer) {
        done = m_writer->commit();
    }
    return done;
}

Result<void> IndexRebuild::add(const QString& path, bool inPlace)
{
    if (!m_writer) {
        Result<std::unique_ptr<IndexWriter>> writer = m_index->write();
        if (!writer) {
            return writer.error();
        }
        m_writer = std::move(writer).value();
    }
    ++m_report.files;
    const auto refuse = [&](const QString& reason) {
        m_report.refused.push_back({path, reason});
        return Result<void>();
    };
    const Result<ImagePtr> image = m_reader.readHeader(path);
    if (!image) {
        return refuse(image.error().message);
    }
    const InstanceRecord& record = (*image)->record;
    if (!inPlace && m_layout.object(record.series.uid, record.instance.uid) != path) {
        return refuse(QCoreApplication::translate("IndexRebuild", "The file does not lie where its content belongs."));
    }
    const Result<std::optional<KnownInstance>> known = m_writer->find(record.instance.uid);
    if (!known) {
        return known.error();
    }
    if (*known) {
        return refuse(QCoreApplication::translate("IndexRebuild", "Another file has the same identifier (SOP Instance UID)."));
    }
    Result<void> done = m_writer->add(record, inPlace ? path : QString());
    if (done && ++m_report.indexed % kRowsPerCommit == 0) {
        done = m_writer->commit();
        m_writer.reset();
        if (m_progress) {
            m_progress(m_report.files);
        }
    }
    return done;
}

Result<void> IndexRebuild::replace()
{
    // Closed by now: its log is folded in and gone. An old log must not meet the new file.
    Result<void> done = syncPath(newFile());
    if (!done) {
        return done;
    }
    QFile::remove(m_layout.index() + QStringLiteral("-wal"));
    QFile::remove(m_layout.index() + QStringLiteral("-shm"));
    if (std::rename(QFile::encodeName(newFile()).constData(), QFile::encodeName(m_layout.index()).constData()) != 0) {
        return fileError(errno, FileUse::Write);
    }
    return syncPath(m_layout.root);
}

} // namespace isocenter
