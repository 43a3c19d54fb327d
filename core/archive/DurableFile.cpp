#include "archive/DurableFile.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <utility>

namespace isocenter {

namespace {

constexpr std::size_t kBuffer = 1 << 20;
// Below this a file goes to the disk with the others of its batch; above, its way there starts while the next is written.
constexpr qint64 kStartAtOnce = 128 << 10;
// Fewer than this are synced one by one, so that a single image does not wait for other programs' data.
constexpr std::size_t kFew = 4;

class Descriptor
{
public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    bool valid() const { return m_number >= 0; }
    int number() const { return m_number; }
    int close()
    {
        const int result = m_number >= 0 ? ::close(m_number) : 0;
        m_number = -1;
        return result;
    }

private:
    int m_number;
};

int openForReading(const QString& path)
{
    const QByteArray name = QFile::encodeName(path);
    const int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
    const int quiet = ::open(name.constData(), flags | O_NOATIME);
    return quiet < 0 && errno == EPERM ? ::open(name.constData(), flags) : quiet;
}

bool sameTime(const timespec& a, const timespec& b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/// 0 or errno.
int writeAll(int target, const char* data, std::size_t size)
{
    while (size > 0) {
        const ssize_t written = ::write(target, data, size);
        if (written < 0 && errno != EINTR) {
            return errno;
        }
        if (written > 0) {
            data += written;
            size -= static_cast<std::size_t>(written);
        }
    }
    return 0;
}

struct CopyFailure
{
    int number = 0; ///< errno; 0: none
    FileUse use = FileUse::Read;
    bool cancelled = false;
};

CopyFailure copyThroughBuffer(int source, int target, const CancelToken& cancel, qint64& copied)
{
    thread_local std::vector<char> buffer(kBuffer);
    while (!cancel.isCancelled()) {
        const ssize_t got = ::read(source, buffer.data(), buffer.size());
        if (got < 0 && errno != EINTR) {
            return {errno, FileUse::Read, false};
        }
        if (got == 0) {
            return {};
        }
        if (got > 0) {
            const int failed = writeAll(target, buffer.data(), static_cast<std::size_t>(got));
            if (failed != 0) {
                return {failed, FileUse::Write, false};
            }
            copied += got;
        }
    }
    return {0, FileUse::Read, true};
}

Error copyError(const CopyFailure& failure)
{
    return failure.cancelled ? cancelledError() : fileError(failure.number, failure.use);
}

qint64 littleEndian32(const char* bytes)
{
    const auto* u = reinterpret_cast<const unsigned char*>(bytes);
    return u[0] | (u[1] << 8) | (u[2] << 16) | (static_cast<qint64>(u[3]) << 24);
}

bool syncfsIsWhole(int descriptor)
{
    struct statfs info = {};
    if (::fstatfs(descriptor, &info) != 0) {
        return false;
    }
    // ext2/3/4, XFS, btrfs, F2FS, tmpfs: each writes data and metadata, flushes the device, and reports errors (Linux 5.8).
    constexpr unsigned long kKnown[] = {0xEF53, 0x58465342, 0x9123683E, 0xF2F52010, 0x01021994};
    return std::find(std::begin(kKnown), std::end(kKnown), static_cast<unsigned long>(info.f_type)) != std::end(kKnown);
}

} // namespace

Error fileError(int number, FileUse use)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("InstanceStore", text); };
    const QString detail = QStringLiteral("errno %1: %2").arg(number).arg(QString::fromLocal8Bit(std::strerror(number)));
    switch (number) {
    case ENOSPC:
    case EDQUOT:
        return {tr("The disk is full."), detail};
    case EFBIG:
        return {tr("The disk does not take a file of this size."), detail};
    case EACCES:
    case EPERM:
        return {use == FileUse::Read ? tr("This file may not be read.") : tr("The cache folder may not be written to."), detail};
    case EROFS:
        return {tr("The cache folder lies on a disk that can only be read."), detail};
    case ENOENT:
    case ENOTDIR:
        return {use == FileUse::Read ? tr("There is no such file.") : tr("The cache folder is not there."), detail};
    case EMFILE:
    case ENFILE:
        return {tr("Too many files are open at once."), detail};
    default:
        return {use == FileUse::Read ? tr("The file could not be read.") : tr("The disk could not be written to."), detail};
    }
}

Error cancelledError()
{
    return {QCoreApplication::translate("InstanceStore", "Cancelled."), QStringLiteral("cancelled")};
}

Result<void> makePrivateFolder(const QString& path, std::vector<QString>* changed)
{
    const QByteArray name = QFile::encodeName(path);
    const QString parent = QFileInfo(path).path();
    if (::mkdir(name.constData(), 0700) == 0) {
        if (!changed) {
            return syncPath(parent);
        }
        changed->push_back(parent);
        return {};
    }
    if (errno == ENOENT && parent != path) {
        Result<void> made = makePrivateFolder(parent, changed);
        return made ? makePrivateFolder(path, changed) : made;
    }
    const int number = errno;
    struct stat info = {};
    if (number == EEXIST && ::stat(name.constData(), &info) == 0 && S_ISDIR(info.st_mode)) {
        return {};
    }
    return fileError(number == EEXIST ? ENOTDIR : number, FileUse::Write);
}

Result<void> makePrivateFile(const QString& path)
{
    const Descriptor file(::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!file.valid()) {
        return fileError(errno, FileUse::Write);
    }
    return {};
}

