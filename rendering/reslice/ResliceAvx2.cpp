// Replaces loops of ResliceLoops.inl by ones for AVX2: eight points at once, coordinates in steps of 2^-24 from a corner close
// by. The voxels of a point are fetched one by one into the lanes: the processor's own gather takes twice as long. Two
// neighbours of 16 bits in a row come in one piece, and the multiply-add of pairs tells exactly the first and the difference.

#define ISOCENTER_KERNELS avx2
#include "reslice/ResliceLoops.inl"

#include <immintrin.h>

// The inliner gives up on so many copies, and each call here costs as much as the work.
#define ISOCENTER_INLINE [[gnu::always_inline]] inline

namespace isocenter::avx2 {

namespace {

constexpr int kLanes = 8;
constexpr int kRun = 64; ///< points that share a corner
constexpr int kPlanesAtOnce = 32;
constexpr std::int64_t kVoxel = std::int64_t{1} << 32;

struct Points
{
    __m256i x, y, z;
};

struct Weights
{
    __m256 x, y, z;
};

ISOCENTER_INLINE __m256i all(int v)
{
    return _mm256_set1_epi32(v);
}

ISOCENTER_INLINE Points moved(const Points& p, const Points& by)
{
    return {_mm256_add_epi32(p.x, by.x), _mm256_add_epi32(p.y, by.y), _mm256_add_epi32(p.z, by.z)};
}

ISOCENTER_INLINE __m256 between(__m256 a, __m256 b, __m256 weight)
{
    return _mm256_fmadd_ps(_mm256_sub_ps(b, a), weight, a);
}

ISOCENTER_INLINE __m256 fraction(__m256i p)
{
    return _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_and_si256(p, all(0xFFFFFF))), _mm256_set1_ps(1.0F / 16777216.0F));
}

ISOCENTER_INLINE Weights fractions(const Points& p)
{
    return {fraction(p.x), fraction(p.y), fraction(p.z)};
}

/// In steps of 2^-24.
inline int coarse(std::int64_t step)
{
    return static_cast<int>((step + 128) >> 8);
}

/// How far each of eight points is along, each rounded alone so that nothing adds up.
inline __m256i lanes(std::int64_t step)
{
    alignas(32) std::int32_t at[kLanes];
    for (int i = 0; i < kLanes; ++i) {
        at[i] = coarse(i * step);
    }
    return _mm256_load_si256(reinterpret_cast<const __m256i*>(at));
}

/// What is the same for all of a line.
struct Stride
{
    explicit Stride(const VolumeLine& line)
        : lane{lanes(line.stepX), lanes(line.stepY), lanes(line.stepZ)},
          eight{all(coarse(kLanes * line.stepX)), all(coarse(kLanes * line.stepY)), all(coarse(kLanes * line.stepZ))},
          close(-kVoxel <= line.stepZ && line.stepZ <= kVoxel)
    {
    }
    Points lane;
    Points eight;
    bool close; ///< eight points lie within eight slices
};

ISOCENTER_INLINE __m256i start(std::int64_t position, __m256i lane)
{
    return _mm256_add_epi32(all(static_cast<int>((position >> 8) & 0xFFFFFF)), lane);
}

/// The voxel at and before the first of some points; all else is relative to it.
template <typename T> struct Corner
{
    ISOCENTER_INLINE Corner(const SliceTable& view, const VolumeLine& line, const Stride& stride)
        : values(static_cast<const T*>(view.base) + (line.y >> 32) * view.columns + (line.x >> 32)),
          offsets(view.offsets + (line.z >> 32)),
          columns(view.columns),
          first{start(line.x, stride.lane.x), start(line.y, stride.lane.y), start(line.z, stride.lane.z)}
    {
    }

    const T* values;
    const std::int32_t* offsets;
    int columns;
    Points first;
};

