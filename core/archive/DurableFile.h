#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"

#include <QByteArray>
#include <QString>

#include <condition_variable>
#include <mutex>
#include <vector>

namespace isocenter {

enum class FileUse { Read, Write };

/// What an errno means to the person. `detail` names the number only, never a path.
Error fileError(int number, FileUse use);
/// The answer to a cancel.
Error cancelledError();

/// A folder with rights 0700, with its parents; one that is there keeps its rights. The folders that got a new entry are
/// added to `changed`, for the caller to sync, or synced at once if it is null.
Result<void> makePrivateFolder(const QString& path, std::vector<QString>* changed = nullptr);
/// An empty file with rights 0600, unless it is there.
Result<void> makePrivateFile(const QString& path);

/// Writes a new file (0600; must not exist) with the bytes of `source`, which is opened read-only, without touching its
/// access time where that is permitted. A source that changes meanwhile is an error. Large files start on their way to the
/// disk at once; durable only after a sync. On an error nothing is left.
Result<void> copyToNewFile(const QString& source, const QString& target, const CancelToken& cancel);
Result<void> writeNewFile(const QByteArray& bytes, const QString& target);

/// fsync of a file or of a folder's entries.
Result<void> syncPath(const QString& path);

/// Whether two Part 10 files hold the same data set: equal bytes after the preamble and the file meta information (which
/// names the program that wrote the file, not the image).
Result<bool> sameDataSet(const QString& a, const QString& b);
/// Where the data set begins in a file whose first bytes (at least 144, or all of it) are given; 0 without a preamble.
qint64 dataSetOffset(const QByteArray& head);

/// Makes all that was written to one file system durable, once for all threads that wait. On file systems where syncfs
/// does not give that (network, FUSE), and for few files, each path is synced by itself. Safe from any thread.
class DiskSync
{
public:
    explicit DiskSync(const QString& folder);
    ~DiskSync();
    DiskSync(const DiskSync&) = delete;
    DiskSync& operator=(const DiskSync&) = delete;

    /// `paths`: what was written (files), or whose entries changed (folders); all on the folder's file system.
    Result<void> sync(const std::vector<QString>& paths);

private:
    Result<void> syncAll();

    int m_descriptor = -1;
    bool m_wholeSyncs = false;
    std::mutex m_mutex;
    std::condition_variable m_ended;
    bool m_running = false;
    quint64 m_asked = 0;   ///< requests so far
    quint64 m_covered = 0; ///< requests answered by a sync that began after them
    quint64 m_failedUpTo = 0;
    int m_failure = 0;
};

} // namespace isocenter
