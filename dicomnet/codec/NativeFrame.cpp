#include "codec/NativeFrame.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace isocenter {

namespace {

using Bytes = std::vector<std::uint8_t>;

template <typename T> void swapBytes(void* data, std::size_t count)
{
    auto* bytes = static_cast<std::uint8_t*>(data);
    for (std::size_t i = 0; i < count; ++i) {
        std::reverse(bytes + i * sizeof(T), bytes + (i + 1) * sizeof(T));
    }
}

/// Whether big endian words must be turned before cells smaller than, or crossing, a word are taken out. The VR tells for
/// bytes: explicit VR big endian writes its two letters eight bytes before the value.
bool liesInWords(const PixelFile& file, qint64 offset, int bitsAllocated)
{
    if (bitsAllocated > 8) {
        return bitsAllocated % 8 != 0;
    }
    char vr[2] = {};
    return file.read(offset - 8, 2, vr) && vr[0] == 'O' && vr[1] == 'W';
}

/// A run of bytes of the value field. Cells of less than two bytes in big endian words lie swapped in pairs.
class ValueField
{
public:
    ValueField(const PixelFile& file, const PixelDataLocation& where, bool swappedPairs)
        : m_file(file), m_where(where), m_swapped(swappedPairs)
    {
    }

    bool read(std::uint64_t at, std::size_t bytes, std::uint8_t* to) const
    {
        if (at > m_where.length || m_where.length - at < bytes) {
            return false;
        }
        if (!m_swapped) {
            return m_file.read(m_where.offset + static_cast<qint64>(at), bytes, to);
        }
        const std::uint64_t first = at & ~std::uint64_t{1};
        const std::uint64_t last = (at + bytes + 1) & ~std::uint64_t{1};
        Bytes words(static_cast<std::size_t>(last - first));
        if (last > m_where.length + 1 || !m_file.read(m_where.offset + static_cast<qint64>(first), words.size(), words.data())) {
            return false;
        }
        swapBytes<std::uint16_t>(words.data(), words.size() / 2);
        std::memcpy(to, words.data() + (at - first), bytes);
        return true;
    }

private:
    const PixelFile& m_file;
    const PixelDataLocation& m_where;
    bool m_swapped;
};

/// Cells that are not whole bytes lie in one stream of bits, lowest bit first (PS3.5 8.1.1, D).
template <typename T> void unpackBits(const Bytes& stream, std::size_t firstBit, int bits, std::size_t count, T* out)
{
    const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t bit = firstBit + i * static_cast<std::size_t>(bits);
        std::uint64_t window = 0; // `stream` ends with 8 spare bytes
        std::memcpy(&window, stream.data() + bit / 8, sizeof window);
        out[i] = static_cast<T>((window >> (bit % 8)) & mask);
    }
}

/// RRR...GGG...BBB... -> RGBRGB...
template <typename T> void interleave(const T* planes, std::size_t pixels, int samples, T* out)
{
    for (int s = 0; s < samples; ++s) {
        const T* plane = planes + pixels * static_cast<std::size_t>(s);
        for (std::size_t i = 0; i < pixels; ++i) {
            out[i * static_cast<std::size_t>(samples) + static_cast<std::size_t>(s)] = plane[i];
        }
    }
}

/// Y1 Y2 Cb Cr -> Y1 Cb Cr, Y2 Cb Cr (PS3.3 C.7.6.3.1.2, YBR_FULL_422).
template <typename T> void expand422(const T* in, std::size_t pixels, T* out)
{
    for (std::size_t i = 0; i + 1 < pixels; i += 2, in += 4, out += 6) {
        out[0] = in[0];
        out[3] = in[1];
        out[1] = out[4] = in[2];
        out[2] = out[5] = in[3];
    }
}

template <typename Kernel> void withCells(std::size_t cellBytes, Kernel kernel)
{
    cellBytes == 1 ? kernel(std::uint8_t{}) : cellBytes == 2 ? kernel(std::uint16_t{}) : kernel(std::uint32_t{});
}

Error endsEarly()
{
    return frameError(QT_TRANSLATE_NOOP("FrameReader", "The file ends before this image is complete; it is not shown."));
}

class NativeReader
{
public:
    NativeReader(const PixelFile& file, const ImageAttributes& image, const PixelLayout& layout, bool bigEndian)
        : m_image(image),
          m_layout(layout),
          m_bigEndian(bigEndian),
          m_field(file, image.pixelData, bigEndian && liesInWords(file, image.pixelData.offset, layout.bitsAllocated))
    {
    }

