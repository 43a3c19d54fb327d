#pragma once

#include "image/ImageSeries.h"

#include <vector>

namespace isocenter {

/// Rows x columns of viewports, each 1 to 4.
struct GridLayout
{
    static constexpr int kMost = 4;

    int rows = 1;
    int columns = 1;
    int count() const { return rows * columns; }
    /// The nearest one that is allowed.
    GridLayout bounded() const;
    friend bool operator==(const GridLayout& a, const GridLayout& b) { return a.rows == b.rows && a.columns == b.columns; }
    friend bool operator!=(const GridLayout& a, const GridLayout& b) { return !(a == b); }
};

/// The modality that most of the pictures' stacks are of; "OT" without any.
QString leadingModality(const std::vector<ImageSeriesPtr>& series);
/// Where a study begins: enough places for what it holds, up to a number that its modality is read with. `portrait`: the space
/// is higher than wide.
GridLayout defaultLayout(const std::vector<ImageSeriesPtr>& series, bool portrait);

} // namespace isocenter
