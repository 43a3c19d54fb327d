#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <vector>

namespace isocenter {

/// Random access to the bytes of a file or of a buffer. Reads only what is asked for, a little ahead; what was handed
/// out stays valid and in place as long as this lives. For one thread at a time.
class ByteSource
{
public:
    /// Most bytes a header may make this hold.
    static constexpr qint64 kBudget = qint64(256) << 20;

    /// Error if it is not a regular file that can be read, or empty.
    static Result<ByteSource> open(const QString& path);
    explicit ByteSource(QByteArray bytes);
    ByteSource(ByteSource&& other) noexcept;
    ByteSource& operator=(ByteSource&&) = delete;
    ~ByteSource();

    qint64 size() const { return m_size; }
    /// `count` bytes at `offset`; null if they do not exist, cannot be read, or the budget is spent.
    const uchar* at(qint64 offset, qint64 count)
    {
        if (offset >= m_start && offset + count <= m_start + m_length && count >= 0) {
            return m_window + (offset - m_start);
        }
        return load(offset, count);
    }
    /// True if at() ever failed for another reason than the end of the file.
    bool failed() const { return m_failed; }

private:
    ByteSource(int file, qint64 size) : m_file(file), m_size(size) {}
    const uchar* load(qint64 offset, qint64 count);

    int m_file = -1;
    QByteArray m_buffer;
    qint64 m_size = 0;
    const uchar* m_window = nullptr; ///< the bytes [m_start, m_start + m_length)
    qint64 m_start = 0;
    qint64 m_length = 0;
    qint64 m_ahead = 0; ///< bytes read at least by the last load
    qint64 m_held = 0;
    bool m_failed = false;
    std::vector<std::unique_ptr<uchar[]>> m_segments;
};

} // namespace isocenter
