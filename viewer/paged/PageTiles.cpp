#include "paged/PageTiles.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kScaleUnit = 1 << 20;

} // namespace

std::int64_t tileScale(double devicePixelsPerPoint)
{
    return std::max<std::int64_t>(1, std::llround(devicePixelsPerPoint * kScaleUnit));
}

double tileScaleValue(std::int64_t scale)
{
    return static_cast<double>(scale) / kScaleUnit;
}

QSize pagePixels(const QSizeF& points, std::int64_t scale)
{
    const auto pixels = [&](double side) {
        return std::max(1, static_cast<int>(std::ceil(side * tileScaleValue(scale) - 1e-6)));
    };
    return {pixels(points.width()), pixels(points.height())};
}

QRect tilePart(const PageTileKey& key, const QSizeF& points)
{
    return QRect(key.column * kPageTile, key.row * kPageTile, kPageTile, kPageTile) &
           QRect(QPoint(), pagePixels(points, key.scale));
}

std::vector<PageTileKey> tilesOver(int page, const QSizeF& points, std::int64_t scale, const QRectF& part)
{
    const double value = tileScaleValue(scale);
    const QSize pixels = pagePixels(points, scale);
    const auto clamped = [](double pixel, int most) { return std::clamp(static_cast<int>(pixel), 0, most - 1) / kPageTile; };
    std::vector<PageTileKey> keys;
    if (part.isEmpty()) {
        return keys;
    }
    const int bottom = clamped(std::ceil(part.bottom() * value) - 1, pixels.height());
    const int right = clamped(std::ceil(part.right() * value) - 1, pixels.width());
    for (int row = clamped(part.top() * value, pixels.height()); row <= bottom; ++row) {
        for (int column = clamped(part.left() * value, pixels.width()); column <= right; ++column) {
            keys.push_back({page, scale, column, row});
        }
    }
    return keys;
}

const QImage* PageTiles::find(const PageTileKey& key)
{
    const auto found = m_entries.find(key);
    if (found == m_entries.end()) {
        return nullptr;
    }
    m_uses.splice(m_uses.begin(), m_uses, found->second.use);
    return &found->second.image;
}

void PageTiles::put(const PageTileKey& key, const QImage& image)
{
    if (find(key)) {
        return;
    }
    m_uses.push_front(key);
    m_entries[key] = {image, m_uses.begin()};
    m_bytes += static_cast<std::size_t>(image.sizeInBytes());
    while (m_bytes > m_budget && m_uses.size() > 1) {
        const auto oldest = m_entries.find(m_uses.back());
        m_bytes -= static_cast<std::size_t>(oldest->second.image.sizeInBytes());
        m_entries.erase(oldest);
        m_uses.pop_back();
    }
}

std::vector<std::pair<PageTileKey, const QImage*>> PageTiles::ofPage(int page) const
{
    std::vector<std::pair<PageTileKey, const QImage*>> tiles;
    for (auto it = m_entries.lower_bound({page, 0, 0, 0}); it != m_entries.end() && it->first.page == page; ++it) {
        tiles.emplace_back(it->first, &it->second.image);
    }
    return tiles;
}

} // namespace isocenter
