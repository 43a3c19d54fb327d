#pragma once

#include <QImage>
#include <QRect>
#include <QRectF>
#include <QSizeF>

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <tuple>
#include <vector>

namespace isocenter {

/// A square piece of one page at one scale.
struct PageTileKey
{
    int page = 0;
    std::int64_t scale = 0; ///< device pixels a point, times 2^20
    int column = 0;
    int row = 0;
    friend bool operator<(const PageTileKey& a, const PageTileKey& b)
    {
        return std::tie(a.page, a.scale, a.row, a.column) < std::tie(b.page, b.scale, b.row, b.column);
    }
    friend bool operator==(const PageTileKey& a, const PageTileKey& b) { return !(a < b) && !(b < a); }
};

constexpr int kPageTile = 2048; ///< device pixels along a side

std::int64_t tileScale(double devicePixelsPerPoint);
double tileScaleValue(std::int64_t scale);
/// Device pixels of a whole page at a scale; at least one.
QSize pagePixels(const QSizeF& points, std::int64_t scale);
/// The part of the page that a tile shows, device pixels.
QRect tilePart(const PageTileKey& key, const QSizeF& points);
/// Tiles that cover `part` of a page (points), row by row.
std::vector<PageTileKey> tilesOver(int page, const QSizeF& points, std::int64_t scale, const QRectF& part);

/// Drawn pieces of pages, least recently used out first, within a byte budget. GUI thread.
class PageTiles
{
public:
    explicit PageTiles(std::size_t budget) : m_budget(budget) {}

    void setBudget(std::size_t bytes) { m_budget = bytes; } ///< kept from the next put() on
    const QImage* find(const PageTileKey& key);             ///< null if absent; counts as a use
    void put(const PageTileKey& key, const QImage& image);
    /// All there are of a page, coarse ones first.
    std::vector<std::pair<PageTileKey, const QImage*>> ofPage(int page) const;
    std::size_t bytes() const { return m_bytes; }

private:
    struct Entry
    {
        QImage image;
        std::list<PageTileKey>::iterator use;
    };
    std::size_t m_budget;
    std::size_t m_bytes = 0;
    std::list<PageTileKey> m_uses; ///< most recent first
    std::map<PageTileKey, Entry> m_entries;
};

} // namespace isocenter
