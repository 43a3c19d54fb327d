#include "archive/IncomingFolder.h"

#include "archive/DurableFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace isocenter {

namespace {

/// The descriptor of a folder that is locked now, or -1 if its process lives (or it is gone).
int lockFolder(const QString& path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0 && ::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        return -1;
    }
    return descriptor;
}

// A folder is made with a name that no cleaner looks at and gets its final one when it is locked.
const QString kFresh = QStringLiteral("fresh-");
const QString kSession = QStringLiteral("session-");

void removeLeftovers(const QString& incoming)
{
    const QFileInfoList folders = QDir(incoming).entryInfoList({kSession + QLatin1Char('*')}, QDir::Dirs | QDir::NoSymLinks);
    for (const QFileInfo& folder : folders) {
        const int lock = lockFolder(folder.filePath());
        if (lock >= 0) {
            QDir(folder.filePath()).removeRecursively();
            ::close(lock);
        }
    }
}

} // namespace

Result<std::unique_ptr<IncomingFolder>> IncomingFolder::make(const CacheLayout& layout)
{
    const Result<void> made = makePrivateFolder(layout.incoming());
    if (!made) {
        return made.error();
    }
    removeLeftovers(layout.incoming());
    const QString unique = QUuid::createUuid().toString(QUuid::Id128);
    const QString fresh = layout.incoming() + QLatin1Char('/') + kFresh + unique;
    const QString path = layout.incoming() + QLatin1Char('/') + kSession + unique;
    if (::mkdir(QFile::encodeName(fresh).constData(), 0700) != 0) {
        return fileError(errno, FileUse::Write);
    }
    const int lock = lockFolder(fresh);
    if (lock < 0 || ::rename(QFile::encodeName(fresh).constData(), QFile::encodeName(path).constData()) != 0) {
        const int number = errno;
        ::rmdir(QFile::encodeName(fresh).constData());
        if (lock >= 0) {
            ::close(lock);
        }
        return fileError(number, FileUse::Write);
    }
    return std::unique_ptr<IncomingFolder>(new IncomingFolder(path, lock));
}

IncomingFolder::~IncomingFolder()
{
    QDir(m_path).removeRecursively();
    ::close(m_lock);
}

} // namespace isocenter
