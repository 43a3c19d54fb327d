#include "slice/LevelMap.h"

#include "display/Voi.h"

#include <cmath>

namespace isocenter {

namespace {

std::uint32_t grey(double level, bool inverse)
{
    const double value = 255.0 * (inverse ? 1.0 - level : level);
    const auto v = static_cast<std::uint32_t>(value + 0.5);
    return 0xFF000000U | v << 16 | v << 8 | v;
}

} // namespace

LevelMap::LevelMap(const Source& source, const GrayTransform& transform)
{
    m_line.inverse = transform.inverse();
    m_line.paddingLow = source.low;
    m_line.paddingHigh = source.high;
    if (transform.usesTable()) {
        useTable(transform, source.slope, source.intercept);
    } else if (transform.window().function == VoiFunction::Sigmoid) {
        useSigmoid(transform, source.slope, source.intercept);
    } else {
        useLine(transform.window(), source.slope, source.intercept);
    }
}

LevelMap::LevelMap(const std::optional<Window>& window, bool invert)
{
    m_line.inverse = invert;
    if (window && isUsable(*window)) {
        useLine(*window, 1, 0);
    }
}

void LevelMap::useLine(const Window& window, double slope, double intercept)
{
    const bool exact = window.function == VoiFunction::LinearExact;
    const double middle = exact ? window.center : window.center - 0.5;
    const double width = exact ? window.width : window.width - 1.0;
    m_line.zero = static_cast<float>((middle - width / 2 - intercept) / slope);
    // A window of width 1 is a threshold: the steepest line that float sums still tell apart.
    const double gain = 255.0 * slope / std::max(width, 1e-6 * std::abs(slope));
    m_line.gain = static_cast<float>(gain);
}

void LevelMap::useSigmoid(const GrayTransform& transform, double slope, double intercept)
{
    // Beyond 2.5 widths from the centre the function is within 0.012 grey steps of its ends.
    constexpr int kSteps = 8192;
    const Window& window = transform.window();
    const double from = window.center - 2.5 * window.width;
    const double span = 5.0 * window.width;
    m_rgb.resize(kSteps + 1);
    for (int i = 0; i <= kSteps; ++i) {
        m_rgb[static_cast<std::size_t>(i)] = grey(windowLevel(window, from + span * i / kSteps), transform.inverse());
    }
    m_zero = static_cast<float>((from - intercept) / slope);
    m_gain = static_cast<float>(kSteps * slope / span);
}

void LevelMap::useTable(const GrayTransform& transform, double slope, double intercept)
{
    const LookupTable& voi = *transform.voiTable();
    m_rgb.resize(voi.data.size());
    for (std::size_t i = 0; i < m_rgb.size(); ++i) {
        m_rgb[i] = grey(tableLevel(voi, voi.first + static_cast<double>(i)), transform.inverse());
    }
    m_zero = static_cast<float>((voi.first - intercept) / slope);
    m_gain = static_cast<float>(slope);
}

TableMap LevelMap::table() const
{
    return {m_zero, m_gain, m_rgb.data(), static_cast<int>(m_rgb.size()) - 1};
}

} // namespace isocenter
