// The loops of ResliceKernels.h in plain C++, compiled once for every processor and once for AVX2, where some of them are
// replaced (ResliceAvx2.cpp); the including file names the namespace. Nothing of the standard library may be used here: the
// linker could keep its AVX2 copy for all of the program.

#include "reslice/ResliceKernels.h"

namespace isocenter::ISOCENTER_KERNELS {

namespace {

// Below a half by more than rounding of float sums, so that exactly half counts as seen (as in slice/KernelLoops.inl).
constexpr float kSeen = 0.4999F;

inline float fraction(std::int64_t position)
{
    return static_cast<float>(static_cast<int>((position >> 8) & 0xFFFFFF)) * (1.0F / 16777216.0F);
}

inline float between(float a, float b, float weight)
{
    return a + (b - a) * weight;
}

/// The eight voxels around a point.
template <typename T> struct Cell
{
    Cell(const SliceTable& view, std::int64_t x, std::int64_t y, std::int64_t z)
        : upper(static_cast<const T*>(view.slices[z >> 32]) + (y >> 32) * view.columns + (x >> 32)),
          lower(static_cast<const T*>(view.slices[(z >> 32) + 1]) + (y >> 32) * view.columns + (x >> 32)),
          columns(view.columns),
          fx(fraction(x)),
          fy(fraction(y)),
          fz(fraction(z))
    {
    }

    float face(const T* at) const
    {
        const float a = between(static_cast<float>(at[0]), static_cast<float>(at[1]), fx);
        const float b = between(static_cast<float>(at[columns]), static_cast<float>(at[columns + 1]), fx);
        return between(a, b, fy);
    }

    float linear() const { return between(face(upper), face(lower), fz); }

    float masked(float low, float high) const
    {
        const float values[8] = {static_cast<float>(upper[0]),       static_cast<float>(upper[1]),
                                 static_cast<float>(upper[columns]), static_cast<float>(upper[columns + 1]),
                                 static_cast<float>(lower[0]),       static_cast<float>(lower[1]),
                                 static_cast<float>(lower[columns]), static_cast<float>(lower[columns + 1])};
        float sum = 0;
        float seen = 0;
        for (int k = 0; k < 8; ++k) {
            const float weight = ((k & 1) ? fx : 1 - fx) * ((k & 2) ? fy : 1 - fy) * ((k & 4) ? fz : 1 - fz);
            const bool counts = (values[k] < low) | (values[k] > high); // false for NaN
            sum += counts ? weight * values[k] : 0.0F;
            seen += counts ? weight : 0.0F;
        }
        return seen >= kSeen ? sum / seen : __builtin_nanf("");
    }

    const T* upper;
    const T* lower;
    int columns;
    float fx, fy, fz;
};

template <typename T> void linear(const SliceTable& view, const VolumeLine& line, int n, float* __restrict out)
{
    std::int64_t x = line.x;
    std::int64_t y = line.y;
    std::int64_t z = line.z;
    for (int i = 0; i < n; ++i, x += line.stepX, y += line.stepY, z += line.stepZ) {
        out[i] = Cell<T>(view, x, y, z).linear();
    }
}

template <typename T> void linearMasked(const SliceTable& view, const VolumeLine& line, int n, float* __restrict out)
{
    std::int64_t x = line.x;
    std::int64_t y = line.y;
    std::int64_t z = line.z;
    for (int i = 0; i < n; ++i, x += line.stepX, y += line.stepY, z += line.stepZ) {
        out[i] = Cell<T>(view, x, y, z).masked(view.low, view.high);
    }
}

template <typename T> void nearest(const SliceTable& view, const VolumeLine& line, int n, float* __restrict out)
{
    std::int64_t x = line.x;
    std::int64_t y = line.y;
    std::int64_t z = line.z;
    for (int i = 0; i < n; ++i, x += line.stepX, y += line.stepY, z += line.stepZ) {
        const float v = static_cast<float>(static_cast<const T*>(view.slices[z >> 32])[(y >> 32) * view.columns + (x >> 32)]);
        out[i] = (v >= view.low) & (v <= view.high) ? __builtin_nanf("") : v;
    }
}

/// Weights of four neighbours; the middle two are those around the point. Through all values, with the slope at each that its
/// neighbours give.
struct CubicWeights
{
    CubicWeights(float t, const CubicEnds& ends)
    {
        const float u = 1 - t;
        const float first = ends.before * t * u * u;  // the tangent's share at this end
        const float second = ends.behind * t * t * u; // and, turned round, at the other
        const float rise = t * t * (3 - 2 * t);
        w[0] = -first;
        w[1] = 1 - rise + second;
        w[2] = rise + first;
        w[3] = -second;
    }
    float w[4];
};

template <typename T>
void cubic(const SliceTable& view, const VolumeLine& line, const CubicEnds& ends, int n, float* __restrict out)
{
    std::int64_t x = line.x;
    std::int64_t y = line.y;
    std::int64_t z = line.z;
    for (int i = 0; i < n; ++i, x += line.stepX, y += line.stepY, z += line.stepZ) {
        const CubicWeights wx(fraction(x), CubicEnds{});
        const CubicWeights wy(fraction(y), CubicEnds{});
        const CubicWeights wz(fraction(z), ends);
        const std::ptrdiff_t corner = ((y >> 32) - 1) * view.columns + (x >> 32) - 1;
        float sum[4] = {0, 0, 0, 0};
        for (int k = 0; k < 4; ++k) {
            const T* at = static_cast<const T*>(view.slices[(z >> 32) - 1 + k]) + corner;
            for (int j = 0; j < 4; ++j, at += view.columns) {
                const float weight = wz.w[k] * wy.w[j];
                for (int c = 0; c < 4; ++c) {
                    sum[c] += weight * static_cast<float>(at[c]);
                }
            }
        }
        out[i] = (sum[0] * wx.w[0] + sum[1] * wx.w[1]) + (sum[2] * wx.w[2] + sum[3] * wx.w[3]);
    }
}

inline float folded(SlabFold fold, float a, float b)
{
    switch (fold) {
    case SlabFold::Max:
        return a > b ? a : b;
    case SlabFold::Min:
        return a < b ? a : b;
    case SlabFold::Sum:
        break;
    }
    return a + b;
}

inline float beginOf(SlabFold fold)
{
    return fold == SlabFold::Max ? -__builtin_inff() : fold == SlabFold::Min ? __builtin_inff() : 0.0F;
}

/// Calls visit(result, point of the first plane) for all points of a block.
template <typename Visit> inline void visitBlock(const SlabBlock& block, Visit visit)
{
    for (int row = 0; row < block.rows; ++row) {
        for (int i = 0; i < block.columns; ++i) {
            const VoxelStep point{block.first.x + row * block.down.x + i * block.first.stepX,
                                  block.first.y + row * block.down.y + i * block.first.stepY,
                                  block.first.z + row * block.down.z + i * block.first.stepZ};
            visit(row * block.stride + i, point);
        }
    }
}

template <typename T> void slab(const SliceTable& view, const SlabBlock& block, SlabFold fold, float* __restrict out)
{
    visitBlock(block, [&](std::ptrdiff_t at, VoxelStep p) {
        float value = beginOf(fold);
        for (int k = 0; k < block.planes; ++k, p.x += block.next.x, p.y += block.next.y, p.z += block.next.z) {
            value = folded(fold, value, Cell<T>(view, p.x, p.y, p.z).linear());
        }
        out[at] = value;
    });
}

template <typename T>
void slabMasked(const SliceTable& view, const SlabBlock& block, SlabFold fold, float* __restrict out, float* __restrict counts)
{
    visitBlock(block, [&](std::ptrdiff_t at, VoxelStep p) {
        float value = beginOf(fold);
        float count = 0;
        for (int k = 0; k < block.planes; ++k, p.x += block.next.x, p.y += block.next.y, p.z += block.next.z) {
            const float v = Cell<T>(view, p.x, p.y, p.z).masked(view.low, view.high);
            value = v == v ? folded(fold, value, v) : value;
            count += v == v ? 1.0F : 0.0F;
        }
        out[at] = value;
        counts[at] = count;
    });
}

template <typename T> void blend(const void* const* rows, const float* weights, int n, float* __restrict out)
{
    const T* a = static_cast<const T*>(rows[0]);
    const T* b = static_cast<const T*>(rows[1]);
    const T* c = static_cast<const T*>(rows[2]);
    const T* d = static_cast<const T*>(rows[3]);
    const float wa = weights[0];
    const float wb = weights[1];
    const float wc = weights[2];
    const float wd = weights[3];
    for (int i = 0; i < n; ++i) {
        out[i] = (wa * static_cast<float>(a[i]) + wb * static_cast<float>(b[i])) +
                 (wc * static_cast<float>(c[i]) + wd * static_cast<float>(d[i]));
    }
}

template <typename T> void pairs(const void* at, std::ptrdiff_t columns, int n, float weight, float* __restrict out)
{
    const T* values = static_cast<const T*>(at);
    for (int i = 0; i < n; ++i) {
        out[i] = between(static_cast<float>(values[i * columns]), static_cast<float>(values[i * columns + 1]), weight);
    }
}

template <typename T>
void pairsMasked(const void* at, std::ptrdiff_t columns, int n, float weight, float low, float high, float* __restrict sum,
                 float* __restrict seen)
{
    const T* values = static_cast<const T*>(at);
    for (int i = 0; i < n; ++i) {
        const float a = static_cast<float>(values[i * columns]);
        const float b = static_cast<float>(values[i * columns + 1]);
        const float wa = (a < low) | (a > high) ? 1 - weight : 0.0F; // NaN: 0
        const float wb = (b < low) | (b > high) ? weight : 0.0F;
        sum[i] = (wa > 0 ? wa * a : 0.0F) + (wb > 0 ? wb * b : 0.0F);
        seen[i] = wa + wb;
    }
}

inline void across(const float* __restrict line, const AcrossMap& map, int n, float* __restrict out)
{
    for (int i = 0; i < n; ++i) {
        const float* at = line + map.rest[i] + (map.near ? map.first[i >> 3] : 0);
        out[i] = between(at[0], at[1], map.weight[i]);
    }
}

template <SlabFold F> void foldRow(const float* __restrict in, int n, float* __restrict sum, float* __restrict counts)
{
    for (int i = 0; i < n; ++i) {
        const float v = in[i];
        const float all = folded(F, sum[i], v);
        sum[i] = v == v ? all : sum[i];
    }
    for (int i = 0; counts && i < n; ++i) {
        counts[i] += in[i] == in[i] ? 1.0F : 0.0F;
    }
}

template <typename... T> constexpr ResliceKernels make()
{
    return {{&linear<T>...},
            {&linearMasked<T>...},
            {&nearest<T>...},
            {&cubic<T>...},
            {&slab<T>...},
            {&slabMasked<T>...},
            {&blend<T>...},
            {&pairs<T>...},
            {&pairsMasked<T>...},
            &across,
            {&foldRow<SlabFold::Max>, &foldRow<SlabFold::Min>, &foldRow<SlabFold::Sum>}};
}

constexpr ResliceKernels portable()
{
    return make<std::uint8_t, std::int8_t, std::uint16_t, std::int16_t, float>();
}

} // namespace

} // namespace isocenter::ISOCENTER_KERNELS
