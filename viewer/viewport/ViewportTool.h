#pragma once

#include <QCursor>
#include <QPointF>
#include <Qt>

class QPainter;

namespace isocenter {

class ImageViewport;

/// One step of a left drag. Widget coordinates, device-independent pixels.
struct ToolEvent
{
    QPointF position;
    QPointF start; ///< where the button went down
    QPointF delta; ///< since the last event of this drag; (0, 0) at press
    Qt::KeyboardModifiers modifiers;
};

/// What a left drag does. Implemented by viewer/tools; one object may serve many viewports, one drag at a time. GUI thread.
/// press() is followed by any number of move() and exactly one of release() or cancel().
class ViewportTool
{
public:
    virtual ~ViewportTool() = default;

    virtual QCursor cursor() const { return Qt::ArrowCursor; }
    virtual void press(ImageViewport&, const ToolEvent&) {}
    virtual void move(ImageViewport&, const ToolEvent&) {}
    virtual void release(ImageViewport&, const ToolEvent&) {}
    /// The drag ended without a decision (Escape, another button, the tool or the series changed): undo what it left.
    virtual void cancel(ImageViewport&) {}
    /// Feedback above the image and below the texts, in widget coordinates (a rubber band). Call viewport.update() to see it.
    virtual void paint(const ImageViewport&, QPainter&) const {}
};

} // namespace isocenter
