#pragma once

#include "base/Result.h"
#include "image/ImageSeries.h"
#include "presentation/Blending.h"
#include "registration/SpatialRegistration.h"

#include <vector>

namespace isocenter {

/// The pixel centres of an image, in the space of a stack. LPS, mm.
struct FusionGrid
{
    FusionGrid(const ImagePlane& plane, int rowCount, int columnCount,
               const Eigen::Affine3d& toStack = Eigen::Affine3d::Identity());

    Eigen::Vector3d at(double column, double row) const { return origin + right * column + down * row; }

    Eigen::Vector3d origin; ///< centre of the first pixel
    Eigen::Vector3d right;  ///< to the next column; not of unit length
    Eigen::Vector3d down;   ///< to the next row
    int rows = 0;
    int columns = 0;
    SpatialRegistrationPtr registration; ///< that leads from the image to the stack; null: they share a frame of reference
};

/// Parallel slices that are to be laid over other images: finds the slices that a plane needs and samples them there. A value;
/// safe to copy to a worker. Distances in mm, LPS.
class FusionStack
{
public:
    /// `input` says what of the frames is shown. `named`: the registrations that place them, `known`: those there are
    /// (registration/SpatialRegistration.h). An error, one sentence, if the frames are none, of another patient than `onto`, do
    /// not say where they lie, are not parallel to each other, some in grey and some in colour, or not related to `onto` all in
    /// the same way; or if `input` has grey values only in mind and they are in colour.
    static Result<FusionStack> make(std::vector<FrameRef> frames, const FrameRef& onto, const BlendingInput& input = {},
                                    const std::vector<SpatialRegistrationPtr>& known = {},
                                    const std::vector<InstanceUid>& named = {});

    const std::vector<FrameRef>& frames() const { return m_frames; } ///< in order along their normal
    bool isColor() const;
    /// Where the pixels of an image lie among the slices; an error if it does not say where it lies, or is not related to them.
    Result<FusionGrid> grid(const FrameRef& onto) const;
    /// Indices of the slices that lie on, or next to, an image; empty if it lies beside the stack.
    std::vector<int> needed(const FusionGrid& grid) const;

    struct Slice
    {
        int index = 0; ///< of frames()
        FramePtr frame;
    };
    /// Modality values as the input says, on the pixels of an image, float32; NaN where there is nothing, only padding, or a
    /// value that the input's thresholds do not show. Of images in colour red, green and blue, 0 to 255, as sRGB. Linear between
    /// pixels and between slices; never across padding, a gap, or the ends of the stack (by more than half a slice). `slices`: at
    /// least those that are needed, samples as their images say. Takes up to 0.1 s for a million pixels; throws std::bad_alloc.
    FramePtr sample(const FusionGrid& grid, const std::vector<Slice>& slices) const;

private:
    std::pair<int, int> neighbours(double at) const;

    std::vector<FrameRef> m_frames;
    std::vector<double> m_places; ///< along the normal
    Eigen::Vector3d m_normal = Eigen::Vector3d::UnitZ();
    double m_spacing = 1; ///< median
    BlendingInput m_input;
    std::vector<SpatialRegistrationPtr> m_known;
    std::vector<InstanceUid> m_named;
};

/// The modality values of a grey frame as an input says, float32; NaN where there is padding or a value that its thresholds do
/// not show. Throws std::bad_alloc.
FramePtr shownValues(const FrameRef& ref, const Frame& frame, const BlendingInput& input);

} // namespace isocenter
