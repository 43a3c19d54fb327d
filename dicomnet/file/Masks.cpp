#include "file/HeaderBuilder.h"
#include "file/Tags.h"

#include <QCoreApplication>

#include <algorithm>

namespace isocenter {

namespace {

using Kind = MaskOperation::Kind;

// More frames than these are not averaged: no station makes such masks, and each of them has to be read.
constexpr std::size_t kMostAveraged = 256;
constexpr double kFarthestShift = 65535;

Kind kindOf(const QString& operation)
{
    if (operation == QLatin1String("AVG_SUB")) {
        return Kind::Average;
    }
    if (operation == QLatin1String("TID")) {
        return Kind::TimeDifference;
    }
    if (operation == QLatin1String("REV_TID")) {
        return Kind::ReversedTimeDifference;
    }
    return operation == QLatin1String("NONE") ? Kind::None : Kind::Unknown;
}

std::vector<std::pair<int, int>> rangesOf(const Item& item)
{
    const std::vector<double> ends = item.numbers(tag::ApplicableFrameRange, vr("US"));
    std::vector<std::pair<int, int>> ranges;
    for (std::size_t i = 0; i + 1 < ends.size(); i += 2) {
        ranges.emplace_back(static_cast<int>(ends[i]), static_cast<int>(ends[i + 1]));
    }
    return ranges;
}

// The shifts that the functional groups of a frame give to the subtraction `id` (Frame Pixel Shift macro).
std::optional<MaskShift> frameShift(const Item& group, int id)
{
    for (const Item& item : group.items(tag::FramePixelShiftSequence)) {
        if (item.integer(tag::SubtractionItemID, vr("US")) == id) {
            return readMaskShift(item);
        }
    }
    return std::nullopt;
}

void readFrameShifts(const Item& root, const Item& item, MaskOperation& operation)
{
    const std::optional<int> id = item.integer(tag::SubtractionItemID, vr("US"));
    if (!id) {
        return;
    }
    if (const auto shared = frameShift(root.item(tag::SharedFunctionalGroupsSequence), *id)) {
        operation.shift = *shared;
    }
    for (const Item& frame : root.items(tag::PerFrameFunctionalGroupsSequence)) {
        operation.frameShifts.push_back(frameShift(frame, *id));
    }
}

IntensityRelation relationOf(const QString& text)
{
    if (text == QLatin1String("LIN")) {
        return IntensityRelation::Linear;
    }
    if (text == QLatin1String("LOG")) {
        return IntensityRelation::Logarithmic;
    }
    return text == QLatin1String("DISP") ? IntensityRelation::Display : IntensityRelation::Unknown;
}

} // namespace

std::optional<MaskShift> readMaskShift(const Item& item)
{
    const std::vector<double> shift = item.numbers(tag::MaskSubPixelShift, vr("FL"));
    if (shift.size() < 2) {
        return std::nullopt;
    }
    return MaskShift{std::clamp(shift[0], -kFarthestShift, kFarthestShift),
                     std::clamp(shift[1], -kFarthestShift, kFarthestShift)};
}

MaskOperation readMaskOperation(const Item& item)
{
    MaskOperation operation;
    operation.kind = kindOf(item.first(tag::MaskOperation));
    operation.ranges = rangesOf(item);
    for (const double frame : item.numbers(tag::MaskFrameNumbers, vr("US"))) {
        operation.maskFrames.push_back(static_cast<int>(frame));
    }
    operation.averaging = std::max(1, item.integer(tag::ContrastFrameAveraging, vr("US")).value_or(1));
    operation.offset = item.integer(tag::TIDOffset, vr("SS")).value_or(1);
    operation.shift = readMaskShift(item).value_or(MaskShift());
    operation.explanation = item.text(tag::MaskOperationExplanation);
    if (operation.averaging > static_cast<int>(kMostAveraged) || operation.maskFrames.size() > kMostAveraged) {
        operation.kind = Kind::Unknown;
    }
    return operation;
}

void readSubtraction(const Item& root, ImageAttributes& image)
{
    image.intensity = relationOf(root.first(tag::PixelIntensityRelationship));
    image.intensityFalls = root.integer(tag::PixelIntensityRelationshipSign, vr("SS")).value_or(1) < 0;
    for (const Item& item : root.items(tag::MaskSubtractionSequence)) {
        MaskOperation operation = readMaskOperation(item);
        readFrameShifts(root, item, operation);
        image.masks.push_back(std::move(operation));
    }
    image.recommendsSubtraction = !image.masks.empty() && root.first(tag::RecommendedViewingMode) == QLatin1String("SUB");
}

} // namespace isocenter
