#pragma once

#include "codec/FrameReader.h"
#include "isolation/DecoderPool.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QFile>
#include <QList>
#include <QTemporaryDir>
#include <QtEndian>

namespace isocenter::test {

/// All samples of a frame in order.
inline QList<double> values(const Frame& frame)
{
    QList<double> result;
    for (int row = 0; row < frame.rows(); ++row) {
        for (int column = 0; column < frame.columns(); ++column) {
            for (int sample = 0; sample < frame.samples(); ++sample) {
                result.append(frame.at(row, column, sample));
            }
        }
    }
    return result;
}

inline QByteArray item(quint16 element, const QByteArray& value)
{
    QByteArray head(8, '\0');
    qToLittleEndian<quint16>(0xFFFE, head.data());
    qToLittleEndian<quint16>(element, head.data() + 2);
    qToLittleEndian<quint32>(static_cast<quint32>(value.size()), head.data() + 4);
    return head + value;
}

/// The offset table, an item a fragment, the delimiter.
inline QByteArray encapsulated(const QByteArrayList& fragments, const QByteArray& offsetTable = {}, bool delimiter = true)
{
    QByteArray bytes = item(0xE000, offsetTable);
    for (const QByteArray& fragment : fragments) {
        bytes += item(0xE000, fragment.size() % 2 ? fragment + '\0' : fragment);
    }
    return delimiter ? bytes + item(0xE0DD, {}) : bytes;
}

/// Little endian words of an offset table.
inline QByteArray offsets(const QList<quint32>& values)
{
    QByteArray bytes;
    for (const quint32 value : values) {
        char word[4];
        qToLittleEndian(value, word);
        bytes.append(word, 4);
    }
    return bytes;
}

/// A file of nothing but the bytes of a value field, and attributes that point at them: 16 bits, one frame, native.
class FrameFile
{
public:
    explicit FrameFile(const QByteArray& bytes) : m_path(m_folder->filePath(QStringLiteral("pixels"))), m_size(bytes.size())
    {
        QFile file(m_path);
        if (file.open(QIODevice::WriteOnly)) {
            file.write(bytes);
        }
        image.transferSyntax = QStringLiteral("1.2.840.10008.1.2.1");
        place(0);
    }

    /// Frames of a compressed syntax.
    FrameFile(const QByteArray& bytes, const char* syntax, int frames) : FrameFile(bytes)
    {
        image.transferSyntax = QString::fromLatin1(syntax);
        image.pixelData.encapsulated = true;
        image.frames = frames;
    }

    /// The value field begins at `offset` and goes to the end.
    void place(qint64 offset)
    {
        image.path = m_path;
        image.fileSize = m_size;
        image.pixelData.offset = offset;
        image.pixelData.length = static_cast<std::uint64_t>(m_size - offset);
    }

    /// By a reader of its own, which has seen nothing before; the decoder processes are those of all readers of the test.
    Result<FramePtr> read(int frame = 0) const
    {
        static const auto kDecoders = std::make_shared<DecoderPool>();
        return FrameReader(kDecoders).readFrame(image, frame, CancelToken());
    }

    ImageAttributes image;

private:
    std::shared_ptr<QTemporaryDir> m_folder = std::make_shared<QTemporaryDir>();
    QString m_path;
    qint64 m_size = 0;
};

/// One compressed frame of unsigned values: RGB of three samples, else MONOCHROME2; 8 or 16 bits allocated.
inline FrameFile compressedFile(const QByteArray& codestream, const char* syntax, int rows, int columns, int bits, int samples)
{
    FrameFile file(encapsulated({codestream}), syntax, 1);
    file.image.rows = rows;
    file.image.columns = columns;
    file.image.samples = samples;
    file.image.bitsAllocated = bits <= 8 ? 8 : 16;
    file.image.bitsStored = bits;
    file.image.highBit = bits - 1;
    file.image.photometric = samples == 3 ? Photometric::Rgb : Photometric::Monochrome2;
    return file;
}

} // namespace isocenter::test
