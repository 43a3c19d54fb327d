// Compiled for AVX2 and FMA alone: nothing of the standard library may be used here, the linker could keep its copy for all.

#include "raycast/RaySampler.h"

#include <immintrin.h>

namespace isocenter {

namespace {

struct Pair
{
    __m256i left, right;
};

/// Two neighbours of a row for each lane, one 32-bit load each.
inline Pair load(const std::int16_t* voxels, __m256i at)
{
    const __m256i both = _mm256_i32gather_epi32(reinterpret_cast<const int*>(voxels), at, 2);
    return {_mm256_srai_epi32(_mm256_slli_epi32(both, 16), 16), _mm256_srai_epi32(both, 16)};
}

inline __m256 between(__m256 a, __m256 b, __m256 part)
{
    return _mm256_fmadd_ps(_mm256_sub_ps(b, a), part, a);
}

template <bool Masked> void run(const VoxelGrid& grid, const float* x, const float* y, const float* z, int n, float* out)
{
    const __m256i lastX = _mm256_set1_epi32(grid.columns - 2);
    const __m256i lastY = _mm256_set1_epi32(grid.rows - 2);
    const __m256i lastZ = _mm256_set1_epi32(grid.slices - 2);
    const __m256i columns = _mm256_set1_epi32(grid.columns);
    const __m256i rows = _mm256_set1_epi32(grid.rows);
    const __m256i background = _mm256_set1_epi32(-32768);
    const std::size_t row = static_cast<std::size_t>(grid.columns);
    const std::size_t plane = row * static_cast<std::size_t>(grid.rows);
    for (int i = 0; i < n; i += 8) {
        const __m256 px = _mm256_loadu_ps(x + i);
        const __m256 py = _mm256_loadu_ps(y + i);
        const __m256 pz = _mm256_loadu_ps(z + i);
        // Lanes behind the n-th hold anything: brought inside, too.
        const __m256i zero = _mm256_setzero_si256();
        const __m256i ix = _mm256_max_epi32(_mm256_min_epi32(_mm256_cvttps_epi32(px), lastX), zero);
        const __m256i iy = _mm256_max_epi32(_mm256_min_epi32(_mm256_cvttps_epi32(py), lastY), zero);
        const __m256i iz = _mm256_max_epi32(_mm256_min_epi32(_mm256_cvttps_epi32(pz), lastZ), zero);
        const __m256i at = _mm256_add_epi32(_mm256_mullo_epi32(_mm256_add_epi32(_mm256_mullo_epi32(iz, rows), iy), columns), ix);
        const __m256 fx = _mm256_sub_ps(px, _mm256_cvtepi32_ps(ix));
        const __m256 fy = _mm256_sub_ps(py, _mm256_cvtepi32_ps(iy));
        const __m256 fz = _mm256_sub_ps(pz, _mm256_cvtepi32_ps(iz));
        __m256 edges[4];
        __m256i least = lastX;
        const std::size_t offsets[4] = {0, row, plane, plane + row};
        for (int e = 0; e < 4; ++e) {
            const Pair pair = load(grid.voxels + offsets[e], at);
            edges[e] = between(_mm256_cvtepi32_ps(pair.left), _mm256_cvtepi32_ps(pair.right), fx);
            if (Masked) {
                const __m256i lower = _mm256_min_epi32(pair.left, pair.right);
                least = e == 0 ? lower : _mm256_min_epi32(least, lower);
            }
        }
        __m256 value = between(between(edges[0], edges[1], fy), between(edges[2], edges[3], fy), fz);
        if (Masked) {
            const __m256 missing = _mm256_castsi256_ps(_mm256_cmpeq_epi32(least, background));
            value = _mm256_blendv_ps(value, _mm256_cvtepi32_ps(background), missing);
        }
        _mm256_storeu_ps(out + i, value);
    }
}

} // namespace

extern const RaySamplers kRaySamplersAvx2;
const RaySamplers kRaySamplersAvx2{run<false>, run<true>};

} // namespace isocenter