/// Offsets of the voxels at eight points, in their slice and in the next.
template <bool Close> struct Places
{
    template <typename T> ISOCENTER_INLINE Places(const Corner<T>& corner, const Points& p)
    {
        const __m256i z = _mm256_srai_epi32(p.z, 24);
        __m256i here;
        __m256i next;
        if (Close) {
            const int first = _mm_cvtsi128_si32(_mm256_castsi256_si128(z));
            const int last = _mm_extract_epi32(_mm256_extracti128_si256(z, 1), 3);
            const int least = first < last ? first : last;
            const __m256i rest = _mm256_sub_epi32(z, all(least));
            const std::int32_t* at = corner.offsets + least;
            here = _mm256_permutevar8x32_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)), rest);
            next = _mm256_permutevar8x32_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + 1)), rest);
        } else {
            here = _mm256_i32gather_epi32(corner.offsets, z, 4);
            next = _mm256_i32gather_epi32(corner.offsets + 1, z, 4);
        }
        const __m256i inSlice =
            _mm256_add_epi32(_mm256_mullo_epi32(_mm256_srai_epi32(p.y, 24), all(corner.columns)), _mm256_srai_epi32(p.x, 24));
        _mm256_store_si256(reinterpret_cast<__m256i*>(upper), _mm256_add_epi32(inSlice, here));
        _mm256_store_si256(reinterpret_cast<__m256i*>(lower), _mm256_add_epi32(inSlice, next));
    }
    alignas(32) std::int32_t upper[kLanes];
    alignas(32) std::int32_t lower[kLanes];
};

template <typename T> ISOCENTER_INLINE int word(const T* values, std::int32_t offset)
{
    int v;
    __builtin_memcpy(&v, values + offset, sizeof v);
    return v;
}

template <typename T> ISOCENTER_INLINE __m128i words(const T* v, const std::int32_t* o)
{
    return _mm_insert_epi32(
        _mm_insert_epi32(_mm_insert_epi32(_mm_cvtsi32_si128(word(v, o[0])), word(v, o[1]), 1), word(v, o[2]), 2), word(v, o[3]),
        3);
}

template <typename T> ISOCENTER_INLINE __m256i words8(const T* v, const std::int32_t* o)
{
    return _mm256_set_m128i(words(v, o + 4), words(v, o));
}

/// What is subtracted of unsigned values of 16 bits to make them signed.
template <typename T> constexpr int kShift = 0;
template <> constexpr int kShift<std::uint16_t> = 32768;

/// Two neighbours in a row at eight points, as signed 16-bit values less the shift: the first in the lower half.
ISOCENTER_INLINE __m256i neighbours(__m256i raw, const std::int16_t*)
{
    return raw;
}

ISOCENTER_INLINE __m256i neighbours(__m256i raw, const std::uint16_t*)
{
    return _mm256_xor_si256(raw, all(static_cast<int>(0x80008000U)));
}

ISOCENTER_INLINE __m256i neighbours(__m256i raw, const std::uint8_t*)
{
    const __m256i order = _mm256_setr_epi8(0, -1, 1, -1, 4, -1, 5, -1, 8, -1, 9, -1, 12, -1, 13, -1, //
                                           0, -1, 1, -1, 4, -1, 5, -1, 8, -1, 9, -1, 12, -1, 13, -1);
    return _mm256_shuffle_epi8(raw, order);
}

ISOCENTER_INLINE __m256i neighbours(__m256i raw, const std::int8_t*)
{
    const __m256i order = _mm256_setr_epi8(-1, 0, -1, 1, -1, 4, -1, 5, -1, 8, -1, 9, -1, 12, -1, 13, //
                                           -1, 0, -1, 1, -1, 4, -1, 5, -1, 8, -1, 9, -1, 12, -1, 13);
    return _mm256_srai_epi16(_mm256_shuffle_epi8(raw, order), 8);
}

ISOCENTER_INLINE __m256 firstOf(__m256i pair)
{
    return _mm256_cvtepi32_ps(_mm256_madd_epi16(pair, all(1)));
}

ISOCENTER_INLINE __m256 differenceOf(__m256i pair)
{
    return _mm256_cvtepi32_ps(_mm256_madd_epi16(pair, all(0x0001FFFF)));
}

