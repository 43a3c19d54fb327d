#include "file/HeaderBuilder.h"
#include "file/Tags.h"

#include <QCoreApplication>

#include <array>
#include <cmath>

namespace isocenter {

namespace {

constexpr std::uint32_t kSliceVector = 0x00540080;
constexpr int kCentimetres = 3;

struct SpacingSource
{
    std::uint32_t tag;
    const char* keyword;
};

constexpr std::array kSpacingSources{
    SpacingSource{tag::PixelSpacing, "PixelSpacing"},
    SpacingSource{tag::ImagerPixelSpacing, "ImagerPixelSpacing"},
    SpacingSource{tag::NominalScannedPixelSpacing, "NominalScannedPixelSpacing"},
};

// Spacing of an ultrasound image, if all its regions in centimetres agree (PS3.3 C.8.5.5).
std::optional<PixelSpacing> regionSpacing(const Item& root)
{
    std::optional<PixelSpacing> found;
    for (const Item& region : root.items(tag::SequenceOfUltrasoundRegions)) {
        const bool inCm = region.integer(tag::PhysicalUnitsXDirection, vr("US")) == kCentimetres &&
                          region.integer(tag::PhysicalUnitsYDirection, vr("US")) == kCentimetres;
        const double x = std::abs(region.number(tag::PhysicalDeltaX, vr("FD")).value_or(0)) * 10;
        const double y = std::abs(region.number(tag::PhysicalDeltaY, vr("FD")).value_or(0)) * 10;
        if (!inCm || !(x > 0) || !(y > 0)) {
            continue;
        }
        if (found && (std::abs(found->column - x) > 1e-6 * x || std::abs(found->row - y) > 1e-6 * y)) {
            return std::nullopt;
        }
        found = PixelSpacing{y, x};
    }
    return found;
}

void findSpacing(const Item& root, ImageAttributes& image)
{
    for (const SpacingSource& source : kSpacingSources) {
        if (const auto spacing = readSpacing(root, source.tag)) {
            image.shared.spacing = spacing;
            image.spacingSource = QLatin1String(source.keyword);
            return;
        }
        if (root.has(source.tag)) {
            warn(image, QT_TRANSLATE_NOOP("DicomFile", "The pixel spacing of this image makes no sense and was not used."));
        }
    }
    if (const auto spacing = regionSpacing(root)) {
        image.shared.spacing = spacing;
        image.spacingSource = QStringLiteral("UltrasoundRegion");
        return;
    }
    const std::vector<double> ratio = root.numbers(tag::PixelAspectRatio, vr("IS"));
    if (ratio.size() == 2 && ratio[0] > 0 && ratio[1] > 0) {
        image.pixelAspect = ratio[0] / ratio[1];
    }
}

// Frames of one object, at these distances in mm from the first along `direction`.
void placeFrames(ImageAttributes& image, const std::vector<double>& offsets, const Eigen::Vector3d& direction)
{
    image.perFrame.assign(static_cast<std::size_t>(image.frames), image.shared);
    for (std::size_t i = 0; i < image.perFrame.size(); ++i) {
        image.perFrame[i].plane->position += direction * offsets[i];
    }
}

void placeDoseFrames(const Item& root, ImageAttributes& image)
{
    std::vector<double> offsets = root.numbers(tag::GridFrameOffsetVector, vr("DS"));
    if (offsets.size() != static_cast<std::size_t>(image.frames)) {
        return;
    }
    // Relative to the first frame along the normal, or, where the first is not 0, patient z of an axial dose (C.8.8.3.2).
    const double first = offsets.front();
    const Eigen::Vector3d direction = first == 0 ? image.shared.plane->normal() : Eigen::Vector3d(Eigen::Vector3d::UnitZ());
    for (double& offset : offsets) {
        offset -= first;
    }
    placeFrames(image, offsets, direction);
}

// Reconstructed nuclear medicine: frames are slices, evenly spaced (PS3.3 C.8.4.15); of a gated one several times, as the Slice
// Vector says.
void placeNuclearFrames(const Item& root, ImageAttributes& image)
{
    const double spacing = root.number(tag::SpacingBetweenSlices, vr("DS")).value_or(0);
    const QString kind = root.values(tag::ImageType).value(2);
    const std::vector<double> slices = root.numbers(kSliceVector, vr("US"));
    const bool isTold = slices.size() == static_cast<std::size_t>(image.frames);
    if (spacing == 0 || !kind.startsWith(QLatin1String("RECON")) || (kind.contains(QLatin1String("GATED")) && !isTold)) {
        return;
    }
    std::vector<double> offsets;
    for (int i = 0; i < image.frames; ++i) {
        const auto at = static_cast<std::size_t>(i);
        offsets.push_back(spacing * (isTold ? slices[at] - 1 : i));
    }
    placeFrames(image, offsets, image.shared.plane->normal());
}

} // namespace

std::optional<PixelSpacing> readSpacing(const Item& item, std::uint32_t tag)
{
    const std::vector<double> values = item.numbers(tag, vr("DS"));
    const auto sound = [](double mm) { return mm > 1e-7 && mm < 1e4; };
    if (values.size() < 2 || !sound(values[0]) || !sound(values[1])) {
        return std::nullopt;
    }
    return PixelSpacing{values[0], values[1]};
}

std::optional<ImagePlane> makePlane(const std::vector<double>& position, const std::vector<double>& orientation,
                                    const std::optional<PixelSpacing>& spacing)
{
    if (position.size() != 3 || orientation.size() != 6) {
        return std::nullopt;
    }
    const Eigen::Vector3d right(orientation[0], orientation[1], orientation[2]);
    const Eigen::Vector3d down(orientation[3], orientation[4], orientation[5]);
    if (!isOrthonormal(right, down)) {
        return std::nullopt;
    }
    ImagePlane plane;
    plane.position = {position[0], position[1], position[2]};
    plane.right = right.normalized();
    plane.down = down.normalized();
    plane.spacingKnown = spacing.has_value();
    plane.rowSpacing = spacing ? spacing->row : 1;
    plane.columnSpacing = spacing ? spacing->column : 1;
    return plane;
}

void readGeometry(const Item& root, ImageAttributes& image)
{
    findSpacing(root, image);
    image.shared.sliceLocation = root.number(tag::SliceLocation, vr("DS"));
    const bool nuclear = image.record.series.modality == QLatin1String("NM");
    const Item detector = nuclear ? root.item(tag::DetectorInformationSequence) : Item();
    const bool own = root.has(tag::ImagePositionPatient);
    const Item& place = own || !nuclear ? root : detector;
    const std::vector<double> orientation = place.numbers(tag::ImageOrientationPatient, vr("DS"));
    image.shared.plane = makePlane(place.numbers(tag::ImagePositionPatient, vr("DS")), orientation, image.shared.spacing);
    if (!image.shared.plane && orientation.size() == 6 && place.has(tag::ImagePositionPatient)) {
        warn(image, QT_TRANSLATE_NOOP("DicomFile", "The orientation of this image makes no sense and was not used."));
    }
    if (image.shared.plane && image.frames > 1) {
        if (root.has(tag::GridFrameOffsetVector)) {
            placeDoseFrames(root, image);
        } else if (nuclear) {
            placeNuclearFrames(root, image);
        }
    }
}

} // namespace isocenter
