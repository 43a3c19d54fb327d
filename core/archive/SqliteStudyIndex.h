#pragma once

#include "archive/ObjectPath.h"
#include "archive/StudyIndex.h"

#include <memory>
#include <mutex>

namespace isocenter {

class CacheLock;
class IndexConnections;
class IndexWriter;
struct KnownInstance;

/// The index of one cache folder in SQLite (WAL): one connection a thread, one writer at a time, several processes at
/// once. Needs the QCoreApplication to exist. Threads that used it must not be in it when it is destroyed.
class SqliteStudyIndex : public StudyIndex
{
public:
    /// Opens the cache's index, or makes the folder (rights 0700) and an empty index. Errors: no rights, disk full, damaged,
    /// written by a newer version, being rebuilt by another process.
    static Result<std::unique_ptr<SqliteStudyIndex>> open(const QString& cacheFolder);
    ~SqliteStudyIndex() override;

    Result<std::vector<qint64>> find(const StudyQuery& query, const CancelToken& cancel) const override;
    Result<std::vector<Study>> studies(const std::vector<qint64>& keys) const override;
    Result<std::vector<Series>> series(const StudyUid& study) const override;
    Result<std::vector<StoredInstance>> instances(const SeriesUid& series) const override;
    Result<std::vector<StoredInstance>> instancesOfStudy(const StudyUid& study) const override;
    Result<qint64> studyCount() const override;

    Result<std::optional<KnownInstance>> instance(const InstanceUid& uid) const;
    /// Begins a write; waits for other writers (of this and other processes, at most a minute).
    Result<std::unique_ptr<IndexWriter>> write();
    const CacheLayout& layout() const { return m_layout; }

private:
    friend class IndexRebuild;
    SqliteStudyIndex(const CacheLayout& layout, const QString& file, std::unique_ptr<CacheLock> lock);
    Result<void> prepare();
    Result<std::vector<StoredInstance>> instancesWhere(const char* sql, const QString& uid) const;

    CacheLayout m_layout;
    std::unique_ptr<CacheLock> m_cacheLock;
    std::unique_ptr<IndexConnections> m_connections;
    std::mutex m_writers;
};

} // namespace isocenter
