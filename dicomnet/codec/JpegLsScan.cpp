#include "codec/JpegLsScan.h"

#include "codec/JpegLsBits.h"

#include <algorithm>
#include <array>
#include <vector>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) // clang 14 cannot ask for lzcnt
#define JPEGLS_DISPATCH 1
#else
#define JPEGLS_DISPATCH 0
#endif
// The line loop is compiled twice, so everything it calls has to go into it.
#define JPEGLS_INLINE inline __attribute__((always_inline))

namespace isocenter {

namespace {

constexpr int kRunBits[32] = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,  2,  3,  3,  3,  3,
                              4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15};
constexpr int kLargestK = 16; // no valid stream needs more
constexpr unsigned kImpossible = 1U << 20;

// What noise decides must not become a branch, which would be guessed wrongly half of the time: masks are used instead,
// all ones where the value is below zero.
JPEGLS_INLINE int ifNegative(int value)
{
    return value >> 31;
}

/// The smallest k with n << k >= a (ISO 14495-1 A.5.1).
JPEGLS_INLINE int golombParameter(std::uint32_t a, std::uint32_t n)
{
    const int estimate = std::max(0, __builtin_clz(n) - __builtin_clz(a | 1));
    const auto missing = static_cast<std::int64_t>(std::uint64_t{n} << estimate) - static_cast<std::int64_t>(a);
    return std::min(kLargestK, estimate + static_cast<int>(static_cast<std::uint64_t>(missing) >> 63));
}

/// What is known of a context of regular mode, with what follows from it for the next sample.
struct Context
{
    std::uint32_t a = 0;
    std::int32_t b = 0;
    std::int16_t c = 0;
    std::uint16_t n = 1;
    std::int16_t k = 0;
    std::int16_t flip = 0; ///< -1 where the mapping of errors is reversed
};

struct RunContext
{
    std::uint32_t a = 0;
    std::uint32_t n = 1;
    std::uint32_t negative = 0;
};

struct Coding
{
    int maximum = 0;
    int near = 0;
    int step = 1;  ///< 2 * near + 1
    int range = 0; ///< RANGE
    int bits = 0;  ///< qbpp
    int limit = 0; ///< LIMIT
    std::uint32_t reset = 64;
};

struct State
{
    Coding coding;
    std::array<Context, 365> contexts;
    RunContext runs[2];
    int runIndex = 0;
    unsigned seen = 0; ///< all mapped errors, OR-ed: an impossible one shows in it
    std::vector<std::int8_t> table;
    const std::int8_t* regions = nullptr; ///< of a difference, -maximum to maximum: -4 to 4
    JpegLsBitReader bits;
};

/// A Golomb code of up to `escape` zeros; a value of `bits` bits behind that many (A.5.3).
unsigned longCode(JpegLsBitReader& reader, int k, int escape, int bits)
{
    reader.refill();
    const int zeros = reader.window ? __builtin_clzll(reader.window) : 64;
    if (zeros > escape) {
        reader.window <<= 8;
        reader.count -= 8;
        return kImpossible;
    }
    reader.window = (reader.window << zeros) << 1;
    reader.count -= zeros + 1;
    return zeros < escape ? (static_cast<unsigned>(zeros) << k) + reader.take(k) : reader.take(bits) + 1;
}

JPEGLS_INLINE unsigned golombCode(JpegLsBitReader& reader, int k, int escape, int bits)
{
    if (reader.count < 32) {
        reader.refill();
    }
    const int zeros = __builtin_clzll(reader.window | 1);
    if (__builtin_expect(zeros >= std::min(escape, 15), 0)) {
        return longCode(reader, k, escape, bits);
    }
    // The top bit of the code is its 1: what lies above it is taken off again with the zeros.
    const auto value = static_cast<unsigned>(reader.window >> (63 - zeros - k)) + (static_cast<unsigned>(zeros - 1) << k);
    reader.window = (reader.window << 1) << (zeros + k);
    reader.count -= zeros + 1 + k;
    return value;
}

/// A.6: counts and bias of the context.
JPEGLS_INLINE void update(Context& context, int error, int scaled, std::uint32_t reset, bool lossless)
{
    std::uint32_t a = context.a + static_cast<std::uint32_t>(std::abs(error));
    int b = context.b + scaled;
    std::uint32_t count = context.n;
    if (count == reset) {
        a >>= 1;
        b >>= 1;
        count >>= 1;
    }
    ++count;
    const int n = static_cast<int>(count);
    const int low = ifNegative(b + n - 1); // b <= -n
    const int high = ifNegative(-b);       // b > 0
    b += (low & n) - (high & n);
    b = std::min(std::max(b, 1 - n), 0);
    context.c = static_cast<std::int16_t>(std::min(std::max(context.c - high + low, -128), 127));
    context.a = a;
    context.b = b;
    context.n = static_cast<std::uint16_t>(count);
    const int k = golombParameter(a, count);
    context.k = static_cast<std::int16_t>(k);
    if (lossless) {
        context.flip = static_cast<std::int16_t>(ifNegative(k - 1) & ifNegative(2 * b + n - 1)); // k == 0 and 2b <= -n
    }
}

/// A.4.5, A.7.2.2: an error on top of a prediction, brought back into the range.
int general(const Coding& coding, int prediction, int error)
{
    int value = prediction + error * coding.step;
    if (value < -coding.near) {
        value += coding.range * coding.step;
    } else if (value > coding.maximum + coding.near) {
        value -= coding.range * coding.step;
    }
    return std::min(std::max(value, 0), coding.maximum);
}

/// A.7.2: the sample that ends a run.
int runInterruption(State& s, int left, int above)
{
    const Coding& coding = s.coding;
    const int type = std::abs(left - above) <= coding.near ? 1 : 0;
    RunContext& context = s.runs[type];
    const int k = golombParameter(type ? context.a + (context.n >> 1) : context.a, context.n);
    const unsigned mapped = golombCode(s.bits, k, coding.limit - kRunBits[s.runIndex] - 1 - coding.bits - 1, coding.bits);
    if (mapped > (1U << coding.bits)) {
        s.seen |= kImpossible;
    }
    const unsigned temp = mapped + static_cast<unsigned>(type);
    const bool odd = (temp & 1) != 0;
    const int size = static_cast<int>((temp + (odd ? 1 : 0)) >> 1);
    const int error = (k != 0 || 2 * context.negative >= context.n) == odd ? -size : size;
    context.negative += error < 0 ? 1 : 0;
    context.a += (mapped + 1 - static_cast<unsigned>(type)) >> 1;
    if (context.n == coding.reset) {
        context.a >>= 1;
        context.n >>= 1;
        context.negative >>= 1;
    }
    ++context.n;
    if (type == 1) {
        return general(coding, left, error);
    }
    return general(coding, above, above > left ? error : -error);
}

/// A.7.1: a run from `x` and the sample that ends it; where the line goes on.
int runMode(State& s, std::uint16_t* row, const std::uint16_t* above, int x, int columns)
{
    const std::uint16_t value = row[x - 1];
    int end = x;
    while (s.bits.take(1) != 0) {
        const int length = 1 << kRunBits[s.runIndex];
        if (length > columns - end) {
            end = columns;
            break;
        }
        end += length;
        s.runIndex = std::min(s.runIndex + 1, 31);
        if (end == columns) {
            break;
        }
    }
    if (end < columns) {
        end += static_cast<int>(s.bits.take(kRunBits[s.runIndex]));
        if (end >= columns) { // a run to the end is coded otherwise
            s.seen |= kImpossible;
            end = columns;
        }
    }
    std::fill(row + x, row + end, value);
    if (end == columns) {
        return columns;
    }
    row[end] = static_cast<std::uint16_t>(runInterruption(s, value, above[end]));
    s.runIndex = std::max(s.runIndex - 1, 0);
    return end + 1;
}

/// The median of a, b and a + b - c (A.4.1).
JPEGLS_INLINE int predict(int a, int b, int c)
{
    const int below = (a - b) & ifNegative(a - b);
    return std::max(b + below, std::min(a - below, a + b - c));
}

/// One line; row[-1], above[-1] and above[columns] are set. Plain: lossless with all values of the precision in use.
template <bool Plain> JPEGLS_INLINE void decodeLine(State& s, std::uint16_t* row, const std::uint16_t* above, int columns)
{
    const Coding coding = s.coding;
    const std::int8_t* regions = s.regions;
    const int escape = coding.limit - coding.bits - 1;
    JpegLsBitReader bits = s.bits; // a local copy stays in registers
    unsigned seen = 0;
    int x = -columns; // counted up to zero, and neighbours read again, to need few registers
    row += columns;
    above += columns;
    while (x < 0) {
        int a = row[x - 1];
        int second = regions[above[x] - above[x - 1]];
        for (; x < 0; ++x) {
            const int b = above[x];
            const int c = above[x - 1];
            const int first = regions[above[x + 1] - b];
            const int index = 81 * first + 9 * second + regions[c - a];
            if (index == 0) {
                break;
            }
            const int sign = ifNegative(index);
            Context& context = s.contexts[static_cast<std::size_t>((index ^ sign) - sign)];
            const int prediction = predict(a, b, c) + ((context.c ^ sign) - sign);
            const int clamped = std::min(std::max(prediction, 0), coding.maximum);
            const unsigned mapped = golombCode(bits, context.k, escape, coding.bits);
            seen |= mapped;
            const int error = static_cast<int>(mapped >> 1) ^ -static_cast<int>(mapped & 1) ^ context.flip;
            if (Plain) {
                a = (clamped + ((error ^ sign) - sign)) & coding.maximum;
                update(context, error, error, coding.reset, true);
            } else {
                a = general(coding, clamped, (error ^ sign) - sign);
                update(context, error, error * coding.step, coding.reset, coding.near == 0);
            }
            row[x] = static_cast<std::uint16_t>(a);
            second = first;
        }
        if (x < 0) {
            s.bits = bits;
            x = runMode(s, row - columns, above - columns, x + columns, columns) - columns;
            bits = s.bits;
        }
    }
    s.bits = bits;
    s.seen |= seen;
}

using LineDecoder = void (*)(State&, std::uint16_t*, const std::uint16_t*, int);

template <bool Plain> void lineBaseline(State& s, std::uint16_t* row, const std::uint16_t* above, int columns)
{
    decodeLine<Plain>(s, row, above, columns);
}

#if JPEGLS_DISPATCH
template <bool Plain>
__attribute__((target("bmi,bmi2,lzcnt"))) void lineBmi(State& s, std::uint16_t* row, const std::uint16_t* above, int columns)
{
    decodeLine<Plain>(s, row, above, columns);
}

LineDecoder lineDecoder(bool plain)
{
    static const bool kFast = __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("lzcnt");
    if (kFast) {
        return plain ? &lineBmi<true> : &lineBmi<false>;
    }
    return plain ? &lineBaseline<true> : &lineBaseline<false>;
}
#else
LineDecoder lineDecoder(bool plain)
{
    return plain ? &lineBaseline<true> : &lineBaseline<false>;
}
#endif

int bitsFor(int values)
{
    return values <= 1 ? 0 : 32 - __builtin_clz(static_cast<unsigned>(values - 1));
}

Coding codingOf(const JpegLsParameters& p)
{
    Coding coding;
    coding.maximum = p.maximum;
    coding.near = p.near;
    coding.step = 2 * p.near + 1;
    coding.range = p.near == 0 ? p.maximum + 1 : (p.maximum + 2 * p.near) / coding.step + 1;
    coding.bits = bitsFor(coding.range);
    const int sampleBits = std::max(2, bitsFor(p.maximum + 1));
    coding.limit = 2 * (sampleBits + std::max(8, sampleBits));
    coding.reset = static_cast<std::uint32_t>(p.reset);
    return coding;
}

std::vector<std::int8_t> regionTable(const JpegLsParameters& p)
{
    std::vector<std::int8_t> table(static_cast<std::size_t>(2 * p.maximum + 1));
    std::int8_t* middle = table.data() + p.maximum;
    const int begins[] = {p.near + 1, p.thresholds[0], p.thresholds[1], p.thresholds[2], p.maximum + 1};
    for (int region = 1; region <= 4; ++region) {
        for (int d = begins[region - 1]; d < begins[region]; ++d) {
            middle[d] = static_cast<std::int8_t>(region);
            middle[-d] = static_cast<std::int8_t>(-region);
        }
    }
    return table;
}

void restart(State& s)
{
    const auto a = static_cast<std::uint32_t>(std::max(2, (s.coding.range + 32) / 64));
    Context first;
    first.a = a;
    first.k = static_cast<std::int16_t>(golombParameter(a, 1));
    s.contexts.fill(first);
    s.runs[0] = s.runs[1] = {a, 1, 0};
    s.runIndex = 0;
}

/// Two lines with a sample before and one behind, taking turns.
class Lines
{
public:
    explicit Lines(int columns) : m_columns(static_cast<std::size_t>(columns)), m_memory(2 * (m_columns + 2)) {}

