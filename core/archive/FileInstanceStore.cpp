#include "archive/FileInstanceStore.h"

#include "archive/DurableFile.h"
#include "archive/IncomingFolder.h"
#include "archive/IndexWriter.h"
#include "archive/SqliteStudyIndex.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <functional>
#include <sys/stat.h>
#include <unistd.h>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(InstanceStore)
};

bool exists(const QString& path)
{
    struct stat info = {};
    return ::stat(QFile::encodeName(path).constData(), &info) == 0;
}

Error conflictError()
{
    return {
        Text::tr(
            "Another image with the same identifier (SOP Instance UID) but other content is already stored. This one was kept "
            "out."),
        QStringLiteral("SOP Instance UID conflict")};
}

std::optional<Error> missingUid(const InstanceRecord& record)
{
    if (!record.study.uid.isEmpty() && !record.series.uid.isEmpty() && !record.instance.uid.isEmpty()) {
        return std::nullopt;
    }
    return Error{Text::tr("The file does not say which study, series and image it is (a UID is missing)."),
                 QStringLiteral("empty UID")};
}

} // namespace

/// One item on its way.
struct FileInstanceStore::Entry
{
    const InstanceRecord* record = nullptr;
    QString source;     ///< empty: from memory
    QString temporary;  ///< its bytes, not yet at their place
    QString placed;     ///< renamed in the running transaction
    bool ended = false; ///< result is final
    StoreResult result;

    void end(StoreOutcome outcome, const QString& path, const Error& error = {})
    {
        ended = true;
        result = {outcome, path, error};
    }
    bool isRefused() const
    {
        return ended && result.outcome != StoreOutcome::Stored && result.outcome != StoreOutcome::Duplicate;
    }
    void fail(const Error& error) { end(StoreOutcome::Failed, {}, error); }
    /// Where its bytes can be read now.
    QString readable() const { return temporary.isEmpty() ? source : temporary; }
    void dropTemporary()
    {
        if (!temporary.isEmpty()) {
            (void)::unlink(QFile::encodeName(temporary).constData());
            temporary.clear();
        }
    }
};

FileInstanceStore::FileInstanceStore(SqliteStudyIndex& index) : m_index(index) {}
FileInstanceStore::~FileInstanceStore() = default;

Result<std::unique_ptr<FileInstanceStore>> FileInstanceStore::open(SqliteStudyIndex& index)
{
    std::unique_ptr<FileInstanceStore> store(new FileInstanceStore(index));
    const CacheLayout& layout = index.layout();
    const Result<void> objects = makePrivateFolder(layout.objects());
    if (!objects) {
        return objects.error();
    }
    Result<std::unique_ptr<IncomingFolder>> incoming = IncomingFolder::make(layout);
    if (!incoming) {
        return incoming.error();
    }
    store->m_incoming = std::move(incoming).value();
    store->m_sync = std::make_unique<DiskSync>(layout.objects());
    return store;
}

QString FileInstanceStore::temporaryFolder() const
{
    return m_incoming->path();
}

QString FileInstanceStore::temporaryName()
{
    return m_incoming->path() + QLatin1Char('/') + QString::number(m_next++, 36);
}

QString FileInstanceStore::path(const InstanceUid& uid) const
{
    const Result<std::optional<KnownInstance>> known = m_index.instance(uid);
    return known && *known ? (*known)->path : QString();
}

std::vector<FileInstanceStore::Entry> FileInstanceStore::prepare(const std::vector<StoreItem>& items, StoreMode mode,
                                                                 const CancelToken& cancel)
{
    std::vector<Entry> entries(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        Entry& entry = entries[i];
        entry.record = &items[i].record;
        entry.source = QFileInfo(items[i].sourcePath).absoluteFilePath();
        if (cancel.isCancelled()) {
            entry.fail(cancelledError());
            continue;
        }
        examine(entry, mode);
        if (!entry.ended && mode == StoreMode::Copy) {
            writeTemporary(entry, nullptr, cancel);
        }
    }
    syncTemporaries(entries);
    return entries;
}

