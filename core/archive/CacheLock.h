#pragma once

#include "archive/ObjectPath.h"
#include "base/Result.h"

#include <memory>

namespace isocenter {

/// A process's hold on a cache: shared for use, alone for a rebuild. Released by the kernel when the process ends in
/// whatever way.
class CacheLock
{
public:
    enum class Kind { Shared, Alone };
    /// Makes the folder if it is not there. Does not wait.
    static Result<std::unique_ptr<CacheLock>> take(const CacheLayout& layout, Kind kind);
    ~CacheLock();
    CacheLock(const CacheLock&) = delete;
    CacheLock& operator=(const CacheLock&) = delete;

private:
    explicit CacheLock(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor;
};

} // namespace isocenter
