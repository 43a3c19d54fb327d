#pragma once

#include <QColor>
#include <QLineF>
#include <QString>

namespace isocenter {

/// Where another viewport's slice cuts this one. Image coordinates: (0, 0) is the outer corner of the first pixel.
struct ReferenceLine
{
    QLineF line;
    QColor color;
    bool dashed = false;
    QString label; ///< a few characters at the line's end ("3:120"); may be empty
    friend bool operator==(const ReferenceLine& a, const ReferenceLine& b)
    {
        return a.line == b.line && a.color == b.color && a.dashed == b.dashed && a.label == b.label;
    }
};

} // namespace isocenter
