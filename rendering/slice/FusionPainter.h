#pragma once

#include "display/ColorTransform.h"
#include "slice/SlicePainter.h"

#include <memory>
#include <vector>

namespace isocenter {

/// One picture laid over another.
struct FusionLayer
{
    FramePtr frame; ///< of the size of the picture below
    ImagePtr image;
    DisplayState display;
    double opacity = 1; ///< of the layer where it has values, 0 to 1
    friend bool operator==(const FusionLayer& a, const FusionLayer& b)
    {
        return a.frame == b.frame && a.image == b.image && a.display == b.display && a.opacity == b.opacity;
    }
};

/// A SlicePainter with layers above it (PS3.3 C.11.14): each is painted by the same geometry and mixed in by its opacity after
/// all that makes its colours; where a layer has no values, what is below stays as it is.
/// One object a viewport, used by one thread.
class FusionPainter
{
public:
    void setFrame(const FramePtr& frame, const ImagePtr& image, int index);
    /// Above the frame, lowest first. `profile`: what the colours of the mixture mean; null: sRGB.
    void setLayers(std::vector<FusionLayer> layers, const ColorProfilePtr& profile = {});
    void setDepth(ScreenDepth depth);
    void setScreenProfile(const ColorProfilePtr& screen);
    const QImage& paint(const SliceGeometry& geometry, const DisplayState& state); ///< as SlicePainter
    const GrayTransform* transform() const { return m_base.transform(); }          ///< of the frame
    const SlicePainter::Colors& colors() const { return m_base.colors(); }

private:
    void mixIn(const QImage& layer, double opacity);
    void toScreen();

    SlicePainter m_base;
    std::vector<FusionLayer> m_layers;
    std::vector<std::unique_ptr<SlicePainter>> m_painters; ///< one a layer
    ColorProfilePtr m_profile;
    ColorProfilePtr m_screen;
    ColorTransformPtr m_colors; ///< of m_profile
    QImage m_picture;
    qint64 m_baseKey = 0;
    SliceGeometry m_geometry;
    bool m_mixed = false; ///< m_picture shows all of the above
};

} // namespace isocenter
