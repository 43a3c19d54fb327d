#include "paged/PageColumn.h"

#include <algorithm>

namespace isocenter {

PageColumn::PageColumn(const std::vector<QSizeF>& points, double pixelsPerPoint, double room)
{
    double widest = 0;
    for (const QSizeF& size : points) {
        widest = std::max(widest, size.width() * pixelsPerPoint);
    }
    const double width = std::max(room, widest + 2 * kGap);
    double top = kGap;
    m_pages.reserve(points.size());
    for (const QSizeF& size : points) {
        const QSizeF pixels = size * pixelsPerPoint;
        m_pages.emplace_back(QPointF((width - pixels.width()) / 2, top), pixels);
        top += pixels.height() + kGap;
    }
    m_size = QSizeF(width, top);
}

std::pair<int, int> PageColumn::between(double top, double bottom) const
{
    const auto first =
        std::partition_point(m_pages.begin(), m_pages.end(), [&](const QRectF& page) { return page.bottom() <= top; });
    const auto last = std::partition_point(first, m_pages.end(), [&](const QRectF& page) { return page.top() < bottom; });
    return {static_cast<int>(first - m_pages.begin()), static_cast<int>(last - m_pages.begin())};
}

int PageColumn::mostVisible(double top, double bottom) const
{
    const auto [first, last] = between(top, bottom);
    int best = m_pages.empty() ? -1 : std::min(first, count() - 1);
    double most = -1;
    for (int i = first; i < last; ++i) {
        const double seen = std::min(bottom, page(i).bottom()) - std::max(top, page(i).top());
        if (seen > most + 0.5) {
            most = seen;
            best = i;
        }
    }
    return best;
}

double PageColumn::scaleForWidth(const std::vector<QSizeF>& points, double width)
{
    double widest = 1;
    for (const QSizeF& size : points) {
        widest = std::max(widest, size.width());
    }
    return std::max(1.0, width - 2 * kGap) / widest;
}

double PageColumn::scaleForPage(const QSizeF& points, const QSizeF& room)
{
    return std::min(std::max(1.0, room.width() - 2 * kGap) / points.width(),
                    std::max(1.0, room.height() - 2 * kGap) / points.height());
}

} // namespace isocenter
