#pragma once

#include "image/ImageSeries.h"
#include "presentation/Annotation.h"
#include "presentation/Blending.h"
#include "presentation/ImageReferences.h"

#include <QDateTime>
#include <QPoint>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace isocenter {

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
    /// All images and frames that the state is for; of a blending state those of `blending`.
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

    /// Of a blending state; it then says of grey what `modality`, `voi` and `palette` say for others.
    std::optional<Blending> blending;

    bool appliesTo(const FrameRef& ref) const;
    bool concerns(const ImageAttributes& image) const; ///< is for at least one of its frames
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

/// What the blending states of a series mix with it, of the images and registrations of its study.
std::vector<BlendedImages> blendedImages(const ImageSeries& series, const std::vector<ImagePtr>& images,
                                         const std::vector<std::shared_ptr<const SpatialRegistration>>& registrations = {});

/// Gives each series the states that refer to its frames, newest first; the others keep none.
std::vector<ImageSeriesPtr> withStates(const std::vector<ImageSeriesPtr>& series,
                                       const std::vector<PresentationStatePtr>& states);

} // namespace isocenter