std::vector<StoreResult> FileInstanceStore::put(const std::vector<StoreItem>& items, StoreMode mode, const CancelToken& cancel)
{
    std::vector<Entry> entries = prepare(items, mode, cancel);
    finish(entries, mode);
    std::vector<StoreResult> results;
    results.reserve(entries.size());
    for (Entry& entry : entries) {
        results.push_back(std::move(entry.result));
    }
    return results;
}

Result<QStringList> FileInstanceStore::putTogether(const std::vector<StoreItem>& items, const CancelToken& cancel)
{
    std::vector<Entry> entries = prepare(items, StoreMode::Copy, cancel);
    const auto refused = [&entries] { return std::find_if(entries.begin(), entries.end(), std::mem_fn(&Entry::isRefused)); };
    if (cancel.isCancelled() || refused() != entries.end()) {
        for (Entry& entry : entries) {
            entry.dropTemporary();
        }
        return refused() == entries.end() ? cancelledError() : refused()->result.error;
    }
    finish(entries, StoreMode::Copy, true);
    if (refused() != entries.end()) {
        return refused()->result.error;
    }
    QStringList paths;
    for (const Entry& entry : entries) {
        paths << entry.result.storedPath;
    }
    return paths;
}

StoreResult FileInstanceStore::putBytes(const QByteArray& part10, const InstanceRecord& record)
{
    std::vector<Entry> entries(1);
    Entry& entry = entries.front();
    entry.record = &record;
    if (const std::optional<Error> missing = missingUid(record)) {
        entry.fail(*missing);
    } else {
        writeTemporary(entry, &part10, {});
    }
    syncTemporaries(entries);
    finish(entries, StoreMode::Copy);
    return entry.result;
}

/// Ends what needs no writing: a repeat, a conflict, a record without UIDs.
void FileInstanceStore::examine(Entry& entry, StoreMode mode)
{
    if (const std::optional<Error> missing = missingUid(*entry.record)) {
        entry.fail(*missing);
        return;
    }
    const Result<std::optional<KnownInstance>> known = m_index.instance(entry.record->instance.uid);
    if (!known) {
        entry.fail(known.error());
        return;
    }
    if (*known && exists((*known)->path)) {
        compare(entry, **known);
        const bool takesIn = entry.result.outcome == StoreOutcome::Duplicate && (*known)->inPlace && mode == StoreMode::Copy;
        if (takesIn) {
            entry.ended = false; // known where it lies, now wanted in the store
        }
    }
}

/// Ends the entry as duplicate or conflict.
void FileInstanceStore::compare(Entry& entry, const KnownInstance& known) const
{
    if (known.inPlace && known.path == entry.source) {
        entry.end(StoreOutcome::Duplicate, known.path);
        return;
    }
    const Result<bool> same = sameDataSet(entry.readable(), known.path);
    if (!same) {
        entry.fail(same.error());
    } else if (*same && known.transferSyntax == entry.record->instance.transferSyntax) {
        entry.end(StoreOutcome::Duplicate, known.path);
    } else {
        entry.end(StoreOutcome::Conflict, known.path, conflictError());
    }
}

void FileInstanceStore::writeTemporary(Entry& entry, const QByteArray* bytes, const CancelToken& cancel)
{
    const QString name = temporaryName();
    const Result<void> written = bytes ? writeNewFile(*bytes, name) : copyToNewFile(entry.source, name, cancel);
    if (written) {
        entry.temporary = name;
    } else {
        entry.fail(written.error());
    }
}

void FileInstanceStore::syncTemporaries(std::vector<Entry>& entries)
{
    std::vector<QString> files;
    for (const Entry& entry : entries) {
        if (!entry.ended && !entry.temporary.isEmpty()) {
            files.push_back(entry.temporary);
        }
    }
    const Result<void> synced = files.empty() ? Result<void>() : m_sync->sync(files);
    if (!synced) {
        for (Entry& entry : entries) {
            if (!entry.ended && !entry.temporary.isEmpty()) {
                entry.fail(synced.error());
            }
        }
    }
}