/// The voxels around eight points: whole numbers.
template <typename T, bool Close> struct Cells
{
    ISOCENTER_INLINE Cells(const Corner<T>& corner, const Points& p)
    {
        const Places<Close> places(corner, p);
        const T* next = corner.values + corner.columns;
        pair[0] = neighbours(words8(corner.values, places.upper), corner.values);
        pair[1] = neighbours(words8(next, places.upper), next);
        pair[2] = neighbours(words8(corner.values, places.lower), corner.values);
        pair[3] = neighbours(words8(next, places.lower), next);
    }

    ISOCENTER_INLINE __m256 along(int k, __m256 x) const { return _mm256_fmadd_ps(differenceOf(pair[k]), x, firstOf(pair[k])); }

    /// Less the shift.
    ISOCENTER_INLINE __m256 linear(const Weights& w) const
    {
        return between(between(along(0, w.x), along(1, w.x), w.y), between(along(2, w.x), along(3, w.x), w.y), w.z);
    }

    /// The same with weights of 15 bits along the row, times 32767: within 1/4 for values that differ by kNarrow at most.
    ISOCENTER_INLINE __m256 quick(const Points& p, const Weights& w) const
    {
        const __m256i weight = _mm256_srli_epi32(_mm256_and_si256(p.x, all(0xFFFFFF)), 9);
        const __m256i both = _mm256_or_si256(_mm256_slli_epi32(weight, 16), _mm256_sub_epi32(all(32767), weight));
        const auto quickly = [&](int k) { return _mm256_cvtepi32_ps(_mm256_madd_epi16(pair[k], both)); };
        return between(between(quickly(0), quickly(1), w.y), between(quickly(2), quickly(3), w.y), w.z);
    }

    /// Of the corner k of the cell.
    ISOCENTER_INLINE __m256 value(int k) const
    {
        const __m256i v =
            k & 1 ? _mm256_srai_epi32(pair[k >> 1], 16) : _mm256_srai_epi32(_mm256_slli_epi32(pair[k >> 1], 16), 16);
        return _mm256_cvtepi32_ps(v);
    }

    /// False: no value lies in [low, high], less the shift.
    ISOCENTER_INLINE bool mayHold(__m256i low, __m256i high) const
    {
        __m256i outside = all(-1);
        for (const __m256i& v : pair) {
            outside = _mm256_and_si256(outside, _mm256_or_si256(_mm256_cmpgt_epi16(low, v), _mm256_cmpgt_epi16(v, high)));
        }
        return _mm256_movemask_epi8(outside) != -1;
    }

    __m256i pair[4];
};

/// The same for floats.
template <bool Close> struct Cells<float, Close>
{
    ISOCENTER_INLINE Cells(const Corner<float>& corner, const Points& p)
    {
        const Places<Close> places(corner, p);
        for (int k = 0; k < 8; ++k) {
            const float* values = corner.values + (k & 1) + (k & 2 ? corner.columns : 0);
            at[k] = _mm256_castsi256_ps(words8(values, k & 4 ? places.lower : places.upper));
        }
    }

    ISOCENTER_INLINE __m256 linear(const Weights& w) const
    {
        const __m256 upper = between(between(at[0], at[1], w.x), between(at[2], at[3], w.x), w.y);
        const __m256 lower = between(between(at[4], at[5], w.x), between(at[6], at[7], w.x), w.y);
        return between(upper, lower, w.z);
    }

    ISOCENTER_INLINE __m256 quick(const Points&, const Weights& w) const { return linear(w); }
    ISOCENTER_INLINE __m256 value(int k) const { return at[k]; }
    ISOCENTER_INLINE bool mayHold(__m256i, __m256i) const { return true; }

    __m256 at[8];
};

/// What is background, for values less the shift.
template <typename T> struct Background
{
    explicit Background(const SliceTable& view)
        : low(_mm256_set1_ps(view.low - kShift<T>)),
          high(_mm256_set1_ps(view.high - kShift<T>)),
          lowWord(_mm256_set1_epi16(cut(__builtin_ceilf(view.low) - kShift<T>))),
          highWord(_mm256_set1_epi16(cut(__builtin_floorf(view.high) - kShift<T>)))
    {
    }

    static short cut(float v) { return static_cast<short>(v < -32768 ? -32768 : v > 32767 ? 32767 : static_cast<int>(v)); }

    __m256 low, high;
    __m256i lowWord, highWord;
};

