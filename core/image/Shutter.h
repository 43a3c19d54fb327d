#pragma once

#include <QPoint>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace isocenter {

/// A colour as DICOM writes it (PS3.3 C.10.7.1.1): L* 0 to 100, a* and b* -128 to 127, each over 0 to 65535.
using CieLab = std::array<std::uint16_t, 3>;

/// Display Shutter and Bitmap Display Shutter modules (PS3.3 C.7.6.11, C.7.6.15): what is not inside every shape is covered.
/// Columns and rows count from 1, in the image as stored.
struct Shutter
{
    struct Rectangle
    {
        int left = 1; ///< first and last column and row that stay visible
        int right = 1;
        int upper = 1;
        int lower = 1;
    };
    struct Circle
    {
        int row = 1;
        int column = 1;
        int radius = 0; ///< pixels, of rows where pixels are not square
    };
    std::optional<Rectangle> rectangle;
    std::optional<Circle> circle;
    std::vector<QPoint> polygon;    ///< x: column, y: row; three or more, or none
    std::optional<int> bitmapGroup; ///< overlay group of the presentation state whose set bits are covered
    std::uint16_t value = 0;        ///< P-value of what is covered, 0 to 65535
    std::optional<CieLab> color;    ///< in place of `value` where colour can be shown

    bool isEmpty() const { return !rectangle && !circle && polygon.empty() && !bitmapGroup; }
};

} // namespace isocenter
