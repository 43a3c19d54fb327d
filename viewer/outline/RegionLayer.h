#pragma once

#include "image/ImageSeries.h"
#include "region/RegionPlacement.h"
#include "region/RegionSet.h"

#include <QColor>
#include <QPainter>
#include <QPainterPath>
#include <QString>
#include <QTransform>

#include <set>
#include <utility>
#include <vector>

namespace isocenter {

/// What the reader chose of the regions of a series. A value.
struct RegionChoice
{
    bool shown = true;
    std::set<std::pair<InstanceUid, int>> hidden; ///< SOP Instance UID of the set, Segment or ROI Number
    friend bool operator==(const RegionChoice& a, const RegionChoice& b) { return a.shown == b.shown && a.hidden == b.hidden; }
};

/// The colour that the file asks for; else one of a row in which neighbours differ for colour-blind readers too.
QColor regionColor(const RegionSet& set, int region);

/// Draws segmentations and structures over a picture: a light fill and an outline along the edges of the mask's own pixels,
/// never smoothed. GUI thread; keeps what it made for the last frame.
class RegionLayer
{
public:
    struct Shown
    {
        QString label;
        QColor color;
    };

    /// `spacing`: mm between the slices of the series, 0 where unknown. Cheap while nothing changed.
    void setFrame(const std::vector<RegionSetPtr>& sets, const FrameRef& frame, double spacing, const RegionChoice& choice);
    void clear();
    bool isEmpty() const { return m_shapes.empty(); }
    /// Regions on this frame, each once, in order of the file.
    const std::vector<Shown>& shown() const { return m_shown; }
    /// `imageToWidget`: image coordinates, (0, 0) the outer corner of the first pixel. Half a millisecond for an organ.
    void paint(QPainter& painter, const QTransform& imageToWidget) const;

private:
    struct Shape
    {
        QColor color;
        QPainterPath outline; ///< image coordinates
        QImage fill;          ///< null for contours
        QTransform fillToImage;
    };
    void addMasks(const RegionSet& set, const FrameRef& frame, double spacing, const RegionChoice& choice);
    void addContours(const RegionSet& set, const FrameRef& frame, double spacing, const RegionChoice& choice);
    void note(const RegionSet& set, int region);

    std::vector<RegionSetPtr> m_sets;
    ImagePtr m_image;
    int m_frame = -1;
    double m_spacing = 0;
    RegionChoice m_choice;
    std::vector<Shape> m_shapes;
    std::vector<Shown> m_shown;
};

} // namespace isocenter
