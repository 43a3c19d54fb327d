#pragma once

#include "archive/ObjectPath.h"
#include "base/Result.h"
#include "study/Study.h"

#include <QHash>

#include <memory>
#include <mutex>
#include <optional>

namespace isocenter {

class IndexConnection;

/// What the index knows of one SOP instance before another file with its UID is stored.
struct KnownInstance
{
    QString path;         ///< absolute
    bool inPlace = false; ///< outside the store
    StudyUid study;
    SeriesUid series;
    QString patientId;
    QString issuer;
    QString transferSyntax;
};

/// One write transaction: the only way to change the index. Holds the process's writer lock and SQLite's, so what find()
/// says stays true until commit(). Rolled back if it goes without commit. Used and destroyed on the thread that made it.
class IndexWriter
{
public:
    ~IndexWriter();
    IndexWriter(const IndexWriter&) = delete;
    IndexWriter& operator=(const IndexWriter&) = delete;

    Result<std::optional<KnownInstance>> find(const InstanceUid& uid);
    /// Adds an instance that is not there. `path`: of a file left in place; empty for one at its place in the store.
    Result<void> add(const InstanceRecord& record, const QString& path);
    /// The file of a known instance lies elsewhere from now on.
    Result<void> move(const InstanceUid& uid, const QString& path);
    /// Durable when it returns without error (synchronous=FULL).
    Result<void> commit();

private:
    friend class SqliteStudyIndex;
    struct Added
    {
        int instances = 0;
        bool changed = false; ///< the study's own row or its series
    };

    IndexWriter(IndexConnection& connection, const CacheLayout& layout, std::mutex& writers);
    Result<void> begin();
    Result<void> execute(const char* sql);
    Result<qint64> patientKey(const Study& study);
    Result<qint64> studyKey(const Study& study);
    Result<qint64> insertStudy(const Study& study, qint64 patient);
    Result<void> fillBlanks(const Study& study, qint64 key);
    Result<qint64> seriesKey(const InstanceRecord& record);
    Result<qint64> insertSeries(const InstanceRecord& record, qint64 study);
    Result<void> writeCounts();

    IndexConnection& m_connection;
    const CacheLayout& m_layout;
    std::unique_lock<std::mutex> m_lock;
    bool m_open = false;
    QHash<QString, qint64> m_studies; ///< by patient and study UID, within this transaction
    QHash<QString, qint64> m_series;  ///< by study key and series UID
    QHash<qint64, qint64> m_studyOfSeries;
    QHash<qint64, int> m_seriesAdded;
    QHash<qint64, Added> m_studyAdded;
};

/// Where the index says that an instance lies, in a reader's transaction.
Result<std::optional<KnownInstance>> findInstance(IndexConnection& connection, const CacheLayout& layout, const InstanceUid& uid);

} // namespace isocenter
