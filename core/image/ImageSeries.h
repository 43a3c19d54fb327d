#pragma once

#include "geometry/SliceOrder.h"
#include "image/ImageAttributes.h"

#include <memory>
#include <vector>

namespace isocenter {

struct PresentationState;   // presentation/PresentationState.h
struct RegionSet;           // region/RegionSet.h
struct SpatialRegistration; // registration/SpatialRegistration.h
struct SlidePyramid;        // pyramid/SlidePyramid.h

/// One picture of a stack: a frame of an instance.
struct FrameRef
{
    ImagePtr image;
    int frame = 0; ///< 0-based
    const FrameAttributes& attributes() const { return image->frame(frame); }
    QString text(const QString& keyword) const { return image->text(frame, keyword); }
    const QString& laterality() const { return image->lateralityOf(frame); }
};

/// Other images of the study that a blending state (PS3.3 C.11.14, C.11.33) mixes with the frames of a series.
struct BlendedImages
{
    std::shared_ptr<const PresentationState> state;
    std::vector<std::vector<FrameRef>>
        inputs; ///< of each input of the state, those that the study has; of the series itself none
    std::vector<std::shared_ptr<const SpatialRegistration>> registrations; ///< all of the study, whatever the state names
};

/// What one viewport shows: the frames of a series (or of one multi-frame instance, or of one part of a mixed series)
/// in reading order. Immutable and shared; a series that grows is a new value with a higher generation.
struct ImageSeries
{
    Study study;
    Series series;
    std::vector<FrameRef> frames; ///< in the order of `order`
    SliceOrder order;             ///< order.order is the identity: frames are already sorted
    int part = 0;                 ///< 0-based when a series had to be shown as several stacks
    int parts = 1;
    QString partTitle; ///< what the part is, where the file says: "Stack 2", "PHASE"; one line
    /// Objects of the series without a picture, by number: reports, documents, waveforms, and what can only be named. A
    /// stack has either frames or objects.
    std::vector<ImagePtr> objects;
    /// Objects of the series that are not shown here, each with its reason (one translated sentence).
    QStringList notShown;
    /// Presentation states of the study that refer to at least one of the frames, newest first.
    std::vector<std::shared_ptr<const PresentationState>> states;
    std::vector<BlendedImages> blended; ///< of the blending states among `states`
    /// All spatial registrations of the study: how other frames of reference lie to the one of these frames.
    std::vector<std::shared_ptr<const SpatialRegistration>> registrations;
    /// Segmentations and structure sets of the study that lie on these frames, in order of their series.
    std::vector<std::shared_ptr<const RegionSet>> regions;
    /// A whole slide: shown by its tiles; `frames` then holds one small picture that stands for it. Else null.
    std::shared_ptr<const SlidePyramid> slide;
    int missingParts = 0; ///< of a concatenation: parts that exist by its own word and are not here
    /// A segmentation that lies on another series, or the label of a slide: offered, not opened by itself.
    bool drawnElsewhere = false;
    QString keyTitle; ///< a selection of key images: what it is for; empty: an ordinary series
    quint64 generation = 0;
    bool complete = true; ///< false: still loading or arriving; the viewport says so

    /// Whether a layout that is filled by itself shows it.
    bool opensByItself() const { return !frames.empty() && !drawnElsewhere; }
    int count() const { return static_cast<int>(frames.size()); }
};

using ImageSeriesPtr = std::shared_ptr<const ImageSeries>;

/// Names a stack within its study: "<Series Instance UID>#<part>". The payload of a drag; empty for null.
QString seriesKey(const ImageSeriesPtr& series);

/// Sorts images of any number of series into the stacks to show, in series-number order. Multi-frame instances, and the parts of
/// a concatenation together, stand alone, split where their frames are of several stacks or directions; frames at one place
/// follow each other as their dimension indices say. Single frames of one series are split where size, colour or orientation
/// differ and each part has more than one image, else stay together by number. Objects without pixels of a series are one stack,
/// each named in notShown.
std::vector<ImageSeriesPtr> groupIntoSeries(const std::vector<ImagePtr>& images, quint64 generation);

} // namespace isocenter
