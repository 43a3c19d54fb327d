#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "study/Study.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

namespace isocenter {

/// What became of one file handed to the store.
enum class StoreOutcome {
    Stored,    ///< safe on disk (survives kill -9 and, as far as the disk is honest, power loss) and indexed
    Duplicate, ///< the same SOP Instance UID with the same content is already there
    Conflict,  ///< the same SOP Instance UID with other content: kept out
    Failed     ///< disk full, no rights, ...
};

struct StoreItem
{
    QString sourcePath;    ///< a readable file; never changed
    InstanceRecord record; ///< of that file
};

struct StoreResult
{
    StoreOutcome outcome = StoreOutcome::Failed;
    QString storedPath; ///< in the cache, or the source itself if left in place
    Error error;        ///< unless Stored
};

enum class StoreMode { Copy, LeaveInPlace };

/// Short-term storage of instances. Safe from any thread; put() of several threads at once is the normal use.
class InstanceStore
{
public:
    virtual ~InstanceStore() = default;

    /// Stores a batch (1 to a few hundred files); returns one result an item when all of them are durable. Batches share
    /// their syncs, so larger is faster. A file never has its final name before its bytes are safe.
    virtual std::vector<StoreResult> put(const std::vector<StoreItem>& items, StoreMode mode, const CancelToken& cancel) = 0;
    /// Copies of all the files, or nothing: an Error, and none of them stored, where one cannot be, is in conflict, or it was
    /// cancelled. Where they lie then, in order.
    virtual Result<QStringList> putTogether(const std::vector<StoreItem>& items, const CancelToken& cancel) = 0;
    /// Bytes of a received or generated object; `record` is its own.
    virtual StoreResult putBytes(const QByteArray& part10, const InstanceRecord& record) = 0;
    /// Where the instance lies; empty if it is not here.
    virtual QString path(const InstanceUid& uid) const = 0;
};

} // namespace isocenter
