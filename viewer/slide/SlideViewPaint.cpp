#include "display/CieLab.h"
#include "slide/SlideViewState.h"
#include "theme/Theme.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kMapSide = 200;
constexpr double kMapMargin = 12;
constexpr double kMapBottom = 72; // above the texts in the corner

} // namespace

void SlideView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    m->paint(painter);
}

void SlideView::State::paint(QPainter& painter)
{
    painter.fillRect(q.rect(), Qt::black);
    if (slide() && level) {
        painter.save();
        painter.scale(1 / ratio(), 1 / ratio());
        paintSlide(painter);
        painter.restore();
        if (mapVisible) {
            paintMap(painter);
        }
        if (labelVisible) {
            paintLabel(painter);
        }
    }
    overlayPainter.paint(painter, QSizeF(q.size()), describeSlide(describe(), cornerTexts));
}

/// In device pixels. First what is empty by the file's word, then from fine to coarse what there is, each where nothing finer is.
void SlideView::State::paintSlide(QPainter& painter)
{
    const SlidePyramid& own = *slide();
    const QRect screen(QPoint(), (QSizeF(q.size()) * ratio()).toSize());
    const QRect all = onScreen(own.base(), QRect(0, 0, own.base().columns(), own.base().rows())) & screen;
    const SlideLevel& target = own.levels[*level];
    const QRect part = partOf(target, geometry().visible());
    painter.fillRect(all, Theme::applied().color("raised")); // not there yet
    QRegion open(all);
    if (!tooMany) {
        QRegion tiles;
        for (const SlideTile& tile : target.tilesIn(channel, part)) {
            tiles += onScreen(target, target.rectOf(tile)) & screen;
        }
        const std::vector<QRect> gaps = target.missingIn(channel, part);
        for (const QRect& gap : gaps) {
            tiles += onScreen(target, gap) & screen;
        }
        const QRegion empty = open - tiles;
        const QColor background = own.absent ? QColor(srgbOf(*own.absent)) : QColor(Qt::white);
        for (const QRect& rect : empty) {
            painter.fillRect(rect, background);
        }
        paintLevel(painter, *level, open, true);
        for (const QRect& gap : gaps) {
            const QRect place = onScreen(target, gap) & screen;
            painter.save();
            painter.setClipRegion(open);
            paintHatched(painter, place, SlideView::tr("This tile is missing."));
            painter.restore();
            open -= place;
        }
        coarser = false;
        QRegion below = open;
        for (std::size_t i = *level + 1; i < own.levels.size() && !below.isEmpty(); ++i) {
            const QRegion before = below & empty;
            paintLevel(painter, i, below, false);
            coarser = coarser || (below & empty) != before;
        }
        return;
    }
    for (std::size_t i = *level; i < own.levels.size() && !open.isEmpty(); ++i) {
        paintLevel(painter, i, open, false);
    }
}