    void clear() { std::fill(m_memory.begin(), m_memory.end(), std::uint16_t{0}); }
    /// The line becomes the one above; sets what lies beside it and the new one.
    void next()
    {
        m_second = !m_second;
        std::uint16_t* above = line(!m_second);
        above[m_columns] = above[m_columns - 1];
        line(m_second)[-1] = above[0];
    }
    std::uint16_t* row() { return line(m_second); }
    const std::uint16_t* above() { return line(!m_second); }

private:
    std::uint16_t* line(bool second) { return m_memory.data() + 1 + (second ? m_columns + 2 : 0); }

    std::size_t m_columns;
    std::vector<std::uint16_t> m_memory;
    bool m_second = false;
};

template <typename T> bool decode(const JpegLsParameters& p, const JpegLsBits& data, T* out)
{
    State s;
    s.coding = codingOf(p);
    s.table = regionTable(p);
    s.regions = s.table.data() + p.maximum;
    const bool plain = p.near == 0 && (p.maximum & (p.maximum + 1)) == 0;
    const LineDecoder decodeOne = lineDecoder(plain);
    Lines lines(p.columns);
    const auto rows = static_cast<std::uint32_t>(p.rows);
    const std::uint32_t interval = p.restartInterval > 0 ? p.restartInterval : rows;
    std::size_t segment = 0;
    for (std::uint32_t first = 0; first < rows; ++segment) {
        const std::uint32_t end = first + std::min(interval, rows - first);
        if (segment >= data.segments()) {
            return false;
        }
        restart(s);
        lines.clear();
        s.bits = data.reader(segment);
        for (; first < end; ++first) {
            lines.next();
            decodeOne(s, lines.row(), lines.above(), p.columns);
            if (data.left(segment, s.bits) < 0 || s.seen >> s.coding.bits != 0) {
                return false;
            }
            out = std::copy(lines.row(), lines.row() + p.columns, out);
        }
        if (data.left(segment, s.bits) >= 24) { // padding takes less
            return false;
        }
    }
    return segment == data.segments();
}

} // namespace

bool decodeJpegLsScan(const QByteArray& bytes, const JpegLsParameters& p, int cellBytes, void* out)
{
    if (p.maximum >> (8 * cellBytes) != 0 || p.entropyOffset > static_cast<std::size_t>(bytes.size())) {
        return false;
    }
    // A sample takes at most 11 bytes: a run's 16 bits and an escape code of 64.
    const JpegLsBits data(reinterpret_cast<const std::uint8_t*>(bytes.constData()) + p.entropyOffset,
                          static_cast<std::size_t>(bytes.size()) - p.entropyOffset, 12 * static_cast<std::size_t>(p.columns));
    return cellBytes == 1 ? decode(p, data, static_cast<std::uint8_t*>(out)) : decode(p, data, static_cast<std::uint16_t*>(out));
}

} // namespace isocenter
