#include "mpr/MprHatching.h"

#include "reslice/Reslicer.h"

#include <new>

namespace isocenter {

namespace {

constexpr int kHatchStep = 20;
constexpr QRgb kAbsent = 0xFFE5534B;
constexpr QRgb kGap = 0xC0D9A514;

} // namespace

MprHatching::MprHatching(const ResliceVolume& volume, const ReslicePlane& plane,
                         const std::vector<std::pair<double, double>>& gaps, Slant slant)
    : m_width(plane.width), m_height(plane.height), m_gaps(volume.grid(), plane, gaps), m_slant(slant)
{
}

QImage MprHatching::paint(const std::vector<std::uint8_t>& mask, bool& overGap) const
{
    QImage image(m_width, m_height, QImage::Format_ARGB32);
    if (image.isNull()) {
        throw std::bad_alloc();
    }
    for (int y = 0; y < m_height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < m_width; ++x) {
            const std::size_t at = static_cast<std::size_t>(y) * static_cast<std::size_t>(m_width) + static_cast<std::size_t>(x);
            const bool beside = !mask.empty() && mask[at] == static_cast<std::uint8_t>(ReslicePixel::Background);
            const bool gap = !beside && m_gaps.isOver(x, y);
            const bool absent = !mask.empty() && mask[at] == static_cast<std::uint8_t>(ReslicePixel::Missing);
            overGap = overGap || gap;
            const int phase = (m_slant == Slant::Rising ? x + y : x - y + m_height * kHatchStep) % kHatchStep;
            line[x] = absent && phase < 2 ? kAbsent : gap && phase == 0 ? kGap : 0;
        }
    }
    return image;
}

bool isSamePlane(const ReslicePlane& a, const ReslicePlane& b)
{
    return a.center == b.center && a.right == b.right && a.down == b.down && a.width == b.width && a.height == b.height &&
           a.spacing == b.spacing && a.thickness == b.thickness && a.mode == b.mode && a.interpolation == b.interpolation;
}

} // namespace isocenter