    Result<FramePtr> read(int frame) const
    {
        const bool odd = m_layout.bitsAllocated % 8 != 0 || m_layout.bitsAllocated == 24;
        if (m_bigEndian && m_layout.bitsAllocated == 24) {
            return frameError(QT_TRANSLATE_NOOP("FrameReader", "Pixels with this number of bits cannot be shown."));
        }
        if (isSubsampled()) {
            return m_layout.bitsAllocated > 16 || odd || m_layout.columns % 2
                       ? Result<FramePtr>(frameError(
                             QT_TRANSLATE_NOOP("FrameReader", "This form of YBR_FULL_422 pixel data cannot be shown.")))
                       : readSubsampled(frame);
        }
        return odd ? readPacked(frame) : readWhole(frame);
    }

private:
    std::size_t cellBytes() const { return sampleSize(m_layout.type()); }
    std::size_t pixels() const { return static_cast<std::size_t>(m_layout.rows) * m_layout.columns; }

    /// Some writers say YBR_FULL_422 and store every sample: the length tells.
    bool isSubsampled() const
    {
        const std::uint64_t full = std::uint64_t{m_layout.count()} * cellBytes() * static_cast<unsigned>(m_image.frames);
        return m_image.photometric == Photometric::YbrFull422 && m_layout.samples == 3 && m_image.pixelData.length < full;
    }

    void toMachineOrder(std::byte* data, std::size_t count) const
    {
        if (m_bigEndian && cellBytes() == 2) {
            swapBytes<std::uint16_t>(data, count);
        } else if (m_bigEndian && cellBytes() == 4) {
            swapBytes<std::uint32_t>(data, count);
        } else if (m_bigEndian && cellBytes() == 8) {
            swapBytes<std::uint64_t>(data, count);
        }
    }

    std::shared_ptr<std::byte> readCells(int frame, std::size_t count) const
    {
        const std::size_t bytes = count * cellBytes();
        const std::uint64_t start = std::uint64_t{bytes} * static_cast<unsigned>(frame);
        if (start + bytes > m_image.pixelData.length) { // before anything is allocated
            return nullptr;
        }
        auto data = allocatePixels(bytes);
        if (!m_field.read(start, bytes, reinterpret_cast<std::uint8_t*>(data.get()))) {
            return nullptr;
        }
        toMachineOrder(data.get(), count);
        return data;
    }

    Result<FramePtr> readWhole(int frame) const
    {
        std::shared_ptr<std::byte> data = readCells(frame, m_layout.count());
        if (!data) {
            return endsEarly();
        }
        if (m_image.planar && m_layout.samples > 1) {
            const auto planes = data;
            data = allocatePixels(m_layout.count() * cellBytes());
            withCells(cellBytes(), [&](auto cell) {
                using T = decltype(cell);
                interleave(reinterpret_cast<const T*>(planes.get()), pixels(), m_layout.samples,
                           reinterpret_cast<T*>(data.get()));
            });
        }
        return finishFrame(m_layout, data);
    }

    Result<FramePtr> readSubsampled(int frame) const
    {
        const auto packed = readCells(frame, pixels() * 2);
        if (!packed) {
            return endsEarly();
        }
        const auto data = allocatePixels(m_layout.count() * cellBytes());
        withCells(cellBytes(), [&](auto cell) {
            using T = decltype(cell);
            expand422(reinterpret_cast<const T*>(packed.get()), pixels(), reinterpret_cast<T*>(data.get()));
        });
        return finishFrame(m_layout, data);
    }

    Result<FramePtr> readPacked(int frame) const
    {
        const std::uint64_t bits = std::uint64_t{m_layout.count()} * static_cast<unsigned>(m_layout.bitsAllocated);
        const std::uint64_t firstBit = bits * static_cast<unsigned>(frame);
        const std::uint64_t bytes = (firstBit % 8 + bits + 7) / 8;
        if (firstBit / 8 + bytes > m_image.pixelData.length) {
            return endsEarly();
        }
        Bytes stream(static_cast<std::size_t>(bytes) + 8);
        if (!m_field.read(firstBit / 8, static_cast<std::size_t>(bytes), stream.data())) {
            return endsEarly();
        }
        const auto data = allocatePixels(m_layout.count() * cellBytes());
        withCells(cellBytes(), [&](auto cell) {
            using T = decltype(cell);
            T* out = reinterpret_cast<T*>(data.get());
            const std::size_t start = static_cast<std::size_t>(firstBit % 8);
            if (m_image.planar && m_layout.samples > 1) {
                std::vector<T> planes(m_layout.count());
                unpackBits(stream, start, m_layout.bitsAllocated, planes.size(), planes.data());
                interleave(planes.data(), pixels(), m_layout.samples, out);
            } else {
                unpackBits(stream, start, m_layout.bitsAllocated, m_layout.count(), out);
            }
        });
        return finishFrame(m_layout, data);
    }

    const ImageAttributes& m_image;
    const PixelLayout& m_layout;
    bool m_bigEndian;
    ValueField m_field;
};

} // namespace

Result<FramePtr> readNativeFrame(const PixelFile& file, const ImageAttributes& image, const PixelLayout& layout, int frame,
                                 bool bigEndian)
{
    return NativeReader(file, image, layout, bigEndian).read(frame);
}

} // namespace isocenter
