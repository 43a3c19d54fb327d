#include "file/Inflate.h"

#include "file/FileStart.h"

#include <QCoreApplication>

#include <algorithm>
#include <zlib.h>

namespace isocenter {

namespace {

constexpr qint64 kMostInflated = qint64(256) << 20;
constexpr qint64 kInputStep = 256 << 10;

Error refused(const char* text)
{
    return {QCoreApplication::translate("DicomFile", text), {}};
}

// Feeds the stream; false if it is no deflate stream at all or grows beyond the bound.
bool pump(z_stream& stream, ByteSource& source, qint64 offset, QByteArray& out)
{
    int state = Z_OK;
    while (state == Z_OK && offset < source.size()) {
        const qint64 step = std::min(kInputStep, source.size() - offset);
        const uchar* input = source.at(offset, step);
        if (!input) {
            return false;
        }
        stream.next_in = const_cast<Bytef*>(input);
        stream.avail_in = static_cast<uInt>(step);
        while (state == Z_OK && stream.avail_in > 0) {
            if (static_cast<qint64>(stream.total_out) == out.size()) {
                if (out.size() >= kMostInflated) {
                    return false;
                }
                out.resize(std::min<qint64>(kMostInflated, out.size() * 2));
            }
            const qint64 room = out.size() - static_cast<qint64>(stream.total_out);
            stream.next_out = reinterpret_cast<Bytef*>(out.data()) + stream.total_out;
            stream.avail_out = static_cast<uInt>(room);
            state = inflate(&stream, Z_NO_FLUSH);
        }
        offset += step;
    }
    return state == Z_OK || state == Z_STREAM_END || stream.total_out > 0;
}

} // namespace

Result<QByteArray> inflateFrom(ByteSource& source, qint64 offset)
{
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
        return refused(QT_TRANSLATE_NOOP("DicomFile", "There is not enough memory to unpack this file."));
    }
    QByteArray out(std::clamp<qint64>((source.size() - offset) * 4, 4096, kMostInflated / 4), Qt::Uninitialized);
    const bool good = pump(stream, source, offset, out);
    const auto size = static_cast<qint64>(stream.total_out);
    inflateEnd(&stream);
    if (!good && size >= kMostInflated) {
        return refused(
            QT_TRANSLATE_NOOP("DicomFile", "The deflated data grow beyond 256 MiB when unpacked; the file is refused."));
    }
    if (!good || size == 0) {
        return refused(QT_TRANSLATE_NOOP("DicomFile", "The deflated data are damaged."));
    }
    out.resize(size);
    return out;
}

Result<QByteArray> inflateDataSet(const QString& path)
{
    Result<ByteSource> source = ByteSource::open(path);
    if (!source) {
        return source.error();
    }
    const Result<FileStart> start = findStart(*source);
    if (!start) {
        return start.error();
    }
    if (!start->encoding.deflated) {
        return refused(QT_TRANSLATE_NOOP("DicomFile", "This file is not deflated."));
    }
    return inflateFrom(*source, start->dataSet);
}

} // namespace isocenter
