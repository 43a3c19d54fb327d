#pragma once

#include "display/DisplayPipeline.h"
#include "display/MaskSubtraction.h"
#include "image/ImageSeries.h"
#include "outline/RegionLayer.h"
#include "presentation/PresentationState.h"
#include "slice/SlicePainter.h"
#include "viewport/BlendPlan.h"
#include "viewport/CornerTexts.h"
#include "viewport/OrientationLabels.h"
#include "viewport/PixelProbe.h"
#include "viewport/ReferenceLine.h"
#include "viewport/ScaleBar.h"
#include "viewport/SubtractionPlan.h"
#include "viewport/ViewGeometry.h"

#include <QPointF>
#include <QString>

#include <optional>
#include <vector>

namespace isocenter {

/// What one viewport shows at one moment, as facts.
struct ViewDescription
{
    ImageSeriesPtr series;
    int index = -1;
    bool hasFrame = false; ///< the picture of `index` is painted
    QStringList cautions;  ///< of that frame, Frame::cautions and what its colours could not be made by
    QString colorProfile;  ///< the profile that its colours were made with; empty: none
    QString failure;       ///< why it cannot be; empty otherwise
    int loaded = 0;
    int failed = 0;
    ViewGeometry geometry;
    DisplayState display;
    bool nearest = false;
    std::optional<Window> window; ///< in force; empty for colour
    bool automaticWindow = false;
    bool voiTable = false;
    bool inverted = false;             ///< by the reader
    int outputBits = 8;                ///< grey levels that reach the screen, as a power of two
    bool dithered = false;             ///< and what they lose is spread over neighbouring pixels
    std::vector<BlendedPart> blended;  ///< what the state mixes with its images
    QString blendProblem;              ///< why it is not mixed with this one; empty otherwise
    bool blendWaiting = false;         ///< it will be
    PresentationStatePtr presentation; ///< chosen by the reader
    bool presentationApplies = false;  ///< it is for this frame
    bool presentationModified = false; ///< the reader changed window or view since
    int statesForFrame = 0;            ///< presentation states that could be chosen
    bool hasOverlays = false;          ///< overlays or annotations
    bool overlaysShown = true;
    SubtractionPlan subtraction;                  ///< for this frame
    std::optional<SubtractionSpace> subtractedIn; ///< the picture is a difference; empty: it is the frame itself
    bool hasShutter = false;
    bool shutterShown = true;
    QString overlayProblem;                  ///< an overlay cannot be shown: one sentence
    std::vector<RegionLayer::Shown> regions; ///< drawn on this picture
    bool regionsShown = true;
    std::optional<PixelProbe> probe;
    QString prior;
    bool playing = false;
    double cineRate = 0;    ///< really painted, frames a second
    double cineNominal = 0; ///< asked for
    bool texts = true;      ///< false: only what protects the patient

    const FrameRef* frame() const
    {
        return series && index >= 0 && index < series->count() ? &series->frames[static_cast<std::size_t>(index)] : nullptr;
    }
};

/// A mark of fidelity or safety: always words, always in a caution colour.
struct OverlayMark
{
    QString text;
    TextTone tone = TextTone::Caution;
    friend bool operator==(const OverlayMark& a, const OverlayMark& b) { return a.text == b.text && a.tone == b.tone; }
};

/// What is drawn over the picture.
struct Overlay
{
    CornerLines corners;
    std::vector<OverlayMark> marks;
    std::optional<EdgeLetters> letters;
    std::optional<ScaleBar> scale;
    std::vector<RegionLayer::Shown> regions; ///< named below the upper right corner
    QString title;                           ///< in the middle: loading, empty, cannot be shown
    QString message;                         ///< the sentence below it
    bool hatched = false;                    ///< behind the message: this is no picture
    std::vector<ReferenceLine> lines;        ///< in widget coordinates here
    std::optional<QPointF> cursor;           ///< another viewport's, widget coordinates
};

/// Adds what became of the colours of the picture.
void describeColors(const SlicePainter::Colors& colors, ViewDescription& view);
/// Pure: the same description gives the same overlay (lines and cursor are left empty).
Overlay describeOverlay(const ViewDescription& view, const CornerTexts& texts);
/// The value of a corner text's keyword; empty if there is none.
QString overlayValue(const QString& keyword, const ViewDescription& view);
/// Marks in order of weight.
std::vector<OverlayMark> overlayMarks(const ViewDescription& view);

} // namespace isocenter
