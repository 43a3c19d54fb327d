#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QString>

#include <cstddef>
#include <cstdint>

namespace isocenter {

/// Random access to the bytes in which the pixel data lie: a file, or an inflated data set held in memory. Bytes are read
/// from where they are asked for and nothing else is. One object, one thread.
class PixelFile
{
public:
    static Result<PixelFile> open(const QString& path);
    explicit PixelFile(QByteArray memory) : m_memory(std::move(memory)), m_size(m_memory.size()) {}
    PixelFile(PixelFile&& other) noexcept;
    PixelFile& operator=(PixelFile&& other) = delete;
    PixelFile(const PixelFile&) = delete;
    ~PixelFile();

    qint64 size() const { return m_size; }
    /// -1 if the bytes are in memory.
    int descriptor() const { return m_descriptor; }
    /// When the file was changed last, in nanoseconds; 0 in memory.
    qint64 changeTime() const { return m_changeTime; }
    /// Exactly `bytes` bytes at `offset`, or false.
    bool read(qint64 offset, std::size_t bytes, void* to) const;
    /// At most `bytes` bytes at `offset`: fewer at the end of the file; empty if there is nothing or on an error.
    QByteArray read(qint64 offset, qint64 bytes) const;

private:
    PixelFile() = default;
    QByteArray m_memory;
    int m_descriptor = -1;
    qint64 m_size = 0;
    qint64 m_changeTime = 0;
};

} // namespace isocenter
