#include "slice/FusionPainter.h"

#include "slice/ParallelRows.h"

#include <algorithm>

namespace isocenter {

namespace {

constexpr int kRowsPerStrip = 32;

/// Channels of a pixel format, 8 or 10 bits each.
struct Channels
{
    std::uint32_t mask = 0xFF;
    int bits = 8;
    std::uint32_t opaque = 0xFF000000U;
    int shift(std::size_t channel) const { return bits * (2 - static_cast<int>(channel)); } ///< red first
};

Channels channelsOf(const QImage& picture)
{
    return picture.format() == QImage::Format_RGB30 ? Channels{0x3FF, 10, 0xC0000000U} : Channels{};
}

/// One row of an input or of a step's result: red, green, blue of 0 to 255, and 1 where it has something, else 0. What it does
/// not have is black.
class MixRow
{
public:
    explicit MixRow(std::size_t width) : m_width(width), m_values(4 * width) {}
    float* plane(std::size_t i) { return m_values.data() + i * m_width; }
    float* alpha() { return plane(3); }

    void load(const std::uint32_t* in, const Channels& channels)
    {
        const float scale = 255.0F / static_cast<float>(channels.mask);
        for (std::size_t channel = 0; channel < 3; ++channel) {
            float* out = plane(channel);
            const int shift = channels.shift(channel);
            for (std::size_t i = 0; i < m_width; ++i) {
                out[i] = static_cast<float>(in[i] >> shift & channels.mask) * scale;
            }
        }
        for (std::size_t i = 0; i < m_width; ++i) {
            alpha()[i] = (in[i] & channels.opaque) != 0 ? 1.0F : 0.0F;
        }
    }

    /// `first` by its opacity, `second` by the rest; where one has nothing, the other.
    void mix(MixRow& first, MixRow& second, float opacity)
    {
        const float* a = first.alpha();
        const float* b = second.alpha();
        for (std::size_t channel = 0; channel < 3; ++channel) {
            float* out = plane(channel);
            const float* x = first.plane(channel);
            const float* y = second.plane(channel);
            for (std::size_t i = 0; i < m_width; ++i) {
                out[i] = x[i] * (a[i] - a[i] * b[i] * (1 - opacity)) + y[i] * (b[i] - a[i] * b[i] * opacity);
            }
        }
        for (std::size_t i = 0; i < m_width; ++i) {
            alpha()[i] = std::max(a[i], b[i]);
        }
    }

    /// The mean of those that have something.
    void average(const std::vector<MixRow*>& rows)
    {
        std::fill(m_values.begin(), m_values.end(), 0.0F);
        for (MixRow* row : rows) {
            for (std::size_t i = 0; i < m_values.size(); ++i) {
                m_values[i] += row->m_values[i];
            }
        }
        for (std::size_t channel = 0; channel < 3; ++channel) {
            float* out = plane(channel);
            for (std::size_t i = 0; i < m_width; ++i) {
                out[i] /= std::max(alpha()[i], 1.0F);
            }
        }
        for (std::size_t i = 0; i < m_width; ++i) {
            alpha()[i] = std::min(alpha()[i], 1.0F);
        }
    }