/// Places and indexes what is durable, in one transaction; undone as a whole if it cannot be committed, and if `together` where
/// one entry has no place.
void FileInstanceStore::finish(std::vector<Entry>& entries, StoreMode mode, bool together)
{
    const bool any = std::any_of(entries.begin(), entries.end(), [](const Entry& entry) { return !entry.ended; });
    if (any) {
        std::vector<Entry*> placed;
        Result<std::unique_ptr<IndexWriter>> writer = m_index.write();
        Result<void> done = writer ? Result<void>() : Result<void>(writer.error());
        std::vector<QString> changed;
        for (Entry& entry : entries) {
            if (!entry.ended && done) {
                place(entry, mode, **writer, changed);
                placed.push_back(&entry);
                if (together && entry.isRefused()) {
                    done = entry.result.error;
                }
            } else if (!entry.ended) {
                entry.fail(done.error());
            }
        }
        std::sort(changed.begin(), changed.end());
        changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
        if (done && !changed.empty()) {
            done = m_sync->sync(changed);
        }
        if (done) {
            done = (*writer)->commit();
        }
        for (Entry* entry : placed) {
            if (!done && entry->result.outcome == StoreOutcome::Stored) {
                // Still under the write lock: nobody else can have taken the place.
                (void)::unlink(QFile::encodeName(entry->placed).constData());
                entry->fail(done.error());
            }
        }
    }
    for (Entry& entry : entries) {
        entry.dropTemporary();
    }
}

/// Under the write lock: what the index says now is final.
void FileInstanceStore::place(Entry& entry, StoreMode mode, IndexWriter& writer, std::vector<QString>& changed)
{
    const InstanceRecord& record = *entry.record;
    const Result<std::optional<KnownInstance>> asked = writer.find(record.instance.uid);
    if (!asked) {
        entry.fail(asked.error());
        return;
    }
    const KnownInstance* known = *asked ? &**asked : nullptr;
    if (known && exists(known->path)) {
        compare(entry, *known);
        if (entry.result.outcome != StoreOutcome::Duplicate || !known->inPlace || mode != StoreMode::Copy) {
            return;
        }
    }
    const bool samePlace =
        !known || (known->study == record.study.uid && known->series == record.series.uid &&
                   known->patientId == record.study.patient.id && known->issuer == record.study.patient.issuer);
    if (!samePlace) {
        entry.end(StoreOutcome::Conflict, known->path, conflictError());
        return;
    }
    if (mode == StoreMode::Copy && !moveIntoPlace(entry, changed)) {
        return;
    }
    const QString inPlace = mode == StoreMode::LeaveInPlace ? entry.source : QString();
    const Result<void> indexed = known ? writer.move(record.instance.uid, inPlace) : writer.add(record, inPlace);
    if (indexed) {
        entry.end(StoreOutcome::Stored, mode == StoreMode::Copy ? entry.placed : entry.source);
    } else {
        (void)::unlink(QFile::encodeName(entry.placed).constData());
        entry.fail(indexed.error());
    }
}

bool FileInstanceStore::moveIntoPlace(Entry& entry, std::vector<QString>& changed)
{
    const QString target = m_index.layout().object(entry.record->series.uid, entry.record->instance.uid);
    const QString folder = QFileInfo(target).path();
    const Result<void> made = makePrivateFolder(folder, &changed);
    if (!made) {
        entry.fail(made.error());
        return false;
    }
    // A file of this name that the index does not know was never reported as stored: it may be replaced.
    if (::rename(QFile::encodeName(entry.temporary).constData(), QFile::encodeName(target).constData()) != 0) {
        entry.fail(fileError(errno, FileUse::Write));
        return false;
    }
    entry.temporary.clear();
    entry.placed = target;
    changed.push_back(folder);
    return true;
}

} // namespace isocenter
