#pragma once

#include "slide/SlideLoader.h"
#include "slide/SlideOverlay.h"
#include "slide/SlideView.h"
#include "viewport/OverlayPainter.h"

#include <QPainter>
#include <QRegion>

#include <optional>

namespace isocenter {

struct SlideView::State
{
    State(SlideView& owner, const ViewerServices& services);

    const SlidePyramid* slide() const { return series ? series->slide.get() : nullptr; }
    SlideGeometry geometry() const;
    double ratio() const { return q.devicePixelRatioF(); }
    /// Pixels of the finest level to a pixel of the screen.
    double basePixels() const { return 1 / (geometry().scale() * ratio()); }
    /// Rectangle of a level's pixels on the screen, device pixels; neighbours share their edges.
    QRect onScreen(const SlideLevel& own, const QRect& part) const;
    QRect partOf(const SlideLevel& own, const QRectF& base) const; ///< pixels of the level that a part of the finest shows
    int shrinkFor(const SlideLevel& own, double pixelsOfBase) const;
    SlideTileKey keyOf(std::size_t index, const SlideTile& tile, int shrink) const;

    void changed(); ///< another part is seen: ask for it, repaint
    void request();
    void requestMap(std::vector<SlideTileKey>& keys);
    void requestView(std::vector<SlideTileKey>& keys);
    void findWindow(); ///< of grey slides without one, from the coarsest level
    void readLabel();
    void tellComplete();

    void paint(QPainter& painter);
    void paintSlide(QPainter& painter);
    /// Level `index`, only where `region` (device pixels); what it has painted is taken out of `region`.
    void paintLevel(QPainter& painter, std::size_t index, QRegion& region, bool isTarget);
    void paintHatched(QPainter& painter, const QRect& place, const QString& reason);
    void paintMap(QPainter& painter);
    void paintLabel(QPainter& painter);
    SlideDescription describe() const;

    SlideView& q;
    ViewerServices services;
    ImageSeriesPtr series;
    SlideLoader loader;
    AnswerBox answers;
    OverlayPainter overlayPainter;
    CornerTexts cornerTexts;
    SlidePose pose;
    SlideChannel channel;
    std::optional<std::size_t> level; ///< that the view needs
    DisplayState display;
    bool windowByReader = false;
    bool mapVisible = true;
    bool labelVisible = false;
    bool texts = true;
    QImage label;
    QString labelReason;

    // Of the last request and painting.
    bool tooMany = false;
    int loading = 0;
    int failed = 0;
    QString reason;
    bool missing = false;
    bool coarser = false;
    bool complete = true;

    Qt::MouseButton button = Qt::NoButton;
    bool onMap = false;
    QPointF last;
};

} // namespace isocenter
