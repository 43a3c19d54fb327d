#pragma once

#include <cstddef>
#include <cstdint>

namespace isocenter {

/// Voxels as the samplers see them: at least two in each direction.
struct VoxelGrid
{
    const std::int16_t* voxels = nullptr;
    int columns = 0;
    int rows = 0;
    int slices = 0;
};

/// Samples at positions in voxel indices, each within [0, columns - 1] and so on. Two sets exist: for every processor, and for
/// those with AVX2 and FMA.
struct RaySamplers
{
    /// out[i] = the voxels around (x[i], y[i], z[i]), trilinear. The arrays have room for a multiple of 8.
    void (*linear)(const VoxelGrid& grid, const float* x, const float* y, const float* z, int n, float* out);
    /// The same where background (-32768) occurs: -32768 as soon as one of the eight voxels is background.
    void (*masked)(const VoxelGrid& grid, const float* x, const float* y, const float* z, int n, float* out);
};

const RaySamplers& raySamplers();         ///< the best for this processor
const RaySamplers& baselineRaySamplers(); ///< for every processor

} // namespace isocenter
