#pragma once

#include <QStringList>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

namespace isocenter {

/// In memory, little or big as the machine: one value a sample.
enum class SampleType { UInt8, Int8, UInt16, Int16, UInt32, Int32, Float32, Float64 };

/// Bytes of one sample.
std::size_t sampleSize(SampleType type);

/// Immutable stored values of one frame: row-major, samples of a pixel side by side (RGBRGB), no row padding.
/// Stored values are cell-decoded (PS3.5 8.1: masked, shifted, sign-extended), never rescaled; YBR stays YBR with full
/// resolution, palette indices stay indices, 1-bit images are 0 or 1. Shared between threads without locks.
class Frame
{
public:
    /// `bytes` holds rows * columns * samples values of `type`, 64-byte aligned. minimum/maximum are over all samples,
    /// padding included; compute them with Frame::build unless known.
    Frame(int rows, int columns, int samples, SampleType type, std::shared_ptr<const std::byte> bytes, double minimum,
          double maximum, QStringList cautions = {})
        : m_rows(rows),
          m_columns(columns),
          m_samples(samples),
          m_type(type),
          m_bytes(std::move(bytes)),
          m_minimum(minimum),
          m_maximum(maximum),
          m_cautions(std::move(cautions))
    {
    }

    /// Allocates, lets `fill` write every value, finds the range. Throws std::bad_alloc; callers bound the size first.
    static std::shared_ptr<const Frame> build(int rows, int columns, int samples, SampleType type,
                                              const std::function<void(std::byte*)>& fill);

    int rows() const { return m_rows; }
    int columns() const { return m_columns; }
    int samples() const { return m_samples; }
    SampleType type() const { return m_type; }
    std::size_t count() const { return static_cast<std::size_t>(m_rows) * m_columns * m_samples; }
    std::size_t byteSize() const { return count() * sampleSize(m_type); }
    template <typename T> const T* values() const { return reinterpret_cast<const T*>(m_bytes.get()); }
    double minimum() const { return m_minimum; }
    double maximum() const { return m_maximum; }
    /// What a reader must know of this frame beyond ImageAttributes::warnings, one translated sentence each: where the
    /// compressed data contradict the header, found when they are decoded. Usually empty.
    const QStringList& cautions() const { return m_cautions; }
    /// Stored value; row, column, sample must be in range.
    double at(int row, int column, int sample = 0) const;

private:
    int m_rows;
    int m_columns;
    int m_samples;
    SampleType m_type;
    std::shared_ptr<const std::byte> m_bytes;
    double m_minimum;
    double m_maximum;
    QStringList m_cautions;
};

using FramePtr = std::shared_ptr<const Frame>;

/// 64-byte aligned, uninitialised memory that frees itself; large blocks ask for huge pages. Throws std::bad_alloc.
std::shared_ptr<std::byte> allocatePixels(std::size_t bytes);

} // namespace isocenter