Result<void> copyToNewFile(const QString& source, const QString& target, const CancelToken& cancel)
{
    const Descriptor in(openForReading(source));
    struct stat before = {};
    if (!in.valid() || ::fstat(in.number(), &before) != 0) {
        return fileError(errno, FileUse::Read);
    }
    if (!S_ISREG(before.st_mode)) {
        return Error{QCoreApplication::translate("InstanceStore", "This is not a file."), QStringLiteral("not a regular file")};
    }
    const QByteArray name = QFile::encodeName(target);
    Descriptor out(::open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!out.valid()) {
        return fileError(errno, FileUse::Write);
    }
    qint64 copied = 0;
    CopyFailure failure = copyThroughBuffer(in.number(), out.number(), cancel, copied);
    struct stat after = {};
    const bool intact = ::fstat(in.number(), &after) == 0 && after.st_size == copied && before.st_size == copied &&
                        sameTime(before.st_mtim, after.st_mtim);
    if (copied >= kStartAtOnce) {
        (void)::sync_file_range(out.number(), 0, 0, SYNC_FILE_RANGE_WRITE);
    }
    const bool failed = failure.number != 0 || failure.cancelled;
    const int closed = out.close() == 0 ? 0 : errno;
    if (!failed && closed == 0 && intact) {
        return {};
    }
    (void)::unlink(name.constData());
    if (failed || closed != 0) {
        return failed ? copyError(failure) : fileError(closed, FileUse::Write);
    }
    return Error{QCoreApplication::translate("InstanceStore", "The file changed while it was read."),
                 QStringLiteral("size or time")};
}

Result<void> writeNewFile(const QByteArray& bytes, const QString& target)
{
    const QByteArray name = QFile::encodeName(target);
    Descriptor out(::open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!out.valid()) {
        return fileError(errno, FileUse::Write);
    }
    int failed = writeAll(out.number(), bytes.constData(), static_cast<std::size_t>(bytes.size()));
    if (out.close() != 0 && failed == 0) {
        failed = errno;
    }
    if (failed != 0) {
        (void)::unlink(name.constData());
        return fileError(failed, FileUse::Write);
    }
    return {};
}

Result<void> syncPath(const QString& path)
{
    const Descriptor descriptor(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC));
    if (!descriptor.valid() || ::fsync(descriptor.number()) != 0) {
        return fileError(errno, FileUse::Write);
    }
    return {};
}

qint64 dataSetOffset(const QByteArray& head)
{
    if (head.size() < 144 || head.mid(128, 4) != "DICM" || head.mid(132, 6) != QByteArray("\2\0\0\0UL", 6)) {
        return 0;
    }
    return 144 + littleEndian32(head.constData() + 140);
}

Result<bool> sameDataSet(const QString& a, const QString& b)
{
    const Descriptor files[2] = {Descriptor(openForReading(a)), Descriptor(openForReading(b))};
    qint64 offset[2] = {0, 0};
    qint64 size[2] = {0, 0};
    for (int i : {0, 1}) {
        struct stat info = {};
        char head[144];
        if (!files[i].valid() || ::fstat(files[i].number(), &info) != 0) {
            return fileError(errno, FileUse::Read);
        }
        const ssize_t got = ::pread(files[i].number(), head, sizeof head, 0);
        size[i] = info.st_size;
        const qint64 begin = dataSetOffset(QByteArray::fromRawData(head, std::max<ssize_t>(0, got)));
        offset[i] = begin <= size[i] ? begin : 0;
    }
    if (size[0] - offset[0] != size[1] - offset[1]) {
        return false;
    }
    std::vector<char> left(kBuffer), right(kBuffer);
    while (offset[0] < size[0]) {
        const ssize_t got = ::pread(files[0].number(), left.data(), left.size(), offset[0]);
        if (got <= 0) {
            return fileError(got < 0 ? errno : EIO, FileUse::Read);
        }
        for (ssize_t done = 0; done < got;) {
            const ssize_t other =
                ::pread(files[1].number(), right.data(), static_cast<std::size_t>(got - done), offset[1] + done);
            if (other <= 0) {
                return fileError(other < 0 ? errno : EIO, FileUse::Read);
            }
            if (std::memcmp(left.data() + done, right.data(), static_cast<std::size_t>(other)) != 0) {
                return false;
            }
            done += other;
        }
        offset[0] += got;
        offset[1] += got;
    }
    return true;
}

DiskSync::DiskSync(const QString& folder)
    : m_descriptor(::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
      m_wholeSyncs(m_descriptor >= 0 && syncfsIsWhole(m_descriptor))
{
}

DiskSync::~DiskSync()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

Result<void> DiskSync::sync(const std::vector<QString>& paths)
{
    if (m_wholeSyncs && paths.size() >= kFew) {
        return syncAll();
    }
    for (const QString& path : paths) {
        Result<void> done = syncPath(path);
        if (!done) {
            return done;
        }
    }
    return {};
}

Result<void> DiskSync::syncAll()
{
    std::unique_lock lock(m_mutex);
    const quint64 mine = ++m_asked;
    while (m_covered < mine) {
        if (m_running) {
            m_ended.wait(lock);
            continue;
        }
        m_running = true;
        const quint64 covers = m_asked;
        lock.unlock();
        const int failed = ::syncfs(m_descriptor) == 0 ? 0 : errno;
        lock.lock();
        m_running = false;
        m_covered = covers;
        if (failed != 0) {
            m_failure = failed;
            m_failedUpTo = covers;
        }
        m_ended.notify_all();
    }
    // A failure also counts for those before it: what one sync could not write, an earlier answer may have hidden.
    return mine <= m_failedUpTo ? Result<void>(fileError(m_failure, FileUse::Write)) : Result<void>();
}

} // namespace isocenter