    void store(std::uint32_t* out, const Channels& channels)
    {
        const float scale = static_cast<float>(channels.mask) / 255.0F;
        std::fill(out, out + m_width, channels.opaque);
        for (std::size_t channel = 0; channel < 3; ++channel) {
            const float* in = plane(channel);
            const int shift = channels.shift(channel);
            for (std::size_t i = 0; i < m_width; ++i) {
                out[i] |= static_cast<std::uint32_t>(in[i] * alpha()[i] * scale + 0.5F) << shift;
            }
        }
    }

private:
    std::size_t m_width;
    std::vector<float> m_values;
};

void run(const BlendingStep& step, std::vector<MixRow>& rows, MixRow& result)
{
    const auto operand = [&](std::size_t i) { return &rows[static_cast<std::size_t>(step.operands[i])]; };
    if (step.mode == BlendingStep::Mode::Foreground) {
        result.mix(*operand(0), *operand(1), static_cast<float>(step.opacity));
        return;
    }
    std::vector<MixRow*> operands;
    for (std::size_t i = 0; i < step.operands.size(); ++i) {
        operands.push_back(operand(i));
    }
    result.average(operands);
}

} // namespace

void FusionPainter::setFrame(const FramePtr& frame, const ImagePtr& image, int index)
{
    m_base.setFrame(frame, image, index);
}

void FusionPainter::setFusion(const FusionPtr& fusion)
{
    if (fusion == m_fusion) {
        return;
    }
    m_fusion = fusion;
    m_keys.clear();
    m_painters.resize(fusion ? fusion->inputs.size() : 0);
    for (std::size_t i = 0; i < m_painters.size(); ++i) {
        const FusionLayer& layer = fusion->inputs[i];
        if (layer.frame && !m_painters[i]) {
            m_painters[i] = std::make_unique<SlicePainter>();
            m_painters[i]->setTransparent(true);
        }
        if (m_painters[i]) {
            m_painters[i]->setFrame(layer.frame, layer.image, 0);
        }
    }
    m_base.setTransparent(fusion != nullptr);
    prepareProfiles();
}

/// What is mixed is sRGB; the mixture is made the screen's.
void FusionPainter::prepareProfiles()
{
    m_base.setScreenProfile(m_fusion ? nullptr : m_screen);
    m_colors.reset();
    m_keys.clear();
    if (!m_fusion) {
        return;
    }
    Result<ColorTransformPtr> colors = ColorTransform::make(m_fusion->profile.get(), m_screen.get());
    if (!colors) {
        colors = ColorTransform::make(nullptr, m_screen.get());
    }
    m_colors = colors ? *colors : nullptr;
}

void FusionPainter::setDepth(ScreenDepth depth)
{
    m_base.setDepth(depth);
}

void FusionPainter::setScreenProfile(const ColorProfilePtr& screen)
{
    if (screen != m_screen) {
        m_screen = screen;
        prepareProfiles();
    }
}

/// Null where an input has nothing.
std::vector<const QImage*> FusionPainter::paintInputs(const SliceGeometry& geometry, const DisplayState& state,
                                                      const QImage& base)
{
    std::vector<const QImage*> pictures(m_fusion->inputs.size(), nullptr);
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const FusionLayer& layer = m_fusion->inputs[i];
        if (!layer.frame) {
            pictures[i] = i == m_fusion->below ? &base : nullptr;
            continue;
        }
        DisplayState display = layer.display;
        if (i == m_fusion->below) {
            display = state;
            display.overrides = layer.display.overrides;
        }
        m_painters[i]->setDepth(m_base.depth() == ScreenDepth::Ten ? ScreenDepth::Ten : ScreenDepth::Eight);
        pictures[i] = &m_painters[i]->paint(geometry, display);
    }
    return pictures;
}

const QImage& FusionPainter::paint(const SliceGeometry& geometry, const DisplayState& state)
{
    const QImage& base = m_base.paint(geometry, state);
    if (!m_fusion || m_fusion->steps.empty() || base.isNull()) {
        return base;
    }
    const std::vector<const QImage*> inputs = paintInputs(geometry, state, base);
    std::vector<qint64> keys{base.cacheKey()};
    for (const QImage* input : inputs) {
        keys.push_back(input ? input->cacheKey() : 0);
        if (input && (input->size() != base.size() || input->format() != base.format())) {
            m_keys.clear();
            m_picture = QImage(); // memory is short; a mixture without one of its parts would be another picture
            return m_picture;
        }
    }
    if (keys == m_keys) {
        return m_picture;
    }
    if (m_picture.size() != base.size() || m_picture.format() != base.format() || !m_picture.isDetached()) {
        m_picture = QImage(base.size(), base.format());
    }
    m_keys = keys;
    try {
        if (uchar* pixels = m_picture.bits()) {
            forRows(m_picture.height(), kRowsPerStrip, [&](int first, int last) { mixRows(inputs, pixels, first, last); });
        }
    } catch (const std::bad_alloc&) {
        m_keys.clear();
        m_picture = QImage();
    }
    return m_picture;
}

void FusionPainter::mixRows(const std::vector<const QImage*>& inputs, uchar* pixels, int first, int last) const
{
    const Channels channels = channelsOf(m_picture);
    const auto width = static_cast<std::size_t>(m_picture.width());
    std::vector<MixRow> rows(inputs.size() + m_fusion->steps.size(), MixRow(width));
    for (int row = first; row < last; ++row) {
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            if (inputs[i]) {
                rows[i].load(reinterpret_cast<const std::uint32_t*>(inputs[i]->constScanLine(row)), channels);
            }
        }
        for (std::size_t i = 0; i < m_fusion->steps.size(); ++i) {
            run(m_fusion->steps[i], rows, rows[inputs.size() + i]);
        }
        MixRow& result = rows.back();
        if (m_colors) {
            m_colors->apply(result.plane(0), result.plane(1), result.plane(2), m_picture.width());
        }
        const std::size_t offset = static_cast<std::size_t>(row) * static_cast<std::size_t>(m_picture.bytesPerLine());
        result.store(reinterpret_cast<std::uint32_t*>(pixels + offset), channels);
    }
}

} // namespace isocenter
