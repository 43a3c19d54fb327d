#pragma once

#include "paged/PagedView.h"
#include "paged/PageSearch.h"
#include "paged/PageTiles.h"

#include <QHash>
#include <QPainter>
#include <QSet>

namespace isocenter {

struct PagedView::State
{
    State(PagedView& owner, std::unique_ptr<PageSource> pages);

    double pixelsPerPoint() const; ///< device-independent, at scale 1
    std::int64_t deviceScale() const;
    QRectF visible() const; ///< of the column
    /// Lays out at the present fit and scale; the point of the column under `anchor` (of the view) stays there.
    void layOut(const QPointF& anchor);
    void setBars();
    QRectF pointsOf(int page, const QRectF& part) const; ///< part of the column to points of a page
    /// Tiles that are visible and not there, the nearest to the middle first; then those of a page beyond each end.
    std::vector<PageTileKey> wanted(bool ahead) const;
    void request();
    void take(quint64 ticket, const PageRaster& raster);
    void fail(quint64 ticket, const Error& error);
    void tellComplete();
    void showHit();

    void paint(QPainter& painter);
    void paintPage(QPainter& painter, int page);
    void paintTile(QPainter& painter, const PageTileKey& key, const QImage& image);
    void paintHits(QPainter& painter, int page);

    PagedView& q;
    std::unique_ptr<PageSource> source;
    PageSearch search;
    std::vector<QSizeF> sizes; ///< points
    int said = 0;
    PageColumn column;
    PageTiles tiles;
    Fit fit = Fit::Width;
    double scale = 1;
    bool inverted = false;
    bool settingBars = false;
    quint64 ticket = 0;
    std::optional<PageTileKey> asked; ///< one at a time, so that what is in view comes first
    QHash<int, QString> failures;     ///< pages that cannot be drawn
    QSet<int> doubtful;
    bool damaged = false;
    QString refusal;
    bool complete = false;
    std::optional<QPointF> dragged;
};

} // namespace isocenter
