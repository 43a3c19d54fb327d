#pragma once

#include "reslice/ResliceGaps.h"
#include "reslice/ReslicePlane.h"
#include "reslice/ResliceVolume.h"

#include <QImage>

#include <cstdint>
#include <utility>
#include <vector>

namespace isocenter {

/// Diagonal lines where there are no slices, or none near enough, so that no one takes what is there for what was seen.
class MprHatching
{
public:
    /// Which way the lines run: of the volume below, and of one laid over it.
    enum class Slant { Rising, Falling };
    /// `plane` in the volume's space; `gaps` as MprVolume::gaps(), must outlive this.
    MprHatching(const ResliceVolume& volume, const ReslicePlane& plane, const std::vector<std::pair<double, double>>& gaps,
                Slant slant = Slant::Rising);

    /// Format_ARGB32. `mask`: of reslice(); empty where no slice is missing. `overGap` becomes true if some of it lies between
    /// slices that are too far apart. Throws std::bad_alloc.
    QImage paint(const std::vector<std::uint8_t>& mask, bool& overGap) const;

private:
    int m_width;
    int m_height;
    GapTest m_gaps;
    Slant m_slant;
};

bool isSamePlane(const ReslicePlane& a, const ReslicePlane& b);

} // namespace isocenter
