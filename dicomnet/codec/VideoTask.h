#pragma once

#include "isolation/DecodeTask.h"

#include <QByteArray>

#include <cstdint>

namespace isocenter {

/// What is asked of isocenter-video-decoder: one picture of a stream. The task's input holds the stream's places in the file as
/// StreamPart, its file the file; what it answers are the planes of the picture, Y then Cb then Cr, without padding, a byte or
/// (above 8 bits) two a sample.
inline constexpr std::uint32_t kVideoPicture = 100;

/// A run of the stream's bytes in the file.
struct StreamPart
{
    std::int64_t offset = 0;
    std::int64_t length = 0;
};

enum class VideoCoding : std::int64_t { Mpeg2, H264, Hevc };

struct VideoRequest
{
    std::int64_t frame = 0;    ///< in the order in which the pictures are shown, 0-based
    std::uint64_t session = 0; ///< names the stream; one number, one stream
    VideoCoding coding = VideoCoding::H264;
    bool cut = false; ///< the file ends before the stream does

    DecodeNumbers numbers() const
    {
        return {frame, static_cast<std::int64_t>(session), static_cast<std::int64_t>(coding), cut ? 1 : 0};
    }
    static VideoRequest of(const DecodeNumbers& n)
    {
        return {n[0], static_cast<std::uint64_t>(n[1]), static_cast<VideoCoding>(n[2]), n[3] != 0};
    }
};

/// Coefficients from YCbCr to RGB (ITU-T H.273, matrix coefficients). Unknown: the stream does not say.
enum class VideoMatrix : std::int64_t { Unknown, Bt601, Bt709, Bt2020, Fcc, Smpte240 };

/// The picture that came, and the stream that it is of.
struct VideoFacts
{
    std::int64_t frames = 0; ///< of the stream; 0: there is no stream to be read
    int rows = 0;            ///< 0: no picture
    int columns = 0;
    int bits = 8;         ///< of a sample
    int chromaAcross = 1; ///< pixels that share a colour sample in a row: 1 or 2; 0: there is no colour
    int chromaDown = 1;   ///< the same in a column
    VideoMatrix matrix = VideoMatrix::Unknown;
    bool fullRange = false;
    bool interlaced = false;    ///< the two fields have their own colour samples
    bool chromaCentred = false; ///< a colour sample lies between its two pixels of a row, not on the first
    int pixelWidth = 1;         ///< of a pixel, in proportion to pixelHeight
    int pixelHeight = 1;

    std::size_t cellBytes() const { return bits > 8 ? 2 : 1; }
    int chromaColumns() const { return chromaAcross == 0 ? 0 : (columns + chromaAcross - 1) / chromaAcross; }
    int chromaRows() const { return chromaAcross == 0 ? 0 : (rows + chromaDown - 1) / chromaDown; }
    /// Of all planes.
    std::size_t bytes() const
    {
        return cellBytes() * (static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns) +
                              2 * static_cast<std::size_t>(chromaRows()) * static_cast<std::size_t>(chromaColumns()));
    }

    DecodeNumbers numbers() const;
    /// False if the numbers make no sense: they come from a process that a hostile stream may have taken over.
    static bool of(const DecodeNumbers& numbers, VideoFacts& facts);
};

} // namespace isocenter
