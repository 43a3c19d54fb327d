#include "codec/VideoColor.h"

#include <algorithm>
#include <cstring>
#include <vector>

#if defined(__x86_64__) && defined(__GNUC__)
#define VIDEO_DISPATCH 1
#else
#define VIDEO_DISPATCH 0
#endif
// The loops are compiled twice, so everything they call has to go into them.
#define VIDEO_INLINE inline __attribute__((always_inline))

namespace isocenter {

namespace {

/// ITU-T H.273: Y = Kr R + (1 - Kr - Kb) G + Kb B.
struct Weights
{
    double red = 0;
    double blue = 0;
};

constexpr int kHighDefinitionRows = 720;

Weights weightsOf(const VideoFacts& facts)
{
    switch (facts.matrix) {
    case VideoMatrix::Bt601:
        break;
    case VideoMatrix::Bt709:
        return {0.2126, 0.0722};
    case VideoMatrix::Bt2020:
        return {0.2627, 0.0593};
    case VideoMatrix::Fcc:
        return {0.30, 0.11};
    case VideoMatrix::Smpte240:
        return {0.212, 0.087};
    case VideoMatrix::Unknown:
        return facts.rows >= kHighDefinitionRows ? Weights{0.2126, 0.0722} : Weights{0.299, 0.114};
    }
    return {0.299, 0.114};
}

/// result = luma * y + red * cr + ..., in steps of the output.
struct Equation
{
    float luma = 1;
    float black = 0;  ///< of Y
    float middle = 0; ///< of Cb and Cr
    float crToRed = 0;
    float crToGreen = 0;
    float cbToGreen = 0;
    float cbToBlue = 0;
    float top = 255;
};

Equation equationOf(const VideoFacts& facts, int bits)
{
    const auto power = [](int exponent) { return static_cast<double>(std::int64_t{1} << exponent); };
    const double top = power(bits) - 1;
    const double unit = power(facts.bits - 8);
    const double luma = facts.fullRange ? power(facts.bits) - 1 : 219 * unit;
    const double chroma = facts.fullRange ? power(facts.bits) - 1 : 224 * unit;
    const Weights k = weightsOf(facts);
    const double green = 1 - k.red - k.blue;
    Equation e;
    e.luma = static_cast<float>(top / luma);
    e.black = static_cast<float>(facts.fullRange ? 0 : 16 * unit);
    e.middle = static_cast<float>(128 * unit);
    e.crToRed = static_cast<float>(2 * (1 - k.red) * top / chroma);
    e.cbToBlue = static_cast<float>(2 * (1 - k.blue) * top / chroma);
    e.crToGreen = static_cast<float>(2 * (1 - k.red) * k.red / green * top / chroma);
    e.cbToGreen = static_cast<float>(2 * (1 - k.blue) * k.blue / green * top / chroma);
    e.top = static_cast<float>(top);
    return e;
}

/// The rows of colour samples that a row lies between, and how far it is from the first to the second.
struct Between
{
    int first = 0;
    int second = 0;
    float weight = 0; ///< of the second
};

Between chromaRowsOf(const VideoFacts& facts, int row)
{
    const int last = facts.chromaRows() - 1;
    if (facts.chromaDown == 1) {
        return {row, row, 0};
    }
    if (facts.interlaced) {
        const int own = std::min(row / 4 * 2 + row % 2, last);
        return {own, own, 0};
    }
    const int near = row / 2; // a sample lies in the middle of its two rows
    const int far = row % 2 == 0 ? near - 1 : near + 1;
    return {std::min(near, last), std::clamp(far, 0, last), 0.25F};
}

template <typename T>
VIDEO_INLINE void mixLoop(const T* first, const T* second, float weight, float middle, int count, float* out)
{
    for (int i = 0; i < count; ++i) {
        const auto a = static_cast<float>(first[i]);
        out[i] = a + weight * (static_cast<float>(second[i]) - a) - middle;
    }
}

/// From a sample for two pixels to one for each. `out` holds an even number.
VIDEO_INLINE void spreadLoop(const float* in, int count, bool centred, float* out)
{
    if (centred) {
        for (int i = 0; i < count; ++i) {
            out[2 * i] = 0.75F * in[i] + 0.25F * in[std::max(i - 1, 0)];
            out[2 * i + 1] = 0.75F * in[i] + 0.25F * in[std::min(i + 1, count - 1)];
        }
        return;
    }
    for (int i = 0; i + 1 < count; ++i) {
        out[2 * i] = in[i];
        out[2 * i + 1] = 0.5F * (in[i] + in[i + 1]);
    }
    out[2 * count - 2] = out[2 * count - 1] = in[count - 1];
}

VIDEO_INLINE std::int32_t rounded(float value, float top)
{
    value = value < 0 ? 0 : value;
    return static_cast<std::int32_t>(value > top ? top : value);
}

/// A row; red, green and blue are the bytes of each word, from the lowest on.
template <typename From>
VIDEO_INLINE void equateLoop(const Equation& e, const From* luma, const float* cb, const float* cr, int count,
                             std::uint32_t* packed)
{
    const float top = e.top + 0.5F;
    for (int i = 0; i < count; ++i) {
        const float y = e.luma * (static_cast<float>(luma[i]) - e.black) + 0.5F;
        const auto r = static_cast<std::uint32_t>(rounded(y + e.crToRed * cr[i], top));
        const auto g = static_cast<std::uint32_t>(rounded(y - e.crToGreen * cr[i] - e.cbToGreen * cb[i], top));
        const auto b = static_cast<std::uint32_t>(rounded(y + e.cbToBlue * cb[i], top));
        packed[i] = r | g << 8 | b << 16;
    }
}

#if VIDEO_DISPATCH
template <typename T>
__attribute__((target("avx2"))) void mixAvx2(const T* first, const T* second, float weight, float middle, int count, float* out)
{
    mixLoop(first, second, weight, middle, count, out);
}

__attribute__((target("avx2"))) void spreadAvx2(const float* in, int count, bool centred, float* out)
{
    spreadLoop(in, count, centred, out);
}

template <typename From>
__attribute__((target("avx2"))) void equateAvx2(const Equation& e, const From* luma, const float* cb, const float* cr, int count,
                                                std::uint32_t* packed)
{
    equateLoop(e, luma, cb, cr, count, packed);
}

/// What the machine has: the loops for it, else those for all.
#define VIDEO_RUN(name, ...)                                                                                                     \
    static const bool kFast = __builtin_cpu_supports("avx2");                                                                    \
    kFast ? name##Avx2(__VA_ARGS__) : name##Loop(__VA_ARGS__)
#else
#define VIDEO_RUN(name, ...) name##Loop(__VA_ARGS__)
#endif

template <typename T> void mixRows(const T* first, const T* second, float weight, float middle, int count, float* out)
{
    VIDEO_RUN(mix, first, second, weight, middle, count, out);
}

void spread(const float* in, int count, bool centred, float* out)
{
    VIDEO_RUN(spread, in, count, centred, out);
}

template <typename From>
void equateRow(const Equation& e, const From* luma, const float* cb, const float* cr, int count, std::uint32_t* packed)
{
    VIDEO_RUN(equate, e, luma, cb, cr, count, packed);
}

/// More than 8 bits: few videos, and no hurry.
template <typename From>
void equateWide(const Equation& e, const From* luma, const float* cb, const float* cr, int count, std::uint16_t* out)
{
    const float top = e.top + 0.5F;
    for (int i = 0; i < count; ++i, out += 3) {
        const float y = e.luma * (static_cast<float>(luma[i]) - e.black) + 0.5F;
        out[0] = static_cast<std::uint16_t>(rounded(y + e.crToRed * cr[i], top));
        out[1] = static_cast<std::uint16_t>(rounded(y - e.crToGreen * cr[i] - e.cbToGreen * cb[i], top));
        out[2] = static_cast<std::uint16_t>(rounded(y + e.cbToBlue * cb[i], top));
    }
}

/// Three bytes of each word; the last one apart, since the others write over the first byte of their successor.
void unpack(const std::uint32_t* packed, std::size_t count, std::uint8_t* out)
{
    for (std::size_t i = 0; i + 1 < count; ++i, out += 3) {
        std::memcpy(out, &packed[i], 4);
    }
    std::memcpy(out, &packed[count - 1], 3);
}

/// Colour samples of rows, one for each pixel.
template <typename From> class ChromaRows
{
public:
    ChromaRows(const VideoFacts& facts, const From* planes, float middle)
        : m_facts(facts),
          m_columns(static_cast<std::size_t>(facts.chromaColumns())),
          m_cbPlane(planes + static_cast<std::size_t>(facts.columns) * static_cast<std::size_t>(facts.rows)),
          m_crPlane(m_cbPlane + m_columns * static_cast<std::size_t>(facts.chromaRows())),
          m_middle(middle),
          m_cb(static_cast<std::size_t>(facts.columns) + 2),
          m_cr(m_cb.size()),
          m_mixed(m_columns)
    {
    }

    void take(int row)
    {
        if (m_facts.chromaAcross > 0) {
            const Between rows = chromaRowsOf(m_facts, row);
            fill(m_cbPlane, rows, m_cb);
            fill(m_crPlane, rows, m_cr);
        }
    }
    const float* cb() const { return m_cb.data(); }
    const float* cr() const { return m_cr.data(); }

private:
    void fill(const From* plane, const Between& rows, std::vector<float>& out)
    {
        const auto count = static_cast<int>(m_columns);
        float* to = m_facts.chromaAcross == 1 ? out.data() : m_mixed.data();
        mixRows(plane + static_cast<std::size_t>(rows.first) * m_columns,
                plane + static_cast<std::size_t>(rows.second) * m_columns, rows.weight, m_middle, count, to);
        if (m_facts.chromaAcross == 2) {
            spread(m_mixed.data(), count, m_facts.chromaCentred, out.data());
        }
    }

    const VideoFacts& m_facts;
    std::size_t m_columns;
    const From* m_cbPlane;
    const From* m_crPlane;
    float m_middle;
    std::vector<float> m_cb;
    std::vector<float> m_cr;
    std::vector<float> m_mixed;
};

template <typename From> void convert(const VideoFacts& facts, const From* planes, int bits, std::byte* rgb)
{
    const auto columns = static_cast<std::size_t>(facts.columns);
    const Equation equation = equationOf(facts, bits);
    ChromaRows<From> chroma(facts, planes, equation.middle);
    std::vector<std::uint32_t> packed(columns);
    for (int row = 0; row < facts.rows; ++row) {
        chroma.take(row);
        const std::size_t at = static_cast<std::size_t>(row) * columns;
        if (bits <= 8) {
            equateRow(equation, planes + at, chroma.cb(), chroma.cr(), facts.columns, packed.data());
            unpack(packed.data(), columns, reinterpret_cast<std::uint8_t*>(rgb) + 3 * at);
        } else {
            equateWide(equation, planes + at, chroma.cb(), chroma.cr(), facts.columns,
                       reinterpret_cast<std::uint16_t*>(rgb) + 3 * at);
        }
    }
}

} // namespace

void videoToRgb(const VideoFacts& facts, const std::byte* planes, int bits, std::byte* rgb)
{
    if (facts.cellBytes() == 1) {
        convert(facts, reinterpret_cast<const std::uint8_t*>(planes), bits, rgb);
    } else {
        convert(facts, reinterpret_cast<const std::uint16_t*>(planes), bits, rgb);
    }
}

} // namespace isocenter
