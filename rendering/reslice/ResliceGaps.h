#pragma once

#include "reslice/ReslicePlane.h"
#include "stack/VolumeLayout.h"

#include <utility>
#include <vector>

namespace isocenter {

/// First and last place of each distance over which a volume is made up from slices that are too far apart
/// (VolumeLayout::gaps), along the places of `grid`, which is one of that layout and starts at its first slice.
std::vector<std::pair<double, double>> gapPlaces(const VolumeLayout& layout, const VolumeGrid& grid);

/// Tells which pixels of a plane lie between slices that are too far apart: they have a value, but no one acquired it.
class GapTest
{
public:
    /// `gaps`: of gapPlaces(), must outlive this. The plane is one that check() accepts.
    GapTest(const VolumeGrid& grid, const ReslicePlane& plane, const std::vector<std::pair<double, double>>& gaps);
    /// Of a slab: for one of its layers or several. Outside of the volume's columns and rows too. Within 0.02 mm
    /// of a slice counts as that slice.
    bool isOver(int column, int row) const;

private:
    double m_start; ///< place of pixel (0, 0), and steps to the next column and row
    double m_right;
    double m_down;
    double m_reach; ///< of the slab, to both sides
    double m_margin;
    const std::vector<std::pair<double, double>>& m_gaps;
};

} // namespace isocenter
