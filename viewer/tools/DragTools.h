#pragma once

#include "image/MaskOperation.h"
#include "viewport/ViewportTool.h"

#include <QRectF>
#include <QString>

#include <memory>

namespace isocenter {

enum class ToolKind { Scroll, Window, Zoom, Pan, RoiWindow, Magnifier, MaskShift };

/// What a left drag does. Each may serve many viewports, one drag at a time.

/// Down goes on, up goes back; a drag over the viewport's height runs through a stack of up to a few hundred slices.
class ScrollTool : public ViewportTool
{
public:
    QCursor cursor() const override;
    void press(ImageViewport& viewport, const ToolEvent& event) override;
    void move(ImageViewport& viewport, const ToolEvent& event) override;

private:
    double m_rest = 0; ///< part of a step not yet made
};

/// Right widens the window, down raises its centre.
class WindowTool : public ViewportTool
{
public:
    QCursor cursor() const override;
    void move(ImageViewport& viewport, const ToolEvent& event) override;
};

/// Up enlarges, about the point where the drag began.
class ZoomTool : public ViewportTool
{
public:
    QCursor cursor() const override;
    void move(ImageViewport& viewport, const ToolEvent& event) override;
};

class PanTool : public ViewportTool
{
public:
    QCursor cursor() const override;
    void move(ImageViewport& viewport, const ToolEvent& event) override;
};

/// A rubber band; on release the window is that of the values inside. A click alone changes nothing.
class RoiWindowTool : public ViewportTool
{
public:
    QCursor cursor() const override;
    void press(ImageViewport& viewport, const ToolEvent& event) override;
    void move(ImageViewport& viewport, const ToolEvent& event) override;
    void release(ImageViewport& viewport, const ToolEvent& event) override;
    void cancel(ImageViewport& viewport) override;
    void paint(const ImageViewport& viewport, QPainter& painter) const override;

private:
    const ImageViewport* m_viewport = nullptr; ///< where the band is drawn; compared only
    QRectF m_band;
};

/// The magnifier while the button is down.
class MagnifierTool : public ViewportTool
{
public:
    QCursor cursor() const override;
    void press(ImageViewport& viewport, const ToolEvent& event) override;
    void release(ImageViewport& viewport, const ToolEvent& event) override;
    void cancel(ImageViewport& viewport) override;

private:
    bool m_before = false;
};

/// Drags the mask of a subtracted picture over the frame, in tenths of a pixel.
class MaskShiftTool : public ViewportTool
{
public:
    QCursor cursor() const override;
    void press(ImageViewport& viewport, const ToolEvent& event) override;
    void move(ImageViewport& viewport, const ToolEvent& event) override;
    void cancel(ImageViewport& viewport) override;

private:
    MaskShift m_before;
};

std::unique_ptr<ViewportTool> makeTool(ToolKind kind);

} // namespace isocenter
