#pragma once

#include <cstdint>

namespace isocenter {

/// What the kernels read: stored values of up to 16 bits, or floats in which NaN is background.
enum class VoxelType { UInt8, Int8, UInt16, Int16, Float };
constexpr int kElements = 5;

/// How a level of 0 to `top` becomes a picture pixel: the same in three channels, `opaque` around them.
struct PixelForm
{
    float top = 255;
    int red = 16; ///< shifts; blue has none
    int green = 8;
    std::uint32_t opaque = 0xFF000000U;

    std::uint32_t grey(std::uint32_t level) const { return opaque | level << red | level << green | level; }
};
constexpr PixelForm kEightBits{};                        ///< QImage::Format_RGB32
constexpr PixelForm kTenBits{1023, 20, 10, 0xC0000000U}; ///< QImage::Format_RGB30
constexpr PixelForm kWideLevel{65535, 0, 0, 0};          ///< a level of 16 bits and no pixel yet: for dither

/// Value -> grey by a straight line: clamp((x - zero) * gain + rest, 0, top), then top minus that if inverse. NaN and values in
/// [paddingLow, paddingHigh] (an empty range if low > high) are black.
struct LinearMap
{
    float zero = 0;
    float gain = 1;
    bool inverse = false;
    float paddingLow = 1;
    float paddingHigh = 0;
    float rest = 0; ///< what the rounding of zero to a float has lost
    PixelForm form = {};
};

/// Value -> colour by a table: entry round((x - zero) * gain + rest), clamped to [0, last]. NaN is black.
struct TableMap
{
    float zero = 0;
    float gain = 1;
    const std::uint32_t* rgb = nullptr;
    int last = 0;
    std::uint32_t black = 0xFF000000U;
    float rest = 0;
};

/// A line through an image in steps of 2^-32 pixels, relative to the centre of its first pixel. Every point that is taken has
/// its four neighbours inside the image.
struct ImageLine
{
    std::int64_t x = 0;
    std::int64_t y = 0;
    std::int64_t stepX = 0;
    std::int64_t stepY = 0;
    int columns = 0; ///< of the image: the distance between rows
};

/// The inner loops, each over one row of n values; arrays of different parameters do not overlap.
/// Two sets exist: for every x86-64 (or other) processor, and for those with AVX2 and FMA.
struct Kernels
{
    /// sum += weight * in
    void (*add[kElements])(const void* in, int n, float weight, float* sum);
    /// The same for values outside [low, high] and not NaN; weights += weight for those.
    void (*addMasked[kElements])(const void* in, int n, float weight, float low, float high, float* sum, float* weights);
    /// out[i] = sum over t < taps of row[first[i] + t] * weight[t * stride + i]
    void (*gather)(const float* row, const int* first, const float* weight, int taps, int stride, int n, float* out);
    /// out = a * weightA + b * weightB
    void (*blend)(const float* a, const float* b, float weightA, float weightB, int n, float* out);
    /// out = sum / weights; NaN where less than half of the weight is there
    void (*normalise)(const float* sum, const float* weights, int n, float* out);
    void (*linear[kElements])(const void* in, int n, const LinearMap& map, std::uint32_t* out);
    /// out = rgb[in + offset]; not for floats
    void (*lookup[kElements])(const void* in, int n, const std::uint32_t* rgb, int offset, std::uint32_t* out);
    /// Values on a line, interpolated between four neighbours; with background as in addMasked and normalise.
    void (*along[kElements])(const void* in, int n, const ImageLine& line, float* out);
    void (*alongMasked[kElements])(const void* in, int n, const ImageLine& line, float low, float high, float* out);
    void (*table)(const float* in, int n, const TableMap& map, std::uint32_t* out);
    /// Levels of 16 bits -> Format_RGB32, in place: rounded up where what 8 bits lose is more than a threshold, which is
    /// phase + step * i, its upper 16 bits. Levels that 8 bits hold stay exactly as they are.
    void (*dither)(std::uint32_t* levels, int n, std::uint32_t phase, std::uint32_t step);
    /// Three channels; black where red is NaN
    void (*color)(const float* red, const float* green, const float* blue, int n, const LinearMap& map, std::uint32_t* out);
};

/// The best set for this processor, chosen once.
const Kernels& kernels();
/// The set for every processor; for tests.
const Kernels& baselineKernels();

} // namespace isocenter
