#include "slice/Source.h"

#include "display/ColorConversion.h"
#include "display/DisplayPipeline.h"
#include "display/SampleVisit.h"
#include "display/Voi.h"

#include <cmath>
#include <limits>

namespace isocenter {

namespace {

std::shared_ptr<const Source> wideColorSource(const ImageAttributes& image, const Frame& frame, std::size_t pixels)
{
    const std::shared_ptr<std::byte> planar = allocatePixels(3 * pixels * sizeof(std::uint16_t));
    auto* out = reinterpret_cast<std::uint16_t*>(planar.get());
    toWideRgb(image, frame, out, out + pixels, out + 2 * pixels);
    auto source = std::make_shared<Source>();
    const std::size_t plane = pixels * sizeof(std::uint16_t);
    source->element = VoxelType::UInt16;
    source->planes = {planar.get(), planar.get() + plane, planar.get() + 2 * plane};
    source->owner = planar;
    source->slope = 1.0 / 257;
    return source;
}

/// Colours that are floats already, 0 to 255, NaN where there are none (FusionStack).
std::shared_ptr<const Source> floatColorSource(const Frame& frame, std::size_t pixels)
{
    const std::shared_ptr<std::byte> memory = allocatePixels(3 * pixels * sizeof(float));
    auto* out = reinterpret_cast<float*>(memory.get());
    const auto* in = frame.values<float>();
    for (std::size_t i = 0; i < pixels; ++i) {
        for (std::size_t channel = 0; channel < 3; ++channel) {
            out[channel * pixels + i] = *in++;
        }
    }
    auto source = std::make_shared<Source>();
    const std::size_t plane = pixels * sizeof(float);
    source->element = VoxelType::Float;
    source->planes = {memory.get(), memory.get() + plane, memory.get() + 2 * plane};
    source->owner = memory;
    source->masked = true;
    source->low = source->high = std::numeric_limits<float>::max();
    return source;
}

std::shared_ptr<const Source> colorSource(const ImageAttributes& image, const Frame& frame)
{
    if (!isShowableColor(image, frame)) {
        return nullptr;
    }
    const std::size_t pixels = static_cast<std::size_t>(frame.rows()) * static_cast<std::size_t>(frame.columns());
    if (frame.type() == SampleType::Float32 && frame.samples() == 3) {
        return floatColorSource(frame, pixels);
    }
    if (isWideColor(image, frame)) {
        return wideColorSource(image, frame, pixels);
    }
    const std::shared_ptr<std::byte> packed = allocatePixels(3 * pixels);
    const std::shared_ptr<std::byte> planar = allocatePixels(3 * pixels);
    auto* in = reinterpret_cast<std::uint8_t*>(packed.get());
    auto* out = reinterpret_cast<std::uint8_t*>(planar.get());
    toRgb(image, frame, in, 3);
    for (std::size_t i = 0; i < pixels; ++i) {
        out[i] = in[3 * i];
        out[pixels + i] = in[3 * i + 1];
        out[2 * pixels + i] = in[3 * i + 2];
    }
    auto source = std::make_shared<Source>();
    source->planes = {planar.get(), planar.get() + pixels, planar.get() + 2 * pixels};
    source->owner = planar;
    return source;
}

using Range = std::optional<std::pair<double, double>>;

/// The frame as floats, background and values from `firstColor` on as NaN.
template <typename Convert>
void useFloats(Source& source, const Frame& frame, const Range& padding, const std::optional<double>& firstColor, Convert convert)
{
    const std::shared_ptr<std::byte> memory = allocatePixels(frame.count() * sizeof(float));
    auto* out = reinterpret_cast<float*>(memory.get());
    const double end = firstColor.value_or(std::numeric_limits<double>::infinity());
    visitSamples(frame, [&](const auto* values) {
        for (std::size_t i = 0; i < frame.count(); ++i) {
            const double v = static_cast<double>(values[i]);
            const bool background = !std::isfinite(v) || v >= end || (padding && v >= padding->first && v <= padding->second);
            out[i] = background ? std::numeric_limits<float>::quiet_NaN() : convert(v);
        }
    });
    source.element = VoxelType::Float;
    source.planes = {memory.get()};
    source.owner = memory;
    source.masked = true;
    source.low = source.high = std::numeric_limits<float>::max();
}

/// The colours among the values of a grey frame.
std::shared_ptr<const Source> paletteSource(const ImageAttributes& image, const Frame& frame, double firstColor,
                                            const Range& padding, const ColorTransform* screen)
{
    const PaletteColors colors(image, screen);
    const std::size_t pixels = frame.count();
    const std::shared_ptr<std::byte> memory = allocatePixels(3 * pixels * sizeof(float));
    auto* out = reinterpret_cast<float*>(memory.get());
    visitSamples(frame, [&](const auto* values) {
        for (std::size_t i = 0; i < pixels; ++i) {
            const double v = static_cast<double>(values[i]);
            const bool isColor = v >= firstColor && !(padding && v >= padding->first && v <= padding->second);
            for (std::size_t channel = 0; channel < 3; ++channel) {
                out[channel * pixels + i] = isColor ? colors.at(v)[channel] : std::numeric_limits<float>::quiet_NaN();
            }
        }
    });
    auto source = std::make_shared<Source>();
    source->element = VoxelType::Float;
    source->rows = frame.rows();
    source->columns = frame.columns();
    const std::size_t plane = pixels * sizeof(float);
    source->planes = {memory.get(), memory.get() + plane, memory.get() + 2 * plane};
    source->owner = memory;
    source->masked = true;
    source->low = source->high = std::numeric_limits<float>::max();
    return source;
}

bool isNarrow(SampleType type)
{
    return sampleSize(type) <= 2;
}

std::shared_ptr<const Source> greySource(const ImageAttributes& image, int index, const ModalityTransform& m,
                                         const FramePtr& frame, const ColorTransform* screen)
{
    const auto padding = paddingRange(image);
    const std::optional<double> firstColor = image.firstColor(index);
    auto source = std::make_shared<Source>();
    if (firstColor) {
        source->colors = paletteSource(image, *frame, *firstColor, padding, screen);
    }
    if (m.table && !m.table->data.empty()) {
        useFloats(*source, *frame, padding, firstColor, [&](double v) { return static_cast<float>(lookup(*m.table, v)); });
        return source;
    }
    source->slope = m.slope;
    source->intercept = m.intercept;
    if (!isNarrow(frame->type()) || firstColor) {
        const double middle = (frame->minimum() + frame->maximum()) / 2;
        const double base = std::isfinite(middle) ? middle : 0.0;
        useFloats(*source, *frame, padding, firstColor, [base](double v) { return static_cast<float>(v - base); });
        source->intercept += base * m.slope;
        return source;
    }
    source->element = voxelTypeOf(frame->type());
    source->planes = {frame->values<std::byte>()};
    source->owner = frame;
    if (padding && padding->first <= frame->maximum() && padding->second >= frame->minimum()) {
        source->masked = true;
        source->low = static_cast<float>(padding->first);
        source->high = static_cast<float>(padding->second);
    }
    return source;
}

} // namespace

VoxelType voxelTypeOf(SampleType type)
{
    switch (type) {
    case SampleType::UInt8:
        return VoxelType::UInt8;
    case SampleType::Int8:
        return VoxelType::Int8;
    case SampleType::UInt16:
        return VoxelType::UInt16;
    case SampleType::Int16:
        return VoxelType::Int16;
    default:
        return VoxelType::Float;
    }
}

std::size_t elementSize(VoxelType element)
{
    switch (element) {
    case VoxelType::UInt8:
    case VoxelType::Int8:
        return 1;
    case VoxelType::UInt16:
    case VoxelType::Int16:
        return 2;
    case VoxelType::Float:
        break;
    }
    return sizeof(float);
}

std::shared_ptr<const Source> makeSource(const ImageAttributes& image, int index, const ModalityTransform& modality,
                                         const FramePtr& frame, const ColorTransform* screen)
{
    const bool isColor = image.photometric == Photometric::PaletteColor || frame->samples() > 1;
    const auto source = isColor ? colorSource(image, *frame) : greySource(image, index, modality, frame, screen);
    if (!source || frame->rows() <= 0 || frame->columns() <= 0) {
        return nullptr;
    }
    const auto sized = std::const_pointer_cast<Source>(source);
    sized->rows = frame->rows();
    sized->columns = frame->columns();
    return source;
}

} // namespace isocenter
