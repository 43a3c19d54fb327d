#include "file/Tags.h"
#include "structured/References.h"
#include "structured/RegionParts.h"
#include "structured/RegionTags.h"

#include <QCoreApplication>
#include <QHash>

#include <map>

namespace isocenter {

namespace {

constexpr std::size_t kMostPoints = 10'000'000;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Regions)
};

using ByNumber = std::map<int, int>; // ROI Number -> index of the region

/// Regions of the frame of reference that most of them are in; the others cannot lie on the same images.
ByNumber readRois(const Item& root, RegionSet& set)
{
    const std::vector<Item> items = root.items(tag::StructureSetROISequence);
    QHash<QString, int> spaces;
    for (const Item& item : items) {
        const QString space = item.first(tag::ReferencedFrameOfReferenceUID);
        if (++spaces[space] > spaces.value(set.frameOfReference)) {
            set.frameOfReference = space;
        }
    }
    ByNumber numbers;
    int elsewhere = 0;
    for (const Item& item : items) {
        if (item.first(tag::ReferencedFrameOfReferenceUID) != set.frameOfReference) {
            ++elsewhere;
            continue;
        }
        Region region;
        region.number = item.integer(tag::ROINumber, vr("IS")).value_or(0);
        region.label = singleLine(item.text(tag::ROIName), 64);
        region.algorithm = singleLine(item.first(tag::ROIGenerationAlgorithm), 16);
        if (numbers.emplace(region.number, static_cast<int>(set.regions.size())).second) {
            set.regions.push_back(std::move(region));
        }
    }
    if (elsewhere > 0) {
        set.warnings << Text::tr("%1 structures lie in another frame of reference and are not drawn.").arg(elsewhere);
    }
    for (const Item& item : root.items(tag::RTROIObservationsSequence)) {
        const auto found = numbers.find(item.integer(tag::ReferencedROINumber, vr("IS")).value_or(-1));
        if (found != numbers.end()) {
            set.regions[static_cast<std::size_t>(found->second)].meaning = singleLine(item.first(tag::RTROIInterpretedType), 32);
        }
    }
    return numbers;
}

bool readContour(const Item& item, RegionContour& contour, ImageReferences& all)
{
    const std::vector<double> values = item.numbers(tag::ContourData, vr("DS"));
    if (values.empty() || values.size() % 3 != 0) {
        return false;
    }
    contour.points.reserve(values.size() / 3);
    for (std::size_t i = 0; i < values.size(); i += 3) {
        contour.points.emplace_back(values[i], values[i + 1], values[i + 2]);
    }
    contour.closed = item.first(tag::ContourGeometricType).startsWith(QLatin1String("CLOSED"));
    for (const Item& image : item.items(tag::ContourImageSequence)) {
        addReference(image, contour.sources);
        addReference(image, all);
    }
    return true;
}

void readColor(const Item& item, Region& region)
{
    const std::vector<double> color = item.numbers(tag::ROIDisplayColor, vr("IS"));
    const auto valid = [](double v) { return v >= 0 && v <= 255; };
    if (color.size() >= 3 && valid(color[0]) && valid(color[1]) && valid(color[2])) {
        region.rgb = {static_cast<int>(color[0]), static_cast<int>(color[1]), static_cast<int>(color[2])};
    }
}

} // namespace

Result<void> readStructures(const Item& root, RegionSet& set, const CancelToken& cancel)
{
    set.label = singleLine(root.first(tag::StructureSetLabel), 64);
    const ByNumber numbers = readRois(root, set);
    std::size_t points = 0;
    int damaged = 0;
    for (const Item& roi : root.items(tag::ROIContourSequence)) {
        if (cancel.isCancelled()) {
            return Error{Text::tr("Cancelled."), {}};
        }
        const auto found = numbers.find(roi.integer(tag::ReferencedROINumber, vr("IS")).value_or(-1));
        if (found == numbers.end()) {
            continue;
        }
        readColor(roi, set.regions[static_cast<std::size_t>(found->second)]);
        for (const Item& item : roi.items(tag::ContourSequence)) {
            RegionContour contour;
            contour.region = found->second;
            if (!readContour(item, contour, set.sources)) {
                ++damaged;
                continue;
            }
            points += contour.points.size();
            if (points > kMostPoints) {
                return Error{Text::tr("This structure set is too large to be drawn."), {}};
            }
            set.contours.push_back(std::move(contour));
        }
    }
    if (damaged > 0) {
        set.warnings << Text::tr("%1 contours of the structure set are damaged and are not drawn.").arg(damaged);
    }
    return {};
}

} // namespace isocenter
