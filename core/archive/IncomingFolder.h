#pragma once

#include "archive/ObjectPath.h"
#include "base/Result.h"

#include <memory>

namespace isocenter {

/// A process's own folder for temporary files inside a cache. Removed with what is in it when this goes; one whose process
/// was killed is removed by the next that makes its own.
class IncomingFolder
{
public:
    static Result<std::unique_ptr<IncomingFolder>> make(const CacheLayout& layout);
    ~IncomingFolder();
    IncomingFolder(const IncomingFolder&) = delete;
    IncomingFolder& operator=(const IncomingFolder&) = delete;

    const QString& path() const { return m_path; }

private:
    IncomingFolder(QString path, int lock) : m_path(std::move(path)), m_lock(lock) {}

    QString m_path;
    int m_lock;
};

} // namespace isocenter
