#include "codec/CellKernels.h"

#include <algorithm>
#include <limits>

#if defined(__x86_64__) && defined(__GNUC__)
#define CELLS_DISPATCH 1
#else
#define CELLS_DISPATCH 0
#endif
// The loops are compiled twice, so everything they call has to go into them.
#define CELLS_INLINE inline __attribute__((always_inline))

namespace isocenter {

namespace {

template <typename T> struct Extremes
{
    T low = std::numeric_limits<T>::max();
    T high = std::numeric_limits<T>::lowest();
};

// Mask, shift and sign in one pass together with the range, so that the data travel through the cache once.
template <typename T> CELLS_INLINE Extremes<T> valuesLoop(T* values, std::size_t count, int shift, int bits)
{
    using Unsigned = std::make_unsigned_t<T>;
    constexpr int kWidth = 8 * sizeof(T);
    const int left = kWidth - shift - bits; // unused bits above: pushed out, then back with the sign (or with zeros)
    const int right = kWidth - bits;
    Extremes<T> e;
    for (std::size_t i = 0; i < count; ++i) {
        const auto up = static_cast<Unsigned>(static_cast<Unsigned>(values[i]) << left);
        const T value = static_cast<T>(static_cast<T>(up) >> right);
        values[i] = value;
        e.low = std::min(e.low, value);
        e.high = std::max(e.high, value);
    }
    return e;
}

template <typename T> CELLS_INLINE Extremes<T> rangeLoop(const T* values, std::size_t count)
{
    Extremes<T> e;
    for (std::size_t i = 0; i < count; ++i) { // NaN compares false and is passed over
        e.low = values[i] < e.low ? values[i] : e.low;
        e.high = values[i] > e.high ? values[i] : e.high;
    }
    return e;
}

template <typename T> CELLS_INLINE Extremes<T> integersLoop(std::byte* data, const PixelLayout& layout)
{
    T* values = reinterpret_cast<T*>(data);
    if (layout.bitsStored == static_cast<int>(8 * sizeof(T))) {
        return rangeLoop(values, layout.count());
    }
    return valuesLoop(values, layout.count(), layout.shift, layout.bitsStored);
}

template <typename T>
CELLS_INLINE void storeLoop(const std::int32_t* values, std::size_t count, std::int32_t low, std::int32_t high,
                            std::size_t stride, T* out)
{
    if (stride == 1) { // a loop of its own, which vectors suit
        for (std::size_t i = 0; i < count; ++i) {
            out[i] = static_cast<T>(std::min(std::max(values[i], low), high));
        }
        return;
    }
    for (std::size_t i = 0; i < count; ++i) {
        out[i * stride] = static_cast<T>(std::min(std::max(values[i], low), high));
    }
}

CELLS_INLINE void storeAny(const std::int32_t* values, std::size_t count, std::int32_t low, std::int32_t high, std::size_t stride,
                           std::size_t cellBytes, void* out)
{
    if (cellBytes == 1) {
        storeLoop(values, count, low, high, stride, static_cast<std::uint8_t*>(out));
    } else if (cellBytes == 2) {
        storeLoop(values, count, low, high, stride, static_cast<std::uint16_t*>(out));
    } else {
        storeLoop(values, count, low, high, stride, static_cast<std::uint32_t*>(out));
    }
}

#if CELLS_DISPATCH
__attribute__((target("avx2"))) void storeAvx2(const std::int32_t* values, std::size_t count, std::int32_t low, std::int32_t high,
                                               std::size_t stride, std::size_t cellBytes, void* out)
{
    storeAny(values, count, low, high, stride, cellBytes, out);
}

template <typename T> __attribute__((target("avx2"))) Extremes<T> integersAvx2(std::byte* data, const PixelLayout& layout)
{
    return integersLoop<T>(data, layout);
}
#endif

bool isFast()
{
#if CELLS_DISPATCH
    static const bool kFast = __builtin_cpu_supports("avx2");
    return kFast;
#else
    return false;
#endif
}

template <typename T> CellRange integers(std::byte* data, const PixelLayout& layout)
{
#if CELLS_DISPATCH
    const Extremes<T> e = isFast() ? integersAvx2<T>(data, layout) : integersLoop<T>(data, layout);
#else
    const Extremes<T> e = integersLoop<T>(data, layout);
#endif
    return {static_cast<double>(e.low), static_cast<double>(e.high)};
}

template <typename T> CellRange reals(const std::byte* data, const PixelLayout& layout)
{
    const Extremes<T> e = rangeLoop(reinterpret_cast<const T*>(data), layout.count());
    return e.low > e.high ? CellRange{} : CellRange{static_cast<double>(e.low), static_cast<double>(e.high)};
}

} // namespace

CellRange finishCells(const PixelLayout& layout, std::byte* data)
{
    switch (layout.type()) {
    case SampleType::UInt8:
        return integers<std::uint8_t>(data, layout);
    case SampleType::Int8:
        return integers<std::int8_t>(data, layout);
    case SampleType::UInt16:
        return integers<std::uint16_t>(data, layout);
    case SampleType::Int16:
        return integers<std::int16_t>(data, layout);
    case SampleType::UInt32:
        return integers<std::uint32_t>(data, layout);
    case SampleType::Int32:
        return integers<std::int32_t>(data, layout);
    case SampleType::Float32:
        return reals<float>(data, layout);
    case SampleType::Float64:
        break;
    }
    return reals<double>(data, layout);
}

void storeCells(const std::int32_t* values, std::size_t count, std::int32_t low, std::int32_t high, std::size_t stride,
                std::size_t cellBytes, void* out)
{
#if CELLS_DISPATCH
    if (isFast()) {
        storeAvx2(values, count, low, high, stride, cellBytes, out);
        return;
    }
#endif
    storeAny(values, count, low, high, stride, cellBytes, out);
}

} // namespace isocenter
