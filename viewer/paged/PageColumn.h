#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <vector>

namespace isocenter {

/// Pages one below the other, centred, at one scale. Points are 1/72 inch; pixels are device-independent, (0, 0) the upper
/// left corner of the whole column.
class PageColumn
{
public:
    static constexpr double kGap = 12; ///< pixels between pages and around the column

    PageColumn() = default;
    /// `pixelsPerPoint` > 0. `room` is the width that is there: narrower pages stand in its middle.
    PageColumn(const std::vector<QSizeF>& points, double pixelsPerPoint, double room);

    int count() const { return static_cast<int>(m_pages.size()); }
    QRectF page(int index) const { return m_pages[static_cast<std::size_t>(index)]; }
    QSizeF size() const { return m_size; }
    /// Pages that reach into [top, bottom): first and one past the last.
    std::pair<int, int> between(double top, double bottom) const;
    /// The one of which most is visible there; the upper one of two alike; -1 without pages.
    int mostVisible(double top, double bottom) const;

    /// The scale at which the widest page fills `width`, or the largest page is whole in `room`.
    static double scaleForWidth(const std::vector<QSizeF>& points, double width);
    static double scaleForPage(const QSizeF& points, const QSizeF& room);

private:
    std::vector<QRectF> m_pages;
    QSizeF m_size;
};

} // namespace isocenter
