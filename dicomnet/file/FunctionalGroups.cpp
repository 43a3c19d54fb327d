#include "file/HeaderBuilder.h"
#include "file/Tags.h"

#include <QCoreApplication>

namespace isocenter {

namespace {

// What one functional groups item says of the place of a frame; merged with the shared one before a plane is made.
struct Place
{
    std::vector<double> position;
    std::vector<double> orientation;
    std::optional<PixelSpacing> spacing;
};

void readPlace(const Item& group, Place& place)
{
    const Item position = group.item(tag::PlanePositionSequence);
    if (position.has(tag::ImagePositionPatient)) {
        place.position = position.numbers(tag::ImagePositionPatient, vr("DS"));
    }
    const Item orientation = group.item(tag::PlaneOrientationSequence);
    if (orientation.has(tag::ImageOrientationPatient)) {
        place.orientation = orientation.numbers(tag::ImageOrientationPatient, vr("DS"));
    }
    if (const auto spacing = readSpacing(group.item(tag::PixelMeasuresSequence), tag::PixelSpacing)) {
        place.spacing = spacing;
    }
}

void readValues(const Item& group, const QString& modality, FrameAttributes& frame, bool& complaint)
{
    ModalityTransform transform;
    if (readRescale(group.item(tag::PixelValueTransformationSequence), modality, transform, complaint)) {
        frame.modality = transform;
    }
    std::vector<Window> windows = readWindows(group.item(tag::FrameVOILUTSequence), complaint);
    if (!windows.empty()) {
        frame.windows = std::move(windows);
    }
}

void applyPlace(const Place& place, FrameAttributes& frame)
{
    if (place.spacing) {
        frame.spacing = place.spacing;
    }
    if (auto plane = makePlane(place.position, place.orientation, frame.spacing)) {
        frame.plane = plane;
    }
}

} // namespace

void readFunctionalGroups(const Item& root, ImageAttributes& image)
{
    const Item shared = root.item(tag::SharedFunctionalGroupsSequence);
    const std::vector<Item> perFrame = root.items(tag::PerFrameFunctionalGroupsSequence);
    if (shared.isEmpty() && perFrame.empty()) {
        return;
    }
    const QString& modality = image.record.series.modality;
    bool complaint = false;
    Place place;
    readPlace(shared, place);
    readValues(shared, modality, image.shared, complaint);
    applyPlace(place, image.shared);
    const auto frames = static_cast<std::size_t>(image.frames);
    if (perFrame.size() != frames && !perFrame.empty()) {
        warn(image, QT_TRANSLATE_NOOP("DicomFile", "The header describes another number of frames than the image has."));
    }
    if (!perFrame.empty()) {
        // A frame that is not described has no place: never that of another frame.
        FrameAttributes blank = image.shared;
        blank.plane.reset();
        image.perFrame.assign(frames, blank);
        for (std::size_t i = 0; i < frames && i < perFrame.size(); ++i) {
            Place own = place;
            readPlace(perFrame[i], own);
            image.perFrame[i].plane = image.shared.plane;
            readValues(perFrame[i], modality, image.perFrame[i], complaint);
            applyPlace(own, image.perFrame[i]);
        }
    }
    const FrameAttributes& first = image.frame(0);
    if (image.spacingSource.isEmpty() && first.spacing) {
        image.spacingSource = QStringLiteral("PixelSpacing");
    }
    if (image.laterality.isEmpty()) {
        const Item& any = perFrame.empty() || !shared.item(tag::FrameAnatomySequence).isEmpty() ? shared : perFrame.front();
        image.laterality = any.item(tag::FrameAnatomySequence).text(tag::FrameLaterality);
    }
    if (complaint) {
        warn(image, QT_TRANSLATE_NOOP("DicomFile", "Rescale or window values of this image make no sense and were not used."));
    }
}

} // namespace isocenter
