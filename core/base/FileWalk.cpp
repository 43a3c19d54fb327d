#include "base/FileWalk.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <memory>
#include <set>
#include <sys/stat.h>
#include <utility>
#include <vector>

namespace isocenter {

namespace {

struct Walk
{
    const CancelToken& cancel;
    const std::function<void(const QString&)>& found;
    const WalkProblem& problem;
    std::set<std::pair<dev_t, ino_t>> entered;
    std::vector<QByteArray> folders; ///< still to enter, last first

    void report(const QByteArray& path, const QString& reason) const
    {
        if (problem) {
            problem(QFile::decodeName(path), reason);
        }
    }

    void visit(const QByteArray& path, unsigned char kind)
    {
        if (kind == DT_REG) {
            found(QFile::decodeName(path));
            return;
        }
        if (kind == DT_DIR) {
            folders.push_back(path);
            return;
        }
        struct stat info = {};
        if (::stat(path.constData(), &info) != 0) {
            report(path, errno == ELOOP ? QCoreApplication::translate("FileWalk", "This link leads back to itself.")
                                        : QCoreApplication::translate("FileWalk",
                                                                      "There is no such file or folder, or it may not be read."));
        } else if (S_ISDIR(info.st_mode)) {
            folders.push_back(path);
        } else if (S_ISREG(info.st_mode)) {
            found(QFile::decodeName(path));
        }
    }

    void enter(const QByteArray& folder)
    {
        struct stat info = {};
        const std::unique_ptr<DIR, int (*)(DIR*)> handle(::opendir(folder.constData()), &::closedir);
        if (!handle || ::fstat(::dirfd(handle.get()), &info) != 0) {
            report(folder, QCoreApplication::translate("FileWalk", "This folder may not be read (%1).")
                               .arg(QString::fromLocal8Bit(std::strerror(errno))));
            return;
        }
        if (!entered.emplace(info.st_dev, info.st_ino).second) {
            return;
        }
        const QByteArray prefix = folder.endsWith('/') ? folder : folder + '/';
        while (!cancel.isCancelled()) {
            const dirent* entry = ::readdir(handle.get());
            if (!entry) {
                return;
            }
            if (std::strcmp(entry->d_name, ".") != 0 && std::strcmp(entry->d_name, "..") != 0) {
                visit(prefix + entry->d_name, entry->d_type);
            }
        }
    }
};

} // namespace

void walkFiles(const QStringList& paths, const CancelToken& cancel, const std::function<void(const QString&)>& found,
               const WalkProblem& problem)
{
    Walk walk{cancel, found, problem, {}, {}};
    for (const QString& path : paths) {
        walk.visit(QFile::encodeName(path), DT_UNKNOWN);
        while (!walk.folders.empty() && !cancel.isCancelled()) {
            const QByteArray folder = std::move(walk.folders.back());
            walk.folders.pop_back();
            walk.enter(folder);
        }
    }
}

} // namespace isocenter