void SlideView::State::paintLevel(QPainter& painter, std::size_t index, QRegion& region, bool isTarget)
{
    const SlideLevel& own = slide()->levels[index];
    const QRect part = partOf(own, geometry().visible());
    if (!own.has(channel) || (!isTarget && own.tileCount(channel) > 10'000)) {
        return;
    }
    painter.save();
    painter.setClipRegion(region);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    for (const SlideTile& tile : own.tilesIn(channel, part)) {
        const QRect rect = own.rectOf(tile);
        const QRect place = onScreen(own, rect);
        const SlideTileKey key = keyOf(index, tile, shrinkFor(own, basePixels()));
        if (place.isEmpty()) {
            continue;
        }
        if (isTarget && !loader.failure(key).isEmpty()) {
            paintHatched(painter, place, loader.failure(key));
            region -= place;
            continue;
        }
        if (const QImage* image = loader.find(key)) {
            // The part of the frame that lies on the slide: the last tiles reach beyond it.
            const ImageAttributes& frame = *own.sources()[tile.source];
            const double factorX = static_cast<double>(image->width()) / frame.columns;
            const double factorY = static_cast<double>(image->height()) / frame.rows;
            const QRectF from((rect.left() - tile.column) * factorX, (rect.top() - tile.row) * factorY, rect.width() * factorX,
                              rect.height() * factorY);
            painter.drawImage(QRectF(place), *image, from);
            region -= place;
        }
    }
    painter.restore();
}

void SlideView::State::paintHatched(QPainter& painter, const QRect& place, const QString& why)
{
    painter.save();
    painter.setClipRect(place, Qt::IntersectClip);
    painter.fillRect(place, Qt::black);
    paintHatching(painter, place, Theme::applied().color("danger"));
    const QRectF room = QRectF(place).adjusted(6, 6, -6, -6);
    if (room.width() > 160 * ratio() && room.height() > 60 * ratio()) {
        QFont font = q.font();
        font.setPixelSize(static_cast<int>(Theme::scaled(12) * ratio()));
        painter.setFont(font);
        painter.setPen(Qt::white);
        painter.drawText(room, Qt::AlignCenter | Qt::TextWordWrap, singleLine(why, 200));
    }
    painter.restore();
}

QRectF SlideView::mapRect() const
{
    const SlidePyramid* slide = m->slide();
    const double side = std::min({kMapSide, width() / 3.0, height() / 3.0});
    if (!slide || !m->mapVisible || side < 48) {
        return {};
    }
    const SlideGeometry whole(QSizeF(slide->base().columns(), slide->base().rows()), 1, QSizeF(side, side), {});
    const QPointF corner(whole.toView(QPointF(slide->base().columns(), slide->base().rows())) - whole.toView(QPointF(0, 0)));
    return QRectF(width() - corner.x() - kMapMargin, height() - corner.y() - kMapBottom, corner.x(), corner.y());
}

void SlideView::State::paintMap(QPainter& painter)
{
    const QRectF map = q.mapRect();
    if (map.isEmpty()) {
        return;
    }
    const SlidePyramid& own = *slide();
    const Theme theme = Theme::applied();
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.fillRect(map.adjusted(-1, -1, 1, 1), theme.color("line"));
    painter.fillRect(map, own.absent ? QColor(srgbOf(*own.absent)) : QColor(0xdd, 0xdd, 0xdd));
    for (std::size_t i = own.levels.size(); i-- > 0;) {
        const SlideLevel& coarsest = own.levels[i];
        if (!coarsest.has(channel)) {
            continue;
        }
        const double x = map.width() / coarsest.columns();
        const double y = map.height() / coarsest.rows();
        const double pixels = own.base().columns() / std::max(1.0, kMapSide * ratio());
        const bool few = coarsest.tileCount(channel) <= 64;
        for (const SlideTile& tile :
             few ? coarsest.tilesIn(channel, QRect(0, 0, coarsest.columns(), coarsest.rows())) : std::vector<SlideTile>()) {
            const QRect rect = coarsest.rectOf(tile);
            if (const QImage* image = loader.find(keyOf(i, tile, shrinkFor(coarsest, pixels)))) {
                const ImageAttributes& frame = *coarsest.sources()[tile.source];
                const QRectF from(0, 0, static_cast<double>(rect.width()) * image->width() / frame.columns,
                                  static_cast<double>(rect.height()) * image->height() / frame.rows);
                painter.drawImage(
                    QRectF(map.left() + rect.left() * x, map.top() + rect.top() * y, rect.width() * x, rect.height() * y), *image,
                    from);
            }
        }
        break;
    }
    const QRectF seen = geometry().visible();
    const double x = map.width() / own.base().columns();
    const double y = map.height() / own.base().rows();
    QRectF frame(map.left() + seen.left() * x, map.top() + seen.top() * y, seen.width() * x, seen.height() * y);
    frame = frame.adjusted(0, 0, std::max(0.0, 4 - frame.width()), std::max(0.0, 4 - frame.height()));
    painter.setPen(QPen(Qt::black, 3));
    painter.drawRect(frame);
    painter.setPen(QPen(theme.color("current"), 1.5));
    painter.drawRect(frame);
    painter.restore();
}

void SlideView::State::paintLabel(QPainter& painter)
{
    const QRectF map = q.mapRect();
    const double bottom = map.isEmpty() ? q.height() - kMapBottom : map.top() - kMapMargin;
    const QSizeF room(kMapSide, std::max(40.0, std::min(kMapSide, bottom - 90)));
    const QSizeF size = label.isNull() ? QSizeF(kMapSide, 40) : QSizeF(label.size()).scaled(room, Qt::KeepAspectRatio);
    const QRectF place(q.width() - size.width() - kMapMargin, bottom - size.height(), size.width(), size.height());
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.fillRect(place.adjusted(-1, -1, 1, 1), Theme::applied().color("line"));
    if (label.isNull()) {
        painter.fillRect(place, Theme::applied().color("raised"));
        painter.setPen(Theme::applied().color("text"));
        painter.drawText(place.adjusted(6, 0, -6, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         !slide()->label         ? SlideView::tr("There is no picture of the label.")
                         : labelReason.isEmpty() ? SlideView::tr("Loading the label…")
                                                 : singleLine(labelReason, 120));
    } else {
        painter.drawImage(place, label);
    }
    painter.restore();
}

SlideDescription SlideView::State::describe() const
{
    SlideDescription description;
    description.series = series;
    description.channel = channel;
    description.level = level;
    description.scale = geometry().scale();
    description.screenPixels = geometry().scale() * ratio();
    description.height = q.height();
    description.loading = loading;
    description.failed = failed;
    description.reason = reason;
    description.missing = missing;
    description.tooMany = tooMany;
    description.coarser = coarser;
    description.texts = texts;
    if (slide() && level && !slide()->levels[*level].sources().front()->isColor()) {
        const auto& windows = slide()->levels[*level].sources().front()->shared.windows;
        description.window = display.window ? display.window : windows.empty() ? std::nullopt : std::optional(windows.front());
    }
    if (slide() && !level) {
        description.failure = SlideView::tr("There are no tiles of this optical path and focal plane.");
    }
    return description;
}

} // namespace isocenter
