#pragma once

#include "reslice/ReslicePlane.h"
#include "reslice/ResliceVolume.h"

#include <QRgb>

#include <cstddef>
#include <cstdint>

namespace isocenter {

/// What a pixel of a reslice is, one byte each.
enum class ReslicePixel : std::uint8_t {
    Data = 0,
    Background = 1, ///< outside of the volume, or padding
    Missing = 2     ///< a slice that it needs is a gap, or not loaded yet
};

struct ResliceOutcome
{
    bool missing = false; ///< some pixels are Missing: the picture is not the whole, and has to say so
};

/// Makes a plane of a volume, any plane: the way from the patient to the voxels is affine, so that a tilted gantry is a shear;
/// unequal distances between slices are followed from slice to slice.
///
/// A voxel reaches half a voxel around its centre; beyond the outermost centres its value is continued, and beyond that there is
/// background. Padding takes no part in a value, and where it has more than half of the weight the pixel is background (as in
/// slice/SlicePainter.h); nearest takes the voxel itself; cubic is linear where one of its 64 voxels is padding or missing. A
/// pixel is Missing if a slice is that the interpolation lies between, and in a slab if that is so for one of its planes.
///
/// Linear is within 0.02 of a stored value of the exact interpolation (0.002 where values span 4096); slabs of values that span
/// up to 8191 within 1/4.
///
/// Rows are spread over the idle threads of the global pool (slice/ParallelRows.h); may itself be called on several threads.
/// Errors: those of ReslicePlane::check, and short memory.

/// `values`: width * height modality values, row-major; NaN where there is none. `mask`: as many ReslicePixel, or null.
Result<ResliceOutcome> reslice(const ResliceVolume& volume, const ReslicePlane& plane, float* values, std::uint8_t* mask,
                               const ResliceKernels& kernels = resliceKernels());

/// The same through a window (ResliceVolume::levels): opaque pixels `stride` apart from row to row, black where there is no
/// value. Values are interpolated first, then windowed.
Result<ResliceOutcome> paintReslice(const ResliceVolume& volume, const ReslicePlane& plane, const LevelMap& levels, QRgb* pixels,
                                    std::ptrdiff_t stride, std::uint8_t* mask, const ResliceKernels& kernels = resliceKernels());

} // namespace isocenter
