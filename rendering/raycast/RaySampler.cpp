#include "raycast/RaySampler.h"

namespace isocenter {

#if defined(ISOCENTER_AVX2)
extern const RaySamplers kRaySamplersAvx2;
#endif

namespace {

constexpr float kBackground = -32768;

template <bool Masked> float sample(const VoxelGrid& grid, float x, float y, float z)
{
    const int i = x < static_cast<float>(grid.columns - 2) ? static_cast<int>(x) : grid.columns - 2;
    const int j = y < static_cast<float>(grid.rows - 2) ? static_cast<int>(y) : grid.rows - 2;
    const int k = z < static_cast<float>(grid.slices - 2) ? static_cast<int>(z) : grid.slices - 2;
    const float fx = x - static_cast<float>(i);
    const float fy = y - static_cast<float>(j);
    const float fz = z - static_cast<float>(k);
    const auto columns = static_cast<std::size_t>(grid.columns);
    const std::size_t plane = columns * static_cast<std::size_t>(grid.rows);
    const std::int16_t* first =
        grid.voxels + (static_cast<std::size_t>(k) * plane + static_cast<std::size_t>(j) * columns + static_cast<std::size_t>(i));
    float edges[4];
    bool background = false;
    const std::size_t offsets[4] = {0, columns, plane, plane + columns};
    for (int e = 0; e < 4; ++e) {
        const float a = first[offsets[e]];
        const float b = first[offsets[e] + 1];
        background = background || a == kBackground || b == kBackground;
        edges[e] = a + (b - a) * fx;
    }
    const float near = edges[0] + (edges[1] - edges[0]) * fy;
    const float far = edges[2] + (edges[3] - edges[2]) * fy;
    return Masked && background ? kBackground : near + (far - near) * fz;
}

template <bool Masked> void run(const VoxelGrid& grid, const float* x, const float* y, const float* z, int n, float* out)
{
    for (int i = 0; i < n; ++i) {
        out[i] = sample<Masked>(grid, x[i], y[i], z[i]);
    }
}

constexpr RaySamplers kBaseline{run<false>, run<true>};

} // namespace

const RaySamplers& baselineRaySamplers()
{
    return kBaseline;
}

const RaySamplers& raySamplers()
{
#if defined(ISOCENTER_AVX2)
    static const RaySamplers& best =
        __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? kRaySamplersAvx2 : kBaseline;
    return best;
#else
    return kBaseline;
#endif
}

} // namespace isocenter
