#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace isocenter {

/// A picture of one bit a pixel: an overlay, or what a shutter covers. Rows begin at whole bytes, the lowest bit is the
/// leftmost pixel. Immutable once shared.
class BitPlane
{
public:
    BitPlane() = default;
    /// All bits 0. Throws std::bad_alloc; rows and columns >= 0.
    BitPlane(int rows, int columns)
        : m_rows(rows),
          m_columns(columns),
          m_stride((static_cast<std::size_t>(columns) + 7) / 8),
          m_bits(m_stride * static_cast<std::size_t>(rows))
    {
    }

    int rows() const { return m_rows; }
    int columns() const { return m_columns; }
    bool at(int row, int column) const ///< must be in range
    {
        return line(row)[column >> 3] >> (column & 7) & 1;
    }
    void set(int row, int column) ///< must be in range
    {
        m_bits[m_stride * static_cast<std::size_t>(row) + static_cast<std::size_t>(column >> 3)] |=
            static_cast<std::uint8_t>(1 << (column & 7));
    }
    const std::uint8_t* line(int row) const { return m_bits.data() + m_stride * static_cast<std::size_t>(row); }

private:
    int m_rows = 0;
    int m_columns = 0;
    std::size_t m_stride = 0;
    std::vector<std::uint8_t> m_bits;
};

using BitPlanePtr = std::shared_ptr<const BitPlane>;

} // namespace isocenter
