#pragma once

#include "dicomnet/FrameFile.h"
#include "support/VideoEncoder.h"

#include <array>
#include <cstring>
#include <memory>

namespace isocenter::test {

/// Pictures that say which they are: the number in blocks of black and white, colour patches of known YCbCr below, and a pattern
/// that moves.
namespace numbered {

constexpr int kBits = 12;
constexpr int kBlock = 32; ///< of a bit, and of a patch
constexpr std::array<std::array<int, 3>, 8> kPatches = {{{81, 90, 240},
                                                         {145, 54, 34},
                                                         {41, 240, 110},
                                                         {210, 16, 146},
                                                         {170, 166, 16},
                                                         {107, 202, 222},
                                                         {235, 128, 128},
                                                         {16, 128, 128}}};

inline int lumaAt(int x, int y, int number)
{
    if (y < kBlock) {
        const int bit = x / kBlock;
        return bit < kBits && (number >> bit & 1) != 0 ? 235 : 16;
    }
    if (y < 2 * kBlock) {
        return kPatches[static_cast<std::size_t>(x / kBlock) % kPatches.size()][0];
    }
    return 60 + (x + 5 * number + y * y / 16) % 120;
}

inline int chromaAt(int plane, int x, int y)
{
    const bool patch = y >= kBlock && y < 2 * kBlock;
    return patch ? kPatches[static_cast<std::size_t>(x / kBlock) % kPatches.size()][static_cast<std::size_t>(plane)] : 128;
}

/// Any planar format of 8 or 10 bits.
inline void paint(AVFrame& frame, int number)
{
    const auto format = static_cast<AVPixelFormat>(frame.format);
    const bool wide = format == AV_PIX_FMT_YUV420P10;
    const bool full = format == AV_PIX_FMT_YUV444P || format == AV_PIX_FMT_YUVJ444P;
    for (int plane = 0; plane < 3; ++plane) {
        const int across = plane == 0 || full ? 1 : 2;
        const int down = across == 1 || format == AV_PIX_FMT_YUV422P ? 1 : 2;
        for (int y = 0; y < (frame.height + down - 1) / down; ++y) {
            std::uint8_t* row = frame.data[plane] + static_cast<std::ptrdiff_t>(y) * frame.linesize[plane];
            for (int x = 0; x < (frame.width + across - 1) / across; ++x) {
                const int value = plane == 0 ? lumaAt(x, y, number) : chromaAt(plane, x * across, y * down);
                if (wide) {
                    reinterpret_cast<std::uint16_t*>(row)[x] = static_cast<std::uint16_t>(value << 2);
                } else {
                    row[x] = static_cast<std::uint8_t>(value);
                }
            }
        }
    }
}

/// The number that an RGB frame shows; -1 if a block is neither black nor white.
inline int read(const Frame& frame)
{
    const double top = frame.type() == SampleType::UInt8 ? 255 : 1023;
    int number = 0;
    for (int bit = 0; bit < kBits; ++bit) {
        const double value = frame.at(kBlock / 2, bit * kBlock + kBlock / 2, 1) / top;
        if (value > 0.2 && value < 0.8) {
            return -1;
        }
        number |= value > 0.5 ? 1 << bit : 0;
    }
    return number;
}

} // namespace numbered

/// Bytes in `count` fragments.
inline QByteArrayList inFragments(const QByteArray& bytes, int count)
{
    QByteArrayList parts;
    const qsizetype each = (bytes.size() / count + 1) / 2 * 2;
    for (int i = 0; i < count; ++i) {
        parts << bytes.mid(i * each, i + 1 < count ? each : -1);
    }
    return parts;
}

inline const char* syntaxOf(const char* encoder)
{
    return qstrcmp(encoder, "mpeg2video") == 0 ? "1.2.840.10008.1.2.4.100"
           : qstrcmp(encoder, "libx264") == 0  ? "1.2.840.10008.1.2.4.102"
                                               : "1.2.840.10008.1.2.4.107";
}

inline FrameFile videoFile(const QByteArrayList& fragments, const VideoSpec& spec, int bits = 8)
{
    FrameFile file(encapsulated(fragments), syntaxOf(spec.encoder), spec.frames);
    file.image.rows = spec.rows;
    file.image.columns = spec.columns;
    file.image.samples = 3;
    file.image.bitsAllocated = bits > 8 ? 16 : 8;
    file.image.bitsStored = bits;
    file.image.highBit = bits - 1;
    file.image.photometric = Photometric::YbrPartial420;
    file.image.lossy.lossy = true;
    return file;
}

/// Of all tests: the processes go on from one to the next.
inline const FrameReader& reader()
{
    static const FrameReader kReader;
    return kReader;
}

inline Result<FramePtr> read(const FrameFile& file, int frame)
{
    return reader().readFrame(file.image, frame, CancelToken());
}

inline QByteArray reasonOf(const Result<FramePtr>& frame)
{
    return frame ? QByteArray("shown") : (frame.error().message + QStringLiteral(" | ") + frame.error().detail).toUtf8();
}

} // namespace isocenter::test

Q_DECLARE_METATYPE(isocenter::test::VideoSpec)

#define REQUIRE_ENCODER(name)                                                                                                    \
    if (!hasEncoder(name)) {                                                                                                     \
        QSKIP("libavcodec has no encoder " name " here.");                                                                       \
    }