/// Eight values less the shift, NaN where more than half is background.
template <typename T, bool Close>
ISOCENTER_INLINE __m256 maskedOf(const Cells<T, Close>& cells, const Background<T>& none, const Weights& w)
{
    if (!cells.mayHold(none.lowWord, none.highWord)) {
        return cells.linear(w);
    }
    const __m256 one = _mm256_set1_ps(1);
    __m256 sum = _mm256_setzero_ps();
    __m256 seen = _mm256_setzero_ps();
    for (int k = 0; k < 8; ++k) {
        const __m256 v = cells.value(k);
        const __m256 counts = _mm256_or_ps(_mm256_cmp_ps(v, none.low, _CMP_LT_OQ), _mm256_cmp_ps(v, none.high, _CMP_GT_OQ));
        const __m256 face = _mm256_mul_ps(k & 1 ? w.x : _mm256_sub_ps(one, w.x), k & 2 ? w.y : _mm256_sub_ps(one, w.y));
        const __m256 weight = _mm256_and_ps(counts, _mm256_mul_ps(face, k & 4 ? w.z : _mm256_sub_ps(one, w.z)));
        sum = _mm256_add_ps(sum, _mm256_and_ps(counts, _mm256_mul_ps(weight, v)));
        seen = _mm256_add_ps(seen, weight);
    }
    const __m256 enough = _mm256_cmp_ps(seen, _mm256_set1_ps(kSeen), _CMP_GE_OQ);
    return _mm256_blendv_ps(_mm256_set1_ps(__builtin_nanf("")), _mm256_div_ps(sum, seen), enough);
}

inline std::int64_t size(std::int64_t step)
{
    return step < 0 ? -step : step;
}

inline std::int64_t longest(std::int64_t x, std::int64_t y, std::int64_t z)
{
    const std::int64_t xy = size(x) > size(y) ? size(x) : size(y);
    return size(z) > xy ? size(z) : xy;
}

/// Points that may share a corner, of which 2^7 voxels are in reach; 0: not even eight.
inline int runOf(const VolumeLine& line)
{
    const std::int64_t step = longest(line.stepX, line.stepY, line.stepZ);
    return step < kVoxel * 3 / 2 ? kRun : step < 12 * kVoxel ? kLanes : 0;
}

inline VolumeLine from(const VolumeLine& line, int i)
{
    VolumeLine later = line;
    later.x += i * line.stepX;
    later.y += i * line.stepY;
    later.z += i * line.stepZ;
    return later;
}

template <typename T, bool Masked, bool Close>
inline void rowFrom(const SliceTable& view, const VolumeLine& line, const Stride& stride, const Background<T>& none, int n,
                    float* out)
{
    const Corner<T> corner(view, line, stride);
    const __m256 shift = _mm256_set1_ps(kShift<T>);
    Points p = corner.first;
    for (int i = 0; i < n; i += kLanes, p = moved(p, stride.eight)) {
        const Weights w = fractions(p);
        const Cells<T, Close> cells(corner, p);
        const __m256 v = Masked ? maskedOf(cells, none, w) : cells.linear(w);
        _mm256_storeu_ps(out + i, kShift<T> == 0 ? v : _mm256_add_ps(v, shift));
    }
}

template <typename T, bool Masked, bool Close>
void rowOf(const SliceTable& view, const VolumeLine& line, const Stride& stride, int n, float* out)
{
    const Background<T> none(view);
    const int run = runOf(line);
    const int whole = n / kLanes * kLanes;
    for (int i = 0; i < whole; i += run) {
        rowFrom<T, Masked, Close>(view, from(line, i), stride, none, whole - i < run ? whole - i : run, out + i);
    }
    if (whole < n) { // the last eight, some of them once more
        rowFrom<T, Masked, Close>(view, from(line, n - kLanes), stride, none, kLanes, out + n - kLanes);
    }
}

