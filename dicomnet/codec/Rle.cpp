#include "codec/Rle.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>
#include <vector>

namespace isocenter {

namespace {

using Bytes = std::vector<std::uint8_t>;

/// PackBits from [in, end) into exactly `size` bytes; the number of bytes written. Never reads or writes outside.
std::size_t unpack(const std::uint8_t* in, const std::uint8_t* end, std::uint8_t* out, std::size_t size)
{
    std::size_t done = 0;
    while (done < size && in < end) {
        const int control = static_cast<std::int8_t>(*in++);
        if (control >= 0) {
            const std::size_t literal =
                std::min<std::size_t>({static_cast<std::size_t>(control) + 1, static_cast<std::size_t>(end - in), size - done});
            std::memcpy(out + done, in, literal);
            in += control + 1 <= end - in ? control + 1 : end - in;
            done += literal;
        } else if (control != -128 && in < end) {
            const std::size_t run = std::min<std::size_t>(static_cast<std::size_t>(1 - control), size - done);
            std::memset(out + done, *in++, run);
            done += run;
        }
    }
    return done;
}

struct Segments
{
    std::uint32_t count = 0;
    std::uint32_t offsets[16] = {};
};

Segments segmentsOf(const QByteArray& bytes)
{
    Segments s;
    if (bytes.size() < 64) {
        return s;
    }
    s.count = qFromLittleEndian<quint32>(bytes.constData());
    for (std::uint32_t i = 0; i < 15; ++i) {
        s.offsets[i] = qFromLittleEndian<quint32>(bytes.constData() + 4 + 4 * i);
    }
    return s;
}

std::size_t unpackSegment(const QByteArray& bytes, const Segments& segments, std::uint32_t index, std::uint8_t* out,
                          std::size_t size)
{
    const auto total = static_cast<std::uint32_t>(bytes.size());
    const std::uint32_t begin = segments.offsets[index];
    std::uint32_t end = index + 1 < segments.count ? segments.offsets[index + 1] : total;
    if (begin < 64 || begin >= total) {
        return 0;
    }
    end = end > begin ? std::min(end, total) : total;
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.constData());
    return unpack(data + begin, data + end, out, size);
}

/// Puts the planes of one sample (high byte first) into cells of type T, `stride` cells apart.
template <typename T> void joinPlanes(const Bytes& planes, std::size_t pixels, int planeCount, std::size_t stride, T* out)
{
    if (planeCount == 2 && sizeof(T) == 2) {
        const std::uint8_t* high = planes.data();
        const std::uint8_t* low = high + pixels;
        for (std::size_t i = 0; i < pixels; ++i) {
            out[i * stride] = static_cast<T>((high[i] << 8) | low[i]);
        }
        return;
    }
    for (std::size_t i = 0; i < pixels; ++i) {
        std::uint32_t value = 0;
        for (int p = 0; p < planeCount; ++p) {
            value = (value << 8) | planes[static_cast<std::size_t>(p) * pixels + i];
        }
        out[i * stride] = static_cast<T>(value);
    }
}

Error tooShort(std::uint32_t segment, std::size_t got, std::size_t wanted)
{
    return frameError(QT_TRANSLATE_NOOP("FrameReader", "The RLE compressed image is incomplete; it is not shown."),
                      QStringLiteral("segment %1: %2 of %3 bytes").arg(segment).arg(got).arg(wanted));
}

/// Segmentations: eight pixels a byte, lowest bit first; some writers give a pixel a byte.
Result<FramePtr> decodeBits(const QByteArray& bytes, const Segments& segments, const PixelLayout& layout)
{
    const std::size_t pixels = layout.count();
    const std::size_t packed = (pixels + 7) / 8;
    Bytes cells(pixels);
    const std::size_t got = unpackSegment(bytes, segments, 0, cells.data(), pixels);
    if (got < packed) {
        return tooShort(0, got, packed);
    }
    const auto data = allocatePixels(pixels);
    auto* out = reinterpret_cast<std::uint8_t*>(data.get());
    for (std::size_t i = 0; i < pixels; ++i) {
        out[i] = got == pixels && pixels > 8 ? cells[i] & 1 : (cells[i / 8] >> (i % 8)) & 1;
    }
    return finishFrame(layout, data);
}

} // namespace

Result<FramePtr> decodeRle(const QByteArray& bytes, const PixelLayout& layout)
{
    const Segments segments = segmentsOf(bytes);
    const int planes = (layout.bitsAllocated + 7) / 8;
    if (segments.count != static_cast<std::uint32_t>(layout.bitsAllocated == 1 ? 1 : planes * layout.samples) ||
        (layout.bitsAllocated == 1 && layout.samples > 1)) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "The RLE compressed image does not agree with its header."),
                          QStringLiteral("%1 segments").arg(segments.count));
    }
    if (layout.bitsAllocated == 1) {
        return decodeBits(bytes, segments, layout);
    }
    const std::size_t pixels = static_cast<std::size_t>(layout.rows) * layout.columns;
    const auto data = allocatePixels(layout.count() * sampleSize(layout.type()));
    Bytes scratch(pixels * static_cast<std::size_t>(planes));
    for (int sample = 0; sample < layout.samples; ++sample) {
        for (int p = 0; p < planes; ++p) {
            const auto index = static_cast<std::uint32_t>(sample * planes + p);
            const std::size_t got =
                unpackSegment(bytes, segments, index, scratch.data() + static_cast<std::size_t>(p) * pixels, pixels);
            if (got < pixels) {
                return tooShort(index, got, pixels);
            }
        }
        const auto stride = static_cast<std::size_t>(layout.samples);
        std::byte* first = data.get() + static_cast<std::size_t>(sample) * sampleSize(layout.type());
        if (sampleSize(layout.type()) == 1) {
            joinPlanes(scratch, pixels, planes, stride, reinterpret_cast<std::uint8_t*>(first));
        } else if (sampleSize(layout.type()) == 2) {
            joinPlanes(scratch, pixels, planes, stride, reinterpret_cast<std::uint16_t*>(first));
        } else {
            joinPlanes(scratch, pixels, planes, stride, reinterpret_cast<std::uint32_t*>(first));
        }
    }
    return finishFrame(layout, data);
}

} // namespace isocenter
