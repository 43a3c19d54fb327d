#pragma once

#include "image/ImageAttributes.h"

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QTransform>

#include <optional>

namespace isocenter {

/// How an image lies in its viewport, as the reader left it. A value; equal poses show the same geometry.
struct ViewPose
{
    /// Device-independent pixels an image column; empty: the whole image (or `area`) fits into the viewport, whatever its size.
    std::optional<double> zoom;
    QPointF pan;                 ///< of the image's (or `area`'s) centre from the viewport's centre, device-independent pixels
    int quarterTurns = 0;        ///< clockwise, 0 to 3, done before the flip (PS3.3 C.10.6)
    bool flipHorizontal = false; ///< left and right on the screen exchanged, after the turns
    /// In place of the whole image, image coordinates; may exceed it (Displayed Area, PS3.3 C.10.4). Not empty if set.
    std::optional<QRectF> area;
    friend bool operator==(const ViewPose& a, const ViewPose& b)
    {
        return a.zoom == b.zoom && a.pan == b.pan && a.quarterTurns == b.quarterTurns && a.flipHorizontal == b.flipHorizontal &&
               a.area == b.area;
    }
};

/// All transforms between image and viewport. Image coordinates: (0, 0) is the outer corner of the first pixel, its centre
/// (0.5, 0.5), x along the row. Widget coordinates: device-independent pixels, y down. Pure values, no widget needed.
class ViewGeometry
{
public:
    static constexpr double kMinimumZoom = 0.02;
    static constexpr double kMaximumZoom = 100.0;

    ViewGeometry() = default;
    /// `pixelAspect`: height of a pixel by its width, > 0. `ratio`: device pixels a device-independent pixel.
    ViewGeometry(const QSizeF& viewport, const QSize& image, double pixelAspect, double ratio, const ViewPose& pose);

    /// Pixel aspect of a frame: spacing where it is known, else Pixel Aspect Ratio, else 1 (display-pipeline row 19).
    static double pixelAspect(const ImageAttributes& image, int frame);

    const ViewPose& pose() const { return m_pose; }
    const QSizeF& viewport() const { return m_viewport; }
    /// What the pose is about: the whole image, or its area. Image coordinates.
    const QRectF& area() const { return m_area; }
    double zoom() const { return m_zoom; } ///< in force, fit resolved
    double fitZoom() const;
    double oneToOneZoom() const; ///< a device pixel an image pixel, for the shorter side of an oblong pixel
    QTransform imageToWidget() const { return m_transform; }
    QTransform widgetToImage() const { return m_inverse; }
    /// Image coordinates to device pixels, for painting.
    QTransform imageToDevice() const;
    QSize deviceSize() const;

    /// The pose with another zoom (clamped) that keeps the image point under `position` where it is.
    ViewPose zoomedAt(const QPointF& position, double newZoom) const;
    /// The pose turned clockwise as seen on the screen, about the viewport's centre.
    ViewPose turned(int quarterTurns) const;
    /// The pose mirrored as seen on the screen: Horizontal exchanges left and right, Vertical top and bottom.
    ViewPose flipped(Qt::Orientation orientation) const;
    /// The pose moved by a widget distance; the zoom in force becomes fixed. Some of the image stays in sight.
    ViewPose panned(const QPointF& delta) const;

private:
    ViewPose kept(ViewPose pose) const;

    QSizeF m_viewport{1, 1};
    QRectF m_area{0, 0, 1, 1};
    double m_aspect = 1;
    double m_ratio = 1;
    double m_zoom = 1;
    ViewPose m_pose;
    QTransform m_transform;
    QTransform m_inverse;
};

} // namespace isocenter
