#include "cli/SubtractOption.h"

#include "reader/DicomImageReader.h"

namespace isocenter::cli {

namespace {

Result<void> readAll(const std::vector<FrameRef>& refs, std::vector<SubtractionFrame>& out)
{
    const DicomImageReader reader;
    for (const FrameRef& ref : refs) {
        const Result<FramePtr> frame = reader.readFrame(*ref.image, ref.frame, CancelToken());
        if (!frame) {
            return frame.error();
        }
        out.push_back({ref, *frame});
    }
    return {};
}

} // namespace

Result<std::optional<SubtractedFrame>> subtractedByPlan(const SubtractionPlan& plan)
{
    if (!plan.replacesFrame()) {
        return std::optional<SubtractedFrame>();
    }
    if (!plan.problem.isEmpty()) {
        return Error{plan.problem, {}};
    }
    SubtractionRequest request;
    request.shift = plan.shift;
    request.modality = plan.modality;
    for (const auto& [refs, frames] : {std::pair(&plan.contrast, &request.contrast), std::pair(&plan.mask, &request.mask)}) {
        if (const Result<void> read = readAll(*refs, *frames); !read) {
            return read.error();
        }
    }
    Result<SubtractedFrame> difference = MaskSubtractor().subtract(request);
    if (!difference) {
        return difference.error();
    }
    return std::optional(std::move(difference).value());
}

} // namespace isocenter::cli
