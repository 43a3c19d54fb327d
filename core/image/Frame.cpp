#include "image/Frame.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isocenter {

namespace {

template <typename Visitor> auto visit(SampleType type, Visitor visitor)
{
    switch (type) {
    case SampleType::UInt8:
        return visitor(std::uint8_t{});
    case SampleType::Int8:
        return visitor(std::int8_t{});
    case SampleType::UInt16:
        return visitor(std::uint16_t{});
    case SampleType::Int16:
        return visitor(std::int16_t{});
    case SampleType::UInt32:
        return visitor(std::uint32_t{});
    case SampleType::Int32:
        return visitor(std::int32_t{});
    case SampleType::Float32:
        return visitor(float{});
    case SampleType::Float64:
        break;
    }
    return visitor(double{});
}

// Plain min/max reductions: the compiler vectorises them for integers; NaN compares false and is passed over.
template <typename T> std::pair<double, double> rangeOf(const T* values, std::size_t count)
{
    T low = std::numeric_limits<T>::max();
    T high = std::numeric_limits<T>::lowest();
    for (std::size_t i = 0; i < count; ++i) {
        low = values[i] < low ? values[i] : low;
        high = values[i] > high ? values[i] : high;
    }
    return count == 0 || low > high ? std::pair(0.0, 0.0) : std::pair(static_cast<double>(low), static_cast<double>(high));
}

} // namespace

std::size_t sampleSize(SampleType type)
{
    return visit(type, [](auto value) { return sizeof(value); });
}

FramePtr Frame::build(int rows, int columns, int samples, SampleType type, const std::function<void(std::byte*)>& fill)
{
    const std::size_t count = static_cast<std::size_t>(rows) * columns * samples;
    const std::shared_ptr<std::byte> bytes = allocatePixels(count * sampleSize(type));
    fill(bytes.get());
    const auto [low, high] =
        visit(type, [&](auto value) { return rangeOf(reinterpret_cast<const decltype(value)*>(bytes.get()), count); });
    return std::make_shared<const Frame>(rows, columns, samples, type, bytes, low, high);
}

double Frame::at(int row, int column, int sample) const
{
    const std::size_t index = (static_cast<std::size_t>(row) * m_columns + column) * m_samples + sample;
    return visit(m_type, [&](auto value) { return static_cast<double>(values<decltype(value)>()[index]); });
}

} // namespace isocenter
