#pragma once

#include "image/BitPlane.h"
#include "presentation/PresentationState.h"

#include <QColor>
#include <QImage>
#include <QSize>
#include <QTransform>

#include <functional>
#include <vector>

namespace isocenter {

/// Shutter and overlays of one picture.
struct PlanesRequest
{
    FrameRef ref;
    PresentationStatePtr state; ///< the one that is applied to the frame; null: none
    bool overlays = true;
    bool shutter = true;
    double aspect = 1; ///< height of a pixel by its width
    QTransform imageToDevice;
    QSize size; ///< device pixels
    friend bool operator==(const PlanesRequest& a, const PlanesRequest& b)
    {
        return a.ref.image == b.ref.image && a.ref.frame == b.ref.frame && a.state == b.state && a.overlays == b.overlays &&
               a.shutter == b.shutter && a.aspect == b.aspect && a.imageToDevice == b.imageToDevice && a.size == b.size;
    }
};

/// One overlay to be drawn over a frame.
struct ShownOverlay
{
    ImagePtr source; ///< the image, or the state that holds it
    OverlayPlane plane;
    int frame = 0; ///< 0-based, of the overlay
    QColor color;
};

/// Which overlays are drawn, lowest first: without a state all of the image; with one those that it activates (PS3.3 C.11.7),
/// its own where it has one of that group.
std::vector<ShownOverlay> shownOverlays(const FrameRef& ref, const PresentationStatePtr& state);
/// The shutter in force: the state's, or without a state the image's own.
const Shutter& shutterOf(const FrameRef& ref, const PresentationStatePtr& state);

/// Gives the bits of an overlay; null while they are not at hand.
using PlaneBits = std::function<BitPlanePtr(const ImagePtr& source, const OverlayPlane& plane, int frame)>;

/// The last mask of a shutter: it is the same for every zoom.
struct ShutterCache
{
    ImagePtr image;
    PresentationStatePtr state;
    int frame = -1;
    double aspect = 0;
    BitPlanePtr bitmap;
    BitPlanePtr mask;
};

/// Shutter, then overlays, on a transparent picture (Format_ARGB32_Premultiplied) of the request's size; null if there is
/// nothing to draw. Throws nothing: short of memory it is null.
QImage paintPlanes(const PlanesRequest& request, const PlaneBits& bits, ShutterCache* cache = nullptr);

} // namespace isocenter
