#include "archive/CacheLock.h"

#include "archive/DurableFile.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace isocenter {

Result<std::unique_ptr<CacheLock>> CacheLock::take(const CacheLayout& layout, Kind kind)
{
    const Result<void> folder = makePrivateFolder(layout.root);
    if (!folder) {
        return folder.error();
    }
    const int descriptor = ::open(QFile::encodeName(layout.lock()).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return fileError(errno, FileUse::Write);
    }
    if (::flock(descriptor, (kind == Kind::Alone ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0) {
        const int number = errno;
        ::close(descriptor);
        if (number != EWOULDBLOCK) {
            return fileError(number, FileUse::Write);
        }
        const char* sentence = kind == Kind::Alone
                                   ? "The cache is in use. Close every Isocenter that uses it, then try again."
                                   : "The list of studies is being built again by another Isocenter. Try again when it is ready.";
        return Error{QCoreApplication::translate("CacheLock", sentence), QStringLiteral("flock: cache is locked")};
    }
    return std::unique_ptr<CacheLock>(new CacheLock(descriptor));
}

CacheLock::~CacheLock()
{
    ::close(m_descriptor);
}

} // namespace isocenter
