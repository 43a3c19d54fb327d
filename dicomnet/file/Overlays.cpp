#include "file/HeaderBuilder.h"
#include "file/Tags.h"

#include <algorithm>
#include <array>

namespace isocenter {

namespace {

constexpr int kFirstGroup = 0x6000;
constexpr int kLastGroup = 0x601E;

std::uint32_t overlayTag(int group, std::uint32_t element)
{
    return static_cast<std::uint32_t>(group) << 16 | element;
}

/// True if the bit lies in the cell and outside what is the pixel's own.
bool isSpareBit(const ImageAttributes& image, int bit)
{
    const int lowest = image.highBit + 1 - image.bitsStored;
    return image.samples == 1 && bit >= 0 && bit < image.bitsAllocated && (bit > image.highBit || bit < lowest);
}

std::optional<OverlayPlane> readPlane(const Item& root, const ImageAttributes& image, int group)
{
    const auto at = [group](std::uint32_t element) { return overlayTag(group, element); };
    OverlayPlane plane;
    plane.group = group;
    plane.activationLayer = root.first(at(0x1001));
    plane.rows = root.integer(at(0x0010), vr("US")).value_or(0);
    plane.columns = root.integer(at(0x0011), vr("US")).value_or(0);
    if (plane.rows <= 0 || plane.columns <= 0) {
        plane.rows = plane.columns = 0;
        return plane.activationLayer.isEmpty() ? std::nullopt : std::optional(plane);
    }
    const std::vector<double> origin = root.numbers(at(0x0050), vr("SS"));
    if (origin.size() >= 2) {
        plane.originRow = static_cast<int>(std::clamp(origin[0], -1e6, 1e6));
        plane.originColumn = static_cast<int>(std::clamp(origin[1], -1e6, 1e6));
    }
    if (const std::optional<int> frames = root.integer(at(0x0015), vr("IS")); frames && *frames > 0) {
        plane.frames = *frames;
        plane.firstFrame = std::max(1, root.integer(at(0x0051), vr("US")).value_or(1));
    }
    plane.region = root.first(at(0x0040)) == QLatin1String("R");
    plane.label = root.text(at(0x1500));
    plane.description = root.text(at(0x0022));
    plane.subtype = root.text(at(0x0045));
    plane.regionArea = root.number(at(0x1301), vr("IS"));
    plane.regionMean = root.number(at(0x1302), vr("DS"));
    plane.regionDeviation = root.number(at(0x1303), vr("DS"));
    if (!root.has(at(0x3000))) {
        plane.bitPosition = root.integer(at(0x0102), vr("US")).value_or(0);
        plane.embedded = image.hasPixels() && isSpareBit(image, plane.bitPosition) && plane.rows == image.rows &&
                         plane.columns == image.columns;
        if (!plane.embedded && plane.activationLayer.isEmpty()) {
            return std::nullopt;
        }
    }
    return plane;
}

void readPolygon(const Item& root, Shutter& shutter)
{
    const std::vector<double> places = root.numbers(tag::VerticesOfPolygonalShutter, vr("IS"));
    for (std::size_t i = 0; i + 1 < places.size(); i += 2) {
        shutter.polygon.push_back(QPoint(static_cast<int>(places[i + 1]), static_cast<int>(places[i])));
    }
    if (shutter.polygon.size() < 3) {
        shutter.polygon.clear();
    }
}

void readShapes(const Item& root, Shutter& shutter)
{
    const auto whole = [&](std::uint32_t tag) { return root.integer(tag, vr("IS")); };
    for (const QString& shape : root.values(tag::ShutterShape)) {
        if (shape == QLatin1String("RECTANGULAR")) {
            const auto left = whole(tag::ShutterLeftVerticalEdge);
            const auto right = whole(tag::ShutterRightVerticalEdge);
            const auto upper = whole(tag::ShutterUpperHorizontalEdge);
            const auto lower = whole(tag::ShutterLowerHorizontalEdge);
            if (left && right && upper && lower) {
                shutter.rectangle = Shutter::Rectangle{*left, *right, *upper, *lower};
            }
        } else if (shape == QLatin1String("CIRCULAR")) {
            const std::vector<double> centre = root.numbers(tag::CenterOfCircularShutter, vr("IS"));
            const auto radius = whole(tag::RadiusOfCircularShutter);
            if (centre.size() >= 2 && radius) {
                shutter.circle = Shutter::Circle{static_cast<int>(centre[0]), static_cast<int>(centre[1]), *radius};
            }
        } else if (shape == QLatin1String("POLYGONAL")) {
            readPolygon(root, shutter);
        } else if (shape == QLatin1String("BITMAP")) {
            shutter.bitmapGroup = root.integer(tag::ShutterOverlayGroup, vr("US"));
        }
    }
}

} // namespace

std::optional<CieLab> readCieLab(const Item& item, std::uint32_t tag)
{
    const std::vector<double> values = item.numbers(tag, vr("US"));
    if (values.size() < 3) {
        return std::nullopt;
    }
    const auto part = [&](std::size_t i) { return static_cast<std::uint16_t>(std::clamp(values[i], 0.0, 65535.0)); };
    return CieLab{part(0), part(1), part(2)};
}

void readOverlays(const Item& root, ImageAttributes& image)
{
    for (int group = kFirstGroup; group <= kLastGroup; group += 2) {
        if (const auto plane = readPlane(root, image, group)) {
            image.overlays.push_back(*plane);
        }
    }
    readShapes(root, image.shutter);
    if (!image.shutter.isEmpty()) {
        const int value = root.integer(tag::ShutterPresentationValue, vr("US")).value_or(0);
        image.shutter.value = static_cast<std::uint16_t>(std::clamp(value, 0, 65535));
        image.shutter.color = readCieLab(root, tag::ShutterPresentationColorCIELabValue);
    }
}

} // namespace isocenter
