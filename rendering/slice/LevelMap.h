#pragma once

#include "display/DisplayPipeline.h"
#include "slice/Kernels.h"
#include "slice/Source.h"

#include <cstdint>
#include <vector>

namespace isocenter {

/// The window step of a source for resampled values: a straight line where the transform is one, else a table: the VOI LUT
/// itself, or points close enough to be within 0.02 levels of 8 bits of the curve before rounding (SIGMOID, presentation LUT).
class LevelMap
{
public:
    LevelMap() = default;
    /// Grey.
    LevelMap(const Source& source, const GrayTransform& transform, const PixelForm& form);
    /// Colour: a window of 8-bit values, if any, and inversion.
    LevelMap(const std::optional<Window>& window, bool invert, const PixelForm& form);

    bool isLine() const { return m_rgb.empty(); }
    const LinearMap& line() const { return m_line; }
    TableMap table() const;

private:
    void useLine(const Window& window, double slope, double intercept);
    void useCurve(const GrayTransform& transform, double from, double span, double slope, double intercept);
    void useTable(const GrayTransform& transform, double slope, double intercept);

    LinearMap m_line;
    TableMap m_table; ///< without its entries
    std::vector<std::uint32_t> m_rgb;
};

/// The exact pixel of every whole stored value from `first` to `last` (of a type of at most 16 bits); padding is black.
std::vector<std::uint32_t> pixelTable(const GrayTransform& transform, int first, int last, const PixelForm& form);

} // namespace isocenter
