#include "presentation/Blending.h"

#include <algorithm>

namespace isocenter {

bool ValueThreshold::shows(double value) const
{
    switch (type) {
    case Type::Within:
        return value >= first && value <= last;
    case Type::Outside:
        return value < first || value > last;
    case Type::AtLeast:
        return value >= first;
    case Type::AtMost:
        return value <= first;
    case Type::Above:
        return value > first;
    case Type::Below:
        return value < first;
    }
    return false;
}

bool BlendingInput::contains(const FrameRef& ref) const
{
    return images.isEmpty() ? !series.isEmpty() && ref.image->record.series.uid == series
                            : images.contains(ref.image->record.instance.uid, ref.frame);
}

bool BlendingInput::concerns(const ImageAttributes& image) const
{
    return images.isEmpty() ? !series.isEmpty() && image.record.series.uid == series : images.hasImage(image.record.instance.uid);
}

const SoftcopyVoi* BlendingInput::voiFor(const FrameRef& ref) const
{
    const auto found = std::find_if(voi.begin(), voi.end(), [&](const SoftcopyVoi& item) {
        return item.images.allows(ref.image->record.instance.uid, ref.frame);
    });
    return found == voi.end() ? nullptr : &*found;
}

bool BlendingInput::isShown(double modalityValue) const
{
    return thresholds.empty() || std::any_of(thresholds.begin(), thresholds.end(),
                                             [&](const ValueThreshold& threshold) { return threshold.shows(modalityValue); });
}

std::vector<double> Blending::shares() const
{
    std::vector<double> weights(inputs.size() + steps.size(), 0);
    weights.back() = 1;
    for (std::size_t i = steps.size(); i-- > 0;) {
        const BlendingStep& step = steps[i];
        const double weight = weights[inputs.size() + i];
        for (std::size_t k = 0; k < step.operands.size(); ++k) {
            const double part = step.mode == BlendingStep::Mode::Equal ? 1.0 / static_cast<double>(step.operands.size())
                                : k == 0                               ? step.opacity
                                                                       : 1 - step.opacity;
            weights[static_cast<std::size_t>(step.operands[k])] += weight * part;
        }
    }
    weights.resize(inputs.size());
    return weights;
}

bool Blending::uses(std::size_t input) const
{
    return std::any_of(steps.begin(), steps.end(), [&](const BlendingStep& step) {
        return std::find(step.operands.begin(), step.operands.end(), static_cast<int>(input)) != step.operands.end();
    });
}

} // namespace isocenter
