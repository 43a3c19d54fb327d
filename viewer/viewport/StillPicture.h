#pragma once

#include "display/MaskSubtraction.h"
#include "image/ImageSeries.h"
#include "viewport/BlendView.h"
#include "viewport/ImageViewport.h"
#include "viewport/PicturePlanes.h"

#include <QImage>

#include <optional>

namespace isocenter {

/// One slice as a viewport would show it, without a window.
struct StillRequest
{
    ImageSeriesPtr series;
    int index = 0;
    FramePtr frame; ///< null: `failure` says why
    /// The difference from a mask, where view.subtraction, the state or the image asks for it; then it is shown in place of
    /// `frame`. Made by the caller from planSubtraction().
    std::optional<SubtractedFrame> subtracted;
    /// What a blending state mixes with the frame, made by the caller (BlendView::blendNow); none: the picture says that it is
    /// not blended.
    std::optional<BlendView::Blend> blend;
    QString failure; ///< hatched with this sentence; empty if there is a frame
    QSize size;      ///< device pixels
    double ratio = 1;
    ViewState view;
    bool stateView = false; ///< turn, flip and displayed area of view.presentation in place of view.pose
    PlaneBits planes;       ///< reads overlays on the spot; none: they are left out
    bool texts = true;      ///< as ImageViewport::setOverlayVisible
};

/// Format_RGB32 of request.size, made by the same parts that paint the viewport. Needs a QGuiApplication for its fonts.
QImage paintStill(const StillRequest& request);

} // namespace isocenter
