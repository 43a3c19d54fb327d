#pragma once

#include "image/Shutter.h"
#include "presentation/ImageReferences.h"

#include <QPointF>
#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace isocenter {

/// What the coordinates of an annotation count (PS3.3 C.10.5). Pixel: (0, 0) is the outer corner of the image's first pixel,
/// its centre (0.5, 0.5); x along the row. Display: parts of the displayed area as the reader sees it, turned and flipped.
/// Matrix: as Pixel, of the whole of a tiled picture.
enum class AnnotationUnits { Pixel, Display, Matrix };

/// Text, Line and Fill Style Sequences (PS3.3 C.10.5); what is absent is left to the viewer.
struct TextStyle
{
    QString font; ///< CSS name, else the font's own name
    std::optional<CieLab> color;
    bool bold = false;
    bool italic = false;
    bool underlined = false;
    QString horizontal; ///< LEFT, CENTER, RIGHT
    QString vertical;   ///< TOP, CENTER, BOTTOM
};

struct LineStyle
{
    std::optional<CieLab> color;
    std::optional<double> thickness; ///< pixels of the screen
    double opacity = 1;
    bool dashed = false;
};

struct FillStyle
{
    std::optional<CieLab> color;
    double opacity = 1;
};

struct TextObject
{
    QString text; ///< may have several lines
    AnnotationUnits boxUnits = AnnotationUnits::Display;
    std::optional<QPointF> boxFirst; ///< top left and bottom right as the state gives them, in any order after a turn
    QPointF boxLast;
    QString justification; ///< LEFT, CENTER, RIGHT
    AnnotationUnits anchorUnits = AnnotationUnits::Pixel;
    std::optional<QPointF> anchor;
    bool anchorVisible = false; ///< a line from the box to the anchor is wanted
    TextStyle style;
    int compound = 0; ///< Compound Graphic Instance ID; 0: none
};

struct GraphicObject
{
    enum class Type { Point, Polyline, Interpolated, Circle, Ellipse };
    Type type = Type::Polyline;
    AnnotationUnits units = AnnotationUnits::Pixel;
    std::vector<QPointF> points; ///< as many as the type needs
    bool filled = false;
    LineStyle line;
    FillStyle fill;
    int compound = 0;
};

/// PS3.3 C.10.12. The state also holds it as plain text and graphics of the same `compound` number, for viewers that do not
/// know its type.
struct CompoundGraphic
{
    enum class Type { MultiLine, InfiniteLine, CutLine, RangeLine, Ruler, Axis, Crosshair, Arrow, Rectangle, Ellipse };
    struct Tick
    {
        double position = 0; ///< 0 to 1 along the line
        QString label;
    };
    Type type = Type::MultiLine;
    AnnotationUnits units = AnnotationUnits::Pixel;
    std::vector<QPointF> points;
    double rotation = 0; ///< degrees, clockwise
    std::optional<QPointF> rotationPoint;
    double gap = 0; ///< in `units`
    std::vector<Tick> ticks;
    bool showTickLabels = false;
    bool filled = false;
    TextStyle text;
    LineStyle line;
    FillStyle fill;
    int compound = 0;
};

/// One item of the Graphic Annotation Sequence.
struct GraphicAnnotation
{
    ImageReferences images; ///< empty: all that the state refers to
    QString layer;
    std::vector<TextObject> texts;
    std::vector<GraphicObject> graphics;
    std::vector<CompoundGraphic> compounds;
};

/// PS3.3 C.10.7.
struct GraphicLayer
{
    QString name;
    int order = 0; ///< lower ones are drawn first
    QString description;
    std::optional<std::uint16_t> grey; ///< P-value
    std::optional<CieLab> color;
};

} // namespace isocenter