template <typename T, bool Masked> void row(const SliceTable& view, const VolumeLine& line, int n, float* out)
{
    if (n < kLanes || runOf(line) == 0 || !view.offsets) {
        return Masked ? linearMasked<T>(view, line, n, out) : linear<T>(view, line, n, out);
    }
    const Stride stride(line);
    return stride.close ? rowOf<T, Masked, true>(view, line, stride, n, out)
                        : rowOf<T, Masked, false>(view, line, stride, n, out);
}

template <SlabFold F> ISOCENTER_INLINE __m256 foldOf(__m256 all, __m256 v)
{
    // NaN in the first argument leaves the second.
    return F == SlabFold::Max ? _mm256_max_ps(v, all) : F == SlabFold::Min ? _mm256_min_ps(v, all) : _mm256_add_ps(all, v);
}

enum class SlabWay { Exact, Quick, Masked };

template <typename T> struct Slab
{
    const SliceTable& view;
    const SlabBlock& block;
    const Stride stride;
    const Background<T> none;
    int planesAtOnce; ///< that share a corner
    float* out;
    float* counts;
};

/// All planes of eight points from `at` on.
template <typename T, SlabFold F, SlabWay W, bool Close>
ISOCENTER_INLINE void slabEight(const Slab<T>& slab, VolumeLine at, float* out, float* counts)
{
    const VoxelStep& next = slab.block.next;
    const Points by{all(coarse(next.x)), all(coarse(next.y)), all(coarse(next.z))};
    const int planes = slab.block.planes;
    __m256 result = _mm256_set1_ps(beginOf(F));
    __m256 seen = _mm256_setzero_ps();
    for (int first = 0; first < planes; first += slab.planesAtOnce) {
        const Corner<T> corner(slab.view, at, slab.stride);
        const int some = planes - first < slab.planesAtOnce ? planes - first : slab.planesAtOnce;
        Points p = corner.first;
        for (int k = 0; k < some; ++k, p = moved(p, by)) {
            const Weights w = fractions(p);
            const Cells<T, Close> cells(corner, p);
            if (W == SlabWay::Masked) {
                const __m256 v = maskedOf(cells, slab.none, w);
                const __m256 there = _mm256_cmp_ps(v, v, _CMP_ORD_Q);
                seen = _mm256_add_ps(seen, _mm256_and_ps(there, _mm256_set1_ps(1)));
                result = foldOf<F>(result, F == SlabFold::Sum ? _mm256_and_ps(there, v) : v);
            } else {
                result = foldOf<F>(result, W == SlabWay::Quick ? cells.quick(p, w) : cells.linear(w));
            }
        }
        at.x += some * next.x;
        at.y += some * next.y;
        at.z += some * next.z;
    }
    const __m256 count = W == SlabWay::Masked ? seen : _mm256_set1_ps(static_cast<float>(planes));
    const __m256 shift = _mm256_set1_ps(static_cast<float>(kShift<T>));
    const __m256 shifts = F == SlabFold::Sum ? _mm256_mul_ps(shift, count) : shift;
    const __m256 scale = _mm256_set1_ps(W == SlabWay::Quick ? 1.0F / 32767.0F : 1.0F);
    _mm256_storeu_ps(out, _mm256_fmadd_ps(result, scale, shifts));
    if (W == SlabWay::Masked) {
        _mm256_storeu_ps(counts, seen);
    }
}

template <typename T, SlabFold F, SlabWay W, bool Close> void slabRows(const Slab<T>& slab)
{
    const SlabBlock& block = slab.block;
    VolumeLine line = block.first;
    for (int row = 0; row < block.rows; ++row) {
        const std::ptrdiff_t to = row * block.stride;
        for (int i = 0; i < block.columns; i += kLanes) {
            // The last eight, some of them once more.
            const int column = block.columns - i < kLanes ? block.columns - kLanes : i;
            slabEight<T, F, W, Close>(slab, from(line, column), slab.out + to + column,
                                      W == SlabWay::Masked ? slab.counts + to + column : nullptr);
        }
        line.x += block.down.x;
        line.y += block.down.y;
        line.z += block.down.z;
    }
}

