#include "file/HeaderBuilder.h"
#include "file/Tags.h"
#include "image/TileLayout.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

namespace isocenter {

namespace {

enum : std::uint32_t {
    AcquisitionUID = 0x00080017,
    PyramidUID = 0x00080019,
    AcquisitionDateTime = 0x0008002A,
    ConcatenationFrameOffsetNumber = 0x00209228,
    DimensionOrganizationType = 0x00209311,
    ContainerIdentifier = 0x00400512,
    XOffset = 0x0040072A,
    YOffset = 0x0040073A,
    ZOffset = 0x0040074A,
    TotalPixelMatrixColumns = 0x00480006,
    TotalPixelMatrixRows = 0x00480007,
    TotalPixelMatrixOriginSequence = 0x00480008,
    RecommendedAbsentPixelCIELabValue = 0x00480015,
    ImageOrientationSlide = 0x00480102,
    OpticalPathSequence = 0x00480105,
    OpticalPathIdentifier = 0x00480106,
    OpticalPathDescription = 0x00480107,
    ObjectiveLensPower = 0x00480112,
    OpticalPathIdentificationSequence = 0x00480207,
    PlanePositionSlideSequence = 0x0048021A,
    ColumnPosition = 0x0048021E,
    RowPosition = 0x0048021F,
    NumberOfOpticalPaths = 0x00480302,
    TotalPixelMatrixFocalPlanes = 0x00480303,
};

constexpr int kMostPaths = 1000;
constexpr int kMostPlanes = 1000;

/// Whole slide microscopy and tiled confocal microscopy.
bool isTiledClass(const QString& sopClass)
{
    return sopClass == QLatin1String("1.2.840.10008.5.1.4.1.1.77.1.6") ||
           sopClass == QLatin1String("1.2.840.10008.5.1.4.1.1.77.1.9");
}

TileLayout::Role roleOf(const Item& root)
{
    const QString role = root.values(tag::ImageType).value(2).toUpper();
    return role == QLatin1String("VOLUME")                                           ? TileLayout::Role::Volume
           : role == QLatin1String("THUMBNAIL")                                      ? TileLayout::Role::Thumbnail
           : role == QLatin1String("OVERVIEW") || role == QLatin1String("LOCALIZER") ? TileLayout::Role::Overview
           : role == QLatin1String("LABEL")                                          ? TileLayout::Role::Label
                                                                                     : TileLayout::Role::Other;
}

int count(const Item& root, std::uint32_t tag, int otherwise, int most)
{
    const double value = root.number(tag, vr("UL")).value_or(0);
    return value >= 1 && value <= most ? static_cast<int>(value) : otherwise;
}

std::vector<OpticalPath> pathsOf(const Item& root)
{
    std::vector<OpticalPath> paths;
    for (const Item& item : root.items(OpticalPathSequence)) {
        if (paths.size() >= static_cast<std::size_t>(kMostPaths)) {
            break;
        }
        OpticalPath path;
        path.identifier = item.text(OpticalPathIdentifier);
        path.description = item.text(OpticalPathDescription);
        const std::optional<double> power = item.number(ObjectiveLensPower, vr("DS"));
        if (power && *power > 0 && *power <= 1000) {
            path.objectivePower = power;
        }
        paths.push_back(path);
    }
    if (paths.empty()) {
        paths.emplace_back();
    }
    return paths;
}

void readSlidePlane(const Item& root, TileLayout& layout)
{
    const Item origin = root.item(TotalPixelMatrixOriginSequence);
    const std::optional<double> x = origin.number(XOffset, vr("DS"));
    const std::optional<double> y = origin.number(YOffset, vr("DS"));
    if (x && y) {
        layout.origin = {*x, *y};
    }
    const std::vector<double> directions = root.numbers(ImageOrientationSlide, vr("DS"));
    if (directions.size() == 6) {
        layout.orientation.emplace();
        std::copy(directions.begin(), directions.end(), layout.orientation->begin());
    }
}

std::uint16_t pathNumber(TileLayout& layout, const Item& group, const Item& shared)
{
    QString identifier = group.item(OpticalPathIdentificationSequence).text(OpticalPathIdentifier);
    if (identifier.isEmpty()) {
        identifier = shared.item(OpticalPathIdentificationSequence).text(OpticalPathIdentifier);
    }
    const auto found = std::find_if(layout.paths.begin(), layout.paths.end(),
                                    [&](const OpticalPath& path) { return path.identifier == identifier; });
    if (identifier.isEmpty() || (found == layout.paths.end() && layout.paths.size() >= static_cast<std::size_t>(kMostPaths))) {
        return 0;
    }
    if (found == layout.paths.end()) {
        layout.paths.push_back({identifier, {}, {}});
        return static_cast<std::uint16_t>(layout.paths.size() - 1);
    }
    return static_cast<std::uint16_t>(found - layout.paths.begin());
}

/// Frames at one place lie above each other: their rank by z is the focal plane. Heights themselves may differ from place to
/// place, as scanners follow the tissue.
void numberPlanes(TileLayout& layout, const std::vector<double>& heights)
{
    std::vector<std::size_t> order(layout.places.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto key = [&](std::size_t i) {
        const TilePlace& place = layout.places[i];
        return std::tuple(place.path, place.row, place.column);
    };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::tuple(key(a), heights[a]) < std::tuple(key(b), heights[b]);
    });
    int plane = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        plane = i > 0 && key(order[i]) == key(order[i - 1]) ? std::min(plane + 1, kMostPlanes - 1) : 0;
        layout.places[order[i]].plane = static_cast<std::uint16_t>(plane);
        layout.planes = std::max(layout.planes, plane + 1);
    }
}

