#include "codec/PixelFile.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace isocenter {

Result<PixelFile> PixelFile::open(const QString& path)
{
    const auto failed = [] {
        return Error{QCoreApplication::translate("FrameReader", "The file cannot be opened any more."),
                     QString::fromLocal8Bit(std::strerror(errno))};
    };
    PixelFile file;
    // O_NONBLOCK: a pipe that took the file's place must not hang the reader; regular files do not care.
    file.m_descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status = {};
    if (file.m_descriptor < 0 || ::fstat(file.m_descriptor, &status) != 0) {
        return failed();
    }
    if (!S_ISREG(status.st_mode)) {
        return Error{QCoreApplication::translate("FrameReader", "This is not a regular file."), {}};
    }
    file.m_size = status.st_size;
    file.m_changeTime = qint64{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
    return file;
}

PixelFile::PixelFile(PixelFile&& other) noexcept
    : m_memory(std::move(other.m_memory)),
      m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_size(other.m_size),
      m_changeTime(other.m_changeTime)
{
}

PixelFile::~PixelFile()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

bool PixelFile::read(qint64 offset, std::size_t bytes, void* to) const
{
    if (offset < 0 || offset > m_size || static_cast<quint64>(m_size - offset) < bytes) {
        return false;
    }
    if (m_descriptor < 0) {
        std::memcpy(to, m_memory.constData() + offset, bytes);
        return true;
    }
    auto* out = static_cast<char*>(to);
    while (bytes > 0) {
        const ssize_t got = ::pread(m_descriptor, out, bytes, offset);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return false;
        }
        out += got;
        offset += got;
        bytes -= static_cast<std::size_t>(got);
    }
    return true;
}

QByteArray PixelFile::read(qint64 offset, qint64 bytes) const
{
    if (offset < 0 || offset >= m_size || bytes <= 0) {
        return {};
    }
    QByteArray data(std::min(bytes, m_size - offset), Qt::Uninitialized);
    return read(offset, static_cast<std::size_t>(data.size()), data.data()) ? data : QByteArray();
}

} // namespace isocenter
