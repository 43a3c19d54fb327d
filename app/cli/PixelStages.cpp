#include "cli/PixelStages.h"

#include "display/CieLab.h"
#include "display/ShutterMask.h"
#include "display/StateOverrides.h"
#include "slice/SlicePainter.h"

#include <QImage>
#include <QtEndian>

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace isocenter::cli {

namespace {

/// Calls `kernel` with the frame's values as int32, or as floating point values as they are.
template <typename Kernel> void visitStored(const Frame& frame, Kernel kernel)
{
    switch (frame.type()) {
    case SampleType::UInt8:
        return kernel(frame.values<std::uint8_t>(), std::int32_t{});
    case SampleType::Int8:
        return kernel(frame.values<std::int8_t>(), std::int32_t{});
    case SampleType::UInt16:
        return kernel(frame.values<std::uint16_t>(), std::int32_t{});
    case SampleType::Int16:
        return kernel(frame.values<std::int16_t>(), std::int32_t{});
    case SampleType::UInt32:
        return kernel(frame.values<std::uint32_t>(), std::int32_t{});
    case SampleType::Int32:
        return kernel(frame.values<std::int32_t>(), std::int32_t{});
    case SampleType::Float32:
        return kernel(frame.values<float>(), float{});
    case SampleType::Float64:
        return kernel(frame.values<double>(), double{});
    }
}

template <typename T> void put(char* to, T value)
{
    std::memcpy(to, &value, sizeof value); // then turned, on a big endian machine
    if constexpr (Q_BYTE_ORDER == Q_BIG_ENDIAN) {
        std::reverse(to, to + sizeof value);
    }
}

QByteArray storedBytes(const Frame& frame)
{
    QByteArray bytes;
    visitStored(frame, [&](const auto* values, auto out) {
        using Out = decltype(out);
        bytes.resize(static_cast<qsizetype>(frame.count() * sizeof(Out)));
        for (std::size_t i = 0; i < frame.count(); ++i) {
            put(bytes.data() + i * sizeof(Out), static_cast<Out>(values[i]));
        }
    });
    return bytes;
}

QByteArray modalityBytes(const ImageAttributes& image, int index, const Frame& frame)
{
    const std::vector<float> values = modalityValues(image, index, frame);
    QByteArray bytes(static_cast<qsizetype>(values.size() * sizeof(float)), Qt::Uninitialized);
    for (std::size_t i = 0; i < values.size(); ++i) {
        put(bytes.data() + i * sizeof(float), values[i]);
    }
    return bytes;
}

/// Height over width of one pixel.
double pixelAspect(const ImageAttributes& image, int index)
{
    const std::optional<PixelSpacing>& spacing = image.frame(index).spacing;
    if (spacing && spacing->row > 0 && spacing->column > 0) {
        return spacing->row / spacing->column;
    }
    return image.pixelAspect.value_or(1.0);
}

QImage fitted(const ImagePtr& image, int index, const FramePtr& frame, const DisplayState& state, const QSize& size)
{
    const double aspect = pixelAspect(*image, index);
    const double width = frame->columns();
    const double height = frame->rows() * aspect;
    const double zoom = std::min(size.width() / width, size.height() / height);
    SliceGeometry geometry;
    geometry.size = size;
    geometry.imageToScreen =
        QTransform(zoom, 0, 0, zoom * aspect, (size.width() - zoom * width) / 2, (size.height() - zoom * height) / 2);
    SlicePainter painter;
    painter.setFrame(frame, image, index);
    const QImage& picture = painter.paint(geometry, state);
    return picture.convertToFormat(image->isColor() ? QImage::Format_RGB888 : QImage::Format_Grayscale8);
}

/// One pixel a pixel, turned and flipped: the P-values that a state gives.
QImage presented(const ImagePtr& image, int index, const FramePtr& frame, DisplayState state,
                 const PresentationStatePtr& presentation, const SubtractedFrame* subtracted)
{
    const FrameRef ref{image, index};
    state.overrides = overridesOf(*presentation, ref, subtracted);
    QImage picture = subtracted ? displayImage(*subtracted->ref.image, 0, *subtracted->frame, state)
                                : displayImage(*image, index, *frame, state);
    if (const BitPlanePtr mask = shutterMask(presentation->shutter, frame->rows(), frame->columns(), pixelAspect(*image, index));
        mask && !picture.isNull()) {
        const QRgb color = shutterColor(presentation->shutter);
        if (presentation->shutter.color && picture.format() == QImage::Format_Grayscale8) {
            picture = picture.convertToFormat(QImage::Format_RGB888);
        }
        for (int row = 0; row < picture.height(); ++row) {
            for (int column = 0; column < picture.width(); ++column) {
                if (mask->at(row, column)) {
                    picture.setPixel(column, row, color);
                }
            }
        }
    }
    const QTransform turn = QTransform().rotate(90.0 * presentation->quarterTurns);
    return picture.transformed(turn).mirrored(presentation->flipHorizontal, false);
}

QByteArray displayBytes(const QImage& picture)
{
    const qsizetype rowBytes = qsizetype{picture.width()} * (picture.format() == QImage::Format_Grayscale8 ? 1 : 3);
    QByteArray bytes;
    bytes.reserve(rowBytes * picture.height());
    for (int y = 0; y < picture.height(); ++y) {
        bytes.append(reinterpret_cast<const char*>(picture.constScanLine(y)), rowBytes);
    }
    return bytes;
}

} // namespace

QByteArray stageBytes(PixelStage stage, const ImagePtr& image, int index, const FramePtr& frame, const DisplayState& state,
                      const QSize& size, const PresentationStatePtr& presentation, const SubtractedFrame* subtracted)
{
    if (stage == PixelStage::Stored) {
        return storedBytes(*frame);
    }
    if (stage == PixelStage::Modality) {
        return modalityBytes(*image, index, *frame);
    }
    if (presentation) {
        return displayBytes(presented(image, index, frame, state, presentation, subtracted));
    }
    return displayBytes(size.isEmpty() ? displayImage(*image, index, *frame, state) : fitted(image, index, frame, state, size));
}

void StoredStatistics::add(const StoredStatistics& other)
{
    minimum = count > 0 ? std::min(minimum, other.minimum) : other.minimum;
    maximum = count > 0 ? std::max(maximum, other.maximum) : other.maximum;
    sum += other.sum;
    count += other.count;
}

StoredStatistics storedStatistics(const Frame& frame)
{
    StoredStatistics result;
    result.count = frame.count();
    visitStored(frame, [&](const auto* values, auto out) {
        using Out = decltype(out);
        Out low = static_cast<Out>(values[0]);
        Out high = low;
        std::conditional_t<std::is_integral_v<Out>, std::int64_t, double> sum = 0;
        for (std::size_t i = 0; i < frame.count(); ++i) {
            const Out value = static_cast<Out>(values[i]);
            low = std::min(low, value);
            high = std::max(high, value);
            sum += value;
        }
        result.minimum = static_cast<double>(low);
        result.maximum = static_cast<double>(high);
        result.sum = static_cast<double>(sum);
    });
    return result;
}

} // namespace isocenter::cli
