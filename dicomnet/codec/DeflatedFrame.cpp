#include "codec/DeflatedFrame.h"

#include "codec/NativeFrame.h"
#include "codec/PixelFile.h"

#include <zlib.h>

namespace isocenter {

namespace {

/// Bytes written to `out`, which has room for a frame; 0 if the stream is damaged, or goes on.
std::size_t unpack(const QByteArray& bytes, QByteArray& out)
{
    z_stream stream = {};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
        return 0;
    }
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.constData()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int state = inflate(&stream, Z_FINISH);
    inflateEnd(&stream);
    return state == Z_STREAM_END ? stream.total_out : 0;
}

} // namespace

Result<FramePtr> decodeDeflatedFrame(const QByteArray& bytes, const ImageAttributes& image, const PixelLayout& layout)
{
    const std::uint64_t size = (std::uint64_t{layout.count()} * static_cast<unsigned>(layout.bitsAllocated) + 7) / 8;
    QByteArray cells(static_cast<qsizetype>(size) + 2, Qt::Uninitialized); // the value may be padded to an even length
    const std::size_t got = unpack(bytes, cells);
    const bool subsampled = image.photometric == Photometric::YbrFull422 && layout.samples == 3 && got >= size / 3 * 2;
    if (bytes.size() > 0x7FFFFFFF || (got < size && !subsampled)) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "The deflated image is damaged or incomplete; it is not shown."));
    }
    ImageAttributes one;
    one.photometric = image.photometric;
    one.planar = image.planar;
    one.samples = image.samples;
    one.pixelData.offset = 0;
    one.pixelData.length = got < size ? size / 3 * 2 : size;
    return readNativeFrame(PixelFile(std::move(cells)), one, layout, 0, false);
}

} // namespace isocenter
