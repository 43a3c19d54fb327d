#include "structured/StateParts.h"

#include "file/HeaderBuilder.h"
#include "file/Tags.h"
#include "structured/StateTags.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

std::optional<QPoint> corner(const Item& item, std::uint32_t tag)
{
    const std::vector<double> values = item.numbers(tag, vr("SL"));
    if (values.size() < 2 || std::abs(values[0]) > 1e7 || std::abs(values[1]) > 1e7) {
        return std::nullopt;
    }
    return QPoint(static_cast<int>(values[0]), static_cast<int>(values[1]));
}

std::optional<DisplayedArea> readArea(const Item& item)
{
    DisplayedArea area;
    readImageReferences(item, area.images);
    const auto first = corner(item, tag::DisplayedAreaTopLeftHandCorner);
    const auto last = corner(item, tag::DisplayedAreaBottomRightHandCorner);
    if (!first || !last) {
        return std::nullopt;
    }
    area.first = *first;
    area.last = *last;
    area.spacing = readSpacing(item, tag::PresentationPixelSpacing);
    const std::vector<double> aspect = item.numbers(tag::PresentationPixelAspectRatio, vr("IS"));
    if (aspect.size() >= 2 && aspect[0] > 0 && aspect[1] > 0) {
        area.aspect = aspect[0] / aspect[1];
    }
    const QString mode = item.first(tag::PresentationSizeMode);
    const double magnification = item.number(tag::PresentationPixelMagnificationRatio, vr("FL")).value_or(0);
    if (mode == QLatin1String("TRUE SIZE") && area.spacing) {
        area.mode = DisplayedArea::Mode::TrueSize;
    } else if (mode == QLatin1String("MAGNIFY") && magnification > 0 && magnification <= 1000) {
        area.mode = DisplayedArea::Mode::Magnify;
        area.magnification = magnification;
    }
    return area;
}

} // namespace

void readSpatial(const Item& root, PresentationState& state)
{
    const int rotation = root.integer(tag::ImageRotation, vr("US")).value_or(0);
    if (rotation % 90 != 0) {
        state.problems << QCoreApplication::translate("PresentationState", "It turns the image by %1 degrees, which is not done.")
                              .arg(rotation);
    } else {
        state.quarterTurns = ((rotation / 90) % 4 + 4) % 4;
    }
    state.flipHorizontal = root.first(tag::ImageHorizontalFlip) == QLatin1String("Y");
    for (const Item& item : root.items(tag::DisplayedAreaSelectionSequence)) {
        if (const auto area = readArea(item)) {
            state.areas.push_back(*area);
        }
    }
}

} // namespace isocenter
