#include "file/HeaderBuilder.h"
#include "file/Tags.h"

#include <QCoreApplication>

#include <algorithm>

namespace isocenter {

namespace {

// What one functional groups item says of the place of a frame; merged with the shared one before a plane is made.
struct Place
{
    std::vector<double> position;
    std::vector<double> orientation;
    std::optional<PixelSpacing> spacing;
    bool atDetector = false; ///< the spacing is that of the detector
};

constexpr std::uint32_t kFramePixelDataProperties = 0x00289443;
constexpr std::uint32_t kPatientOrientationInFrame = 0x00209450;

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
        place.atDetector = false;
    } else if (const auto detector = readSpacing(group.item(kFramePixelDataProperties), tag::ImagerPixelSpacing)) {
        place.spacing = detector; // enhanced XA and XRF (PS3.3 C.8.19.6.4)
        place.atDetector = true;
    }
}

void readValues(const Item& group, ImageAttributes& image, FrameAttributes& frame, bool& complaint)
{
    const QString& modality = image.record.series.modality;
    ModalityTransform transform;
    if (readRescale(group.item(tag::PixelValueTransformationSequence), modality, transform, complaint)) {
        frame.modality = transform;
    }
    const Item voi = group.item(tag::FrameVOILUTSequence);
    std::vector<Window> windows = readWindows(voi, complaint);
    auto tables = readVoiTables(voi, frame.modality, image);
    if (!windows.empty() || !tables.empty()) { // what the frame says is instead of what the object says
        frame.windows = std::move(windows);
        frame.voiTables = std::move(tables);
    }
}

/// Of a frame type macro (PS3.3 C.8.13.5.1 and its like): whether the values from the palette on are colours in this frame.
void readPresentation(const Item& group, FrameAttributes& frame)
{
    for (const Item& macro : group.firstItems()) {
        const QString presentation = macro.first(tag::PixelPresentation);
        if (!presentation.isEmpty()) {
            frame.hasPaletteColors = frame.hasPaletteColors && presentation != QLatin1String("MONOCHROME");
        }
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

/// Patient Orientation of projections; used only where it is the same for all frames.
void readDirections(const Item& shared, const std::vector<Item>& perFrame, ImageAttributes& image)
{
    const auto lettersIn = [](const Item& group) {
        return group.item(kPatientOrientationInFrame).values(tag::PatientOrientation);
    };
    QStringList letters = lettersIn(shared);
    if (letters.isEmpty() && !perFrame.empty()) {
        letters = lettersIn(perFrame.front());
        const bool same =
            std::all_of(perFrame.begin(), perFrame.end(), [&](const Item& group) { return lettersIn(group) == letters; });
        letters = same ? letters : QStringList();
    }
    if (image.rowLetters.isEmpty() && letters.size() == 2) {
        takeDirections(letters, image);
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
    bool complaint = false;
    Place place;
    readPlace(shared, place);
    readValues(shared, image, image.shared, complaint);
    readPresentation(shared, image.shared);
    applyPlace(place, image.shared);
    const auto frames = static_cast<std::size_t>(image.frames);
    if (image.tiles) { // 100,000 tiles differ in their place alone, which has been read
        if (image.spacingSource.isEmpty() && image.shared.spacing) {
            image.spacingSource = QStringLiteral("PixelSpacing");
        }
        return;
    }
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
            readValues(perFrame[i], image, image.perFrame[i], complaint);
            readPresentation(perFrame[i], image.perFrame[i]);
            applyPlace(own, image.perFrame[i]);
        }
    }
    const FrameAttributes& first = image.frame(0);
    if (image.spacingSource.isEmpty() && first.spacing) {
        Place any = place;
        if (!perFrame.empty()) {
            readPlace(perFrame.front(), any);
        }
        image.spacingSource = any.atDetector ? QStringLiteral("ImagerPixelSpacing") : QStringLiteral("PixelSpacing");
    }
    readDirections(shared, perFrame, image);
    if (image.laterality.isEmpty()) {
        const Item& any = perFrame.empty() || !shared.item(tag::FrameAnatomySequence).isEmpty() ? shared : perFrame.front();
        image.laterality = any.item(tag::FrameAnatomySequence).text(tag::FrameLaterality);
    }
    if (complaint) {
        warn(image, QT_TRANSLATE_NOOP("DicomFile", "Rescale or window values of this image make no sense and were not used."));
    }
}

} // namespace isocenter
