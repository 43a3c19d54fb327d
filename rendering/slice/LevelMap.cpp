#include "slice/LevelMap.h"

#include "display/Voi.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

/// Width of the part of a straight window that is neither black nor white; 0 for a threshold.
double slopingWidth(const Window& window)
{
    return window.function == VoiFunction::LinearExact ? window.width : window.width - 1.0;
}

double middleOf(const Window& window)
{
    return window.function == VoiFunction::LinearExact ? window.center : window.center - 0.5;
}

std::uint32_t pixelOf(double pValue, const PixelForm& form)
{
    const double value = pValue * static_cast<double>(form.top);
    return form.grey(value > 0 ? static_cast<std::uint32_t>(value + 0.5) : 0U); // NaN is black
}

/// The same in the colours of the transform, if it has any.
std::uint32_t pixelOf(double pValue, const GrayTransform& transform, const PixelForm& form)
{
    if (!transform.palette() || !(pValue >= 0)) {
        return pixelOf(pValue, form);
    }
    const auto part = [&](std::size_t channel) {
        const double value = transform.palette()->at(channel, pValue) * static_cast<double>(form.top) / 255.0;
        return static_cast<std::uint32_t>(value + 0.5);
    };
    return form.opaque | part(0) << form.red | part(1) << form.green | part(2);
}

/// Where the map of a source begins and how steep it is.
template <typename Map> void place(Map& map, double zero, double gain)
{
    map.zero = static_cast<float>(zero);
    map.gain = static_cast<float>(gain);
    map.rest = static_cast<float>((static_cast<double>(map.zero) - zero) * gain);
}

} // namespace

LevelMap::LevelMap(const Source& source, const GrayTransform& transform, const PixelForm& form)
{
    m_line.form = form;
    m_line.inverse = transform.inverse();
    m_line.paddingLow = source.low;
    m_line.paddingHigh = source.high;
    const Window& window = transform.window();
    if (transform.usesTable()) {
        useTable(transform, source.slope, source.intercept);
    } else if (window.function == VoiFunction::Sigmoid) {
        // Beyond 3.5 widths from the centre the function is within 0.06 of 65,535 levels of its ends.
        useCurve(transform, window.center - 3.5 * window.width, 7 * window.width, source.slope, source.intercept);
    } else if (transform.presentationLut() || transform.palette()) {
        const double width = std::max(slopingWidth(window), 1e-6 * std::abs(source.slope));
        useCurve(transform, middleOf(window) - width / 2, width, source.slope, source.intercept);
    } else {
        useLine(window, source.slope, source.intercept);
    }
}

LevelMap::LevelMap(const std::optional<Window>& window, bool invert, const PixelForm& form)
{
    m_line.form = form;
    m_line.inverse = invert;
    m_line.gain = form.top / 255.0F;
    if (window && isUsable(*window)) {
        useLine(*window, 1, 0);
    }
}

void LevelMap::useLine(const Window& window, double slope, double intercept)
{
    const double width = slopingWidth(window);
    // A window of width 1 is a threshold: the steepest line that float sums still tell apart.
    const double gain = static_cast<double>(m_line.form.top) * slope / std::max(width, 1e-6 * std::abs(slope));
    place(m_line, (middleOf(window) - width / 2 - intercept) / slope, gain);
}

void LevelMap::useCurve(const GrayTransform& transform, double from, double span, double slope, double intercept)
{
    constexpr int kSteps = 65536;
    m_rgb.resize(kSteps + 1);
    for (int i = 0; i <= kSteps; ++i) {
        m_rgb[static_cast<std::size_t>(i)] = pixelOf(transform.pValue(from + span * i / kSteps), transform, m_line.form);
    }
    place(m_table, (from - intercept) / slope, kSteps * slope / span);
}

void LevelMap::useTable(const GrayTransform& transform, double slope, double intercept)
{
    const LookupTable& voi = *transform.voiTable();
    m_rgb.resize(voi.data.size());
    for (std::size_t i = 0; i < m_rgb.size(); ++i) {
        m_rgb[i] = pixelOf(transform.pValue(voi.first + static_cast<double>(i)), transform, m_line.form);
    }
    place(m_table, (voi.first - intercept) / slope, slope);
}

TableMap LevelMap::table() const
{
    TableMap map = m_table;
    map.rgb = m_rgb.data();
    map.last = static_cast<int>(m_rgb.size()) - 1;
    map.black = m_line.form.opaque;
    return map;
}

std::vector<std::uint32_t> pixelTable(const GrayTransform& transform, int first, int last, const PixelForm& form)
{
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(std::max(0, last - first + 1)));
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const double stored = first + static_cast<double>(i);
        pixels[i] =
            transform.isPadding(stored) ? form.grey(0) : pixelOf(transform.pValue(transform.modality(stored)), transform, form);
    }
    return pixels;
}

} // namespace isocenter
