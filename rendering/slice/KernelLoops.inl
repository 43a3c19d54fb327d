// The loops of Kernels.h, compiled once for every processor and once for AVX2 (see CMakeLists.txt); the including file names
// the namespace. Nothing of the standard library may be used here: the linker could keep its AVX2 copy for all of the program.

#include "slice/Kernels.h"

namespace isocenter::ISOCENTER_KERNELS {

namespace {

// Below a half by more than rounding of float sums, so that exactly half counts as seen.
constexpr float kSeen = 0.4999F;

template <typename T>
void add(const void* in, int n, float weight, float* __restrict sum)
{
    const T* __restrict values = static_cast<const T*>(in);
    for (int i = 0; i < n; ++i) {
        sum[i] += weight * static_cast<float>(values[i]);
    }
}

template <typename T>
void addMasked(const void* in, int n, float weight, float low, float high, float* __restrict sum, float* __restrict weights)
{
    const T* __restrict values = static_cast<const T*>(in);
    for (int i = 0; i < n; ++i) {
        const float v = static_cast<float>(values[i]);
        const bool seen = (v < low) | (v > high); // false for NaN
        sum[i] += seen ? weight * v : 0.0F;
        weights[i] += seen ? weight : 0.0F;
    }
}

void gather(const float* __restrict row, const int* __restrict first, const float* __restrict weight, int taps, int stride, int n,
            float* __restrict out)
{
    if (taps == 1) {
        for (int i = 0; i < n; ++i) {
            out[i] = row[first[i]];
        }
        return;
    }
    const float* __restrict second = weight + stride;
    for (int i = 0; i < n; ++i) {
        out[i] = row[first[i]] * weight[i] + row[first[i] + 1] * second[i];
    }
    for (int t = 2; t < taps; ++t) {
        const float* __restrict w = weight + t * stride;
        for (int i = 0; i < n; ++i) {
            out[i] += row[first[i] + t] * w[i];
        }
    }
}

void blend(const float* __restrict a, const float* __restrict b, float weightA, float weightB, int n, float* __restrict out)
{
    for (int i = 0; i < n; ++i) {
        out[i] = a[i] * weightA + b[i] * weightB;
    }
}

void normalise(const float* __restrict sum, const float* __restrict weights, int n, float* __restrict out)
{
    for (int i = 0; i < n; ++i) {
        out[i] = weights[i] >= kSeen ? sum[i] / weights[i] : __builtin_nanf("");
    }
}

inline std::uint32_t level(float x, float zero, float gain, float rest, float top, float base, float sign)
{
    const float t = (x - zero) * gain + rest;
    const float up = t > 0.0F ? t : 0.0F;
    const float clamped = up < top ? up : top;
    const float y = base + sign * clamped;
    return static_cast<std::uint32_t>(static_cast<int>((x == x ? y : -0.5F) + 0.5F));
}

template <typename T>
void linear(const void* in, int n, const LinearMap& map, std::uint32_t* __restrict out)
{
    const T* __restrict values = static_cast<const T*>(in);
    const PixelForm form = map.form;
    const float zero = map.zero;
    const float gain = map.gain;
    const float rest = map.rest;
    const float base = map.inverse ? form.top : 0.0F;
    const float sign = map.inverse ? -1.0F : 1.0F;
    const float low = map.paddingLow;
    const float high = map.paddingHigh;
    if (low > high) {
        for (int i = 0; i < n; ++i) {
            const std::uint32_t v = level(static_cast<float>(values[i]), zero, gain, rest, form.top, base, sign);
            out[i] = form.opaque | v << form.red | v << form.green | v;
        }
        return;
    }
    for (int i = 0; i < n; ++i) {
        const float x = static_cast<float>(values[i]);
        const std::uint32_t v = level(x, zero, gain, rest, form.top, base, sign);
        out[i] = form.opaque | ((x >= low) & (x <= high) ? 0U : v << form.red | v << form.green | v);
    }
}

template <typename T>
void lookup(const void* in, int n, const std::uint32_t* __restrict rgb, int offset, std::uint32_t* __restrict out)
{
    const T* __restrict values = static_cast<const T*>(in);
    for (int i = 0; i < n; ++i) {
        out[i] = rgb[static_cast<int>(values[i]) + offset];
    }
}

inline float fraction(std::int64_t position)
{
    return static_cast<float>(static_cast<int>((position >> 8) & 0xFFFFFF)) * (1.0F / 16777216.0F);
}

template <typename T>
void along(const void* in, int n, const ImageLine& line, float* __restrict out)
{
    const T* __restrict values = static_cast<const T*>(in);
    std::int64_t x = line.x;
    std::int64_t y = line.y;
    for (int i = 0; i < n; ++i, x += line.stepX, y += line.stepY) {
        const T* at = values + (y >> 32) * line.columns + (x >> 32);
        const float fx = fraction(x);
        const float fy = fraction(y);
        const float a = static_cast<float>(at[0]);
        const float b = static_cast<float>(at[1]);
        const float c = static_cast<float>(at[line.columns]);
        const float d = static_cast<float>(at[line.columns + 1]);
        const float upper = a + (b - a) * fx;
        const float lower = c + (d - c) * fx;
        out[i] = upper + (lower - upper) * fy;
    }
}

template <typename T>
void alongMasked(const void* in, int n, const ImageLine& line, float low, float high, float* __restrict out)
{
    const T* __restrict values = static_cast<const T*>(in);
    std::int64_t x = line.x;
    std::int64_t y = line.y;
    for (int i = 0; i < n; ++i, x += line.stepX, y += line.stepY) {
        const T* at = values + (y >> 32) * line.columns + (x >> 32);
        const float fx = fraction(x);
        const float fy = fraction(y);
        const float corners[4] = {static_cast<float>(at[0]), static_cast<float>(at[1]), static_cast<float>(at[line.columns]),
                                  static_cast<float>(at[line.columns + 1])};
        const float weights[4] = {(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy};
        float sum = 0;
        float seen = 0;
        for (int k = 0; k < 4; ++k) {
            const bool counts = (corners[k] < low) | (corners[k] > high);
            sum += counts ? weights[k] * corners[k] : 0.0F;
            seen += counts ? weights[k] : 0.0F;
        }
        out[i] = seen >= kSeen ? sum / seen : __builtin_nanf("");
    }
}

void table(const float* __restrict in, int n, const TableMap& map, std::uint32_t* __restrict out)
{
    const float last = static_cast<float>(map.last);
    const float zero = map.zero;
    const float gain = map.gain;
    const float rest = map.rest + 0.5F;
    const std::uint32_t* __restrict rgb = map.rgb;
    for (int i = 0; i < n; ++i) {
        const float t = (in[i] - zero) * gain + rest;
        const float up = t > 0.0F ? t : 0.0F;
        const int index = static_cast<int>(up < last ? up : last);
        out[i] = in[i] == in[i] ? rgb[index] : map.black;
    }
}

void color(const float* __restrict red, const float* __restrict green, const float* __restrict blue, int n, const LinearMap& map,
           std::uint32_t* __restrict out)
{
    const PixelForm form = map.form;
    const float zero = map.zero;
    const float gain = map.gain;
    const float rest = map.rest;
    const float base = map.inverse ? form.top : 0.0F;
    const float sign = map.inverse ? -1.0F : 1.0F;
    for (int i = 0; i < n; ++i) {
        const std::uint32_t r = level(red[i], zero, gain, rest, form.top, base, sign);
        const std::uint32_t g = level(green[i], zero, gain, rest, form.top, base, sign);
        const std::uint32_t b = level(blue[i], zero, gain, rest, form.top, base, sign);
        out[i] = form.opaque | r << form.red | g << form.green | b;
    }
}

void dither(std::uint32_t* __restrict levels, int n, std::uint32_t phase, std::uint32_t step)
{
    for (int i = 0; i < n; ++i) {
        const std::uint32_t at = (phase + step * static_cast<std::uint32_t>(i)) >> 16;
        const std::uint32_t threshold = (at * 65535U) >> 16; // 0 to 65534
        const std::uint32_t sum = levels[i] * 255U + threshold;
        const std::uint32_t v = (sum + 1U + (sum >> 16)) >> 16; // sum / 65535
        levels[i] = 0xFF000000U | v << 16 | v << 8 | v;
    }
}

template <typename... T>
constexpr Kernels make()
{
    return {{&add<T>...}, {&addMasked<T>...}, &gather, &blend, &normalise, {&linear<T>...}, {&lookup<T>...}, {&along<T>...}, {&alongMasked<T>...}, &table, &dither, &color};
}

} // namespace

extern const Kernels kKernels;
const Kernels kKernels = make<std::uint8_t, std::int8_t, std::uint16_t, std::int16_t, float>();

} // namespace isocenter::ISOCENTER_KERNELS
