#include "file/ByteSource.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <new>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace isocenter {

namespace {

constexpr qint64 kFirstStep = 16 << 10;
constexpr qint64 kLargestStep = 4 << 20;

QString say(const char* text)
{
    return QCoreApplication::translate("DicomFile", text);
}

Error cannotOpen(int code)
{
    const QString detail = QString::fromLocal8Bit(std::strerror(code));
    switch (code) {
    case EACCES:
    case EPERM:
        return {say(QT_TRANSLATE_NOOP("DicomFile", "There is no permission to read this file.")), detail};
    case ENOENT:
    case ENOTDIR:
        return {say(QT_TRANSLATE_NOOP("DicomFile", "There is no such file.")), detail};
    default:
        return {say(QT_TRANSLATE_NOOP("DicomFile", "The file cannot be opened.")), detail};
    }
}

} // namespace

Result<ByteSource> ByteSource::open(const QString& path)
{
    // O_NONBLOCK: a named pipe must not hold the thread.
    const int file = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        return cannotOpen(errno);
    }
    struct stat status
    {
    };
    if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(file);
        return Error{say(QT_TRANSLATE_NOOP("DicomFile", "This is not a regular file.")), {}};
    }
    if (status.st_size == 0) {
        ::close(file);
        return Error{say(QT_TRANSLATE_NOOP("DicomFile", "The file is empty.")), {}};
    }
    return ByteSource(file, status.st_size);
}

ByteSource::ByteSource(QByteArray bytes) : m_buffer(std::move(bytes)), m_size(m_buffer.size()), m_length(m_size)
{
    m_window = reinterpret_cast<const uchar*>(m_buffer.constData());
}

ByteSource::ByteSource(ByteSource&& other) noexcept
    : m_file(std::exchange(other.m_file, -1)),
      m_buffer(std::move(other.m_buffer)), // the bytes stay where they are: QByteArray keeps them on the heap
      m_size(other.m_size),
      m_window(other.m_window),
      m_start(other.m_start),
      m_length(other.m_length),
      m_ahead(other.m_ahead),
      m_held(other.m_held),
      m_failed(other.m_failed),
      m_segments(std::move(other.m_segments))
{
}

ByteSource::~ByteSource()
{
    if (m_file >= 0) {
        ::close(m_file);
    }
}

const uchar* ByteSource::load(qint64 offset, qint64 count)
{
    if (offset < 0 || count < 0 || count > m_size || offset > m_size - count || m_file < 0) {
        return nullptr;
    }
    // Reading on takes larger and larger steps; after a jump the next few bytes may be all that is wanted.
    const bool onward = m_length > 0 && offset >= m_start && offset <= m_start + m_length;
    m_ahead = onward ? std::min(kLargestStep, m_ahead * 4) : kFirstStep;
    const qint64 want = std::min(m_size - offset, std::max(count, m_ahead));
    std::unique_ptr<uchar[]> bytes;
    if (m_held + want <= kBudget) {
        bytes.reset(new (std::nothrow) uchar[static_cast<std::size_t>(want)]);
    }
    qint64 got = 0;
    while (bytes && got < want) {
        const ssize_t n = ::pread(m_file, bytes.get() + got, static_cast<std::size_t>(want - got), offset + got);
        if (n > 0) {
            got += n;
        } else if (n == 0 || errno != EINTR) {
            break;
        }
    }
    if (got < count) {
        m_failed = true;
        return nullptr;
    }
    m_held += want;
    m_window = bytes.get();
    m_start = offset;
    m_length = got;
    m_segments.push_back(std::move(bytes));
    return m_window;
}

} // namespace isocenter
