#include "display/DisplayPipeline.h"

#include "display/ColorConversion.h"
#include "display/ColorTransform.h"
#include "display/SampleVisit.h"
#include "display/Voi.h"

#include <cmath>
#include <limits>

namespace isocenter {

namespace {

using Range = std::pair<double, double>;

template <typename T, typename Value>
std::optional<Range> rangeOf(const T* values, std::size_t count, const std::optional<Range>& skip, double end, Value valueOf)
{
    double low = std::numeric_limits<double>::max();
    double high = std::numeric_limits<double>::lowest();
    for (std::size_t i = 0; i < count; ++i) {
        const double stored = static_cast<double>(values[i]);
        if (!std::isfinite(stored) || stored >= end || (skip && stored >= skip->first && stored <= skip->second)) {
            continue;
        }
        const double value = valueOf(stored);
        low = std::min(low, value);
        high = std::max(high, value);
    }
    return low > high ? std::nullopt : std::optional(Range(low, high));
}

std::optional<Range> range(const ImageAttributes& image, const ModalityTransform& m, const Frame& frame,
                           const std::optional<Range>& skip, const std::optional<double>& firstColor = std::nullopt)
{
    if (image.isColor()) {
        return Range(frame.minimum(), frame.maximum());
    }
    const double end = firstColor.value_or(std::numeric_limits<double>::infinity());
    if (m.table && !m.table->data.empty()) {
        return visitSamples(frame, [&](const auto* values) {
            return rangeOf(values, frame.count(), skip, end, [&](double v) { return static_cast<double>(lookup(*m.table, v)); });
        });
    }
    // Only a range that padding or infinities may lie in needs another look at the values.
    const bool padded = skip && skip->first <= frame.maximum() && skip->second >= frame.minimum();
    std::optional<Range> stored = Range(frame.minimum(), frame.maximum());
    if (padded || frame.maximum() >= end || !std::isfinite(frame.minimum()) || !std::isfinite(frame.maximum())) {
        stored = visitSamples(
            frame, [&](const auto* values) { return rangeOf(values, frame.count(), skip, end, [](double v) { return v; }); });
    }
    if (!stored) {
        return std::nullopt;
    }
    const double a = stored->first * m.slope + m.intercept;
    const double b = stored->second * m.slope + m.intercept;
    return Range(std::min(a, b), std::max(a, b));
}

/// Every value of the frame into the picture, by the table or, where there is none, by `shownAs`.
template <typename Pixel, typename ShownAs>
void fillGrey(QImage& picture, const Frame& frame, const std::vector<Pixel>& table, int first, ShownAs shownAs)
{
    visitSamples(frame, [&](const auto* values) {
        for (int row = 0; row < frame.rows(); ++row) {
            const auto* in = values + static_cast<std::size_t>(row) * static_cast<std::size_t>(frame.columns());
            auto* out = reinterpret_cast<Pixel*>(picture.scanLine(row));
            for (int column = 0; column < frame.columns(); ++column) {
                out[column] = table.empty() ? shownAs(static_cast<double>(in[column]))
                                            : table[static_cast<std::size_t>(static_cast<std::int64_t>(in[column]) - first)];
            }
        }
    });
}

QImage greyImage(const GrayTransform& transform, const Frame& frame, PixelDepth depth)
{
    const bool isWide = depth == PixelDepth::Sixteen;
    QImage picture(frame.columns(), frame.rows(), isWide ? QImage::Format_Grayscale16 : QImage::Format_Grayscale8);
    if (picture.isNull()) {
        return picture;
    }
    if (isWide) {
        fillGrey(picture, frame, transform.wideTable(), transform.tableFirst(), [&](double v) { return transform.wide(v); });
    } else {
        fillGrey(picture, frame, transform.table(), transform.tableFirst(), [&](double v) { return transform.grey(v); });
    }
    return picture;
}

/// Grey, and the colours of the palette for the values that mean them.
QImage paletteImage(const GrayTransform& transform, const ImageAttributes& image, int index, const Frame& frame)
{
    QImage picture(frame.columns(), frame.rows(), QImage::Format_RGB888);
    if (picture.isNull()) {
        return picture;
    }
    const Result<ColorTransformPtr> screen = ColorTransform::make(image.frame(index).profile.get());
    const PaletteColors colors(image, screen ? screen->get() : nullptr);
    const double first = *image.firstColor(index);
    visitSamples(frame, [&](const auto* values) {
        for (int row = 0; row < frame.rows(); ++row) {
            std::uint8_t* out = picture.scanLine(row);
            for (int column = 0; column < frame.columns(); ++column, ++values, out += 3) {
                const double stored = static_cast<double>(*values);
                const bool isColor = stored >= first && !transform.isPadding(stored);
                for (std::size_t channel = 0; channel < 3; ++channel) {
                    out[channel] =
                        isColor ? static_cast<std::uint8_t>(colors.at(stored)[channel] + 0.5F) : transform.grey(stored);
                }
            }
        }
    });
    return picture;
}

QImage pseudoColorImage(const GrayTransform& transform, const Frame& frame)
{
    QImage picture(frame.columns(), frame.rows(), QImage::Format_RGB888);
    if (picture.isNull()) {
        return picture;
    }
    visitSamples(frame, [&](const auto* values) {
        for (int row = 0; row < frame.rows(); ++row) {
            std::uint8_t* out = picture.scanLine(row);
            for (int column = 0; column < frame.columns(); ++column, ++values, out += 3) {
                const double stored = static_cast<double>(*values);
                const double level = transform.pValue(transform.modality(stored));
                for (std::size_t channel = 0; channel < 3; ++channel) {
                    out[channel] = transform.isPadding(stored) || !(level >= 0) ? 0 : transform.palette()->at(channel, level);
                }
            }
        }
    });
    return picture;
}

/// Null: the colours are sRGB, or must be taken as such.
ColorTransformPtr colorsOf(const ImageAttributes& image, int index, const DisplayState& state)
{
    const bool ofState = state.overrides && state.overrides->hasProfile;
    const ColorProfilePtr& profile = ofState ? state.overrides->profile : image.frame(index).profile;
    const Result<ColorTransformPtr> transform = ColorTransform::make(profile.get());
    return transform ? *transform : nullptr;
}

QImage colorImage(const ImageAttributes& image, int index, const Frame& frame, const DisplayState& state)
{
    if (!isShowableColor(image, frame)) {
        return {};
    }
    QImage picture(frame.columns(), frame.rows(), QImage::Format_RGB888);
    if (picture.isNull()) {
        return picture;
    }
    const std::size_t rowBytes = 3 * static_cast<std::size_t>(frame.columns());
    std::vector<std::uint8_t> rgb(rowBytes * static_cast<std::size_t>(frame.rows()));
    toRgb(image, frame, rgb.data(), 3);
    if (const ColorTransformPtr colors = colorsOf(image, index, state)) {
        colors->apply8(rgb.data(), rgb.size() / 3, 3);
    }
    std::uint8_t table[256];
    channelTable(image.photometric == Photometric::PaletteColor ? std::nullopt : state.window, state.invert, table);
    for (int row = 0; row < frame.rows(); ++row) {
        const std::uint8_t* in = rgb.data() + static_cast<std::size_t>(row) * rowBytes;
        std::uint8_t* out = picture.scanLine(row);
        for (std::size_t i = 0; i < rowBytes; ++i) {
            out[i] = table[in[i]];
        }
    }
    return picture;
}

} // namespace

std::optional<std::pair<double, double>> paddingRange(const ImageAttributes& image)
{
    if (!image.paddingValue || image.isColor()) {
        return std::nullopt;
    }
    const double other = image.paddingLimit.value_or(*image.paddingValue);
    return Range(std::min(*image.paddingValue, other), std::max(*image.paddingValue, other));
}

std::vector<float> modalityValues(const ImageAttributes& image, int index, const Frame& frame)
{
    std::vector<float> out(frame.count());
    const ModalityTransform& m = image.frame(index).modality;
    const bool none = image.isColor() || m.realWorld; // which comes after this stage
    const LookupTable* table = m.table && !m.table->data.empty() && !none ? m.table.get() : nullptr;
    const double slope = none ? 1.0 : m.slope;
    const double intercept = none ? 0.0 : m.intercept;
    visitSamples(frame, [&](const auto* values) {
        for (std::size_t i = 0; i < out.size(); ++i) {
            const double stored = static_cast<double>(values[i]);
            out[i] = table ? static_cast<float>(lookup(*table, stored)) : static_cast<float>(stored * slope + intercept);
        }
    });
    return out;
}

std::pair<double, double> modalityRange(const ImageAttributes& image, int index, const Frame& frame)
{
    const ModalityTransform& m = image.frame(index).modality;
    return range(image, m.realWorld ? ModalityTransform() : m, frame, std::nullopt).value_or(Range(0, 0));
}

std::optional<std::pair<double, double>> visibleRange(const ImageAttributes& image, int index, const Frame& frame)
{
    return visibleRange(image, index, image.frame(index).modality, frame);
}

std::optional<std::pair<double, double>> visibleRange(const ImageAttributes& image, int index, const ModalityTransform& modality,
                                                      const Frame& frame)
{
    return range(image, modality, frame, paddingRange(image), image.firstColor(index));
}

QImage displayImage(const ImageAttributes& image, int index, const Frame& frame, const DisplayState& state, PixelDepth depth)
{
    try {
        if (image.photometric == Photometric::PaletteColor || frame.samples() > 1) {
            return colorImage(image, index, frame, state);
        }
        const GrayTransform transform(image, index, frame, state);
        if (transform.palette()) {
            return pseudoColorImage(transform, frame);
        }
        return image.firstColor(index) ? paletteImage(transform, image, index, frame) : greyImage(transform, frame, depth);
    } catch (const std::bad_alloc&) {
        return {};
    }
}

} // namespace isocenter
