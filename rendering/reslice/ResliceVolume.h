#pragma once

#include "base/Result.h"
#include "image/Frame.h"
#include "image/ImageSeries.h"
#include "reslice/ResliceKernels.h"
#include "reslice/VolumeGrid.h"
#include "slice/LevelMap.h"

#include <optional>
#include <utility>
#include <vector>

namespace isocenter {

/// A stack of decoded frames as one volume: no copy of the pixels, a table of where each slice lies in memory. Slices may be
/// set in any order and while others are still missing; where one is missing the volume has no data, which is told apart from
/// padding.
///
/// Values of up to 16 bits with one and the same slope, intercept and padding for all slices are used as they are stored. All
/// else (PET with a slope a slice, modality LUTs, 32 bits, floats) is made float32 modality values as each slice is set.
///
/// A value: copies share the frames and cost a few pointers a slice, so that a snapshot can be resliced on another thread while
/// more slices arrive. Const functions may run on several threads at once.
class ResliceVolume
{
public:
    /// `slices` in the grid's order; one without an image is a gap, which never gets a frame.
    /// An Error if the grid is none (VolumeGrid::check), sizes do not fit it, or an image is in
    /// colour. Throws std::bad_alloc.
    static Result<ResliceVolume> make(VolumeGrid grid, std::vector<FrameRef> slices);

    /// The stored values of slice k, or null to take them away again. An Error where they do not fit. Throws std::bad_alloc.
    Result<void> setSlice(int k, const FramePtr& frame);

    const VolumeGrid& grid() const { return m_grid; }
    const IndexMap& map() const { return m_map; }
    bool isPresent(int k) const { return m_present[static_cast<std::size_t>(k)] != 0; }
    int presentSlices() const { return m_presentCount; }
    bool isComplete() const { return m_presentCount == m_grid.slices; }
    /// None of the slices first to last, cut to those that there are, is missing.
    bool isComplete(int first, int last) const;

    /// Values are modality values, float32, NaN where padding was.
    bool isModality() const { return m_modality; }
    /// What makes modality values of the values: 1 and 0 where they are.
    double slope() const { return m_slope; }
    double intercept() const { return m_intercept; }
    /// The window step for resliced values. `transform` is that of any slice: its window, tables and polarity are used.
    LevelMap levels(const GrayTransform& transform, const PixelForm& form = kEightBits) const;
    /// Least and greatest value of the slices that are there, padding included; empty without any.
    std::optional<std::pair<double, double>> range() const { return m_range; }

    // For the resampling itself.
    VoxelType element() const { return m_element; }
    bool hasBackground() const { return m_masked; }
    SliceTable view() const;

private:
    ResliceVolume(VolumeGrid grid, std::vector<FrameRef> slices);
    void chooseForm();
    void place(int k, const FramePtr& frame);
    void point(int k, const void* values);
    FramePtr stored(const FramePtr& frame) const;
    FramePtr modality(int k, const Frame& frame);
    void widen(double least, double most);

    VolumeGrid m_grid;
    IndexMap m_map;
    std::vector<FrameRef> m_slices;
    std::vector<FramePtr> m_frames;
    std::vector<std::uint8_t> m_present;
    int m_presentCount = 0;
    bool m_modality = false;
    std::optional<SampleType> m_type; ///< of all frames; none yet
    VoxelType m_element = VoxelType::Float;
    double m_slope = 1;
    double m_intercept = 0;
    std::optional<std::pair<double, double>> m_padding;
    bool m_masked = false; ///< some value is padding
    std::optional<std::pair<double, double>> m_range;
    std::vector<const void*> m_pointers; ///< kSlicesAround more at both ends
    std::vector<std::int32_t> m_offsets; ///< the same
    FramePtr m_first;                    ///< stands in for what is missing, and is where offsets count from
    bool m_far = false;                  ///< offsets do not fit
};

} // namespace isocenter
