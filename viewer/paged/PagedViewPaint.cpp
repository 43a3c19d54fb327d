#include "paged/PagedViewState.h"
#include "theme/Theme.h"
#include "viewport/OverlayPainter.h"

#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace isocenter {

void PagedView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    m->paint(painter);
}

void PagedView::State::paint(QPainter& painter)
{
    const Theme theme = Theme::applied();
    painter.fillRect(q.viewport()->rect(), theme.color("ground"));
    if (sizes.empty()) {
        painter.setPen(theme.color(refusal.isEmpty() ? "text-quiet" : "text"));
        if (!refusal.isEmpty()) {
            paintHatching(painter, q.viewport()->rect(), theme.color("line"));
        }
        painter.drawText(QRectF(q.viewport()->rect()).adjusted(40, 0, -40, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         refusal.isEmpty() ? tr("Opening the document…") : refusal);
        return;
    }
    painter.translate(-visible().topLeft());
    const auto [first, last] = column.between(visible().top(), visible().bottom());
    for (int page = first; page < last; ++page) {
        paintPage(painter, page);
    }
}

void PagedView::State::paintTile(QPainter& painter, const PageTileKey& key, const QImage& image)
{
    const double unit = scale * pixelsPerPoint();
    const QRectF pixels(tilePart(key, sizes[static_cast<std::size_t>(key.page)]));
    const double factor = unit / tileScaleValue(key.scale);
    const QPointF corner = column.page(key.page).topLeft();
    QRectF target(corner + pixels.topLeft() * factor, pixels.size() * factor);
    if (key.scale == deviceScale()) {
        // Device pixel on device pixel, or it would be blurred.
        const double ratio = q.devicePixelRatioF();
        const QPointF origin = visible().topLeft();
        const QPointF at = (target.topLeft() - origin) * ratio;
        target.moveTopLeft(origin + QPointF(std::round(at.x()), std::round(at.y())) / ratio);
        target.setSize(QSizeF(image.size()) / ratio);
    }
    painter.drawImage(target, image);
}

void PagedView::State::paintPage(QPainter& painter, int page)
{
    const QRectF place = column.page(page);
    const Theme theme = Theme::applied();
    const QString reason = failures.contains(page) ? failures.value(page) : refusal;
    const std::int64_t exact = deviceScale();
    const std::vector<PageTileKey> needed =
        tilesOver(page, sizes[static_cast<std::size_t>(page)], exact, pointsOf(page, visible()));
    const bool whole =
        std::all_of(needed.begin(), needed.end(), [&](const PageTileKey& key) { return tiles.find(key) != nullptr; });
    if (!whole && !reason.isEmpty()) {
        painter.fillRect(place, Qt::black);
        paintHatching(painter, place, theme.color("line"));
        painter.setPen(theme.color("text"));
        painter.drawText((place & visible()).adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("Page %1: %2").arg(page + 1).arg(reason));
        return;
    }
    painter.save();
    painter.setClipRect(place, Qt::IntersectClip);
    painter.fillRect(place, Qt::white);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    if (!whole) {
        for (const auto& [key, image] : tiles.ofPage(page)) {
            paintTile(painter, key, *image);
        }
    }
    for (const PageTileKey& key : needed) {
        if (const QImage* image = tiles.find(key)) {
            paintTile(painter, key, *image);
        }
    }
    if (inverted) {
        painter.setCompositionMode(QPainter::CompositionMode_Difference);
        painter.fillRect(place, Qt::white);
        painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    }
    paintHits(painter, page);
    if (!whole) {
        const QRectF line((place & visible()).topLeft() + QPointF(8, 8), QSizeF(place.width(), 20));
        painter.setPen(inverted ? Qt::white : Qt::black);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignTop, tr("drawing…"));
    }
    painter.restore();
}

void PagedView::State::paintHits(QPainter& painter, int page)
{
    const QList<QRectF>* places = search.places(page);
    if (!places) {
        return;
    }
    const double unit = scale * pixelsPerPoint();
    const std::optional<PageSearch::Hit> current = search.current();
    for (int i = 0; i < places->size(); ++i) {
        const QRectF& place = (*places)[i];
        const QRectF at(column.page(page).topLeft() + place.topLeft() * unit, place.size() * unit);
        const bool isCurrent = current && *current == PageSearch::Hit{page, i};
        QColor color = Theme::applied().color(isCurrent ? "caution" : "current");
        color.setAlphaF(isCurrent ? 0.5F : 0.3F);
        painter.fillRect(at.adjusted(-1, -1, 1, 1), color);
    }
}

} // namespace isocenter
