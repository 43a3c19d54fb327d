#include "image/MaskOperation.h"

#include <QCoreApplication>

#include <algorithm>

namespace isocenter {

namespace {

using Kind = MaskOperation::Kind;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(MaskOperation)
};

bool isIn(const MaskOperation& operation, int frame)
{
    return std::any_of(operation.ranges.begin(), operation.ranges.end(),
                       [&](const auto& range) { return frame >= range.first && frame <= range.second; });
}

bool exists(int frame, int frames)
{
    return frame >= 1 && frame <= frames;
}

/// Without a range: all frames for which the frames it needs exist (PS3.3 C.7.6.10.1.1).
bool isMeant(const MaskOperation& operation, int frame, int frames)
{
    if (!operation.ranges.empty()) {
        return isIn(operation, frame);
    }
    switch (operation.kind) {
    case Kind::Average:
        return frame <= frames - operation.averaging + 1;
    case Kind::TimeDifference:
        return exists(frame - operation.offset, frames) && frame <= frames - operation.averaging + 1;
    default:
        return true;
    }
}

std::vector<int> maskOf(const MaskOperation& operation, int frame)
{
    if (operation.kind == Kind::Average) {
        return operation.maskFrames;
    }
    if (operation.kind == Kind::TimeDifference) {
        return {frame - operation.offset};
    }
    const int first = operation.ranges.front().first;
    return {first - operation.offset - (frame - first)};
}

Result<std::optional<MaskPlan>> planOf(const MaskOperation& operation, int frame, int frames)
{
    if (operation.kind == Kind::Unknown) {
        return Error{Text::tr("The file asks for a kind of mask subtraction that is not known here."), {}};
    }
    if (operation.kind == Kind::ReversedTimeDifference && operation.ranges.empty()) {
        return Error{Text::tr("The file does not say which frames its mask subtraction begins with."), {}};
    }
    MaskPlan plan;
    plan.explanation = operation.explanation;
    for (int i = 0; i < operation.averaging; ++i) {
        plan.contrast.push_back(frame + i);
    }
    plan.mask = maskOf(operation, frame);
    if (plan.mask.empty()) {
        return Error{Text::tr("The file does not say which frame is the mask."), {}};
    }
    for (const std::vector<int>* list : {&plan.contrast, &plan.mask}) {
        for (const int needed : *list) {
            if (!exists(needed, frames)) {
                return Error{Text::tr("The mask subtraction needs frame %1, which the image lacks.").arg(needed), {}};
            }
        }
    }
    const auto index = static_cast<std::size_t>(frame - 1);
    const bool own = index < operation.frameShifts.size() && operation.frameShifts[index];
    plan.shift = own ? *operation.frameShifts[index] : operation.shift;
    return std::optional(std::move(plan));
}

} // namespace

Result<std::optional<MaskPlan>> planMask(const std::vector<MaskOperation>& operations, int frame, int frames)
{
    const auto found = std::find_if(operations.begin(), operations.end(),
                                    [&](const MaskOperation& operation) { return isMeant(operation, frame, frames); });
    if (found == operations.end() || found->kind == Kind::None) {
        return std::optional<MaskPlan>();
    }
    return planOf(*found, frame, frames);
}

} // namespace isocenter
