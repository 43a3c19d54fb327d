#pragma once

#include "image/ImageSeries.h"
#include "presentation/Annotation.h"
#include "presentation/ImageReferences.h"

#include <QDateTime>
#include <QPoint>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace isocenter {

/// One item of the Softcopy VOI LUT Sequence (PS3.3 C.11.8): alternatives, of which the first table, else the first window is
/// the default.
struct SoftcopyVoi
{
    ImageReferences images; ///< empty: all
    std::vector<Window> windows;
    std::vector<std::shared_ptr<const LookupTable>> tables;
};

/// One item of the Displayed Area Selection Sequence (PS3.3 C.10.4).
struct DisplayedArea
{
    enum class Mode { ScaleToFit, TrueSize, Magnify };
    ImageReferences images; ///< empty: all
    /// Column and row of the pixels seen at the top left and the bottom right after turning and flipping, as the state gives
    /// them: 1-based, may lie outside the image, in any order.
    QPoint first{1, 1};
    QPoint last{1, 1};
    Mode mode = Mode::ScaleToFit;
    std::optional<PixelSpacing> spacing; ///< Presentation Pixel Spacing
    std::optional<double> aspect;        ///< Presentation Pixel Aspect Ratio, vertical / horizontal
    double magnification = 1;            ///< screen pixels an image pixel; Magnify only
};

/// One item of the Mask Subtraction Sequence (PS3.3 C.11.13, C.11.19).
struct StateMask
{
    ImageReferences images; ///< empty: all
    MaskOperation operation;
};

/// What a blending state says of one of its two sets of images (PS3.3 C.11.14).
struct BlendingInput
{
    ImageReferences images;
    ModalityTransform modality;
    std::vector<SoftcopyVoi> voi;
};

/// A Softcopy Presentation State (PS3.3 A.33): how images are to be shown. What it does not say is the identity, whatever the
/// image says itself (PS3.4 N.2). Immutable once shared.
struct PresentationState
{
    enum class Kind { Grayscale, Color, PseudoColor, Blending, XaXrf, AdvancedBlending, Other };
    Kind kind = Kind::Grayscale;
    ImagePtr object; ///< the file itself: its identity, path and overlays
    QString label;   ///< Content Label
    QString description;
    PersonName creator;
    QDateTime created;
    /// All images and frames that the state is for. Of a blending state: those below.
    ImageReferences images;
    QStringList problems; ///< parts of the state that cannot be applied, one translated sentence each

    ModalityTransform modality; ///< `present` false: the identity
    std::vector<SoftcopyVoi> voi;
    bool inverse = false;                                 ///< Presentation LUT Shape INVERSE
    std::shared_ptr<const LookupTable> presentationTable; ///< in place of a shape
    std::shared_ptr<const LookupTable> palette[3];        ///< pseudo-colour: grey -> red, green, blue
    ColorProfilePtr profile;                              ///< of the image's colours, or of those of `palette`; null: sRGB
    std::vector<StateMask> masks;

    int quarterTurns = 0;        ///< clockwise, before the flip
    bool flipHorizontal = false; ///< left and right exchanged, after the turn
    std::vector<DisplayedArea> areas;
    Shutter shutter;
    std::vector<GraphicLayer> layers; ///< in drawing order
    std::vector<GraphicAnnotation> annotations;

    std::optional<BlendingInput> superimposed; ///< blending: what lies above
    std::optional<BlendingInput> underlying;
    double opacity = 1; ///< of what lies above, 0 to 1

    bool appliesTo(const FrameRef& ref) const { return images.contains(ref.image->record.instance.uid, ref.frame); }
    /// Null where the state does not say.
    const SoftcopyVoi* voiFor(const FrameRef& ref) const;
    const DisplayedArea* areaFor(const FrameRef& ref) const;
    const GraphicLayer* layer(const QString& name) const;
    /// What is subtracted from the frames of an image; empty: nothing, whatever the image says itself.
    std::vector<MaskOperation> masksFor(const FrameRef& ref) const;
    /// The layer that an overlay group is drawn in; empty: the overlay is hidden.
    QString overlayLayer(int group) const;
    /// The label, else the description, else a word for its kind; one line.
    QString name() const;
};

using PresentationStatePtr = std::shared_ptr<const PresentationState>;

/// What the blending states of a series lay over it, of the images of its study.
std::vector<BlendedImages> blendedImages(const ImageSeries& series, const std::vector<ImagePtr>& images);

/// Gives each series the states that refer to its frames, newest first; the others keep none.
std::vector<ImageSeriesPtr> withStates(const std::vector<ImageSeriesPtr>& series,
                                       const std::vector<PresentationStatePtr>& states);

} // namespace isocenter
