#pragma once

#include "image/Shutter.h"

#include <QString>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace isocenter {

/// A way of lighting and filtering (PS3.3 C.8.12.5).
struct OpticalPath
{
    QString identifier;
    QString description;                  ///< may be empty
    std::optional<double> objectivePower; ///< magnification of the objective lens
};

/// Where a frame lies in the Total Pixel Matrix.
struct TilePlace
{
    std::int32_t row = 0; ///< 0-based, of its upper left pixel; may lie outside of the matrix
    std::int32_t column = 0;
    std::uint16_t path = 0;  ///< of TileLayout::paths
    std::uint16_t plane = 0; ///< focal plane, 0-based, from the glass upwards
    friend bool operator==(const TilePlace& a, const TilePlace& b)
    {
        return a.row == b.row && a.column == b.column && a.path == b.path && a.plane == b.plane;
    }
};

/// How the frames of a whole slide image make up one large picture (PS3.3 C.8.12.4, C.8.12.6, C.7.6.17.3). Immutable.
struct TileLayout
{
    enum class Role { Volume, Thumbnail, Overview, Label, Other }; ///< Image Type value 3

    Role role = Role::Other;
    bool full = true; ///< TILED_FULL: every tile is there, in order; else `places` says where they are
    int rows = 0;     ///< of the Total Pixel Matrix, > 0
    int columns = 0;
    int planes = 1;                 ///< focal planes, > 0
    std::vector<OpticalPath> paths; ///< at least one
    std::vector<TilePlace> places;  ///< one a frame; empty if full
    int firstFrame = 0;             ///< of a concatenation: frames before this part
    std::optional<CieLab> absent;   ///< what is shown where there is no tile; else white
    QString pyramid;                ///< Pyramid UID; may be empty
    QString container;              ///< identifier of the slide; may be empty
    QString acquisition;            ///< Acquisition UID, else when it was acquired, as sent; the same for levels of one scan
    /// Of the matrix in the slide's frame of reference, mm: x and y of its first pixel, and the directions of rows and columns.
    std::optional<std::array<double, 2>> origin;
    std::optional<std::array<double, 6>> orientation;

    /// `frame` 0-based within the instance, whose frames have this size.
    TilePlace place(int frame, int frameRows, int frameColumns) const
    {
        if (!full) {
            return places[static_cast<std::size_t>(frame)];
        }
        // Columns first, then rows, focal planes, optical paths (PS3.3 C.7.6.17.3).
        const std::int64_t across = (columns + frameColumns - 1) / frameColumns;
        const std::int64_t down = (rows + frameRows - 1) / frameRows;
        const std::int64_t index = std::int64_t{frame} + firstFrame;
        const std::int64_t sheet = index / (across * down);
        return {static_cast<std::int32_t>(index / across % down * frameRows),
                static_cast<std::int32_t>(index % across * frameColumns), static_cast<std::uint16_t>(sheet / planes),
                static_cast<std::uint16_t>(sheet % planes)};
    }
};

} // namespace isocenter