template <typename T, SlabWay W, bool Close> void slabFold(const Slab<T>& slab, SlabFold fold)
{
    switch (fold) {
    case SlabFold::Max:
        return slabRows<T, SlabFold::Max, W, Close>(slab);
    case SlabFold::Min:
        return slabRows<T, SlabFold::Min, W, Close>(slab);
    case SlabFold::Sum:
        return slabRows<T, SlabFold::Sum, W, Close>(slab);
    }
}

template <typename T, SlabWay W>
void slabOf(const SliceTable& view, const SlabBlock& block, SlabFold fold, float* out, float* counts)
{
    const std::int64_t reach = longest(block.next.x, block.next.y, block.next.z);
    const std::int64_t across = longest(block.first.stepX, block.first.stepY, block.first.stepZ);
    if (block.columns < kLanes || across >= 4 * kVoxel || reach >= 8 * kVoxel || !view.offsets) {
        return W == SlabWay::Masked ? slabMasked<T>(view, block, fold, out, counts) : slab<T>(view, block, fold, out);
    }
    // Together with seven steps across less than the 2^7 voxels that are in reach.
    const std::int64_t inReach = 90 * kVoxel / (reach + 1);
    const int planes = inReach < kPlanesAtOnce ? static_cast<int>(inReach) : kPlanesAtOnce;
    const Slab<T> settings{view, block, Stride(block.first), Background<T>(view), planes, out, counts};
    return settings.stride.close ? slabFold<T, W, true>(settings, fold) : slabFold<T, W, false>(settings, fold);
}

template <typename T> void slabAll(const SliceTable& view, const SlabBlock& block, SlabFold fold, float* out)
{
    if (view.narrow && sizeof(T) <= 2) {
        return slabOf<T, SlabWay::Quick>(view, block, fold, out, nullptr);
    }
    slabOf<T, SlabWay::Exact>(view, block, fold, out, nullptr);
}

void acrossNear(const float* line, const AcrossMap& map, int n, float* out)
{
    if (!map.near) {
        return across(line, map, n, out);
    }
    for (int i = 0; i < n; i += kLanes) {
        const float* at = line + map.first[i / kLanes];
        const __m256i rest = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(map.rest + i));
        const __m256 a = _mm256_permutevar8x32_ps(_mm256_loadu_ps(at), rest);
        const __m256 b = _mm256_permutevar8x32_ps(_mm256_loadu_ps(at + 1), rest);
        const __m256 v = between(a, b, _mm256_loadu_ps(map.weight + i));
        if (n - i >= kLanes) {
            _mm256_storeu_ps(out + i, v);
        } else {
            alignas(32) float last[kLanes];
            _mm256_store_ps(last, v);
            __builtin_memcpy(out + i, last, sizeof(float) * static_cast<unsigned>(n - i));
        }
    }
}

template <typename... T> constexpr ResliceKernels replaced()
{
    ResliceKernels kernels = portable();
    constexpr ResliceKernels::Row linears[] = {&row<T, false>...};
    constexpr ResliceKernels::Row maskeds[] = {&row<T, true>...};
    constexpr ResliceKernels::Slab slabs[] = {&slabAll<T>...};
    constexpr ResliceKernels::SlabMasked slabsMasked[] = {&slabOf<T, SlabWay::Masked>...};
    for (int i = 0; i < kElements; ++i) {
        kernels.linear[i] = linears[i];
        kernels.linearMasked[i] = maskeds[i];
        kernels.slab[i] = slabs[i];
        kernels.slabMasked[i] = slabsMasked[i];
    }
    kernels.across = &acrossNear;
    return kernels;
}

} // namespace

extern const ResliceKernels kResliceKernels;
const ResliceKernels kResliceKernels = replaced<std::uint8_t, std::int8_t, std::uint16_t, std::int16_t, float>();

} // namespace isocenter::avx2
