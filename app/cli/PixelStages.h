#pragma once

#include "display/DisplayPipeline.h"
#include "display/MaskSubtraction.h"
#include "image/Frame.h"
#include "image/ImageAttributes.h"
#include "presentation/PresentationState.h"

#include <QByteArray>
#include <QSize>

#include <cstdint>

namespace isocenter::cli {

/// The three stages of `isocenter pixels`, in the order of the command's words.
enum class PixelStage { Stored, Modality, Display };

/// One frame at a stage, row-major, little endian. Stored: int32 a sample (unsigned 32 bits as bit pattern; floating point
/// pixels stay float32 or float64). Modality: float32. Display: uint8 grey or RGB; `size` not empty: fitted into it with the
/// pixels' aspect, black around. With `presentation`: as that state says, its shutter, turn and flip included, one pixel a
/// pixel and without its displayed area and annotations; `subtracted`: that difference in place of the frame. Empty if the frame
/// cannot be shown.
QByteArray stageBytes(PixelStage stage, const ImagePtr& image, int index, const FramePtr& frame, const DisplayState& state,
                      const QSize& size, const PresentationStatePtr& presentation = {},
                      const SubtractedFrame* subtracted = nullptr);

/// Over stored values as int32 (floating point: as they are).
struct StoredStatistics
{
    double minimum = 0;
    double maximum = 0;
    double sum = 0;
    std::uint64_t count = 0;

    double mean() const { return count > 0 ? sum / static_cast<double>(count) : 0; }
    void add(const StoredStatistics& other);
};
StoredStatistics storedStatistics(const Frame& frame);

} // namespace isocenter::cli
