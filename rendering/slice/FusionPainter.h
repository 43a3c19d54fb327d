#pragma once

#include "display/ColorTransform.h"
#include "presentation/Blending.h"
#include "slice/SlicePainter.h"

#include <memory>
#include <vector>

namespace isocenter {

/// One of the pictures that are mixed.
struct FusionLayer
{
    FramePtr frame; ///< of the size of the picture below; null: nothing lies here
    ImagePtr image;
    DisplayState display;
};

/// How a picture is mixed with others (presentation/Blending.h). Immutable once shared.
struct Fusion
{
    /// Of each input. At `below` a null frame is the painter's own; another one is shown by what the reader chose for the
    /// painter's own, with the layer's overrides.
    std::vector<FusionLayer> inputs;
    std::vector<BlendingStep> steps;
    std::size_t below = 0;
    ColorProfilePtr profile; ///< what the colours of the mixture mean; null: sRGB
};

using FusionPtr = std::shared_ptr<const Fusion>;

/// A SlicePainter that can mix its picture with others (PS3.4 N.2.4.3, N.2.6): each is painted by the same geometry after all
/// that makes its colours, background stays transparent through all steps, the last result is rounded once and made the screen's.
/// Where nothing has a value: black. One object a viewport, used by one thread.
class FusionPainter
{
public:
    void setFrame(const FramePtr& frame, const ImagePtr& image, int index);
    void setFusion(const FusionPtr& fusion); ///< null: the frame alone; compared by identity
    void setDepth(ScreenDepth depth);
    void setScreenProfile(const ColorProfilePtr& screen);
    const QImage& paint(const SliceGeometry& geometry, const DisplayState& state); ///< as SlicePainter
    const GrayTransform* transform() const { return m_base.transform(); }          ///< of the frame
    const SlicePainter::Colors& colors() const { return m_base.colors(); }

private:
    std::vector<const QImage*> paintInputs(const SliceGeometry& geometry, const DisplayState& state, const QImage& base);
    void mixRows(const std::vector<const QImage*>& inputs, uchar* pixels, int first, int last) const;
    void prepareProfiles();

    SlicePainter m_base;
    FusionPtr m_fusion;
    std::vector<std::unique_ptr<SlicePainter>> m_painters; ///< one an input
    ColorProfilePtr m_screen;
    ColorTransformPtr m_colors; ///< of the mixture
    QImage m_picture;
    std::vector<qint64> m_keys; ///< of the pictures that m_picture was mixed from; empty: it is not
};

} // namespace isocenter
