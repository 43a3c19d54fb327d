#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

namespace isocenter {

/// Which part of a slide is seen, and how large.
struct SlidePose
{
    QPointF centre;   ///< of the view, pixels of the finest level
    double scale = 0; ///< device-independent pixels a pixel of the finest level, along x; 0: all of it
};

/// A slide in a view. `base` is the size of the finest level in pixels; `aspect` the height of a pixel over its width.
class SlideGeometry
{
public:
    SlideGeometry() = default;
    SlideGeometry(const QSizeF& base, double aspect, const QSizeF& view, const SlidePose& pose);

    double scale() const { return m_scale; }
    QPointF toView(const QPointF& base) const;
    QPointF toBase(const QPointF& view) const;
    QRectF toView(const QRectF& base) const { return {toView(base.topLeft()), toView(base.bottomRight())}; }
    QRectF visible() const; ///< pixels of the finest level; within the slide
    double fittingScale() const;

    /// Poses; the scale is bounded (half of fitting to 16 pixels a pixel), the centre stays on the slide.
    SlidePose zoomedAt(const QPointF& view, double factor) const;
    SlidePose panned(const QPointF& delta) const;
    SlidePose centredAt(const QPointF& base) const;

private:
    SlidePose bounded(SlidePose pose) const;

    QSizeF m_base{1, 1};
    double m_aspect = 1;
    QSizeF m_view{1, 1};
    QPointF m_centre;
    double m_scale = 1;
};

} // namespace isocenter
