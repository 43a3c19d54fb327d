#pragma once

#include "display/DisplayPipeline.h"
#include "image/Frame.h"
#include "image/ImageAttributes.h"

#include <QImage>
#include <QSize>
#include <QTransform>

#include <memory>

namespace isocenter {

enum class Interpolation { Nearest, Linear };

/// What the screen can: 8 bits a channel; the same, with what 8 bits lose of grey spread over neighbouring pixels (the mean of an
/// area stays, single pixels are up to one step off); or 10 bits.
enum class ScreenDepth { Eight, Dithered, Ten };

/// How a frame lies on the screen. Image coordinates: (0, 0) is the outer corner of the first pixel, its centre (0.5, 0.5).
struct SliceGeometry
{
    QSize size;               ///< of the picture, device pixels
    QTransform imageToScreen; ///< affine: image coordinates -> device pixels (zoom, aspect, pan, flip, rotation)
    Interpolation interpolation = Interpolation::Linear;
    friend bool operator!=(const SliceGeometry& a, const SliceGeometry& b) { return !(a == b); }
    friend bool operator==(const SliceGeometry& a, const SliceGeometry& b)
    {
        return a.size == b.size && a.imageToScreen == b.imageToScreen && a.interpolation == b.interpolation;
    }
};

/// Paints one frame into a Format_RGB32 picture (Format_RGB30 for ten bits): resamples stored values (those of a modality LUT
/// after it), then window and polarity on the resampled values, so that 16 bits are never cut before the window. Outside the
/// image: black. Colours are those that the image's or the state's ICC profile means (ColorTransform).
///
/// Linear: between pixel centres when enlarging; when shrinking the exact average over the area of a picture pixel, along each
/// axis apart; turned by another angle than a multiple of 90 degrees the image is averaged over cells of a power of two first.
/// Background (padding, NaN) takes no part in a sum; a picture pixel is background where it makes up more than half of it.
/// Grey is within 1 step of the exact result, and exactly rounded where values of up to 16 bits are shown one to one. Colour
/// is made RGB first.
///
/// Keeps the resampled values: a change of window alone only runs the last step.
/// One object a viewport, used by one thread; it spreads rows over the global thread pool's idle threads itself.
class SlicePainter
{
public:
    SlicePainter();
    ~SlicePainter();

    void setFrame(const FramePtr& frame, const ImagePtr& image, int index);
    void setDepth(ScreenDepth depth);
    ScreenDepth depth() const;
    /// The screen's own profile; null: sRGB.
    void setScreenProfile(const ColorProfilePtr& screen);
    /// The picture, valid until the next call (copies of it stay as they are); an all-black one without a frame or if the
    /// frame cannot be shown; a null one if its size is empty or memory is short. Never throws, never waits for I/O.
    const QImage& paint(const SliceGeometry& geometry, const DisplayState& state);
    /// The transform of the last paint() for grey frames (window texts, values under the cursor); null for colour.
    const GrayTransform* transform() const;
    /// Background and what is outside the image have alpha 0 in place of black, for a picture that is laid over another.
    void setTransparent(bool transparent);
    /// What became of the colours in the last paint(); of grey frames nothing.
    struct Colors
    {
        QString profile; ///< the name of the profile that they were made with; empty: taken as sRGB
        QString problem; ///< why a profile was not used, one translated sentence; empty otherwise
    };
    const Colors& colors() const;

private:
    struct State;
    std::unique_ptr<State> m;
};

} // namespace isocenter
