#pragma once

#include "image/ImageAttributes.h"
#include "image/TileLayout.h"

#include <QRect>

#include <optional>
#include <vector>

namespace isocenter {

/// One tile of a level: frame `frame` of `source`, whose upper left pixel is (column, row) of the level.
struct SlideTile
{
    std::int32_t row = 0;
    std::int32_t column = 0;
    std::int32_t frame = 0;
    std::uint16_t source = 0; ///< of SlideLevel::sources
};

/// What of a slide is shown: one way of lighting, at one focus.
struct SlideChannel
{
    int path = 0;  ///< of SlidePyramid::paths
    int plane = 0; ///< focal plane, from the glass upwards
    friend bool operator==(const SlideChannel& a, const SlideChannel& b) { return a.path == b.path && a.plane == b.plane; }
};

/// One resolution of a slide. Pixels of the level: (0, 0) is the outer corner of its upper left pixel.
class SlideLevel
{
public:
    SlideLevel(int rows, int columns, int planes, int paths)
        : m_rows(rows), m_columns(columns), m_planes(planes), m_sheets(static_cast<std::size_t>(planes) * paths)
    {
    }

    int rows() const { return m_rows; }
    int columns() const { return m_columns; }
    /// Pixels of the finest level to one of this, along rows (x) and columns (y); 1 for the finest.
    double scaleX() const { return m_scaleX; }
    double scaleY() const { return m_scaleY; }
    void setScale(double x, double y);
    const std::vector<ImagePtr>& sources() const { return m_sources; }
    const std::optional<PixelSpacing>& spacing() const { return m_sources.front()->shared.spacing; }
    bool has(const SlideChannel& channel) const; ///< there is at least one tile of it
    std::size_t tileCount(const SlideChannel& channel) const;

    /// Tiles that reach into `part`, in rows from above; those sent later after those sent earlier at the same place.
    std::vector<SlideTile> tilesIn(const SlideChannel& channel, const QRect& part) const;
    /// Places in `part` where the file says that a tile is and none has come: parts of the image are missing, not empty. All of
    /// `part` where there are too many to be named; the tiles that are there lie upon it then.
    std::vector<QRect> missingIn(const SlideChannel& channel, const QRect& part) const;
    bool isWhole(const SlideChannel& channel) const; ///< nothing is missing
    /// The tile's part of the level: tiles at the right and lower edges may reach beyond.
    QRect rectOf(const SlideTile& tile) const;

    /// Adds the frames of an image of this size; call finish() after the last.
    void add(const ImagePtr& image, const std::vector<int>& pathNumbers);
    void finish();

private:
    struct Sheet
    {
        std::vector<SlideTile> tiles; ///< sorted by cell
        int cellRows = 1;             ///< size of a cell: that of the largest tile
        int cellColumns = 1;
        bool full = false;     ///< TILED_FULL: every cell should have one
        std::size_t cells = 0; ///< that have one
    };
    const Sheet* sheet(const SlideChannel& channel) const;
    Sheet& sheetOf(int path, int plane);

    int m_rows;
    int m_columns;
    int m_planes;
    double m_scaleX = 1;
    double m_scaleY = 1;
    std::vector<ImagePtr> m_sources;
    std::vector<Sheet> m_sheets; ///< by path, then plane
};

/// A whole slide: the same tissue at several resolutions, in tiles. Immutable and shared.
struct SlidePyramid
{
    std::vector<SlideLevel> levels; ///< finest first, at least one
    std::vector<OpticalPath> paths; ///< at least one
    int planes = 1;
    ImagePtr label;               ///< the picture of the slide's label; may be null
    std::optional<CieLab> absent; ///< where there is no tile; else white

    const SlideLevel& base() const { return levels.front(); }
    /// The coarsest level with tiles of the channel that loses nothing where a pixel of the screen is `basePixels` pixels of the
    /// finest level wide; the finest that there is where none does. Nothing if no level has the channel.
    std::optional<std::size_t> levelFor(const SlideChannel& channel, double basePixels) const;
};

} // namespace isocenter
