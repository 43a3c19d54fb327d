#pragma once

#include "archive/InstanceStore.h"
#include "archive/ObjectPath.h"

#include <atomic>
#include <memory>

namespace isocenter {

class DiskSync;
class IncomingFolder;
class IndexWriter;
class SqliteStudyIndex;
struct KnownInstance;

/// The store of one cache folder: bytes as they came, one file an instance, rights 0600. A batch is written to temporary
/// files, synced, and under the index's write lock renamed and indexed; its results are returned after the commit. What a
/// killed process leaves behind is a temporary file, removed when the cache is opened next, or a whole file that the index
/// does not know, which the next import of it replaces and a rebuild of the index takes in.
/// Several processes may use one cache. Errors: see InstanceStore.
class FileInstanceStore : public InstanceStore
{
public:
    /// `index` must outlive the store.
    static Result<std::unique_ptr<FileInstanceStore>> open(SqliteStudyIndex& index);
    ~FileInstanceStore() override;

    std::vector<StoreResult> put(const std::vector<StoreItem>& items, StoreMode mode, const CancelToken& cancel) override;
    Result<QStringList> putTogether(const std::vector<StoreItem>& items, const CancelToken& cancel) override;
    StoreResult putBytes(const QByteArray& part10, const InstanceRecord& record) override;
    QString path(const InstanceUid& uid) const override;
    /// A folder on the cache's disk for files that live as long as this process (unpacked archives).
    QString temporaryFolder() const;

private:
    struct Entry;
    explicit FileInstanceStore(SqliteStudyIndex& index);

    std::vector<Entry> prepare(const std::vector<StoreItem>& items, StoreMode mode, const CancelToken& cancel);
    void examine(Entry& entry, StoreMode mode);
    void writeTemporary(Entry& entry, const QByteArray* bytes, const CancelToken& cancel);
    void syncTemporaries(std::vector<Entry>& entries);
    void finish(std::vector<Entry>& entries, StoreMode mode, bool together = false);
    void place(Entry& entry, StoreMode mode, IndexWriter& writer, std::vector<QString>& changed);
    bool moveIntoPlace(Entry& entry, std::vector<QString>& changed);
    void compare(Entry& entry, const KnownInstance& known) const;
    QString temporaryName();

    SqliteStudyIndex& m_index;
    std::unique_ptr<DiskSync> m_sync;
    std::unique_ptr<IncomingFolder> m_incoming;
    std::atomic<quint64> m_next{1};
};

} // namespace isocenter
