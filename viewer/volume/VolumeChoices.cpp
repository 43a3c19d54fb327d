#include "volume/VolumeChoices.h"

#include <QCoreApplication>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(VolumeGathering)
};

QString titleOf(const VolumePhase& phase, std::size_t number, bool alone)
{
    return alone ? QString() : phase.title.isEmpty() ? Text::tr("volume %1").arg(number) : phase.title;
}

} // namespace

VolumeChoices VolumeChoices::of(const ImageSeries& series)
{
    VolumeChoices choices;
    if (!series.complete) {
        choices.reason = Text::tr("Images of this series are still arriving. It is shown in 3D once it is complete.");
        return choices;
    }
    if (series.frames.size() < 3) {
        choices.reason =
            Text::tr("3D needs at least three parallel slices. This series has %n image(s).", nullptr, series.count());
        return choices;
    }
    choices.leftOut = series.count();
    std::size_t volumes = 0;
    std::vector<std::shared_ptr<const VolumeLayout>> layouts;
    for (VolumeLayout& layout : layoutVolumes(series.frames)) {
        if (layout.isUsable()) {
            volumes += layout.phases.size();
            layouts.push_back(std::make_shared<const VolumeLayout>(std::move(layout)));
        } else if (choices.reason.isEmpty()) {
            choices.reason = layout.reason;
        }
    }
    for (const auto& layout : layouts) {
        for (std::size_t i = 0; i < layout->phases.size(); ++i) {
            choices.list.push_back(
                {layout, static_cast<int>(i), titleOf(layout->phases[i], choices.list.size() + 1, volumes == 1)});
            choices.leftOut -= static_cast<int>(layout->phases[i].slices.size()) - layout->phases[i].missing;
        }
    }
    if (!choices.list.empty()) {
        choices.reason.clear();
    } else if (choices.reason.isEmpty()) {
        choices.reason = Text::tr("The images of this series make no volume.");
    }
    return choices;
}

} // namespace isocenter
