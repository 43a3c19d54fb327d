#include "reslice/ResliceStack.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ResliceStack)
};

/// Distances from the first slice in units of the usual one.
std::vector<double> distances(const VolumeLayout& layout)
{
    const double unit = layout.spacing.z() > 0 ? layout.spacing.z() : 1;
    std::vector<double> places;
    for (std::size_t k = 0; k < static_cast<std::size_t>(layout.slices); ++k) {
        places.push_back(layout.uniform ? static_cast<double>(k) : (layout.positions[k] - layout.positions.front()) / unit);
    }
    return places;
}

/// The even grid still fits: every slice is within a hundredth of a distance of a place of it.
bool isEven(const std::vector<double>& places)
{
    return std::all_of(places.begin(), places.end(), [](double p) { return std::abs(p - std::round(p)) < 0.01; });
}

bool isGap(const VolumeLayout& layout, int after)
{
    return std::any_of(layout.gaps.begin(), layout.gaps.end(), [after](const VolumeGap& gap) { return gap.after == after; });
}

/// Where the volume's slices lie, and which of them are the layout's.
struct Slots
{
    std::vector<double> places; ///< empty: even
    std::vector<int> of;
    int count = 0;
    Eigen::Vector3d step; ///< of the grid
};

Slots evenSlots(const std::vector<double>& places)
{
    Slots slots;
    for (const double p : places) {
        slots.of.push_back(static_cast<int>(std::lround(p)));
    }
    slots.count = slots.of.back() + 1;
    return slots;
}

/// One more slice in the middle of each gap.
Slots unevenSlots(const VolumeLayout& layout, const std::vector<double>& places)
{
    Slots slots;
    for (std::size_t k = 0; k < places.size(); ++k) {
        slots.of.push_back(static_cast<int>(slots.places.size()));
        slots.places.push_back(places[k]);
        if (k + 1 < places.size() && isGap(layout, static_cast<int>(k))) {
            slots.places.push_back((places[k] + places[k + 1]) / 2);
        }
    }
    slots.count = static_cast<int>(slots.places.size());
    return slots;
}

/// No slice but the layout's.
Slots plainSlots(const VolumeLayout& layout)
{
    Slots slots;
    slots.count = layout.slices;
    slots.of.resize(layout.positions.size());
    std::iota(slots.of.begin(), slots.of.end(), 0);
    slots.step = layout.uniform && layout.spacing.z() > 0 ? layout.step : layout.lean();
    for (std::size_t k = 0; !layout.uniform && k < layout.positions.size(); ++k) {
        slots.places.push_back(layout.positions[k] - layout.positions.front());
    }
    return slots;
}

Slots slotsOf(const VolumeLayout& layout, OverGaps overGaps)
{
    if (overGaps == OverGaps::Interpolated) {
        return plainSlots(layout);
    }
    const std::vector<double> places = distances(layout);
    const bool rises = std::is_sorted(places.begin(), places.end());
    Slots slots = rises && isEven(places) && places.back() < 32767 ? evenSlots(places) : unevenSlots(layout, places);
    slots.step = layout.spacing.z() > 0 ? layout.step : layout.normal();
    return slots;
}

} // namespace

Result<ResliceStack> makeResliceStack(const VolumeLayout& layout, int phase, OverGaps overGaps)
{
    if (!layout.isUsable()) {
        return Error{layout.reason, layout.detail};
    }
    const auto count = static_cast<std::size_t>(std::max(0, layout.slices));
    if (phase < 0 || static_cast<std::size_t>(phase) >= layout.phases.size() || count == 0 ||
        layout.phases[static_cast<std::size_t>(phase)].slices.size() != count || layout.positions.size() != count) {
        return Error{Text::tr("The images of this series do not make a volume."), QStringLiteral("reslice stack: no such phase")};
    }
    const Slots slots = slotsOf(layout, overGaps);
    VolumeGrid grid;
    grid.origin = layout.origin;
    grid.right = layout.right;
    grid.down = layout.down;
    grid.columnSpacing = layout.spacing.x();
    grid.rowSpacing = layout.spacing.y();
    grid.step = slots.step;
    grid.places = slots.places;
    grid.columns = layout.columns;
    grid.rows = layout.rows;
    grid.slices = slots.count;
    std::vector<FrameRef> slices(static_cast<std::size_t>(slots.count));
    for (std::size_t k = 0; k < count; ++k) {
        slices[static_cast<std::size_t>(slots.of[k])] = layout.phases[static_cast<std::size_t>(phase)].slices[k];
    }
    Result<ResliceVolume> volume = ResliceVolume::make(std::move(grid), std::move(slices));
    if (!volume) {
        return volume.error();
    }
    return ResliceStack{std::move(volume).value(), slots.of};
}

} // namespace isocenter
