#include "slice/FusionPainter.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

/// Channels of a pixel format, 8 or 10 bits each.
struct Channels
{
    std::uint32_t mask = 0xFF;
    int bits = 8;
    std::uint32_t opaque = 0xFF000000U;
};

Channels channelsOf(const QImage& picture)
{
    return picture.format() == QImage::Format_RGB30 ? Channels{0x3FF, 10, 0xC0000000U} : Channels{};
}

} // namespace

void FusionPainter::setFrame(const FramePtr& frame, const ImagePtr& image, int index)
{
    m_base.setFrame(frame, image, index);
}

void FusionPainter::setLayers(std::vector<FusionLayer> layers, const ColorProfilePtr& profile)
{
    if (layers == m_layers && profile == m_profile) {
        return;
    }
    m_layers = std::move(layers);
    m_painters.resize(m_layers.size());
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        if (!m_painters[i]) {
            m_painters[i] = std::make_unique<SlicePainter>();
            m_painters[i]->setTransparent(true);
        }
        m_painters[i]->setFrame(m_layers[i].frame, m_layers[i].image, 0);
    }
    if (profile != m_profile) {
        m_profile = profile;
        const Result<ColorTransformPtr> colors = ColorTransform::make(profile.get(), m_screen.get());
        m_colors = colors ? *colors : nullptr;
    }
    m_mixed = false;
}

void FusionPainter::setDepth(ScreenDepth depth)
{
    m_base.setDepth(depth);
    m_mixed = false;
}

void FusionPainter::setScreenProfile(const ColorProfilePtr& screen)
{
    m_base.setScreenProfile(screen);
    m_screen = screen;
    m_mixed = false;
}

const QImage& FusionPainter::paint(const SliceGeometry& geometry, const DisplayState& state)
{
    const QImage& base = m_base.paint(geometry, state);
    if (m_layers.empty() || base.isNull()) {
        return base;
    }
    if (m_mixed && m_baseKey == base.cacheKey() && m_geometry == geometry) {
        return m_picture;
    }
    m_picture = base.copy();
    if (m_picture.isNull()) {
        return base;
    }
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        m_painters[i]->setDepth(m_base.depth() == ScreenDepth::Ten ? ScreenDepth::Ten : ScreenDepth::Eight);
        mixIn(m_painters[i]->paint(geometry, m_layers[i].display), m_layers[i].opacity);
    }
    if (m_colors) {
        toScreen();
    }
    m_baseKey = base.cacheKey();
    m_geometry = geometry;
    m_mixed = true;
    return m_picture;
}

/// PS3.3 C.11.14: opacity * above + (1 - opacity) * below.
void FusionPainter::mixIn(const QImage& layer, double opacity)
{
    if (layer.size() != m_picture.size() || layer.format() != m_picture.format()) {
        return;
    }
    const Channels channels = channelsOf(m_picture);
    const auto above = static_cast<std::uint32_t>(std::lround(std::clamp(opacity, 0.0, 1.0) * 65536));
    const std::uint32_t below = 65536 - above;
    for (int row = 0; row < m_picture.height(); ++row) {
        const auto* in = reinterpret_cast<const std::uint32_t*>(layer.constScanLine(row));
        auto* out = reinterpret_cast<std::uint32_t*>(m_picture.scanLine(row));
        for (int column = 0; column < m_picture.width(); ++column) {
            if ((in[column] & channels.opaque) == 0) {
                continue;
            }
            std::uint32_t pixel = channels.opaque;
            for (int shift = 0; shift < 3 * channels.bits; shift += channels.bits) {
                const std::uint32_t a = in[column] >> shift & channels.mask;
                const std::uint32_t b = out[column] >> shift & channels.mask;
                pixel |= (a * above + b * below + 32768) >> 16 << shift;
            }
            out[column] = pixel;
        }
    }
}

/// The mixture's colours for the screen.
void FusionPainter::toScreen()
{
    const Channels channels = channelsOf(m_picture);
    const auto width = static_cast<std::size_t>(m_picture.width());
    const float scale = 255.0F / static_cast<float>(channels.mask);
    std::vector<float> planes(3 * width);
    for (int row = 0; row < m_picture.height(); ++row) {
        auto* line = reinterpret_cast<std::uint32_t*>(m_picture.scanLine(row));
        for (std::size_t i = 0; i < width; ++i) {
            for (std::size_t channel = 0; channel < 3; ++channel) { // red first
                const int shift = channels.bits * (2 - static_cast<int>(channel));
                planes[channel * width + i] = static_cast<float>(line[i] >> shift & channels.mask) * scale;
            }
        }
        m_colors->apply(planes.data(), planes.data() + width, planes.data() + 2 * width, m_picture.width());
        for (std::size_t i = 0; i < width; ++i) {
            std::uint32_t pixel = channels.opaque;
            for (std::size_t channel = 0; channel < 3; ++channel) {
                const int shift = channels.bits * (2 - static_cast<int>(channel));
                pixel |= static_cast<std::uint32_t>(planes[channel * width + i] / scale + 0.5F) << shift;
            }
            line[i] = pixel;
        }
    }
}

} // namespace isocenter
