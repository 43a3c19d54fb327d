#pragma once

#include "geometry/ImagePlane.h"

#include <optional>
#include <vector>

namespace isocenter {

/// One frame's place for ordering. `plane` is absent where the file has none or where it is not orthonormal.
struct SliceKey
{
    std::optional<ImagePlane> plane;
    int instanceNumber = 0; ///< 0 if absent
    int frame = 0;          ///< 0-based, within its instance
};

/// What is known of a stack after ordering.
struct SliceOrder
{
    std::vector<int> order;      ///< indices into the input, first slice first
    bool byPosition = false;     ///< true: ordered along the normal; false: by instance number and frame
    std::vector<double> offsets; ///< mm along the normal, ascending, one per ordered slice; empty unless byPosition
    double spacing = 0.0;        ///< median distance in mm; 0 if not byPosition or fewer than two places
    std::vector<int> gaps;       ///< ordered index i where slice i+1 lies more than 1.5 spacings further: images are missing
    int repeats = 0;             ///< slices that share a place with the one before
};

/// Orders the frames of one stack (PS3.3 C.7.6.2): by ImagePositionPatient along the common normal when all planes are
/// parallel, never by slice thickness or slice location; otherwise by instance number, then frame. Stable. O(n log n).
SliceOrder orderSlices(const std::vector<SliceKey>& keys);

} // namespace isocenter
