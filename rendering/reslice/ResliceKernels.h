#pragma once

#include "slice/Kernels.h"

#include <cstddef>
#include <cstdint>

namespace isocenter {

/// The slices that the kernels read. Numbers from before the first to behind the last are there too (kSlicesAround) and stand
/// for the slice at the end.
struct SliceTable
{
    const void* const* slices = nullptr;   ///< by number
    const std::int32_t* offsets = nullptr; ///< of the same, in values from `base`; null: too far apart
    const void* base = nullptr;
    int columns = 0;
    float low = 1; ///< values in [low, high] and NaN are background; low > high: only NaN
    float high = 0;
    bool narrow = false; ///< no two values differ by more than kNarrow
};
constexpr int kSlicesAround = 16;
constexpr float kNarrow = 8191;

/// A line through the voxels in steps of 2^-32: from the centre of the first voxel of the first slice. Every point that is
/// taken has its neighbours inside the slice (see each kernel), along the slices between -1 and the last.
struct VolumeLine
{
    std::int64_t x = 0;
    std::int64_t y = 0;
    std::int64_t z = 0;
    std::int64_t stepX = 0;
    std::int64_t stepY = 0;
    std::int64_t stepZ = 0;
};

struct VoxelStep
{
    std::int64_t x = 0;
    std::int64_t y = 0;
    std::int64_t z = 0;
};

/// A block of a slab, in the same units: points beside each other on `first`, rows below it, planes behind.
struct SlabBlock
{
    VolumeLine first;
    VoxelStep down;
    VoxelStep next;
    int columns = 0;
    int rows = 1;
    int planes = 1;
    std::ptrdiff_t stride = 0; ///< values from one row of the result to the next
};
enum class SlabFold { Max, Min, Sum };

/// Tangents of the cubic at both ends of the interval between two slices, for unequal distances; equal ones: 1/2.
struct CubicEnds
{
    float before = 0.5F;
    float behind = 0.5F;
};

/// Linear interpolation of a row of floats: out[i] = line[at] + (line[at + 1] - line[at]) * weight[i] with
/// at = first[i / 8] + rest[i] where near, else rest[i]. All arrays are filled up to a multiple of 8.
struct AcrossMap
{
    const int* first = nullptr;
    const int* rest = nullptr;
    const float* weight = nullptr;
    bool near = false; ///< no eight points lie further than seven values apart
};

/// The inner loops of reslicing. Values of up to 8 bits are read in fours: x + 3 must lie in the row, x + 1 for all others.
struct ResliceKernels
{
    using Row = void (*)(const SliceTable& view, const VolumeLine& line, int n, float* out);
    Row linear[kElements];
    Row linearMasked[kElements]; ///< background left out and the rest weighted up; NaN where it is more than half
    Row nearest[kElements];      ///< the voxel in which the point lies, whose line is shifted by half a voxel; NaN: background
    /// Catmull-Rom: a voxel more on each side in x and y; no background.
    void (*cubic[kElements])(const SliceTable& view, const VolumeLine& line, const CubicEnds& ends, int n, float* out);
    /// The fold of linear values over the planes, for every column and row. No background among them.
    using Slab = void (*)(const SliceTable& view, const SlabBlock& block, SlabFold fold, float* out);
    Slab slab[kElements];
    /// The same where there can be background, which is left out; counts: how many values were not.
    using SlabMasked = void (*)(const SliceTable& view, const SlabBlock& block, SlabFold fold, float* out, float* counts);
    SlabMasked slabMasked[kElements];
    /// out = the sum of four rows by their weights
    void (*blend[kElements])(const void* const* rows, const float* weights, int n, float* out);
    /// out = a + (b - a) * weight with a = at[i * columns], b = at[i * columns + 1]
    void (*pairs[kElements])(const void* at, std::ptrdiff_t columns, int n, float weight, float* out);
    /// The same in two parts where there can be background: the sum without it, and the weight of the others.
    void (*pairsMasked[kElements])(const void* at, std::ptrdiff_t columns, int n, float weight, float low, float high, float* sum,
                                   float* seen);
    void (*across)(const float* line, const AcrossMap& map, int n, float* out);
    /// sum = fold(sum, in) where in is no NaN; counts those, if not null
    void (*fold[3])(const float* in, int n, float* sum, float* counts);
};

/// The best set for this processor, chosen once.
const ResliceKernels& resliceKernels();
/// The set for every processor; for tests.
const ResliceKernels& baselineResliceKernels();

} // namespace isocenter
