#include "mpr/FusionScale.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kSameFactor = 1e-3; // whole seconds of acquisition times make less than that

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Fusion)
};

const RealWorldMap* mapOf(const FrameAttributes& frame, const QString& label)
{
    if (!frame.realWorld) {
        return nullptr;
    }
    const auto found = std::find_if(frame.realWorld->rbegin(), frame.realWorld->rend(),
                                    [&](const RealWorldMap& map) { return map.label == label && map.table.empty(); });
    return found == frame.realWorld->rend() ? nullptr : &*found;
}

FusionScale scaleOf(const std::vector<FrameRef>& frames, const QString& label)
{
    FusionScale scale;
    scale.name = scale.unit = label;
    const auto refuse = [&](const QString& reason) {
        scale.reason = reason;
        return scale;
    };
    bool first = true;
    for (const FrameRef& ref : frames) {
        const FrameAttributes& frame = ref.attributes();
        const RealWorldMap* map = mapOf(frame, label);
        if (!map || frame.modality.table || !std::isfinite(map->slope)) {
            const QString stated = ref.image->texts.value(label);
            return refuse(stated.isEmpty() ? Text::tr("No SUV: the files do not say enough.") : stated);
        }
        // Both start from the stored value.
        const double slope = map->slope / frame.modality.slope;
        const double intercept = map->intercept - slope * frame.modality.intercept;
        if (first) {
            scale.slope = slope;
            scale.intercept = intercept;
            first = false;
        } else if (std::abs(slope - scale.slope) > kSameFactor * std::abs(scale.slope) ||
                   std::abs(intercept - scale.intercept) > kSameFactor * std::max(1.0, std::abs(scale.intercept))) {
            return refuse(Text::tr("No SUV: its factor is not the same for all images of the series."));
        }
    }
    return scale;
}

} // namespace

std::vector<FusionScale> fusionScales(const std::vector<FrameRef>& frames)
{
    std::vector<FusionScale> result;
    FusionScale stored;
    if (!frames.empty()) {
        stored.unit = frames.front().attributes().modality.unit;
        if (frames.front().image->record.series.modality == QLatin1String("PT")) {
            for (const char* label : {"SUVbw", "SUL", "SUVbsa"}) {
                result.push_back(scaleOf(frames, QLatin1String(label)));
            }
        }
    }
    result.push_back(stored);
    return result;
}

} // namespace isocenter
