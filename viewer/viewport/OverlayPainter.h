#pragma once

#include "viewport/Overlay.h"
#include "viewport/TextStamps.h"

#include <QPainter>
#include <QRectF>
#include <QSizeF>

namespace isocenter {

/// The colours of the design that stand on images; on black in every theme.
struct OverlayColors
{
    QColor text, quiet, current, prior, caution, danger;
    static OverlayColors fromTheme();
    QColor tone(TextTone tone) const;
};

/// Draws an Overlay. Widget coordinates; the painter's device says how many device pixels one is. Holds nothing but ready
/// texts: the same overlay on the same size gives the same pixels.
class OverlayPainter
{
public:
    /// Room kept free at the right edge (the slider).
    explicit OverlayPainter(double rightEdge = 0) : m_rightEdge(rightEdge), m_colors(OverlayColors::fromTheme()) {}

    void paint(QPainter& painter, const QSizeF& size, const Overlay& overlay);
    const OverlayColors& colors() const { return m_colors; }
    /// How far the texts at the lower edge reached up in the last paint, device-independent pixels.
    double bottomHeight() const { return m_bottomHeight; }

private:
    struct Layout;
    Layout layoutFor(const QSizeF& size) const;
    void trim(Overlay& overlay, const Layout& layout) const;
    void paintCorners(QPainter& painter, const Overlay& overlay, Layout& layout);
    void paintCornerPair(QPainter& painter, const Overlay& overlay, Corner leftCorner, Layout& layout);
    void paintLine(QPainter& painter, const CornerLine& line, double room, bool atRight, bool onGround, double y,
                   const Layout& layout);
    void paintRegions(QPainter& painter, const Overlay& overlay, const Layout& layout);
    void paintMarks(QPainter& painter, const std::vector<OverlayMark>& marks, Layout& layout);
    void paintLetters(QPainter& painter, const EdgeLetters& letters, bool hasScale, const Layout& layout);
    void paintScale(QPainter& painter, const ScaleBar& bar, const Layout& layout);
    void paintLines(QPainter& painter, const std::vector<ReferenceLine>& lines, const Layout& layout);
    void paintCursor(QPainter& painter, const QPointF& point);
    void paintMessage(QPainter& painter, const Overlay& overlay, const Layout& layout);

    double m_rightEdge;
    double m_bottomHeight = 0;
    OverlayColors m_colors;
    TextStamps m_stamps;
};

/// Diagonal lines over `rect` on black: here is no picture.
void paintHatching(QPainter& painter, const QRectF& rect, const QColor& color);

} // namespace isocenter
