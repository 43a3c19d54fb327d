#pragma once

#include "image/Frame.h"

#include <cstdint>

namespace isocenter {

/// Calls `visitor` with the frame's values as a typed pointer.
template <typename Visitor> auto visitSamples(const Frame& frame, Visitor visitor)
{
    switch (frame.type()) {
    case SampleType::UInt8:
        return visitor(frame.values<std::uint8_t>());
    case SampleType::Int8:
        return visitor(frame.values<std::int8_t>());
    case SampleType::UInt16:
        return visitor(frame.values<std::uint16_t>());
    case SampleType::Int16:
        return visitor(frame.values<std::int16_t>());
    case SampleType::UInt32:
        return visitor(frame.values<std::uint32_t>());
    case SampleType::Int32:
        return visitor(frame.values<std::int32_t>());
    case SampleType::Float32:
        return visitor(frame.values<float>());
    case SampleType::Float64:
        break;
    }
    return visitor(frame.values<double>());
}

} // namespace isocenter
