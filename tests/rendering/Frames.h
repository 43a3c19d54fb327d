#pragma once

#include "image/Frame.h"
#include "image/ImageAttributes.h"

#include <cstring>
#include <random>

namespace isocenter::test {

template <typename T> constexpr SampleType sampleTypeOf()
{
    if constexpr (std::is_same_v<T, std::uint8_t>) {
        return SampleType::UInt8;
    } else if constexpr (std::is_same_v<T, std::int8_t>) {
        return SampleType::Int8;
    } else if constexpr (std::is_same_v<T, std::uint16_t>) {
        return SampleType::UInt16;
    } else if constexpr (std::is_same_v<T, std::int16_t>) {
        return SampleType::Int16;
    } else if constexpr (std::is_same_v<T, std::uint32_t>) {
        return SampleType::UInt32;
    } else if constexpr (std::is_same_v<T, std::int32_t>) {
        return SampleType::Int32;
    } else if constexpr (std::is_same_v<T, float>) {
        return SampleType::Float32;
    } else {
        return SampleType::Float64;
    }
}

template <typename T> FramePtr makeFrame(int rows, int columns, const std::vector<T>& values, int samples = 1)
{
    return Frame::build(rows, columns, samples, sampleTypeOf<T>(),
                        [&](std::byte* out) { std::memcpy(out, values.data(), values.size() * sizeof(T)); });
}

/// Smooth hills plus noise over the whole of [low, high].
template <typename T> FramePtr makeScene(int rows, int columns, double low, double high, unsigned seed = 1)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> noise(-0.1, 0.1);
    std::vector<T> values;
    values.reserve(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
    for (int r = 0; r < rows; ++r) {
        for (int c = 0; c < columns; ++c) {
            const double hill = 0.5 + 0.4 * std::sin(r * 0.21) * std::cos(c * 0.13) + noise(random);
            values.push_back(static_cast<T>(low + (high - low) * hill));
        }
    }
    return makeFrame(rows, columns, values);
}

/// A grey image as a reader would describe it; change what a test is about.
inline ImageAttributes greyAttributes(const Frame& frame)
{
    ImageAttributes image;
    image.rows = frame.rows();
    image.columns = frame.columns();
    image.bitsAllocated = image.bitsStored = static_cast<int>(8 * sampleSize(frame.type()));
    image.highBit = image.bitsStored - 1;
    return image;
}

inline std::shared_ptr<const LookupTable> makeTable(int first, int bits, std::vector<std::uint16_t> data)
{
    LookupTable table;
    table.first = first;
    table.bits = bits;
    table.data = std::move(data);
    return std::make_shared<const LookupTable>(std::move(table));
}

} // namespace isocenter::test