/// False unless every frame has a place.
bool readPlaces(const Item& root, const ImageAttributes& image, TileLayout& layout)
{
    const Item shared = root.item(tag::SharedFunctionalGroupsSequence);
    const std::vector<Item> groups = root.items(tag::PerFrameFunctionalGroupsSequence);
    const auto frames = static_cast<std::size_t>(image.frames);
    if (groups.size() < frames && frames > 1) {
        return false;
    }
    std::vector<double> heights;
    for (std::size_t i = 0; i < frames; ++i) {
        const Item group = i < groups.size() ? groups[i] : Item();
        Item position = group.item(PlanePositionSlideSequence);
        if (position.isEmpty()) {
            position = shared.item(PlanePositionSlideSequence);
        }
        const std::optional<int> row = position.integer(RowPosition, vr("SL"));
        const std::optional<int> column = position.integer(ColumnPosition, vr("SL"));
        constexpr int kMost = std::numeric_limits<int>::max() / 2; // so that a tile's end is a number too
        if (!row || !column || std::abs(std::int64_t{*row}) > kMost || std::abs(std::int64_t{*column}) > kMost) {
            return false;
        }
        TilePlace place;
        place.row = *row - 1;
        place.column = *column - 1;
        place.path = pathNumber(layout, group, shared);
        layout.places.push_back(place);
        heights.push_back(position.number(ZOffset, vr("DS")).value_or(0));
    }
    numberPlanes(layout, heights);
    return true;
}

bool readFull(const Item& root, const ImageAttributes& image, TileLayout& layout)
{
    layout.planes = count(root, TotalPixelMatrixFocalPlanes, 1, kMostPlanes);
    const int paths = count(root, NumberOfOpticalPaths, static_cast<int>(layout.paths.size()), kMostPaths);
    layout.paths.resize(static_cast<std::size_t>(std::max(1, paths)));
    layout.firstFrame = std::max(0, root.integer(ConcatenationFrameOffsetNumber, vr("UL")).value_or(0));
    const std::int64_t across = (std::int64_t{layout.columns} + image.columns - 1) / image.columns;
    const std::int64_t down = (std::int64_t{layout.rows} + image.rows - 1) / image.rows;
    const double most =
        static_cast<double>(across) * static_cast<double>(down) * layout.planes * static_cast<double>(layout.paths.size());
    return most <= std::numeric_limits<int>::max() &&
           std::int64_t{layout.firstFrame} + image.frames <= static_cast<std::int64_t>(most);
}

} // namespace

void readTiles(const Item& root, ImageAttributes& image)
{
    const double rows = root.number(TotalPixelMatrixRows, vr("UL")).value_or(0);
    const double columns = root.number(TotalPixelMatrixColumns, vr("UL")).value_or(0);
    constexpr double kMost = 1 << 30;
    if (!image.hasPixels() || rows < 1 || columns < 1 || rows > kMost || columns > kMost ||
        !isTiledClass(image.record.instance.sopClass)) {
        return;
    }
    auto layout = std::make_shared<TileLayout>();
    layout->role = roleOf(root);
    layout->rows = static_cast<int>(rows);
    layout->columns = static_cast<int>(columns);
    layout->paths = pathsOf(root);
    layout->absent = readCieLab(root, RecommendedAbsentPixelCIELabValue);
    layout->pyramid = root.text(PyramidUID);
    layout->container = root.text(ContainerIdentifier);
    layout->acquisition = root.text(root.has(AcquisitionUID) ? AcquisitionUID : AcquisitionDateTime);
    readSlidePlane(root, *layout);
    const bool sparse = root.text(DimensionOrganizationType) != QLatin1String("TILED_FULL") &&
                        (!root.items(tag::PerFrameFunctionalGroupsSequence).empty() ||
                         root.text(DimensionOrganizationType) == QLatin1String("TILED_SPARSE"));
    layout->full = !sparse;
    if (sparse ? readPlaces(root, image, *layout) : readFull(root, image, *layout)) {
        image.tiles = std::move(layout);
    } else {
        warn(image,
             QT_TRANSLATE_NOOP("DicomFile", "The tiles of this slide image have no known place; they are shown one by one."));
    }
}

} // namespace isocenter
