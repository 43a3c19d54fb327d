#pragma once

#include "slice/FusionPainter.h"
#include "viewport/ViewGeometry.h"

#include <QPainter>
#include <QPointF>

namespace isocenter {

/// A round glass at the mouse. It resamples the stored values again: what it shows is pixels of the image, never of the screen.
class Magnifier
{
public:
    static constexpr double kRadius = 90; ///< device-independent pixels

    void setOn(bool on, double factor);
    bool isOn() const { return m_on; }
    double factor() const { return m_factor; }
    void setFrame(const FramePtr& frame, const ImagePtr& image, int index);
    FusionPainter& painter() { return m_painter; } ///< for what is laid over, and for the screen
    /// `position` in widget coordinates: the point under it lies in the middle of the glass.
    void paint(QPainter& painter, const QPointF& position, const ViewGeometry& geometry, const DisplayState& display,
               Interpolation interpolation);
    /// Image coordinates to device pixels of the glass's own picture, its upper left corner (0, 0).
    static QTransform imageToGlass(const QPointF& position, const ViewGeometry& geometry, double factor, double ratio);

private:
    FusionPainter m_painter;
    double m_factor = 3;
    bool m_on = false;
};

} // namespace isocenter
