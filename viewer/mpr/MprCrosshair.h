#pragma once

#include "mpr/MprState.h"

#include <QLineF>
#include <QPainter>

#include <optional>
#include <vector>

namespace isocenter {

/// The lines in which the other two planes cut a view, and what of them is under the mouse. Pure; widget coordinates.
class MprCrosshair
{
public:
    MprCrosshair(const MprState& state, MprAxis axis, const QSizeF& widget);

    struct Line
    {
        MprAxis axis;    ///< of the plane that cuts here
        QPointF along;   ///< unit
        QPointF across;  ///< unit
        double slab = 0; ///< half the slab, pixels
    };
    const QPointF& centre() const { return m_centre; }
    const std::vector<Line>& lines() const { return m_lines; }
    /// Where a line is turned: on both sides of the centre.
    double handleDistance() const { return m_handle; }

    enum class Part { None, Centre, Line, Handle };
    struct Hit
    {
        Part part = Part::None;
        MprAxis axis = MprAxis::Axial; ///< of the line
    };
    Hit hit(const QPointF& position) const;
    void paint(QPainter& painter, const QSizeF& widget) const;

private:
    QPointF m_centre;
    std::vector<Line> m_lines;
    double m_handle = 0;
};

/// The colour of a plane's lines in the other views; each has a word beside it, too.
QColor planeColor(MprAxis axis);

} // namespace isocenter
