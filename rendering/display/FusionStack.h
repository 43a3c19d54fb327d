#pragma once

#include "base/Result.h"
#include "image/ImageSeries.h"

#include <vector>

namespace isocenter {

/// Parallel slices that are to be laid over images of the same frame of reference: finds the slices that a plane needs and
/// samples them there. A value; safe to copy to a worker. Distances in mm, LPS.
class FusionStack
{
public:
    /// An error, one sentence, if the frames are none, do not say where they lie, are not parallel to each other, or lie in
    /// another frame of reference or another patient than `onto`.
    static Result<FusionStack> make(std::vector<FrameRef> frames, const FrameRef& onto);

    const std::vector<FrameRef>& frames() const { return m_frames; } ///< in order along their normal
    /// Indices of the slices that lie on, or next to, an image plane; empty if it lies beside the stack.
    std::vector<int> needed(const ImagePlane& plane, int rows, int columns) const;

    struct Slice
    {
        int index = 0; ///< of frames()
        FramePtr frame;
    };
    /// Modality values (by `modality`, in place of the frames' own) on the pixels of an image plane, float32; NaN where there is
    /// nothing or only padding. Linear between pixels and between slices; never across padding, a gap, or the ends of the stack
    /// (by more than half a slice). `slices`: at least those that are needed. Takes up to 0.1 s for a million pixels; throws
    /// std::bad_alloc.
    FramePtr sample(const ImagePlane& plane, int rows, int columns, const std::vector<Slice>& slices,
                    const ModalityTransform& modality) const;

private:
    std::pair<int, int> neighbours(double at) const;

    std::vector<FrameRef> m_frames;
    std::vector<double> m_places; ///< along the normal
    Eigen::Vector3d m_normal = Eigen::Vector3d::UnitZ();
    double m_spacing = 1; ///< median
};

} // namespace isocenter
