#pragma once

#include "display/DisplayPipeline.h"
#include "slice/Kernels.h"
#include "slice/Source.h"

#include <cstdint>
#include <vector>

namespace isocenter {

/// The window step of a source: a straight line where the VOI is one, else a table fine enough to be within 0.1 grey steps
/// before rounding (SIGMOID), or the VOI LUT itself.
class LevelMap
{
public:
    LevelMap() = default;
    /// Grey.
    LevelMap(const Source& source, const GrayTransform& transform);
    /// Colour: a window of 8-bit values, if any, and inversion.
    LevelMap(const std::optional<Window>& window, bool invert);

    bool isLine() const { return m_rgb.empty(); }
    const LinearMap& line() const { return m_line; }
    TableMap table() const;

private:
    void useLine(const Window& window, double slope, double intercept);
    void useSigmoid(const GrayTransform& transform, double slope, double intercept);
    void useTable(const GrayTransform& transform, double slope, double intercept);

    LinearMap m_line;
    float m_zero = 0;
    float m_gain = 1;
    std::vector<std::uint32_t> m_rgb;
};

} // namespace isocenter
