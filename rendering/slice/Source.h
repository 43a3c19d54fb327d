#pragma once

#include "display/ColorTransform.h"
#include "image/Frame.h"
#include "image/ImageAttributes.h"
#include "slice/Kernels.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace isocenter {

/// The kernels' type of stored values; Float for those of more than 16 bits, which have to be made floats.
VoxelType voxelTypeOf(SampleType type);
std::size_t elementSize(VoxelType element); ///< bytes

/// What the kernels resample: one grey plane, or red, green and blue. Immutable, keeps its memory alive.
/// Values x of a grey plane become modality values, of a colour plane 0 to 255, as x * slope + intercept.
struct Source
{
    VoxelType element = VoxelType::UInt8;
    int rows = 0;
    int columns = 0;
    std::vector<const std::byte*> planes; ///< one or three; rows follow each other without a gap
    std::shared_ptr<const void> owner;
    double slope = 1;
    double intercept = 0;
    bool masked = false; ///< values in [low, high] and NaN are background
    float low = 1;       ///< low > high: no value but NaN is background
    float high = 0;
    /// Grey frames some of whose values are colours (ImageAttributes::firstColor): three float planes, NaN where the frame is
    /// grey; the grey plane is background there. Null: none.
    std::shared_ptr<const Source> colors;

    std::size_t elementSize() const { return isocenter::elementSize(element); }
    const std::byte* row(std::size_t plane, int r) const
    {
        return planes[plane] + static_cast<std::size_t>(r) * static_cast<std::size_t>(columns) * elementSize();
    }
};

/// Values of up to 16 bits are used where they lie. A modality LUT is applied first, so that interpolation is between modality
/// values; 32-bit and 64-bit values become floats relative to the middle of the frame's range, which keeps their precision.
/// Colours that 8 bits would round are planes of 16 bits.
/// `modality` is that of the image or of a presentation state; `screen`: what palette colours are made by (see PaletteColors).
/// Null for what cannot be shown (see displayImage). Throws std::bad_alloc.
std::shared_ptr<const Source> makeSource(const ImageAttributes& image, int index, const ModalityTransform& modality,
                                         const FramePtr& frame, const ColorTransform* screen = nullptr);

} // namespace isocenter
