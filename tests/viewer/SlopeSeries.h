#pragma once

#include "support/FakeImageReader.h"

#include <Eigen/Core>

namespace isocenter::test {

/// 20 axial slices of 24 x 24, 1 x 1 x 2 mm; the value is 2 x + 3 y + 5 z in LPS mm, so that it is known everywhere.
inline SeriesSpec slopeSpec()
{
    SeriesSpec spec;
    spec.rows = spec.columns = 24;
    spec.count = 20;
    spec.multiframe = true; // so that the frame number is the slice
    spec.pixels = [](int frame, int row, int column) { return 2 * column + 3 * row + 5 * 2 * frame; };
    return spec;
}

inline double slopeAt(const Eigen::Vector3d& p)
{
    return 2 * p.x() + 3 * p.y() + 5 * p.z();
}

} // namespace isocenter::test
