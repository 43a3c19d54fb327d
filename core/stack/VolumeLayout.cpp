#include "stack/VolumeLayout.h"

#include "geometry/Places.h"
#include "region/RegionSet.h"
#include "stack/PhaseSorting.h"
#include "stack/StackGeometry.h"
#include "stack/StackGrouping.h"

#include <Eigen/Geometry>
#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(VolumeLayout)
};

/// Whether both are the same frame of the same object, lying at the same place.
bool isCopy(const FrameRef& a, const FrameRef& b)
{
    const auto& pa = a.attributes().plane;
    const auto& pb = b.attributes().plane;
    return a.frame == b.frame && !a.image->record.instance.uid.isEmpty() &&
           a.image->record.instance.uid == b.image->record.instance.uid && a.image->rows == b.image->rows &&
           a.image->columns == b.image->columns && pa.has_value() == pb.has_value() &&
           (!pa || ((pa->position - pb->position).norm() <= 1e-6 && pa->isParallel(*pb)));
}

/// Sorts by what does not depend on the order in which files are found, and leaves out files that are there twice.
int sortAndClean(std::vector<FrameRef>& frames)
{
    std::stable_sort(frames.begin(), frames.end(), [](const FrameRef& a, const FrameRef& b) {
        const auto key = [](const FrameRef& ref) {
            const Instance& instance = ref.image->record.instance;
            return std::tuple(instance.number.value_or(0), instance.uid.text(), ref.frame);
        };
        return key(a) < key(b);
    });
    const auto end = std::unique(frames.begin(), frames.end(), isCopy);
    const auto copies = static_cast<int>(frames.end() - end);
    frames.erase(end, frames.end());
    return copies;
}

VolumeLayout startOf(const std::vector<FrameRef>& frames)
{
    const ImageAttributes& first = *frames.front().image;
    VolumeLayout layout;
    layout.study = first.record.study;
    layout.series = first.record.series;
    layout.columns = first.columns;
    layout.rows = first.rows;
    layout.images = static_cast<int>(frames.size());
    return layout;
}

VolumeLayout refusedLayout(const FrameGroup& group)
{
    VolumeLayout layout = startOf(group.frames);
    layout.slices = layout.images;
    layout.reason = group.reason;
    if (const auto& plane = group.frames.front().attributes().plane) {
        layout.origin = plane->position;
        layout.right = plane->right;
        layout.down = plane->down;
    }
    if (const auto& spacing = group.frames.front().attributes().spacing) {
        layout.spacing = {spacing->column, spacing->row, 0};
    }
    return layout;
}

/// Phases on one grid: the fullest, and those whose places are among its own and at least half of them (of segments any: frames
/// without a label are not stored).
std::vector<SortedPhase> takeGrid(std::vector<SortedPhase>& phases, bool areSegments)
{
    const auto fullest = std::max_element(phases.begin(), phases.end(), [](const SortedPhase& a, const SortedPhase& b) {
        return a.places.size() < b.places.size();
    });
    const std::vector<int> places = fullest->places;
    const auto isOther = [&](const SortedPhase& phase) {
        return (!areSegments && 2 * phase.places.size() < places.size()) ||
               !std::includes(places.begin(), places.end(), phase.places.begin(), phase.places.end());
    };
    const auto middle = std::stable_partition(phases.begin(), phases.end(), [&](const SortedPhase& p) { return !isOther(p); });
    std::vector<SortedPhase> taken(phases.begin(), middle);
    phases.erase(phases.begin(), middle);
    return taken;
}

void sayCautions(VolumeLayout& layout)
{
    if (!layout.repeats.empty()) {
        layout.cautions << Text::tr("%n image(s) at the place of another one are left out.", nullptr,
                                    static_cast<int>(layout.repeats.size()));
    }
    constexpr std::size_t kMostNamed = 5;
    if (layout.gaps.size() > kMostNamed) {
        layout.cautions << Text::tr("%n distances between slices are larger than the usual %1 mm.", nullptr,
                                    static_cast<int>(layout.gaps.size()))
                               .arg(layout.spacing.z(), 0, 'f', 2);
    }
    for (const VolumeGap& gap : layout.gaps) {
        if (layout.gaps.size() > kMostNamed) {
            break;
        }
        layout.cautions << Text::tr("Between slices %1 and %2 lie %3 mm instead of %4 mm.")
                               .arg(gap.after + 1)
                               .arg(gap.after + 2)
                               .arg(gap.distance, 0, 'f', 2)
                               .arg(layout.spacing.z(), 0, 'f', 2);
    }
    for (std::size_t i = 0; i < layout.phases.size(); ++i) {
        if (layout.phases[i].missing > 0) {
            layout.cautions << Text::tr("Phase %1 lacks %n slice(s).", nullptr, layout.phases[i].missing).arg(i + 1);
        }
    }
}

/// Adds a phase on the places of the layout's grid.
void addPhase(VolumeLayout& layout, const SortedPhase& sorted, const std::vector<int>& places,
              const std::vector<FrameRef>& frames, bool isOnly)
{
    VolumePhase phase;
    if (!isOnly) {
        phase.marks = sorted.marks;
        phase.title = sorted.title;
    }
    phase.slices.resize(places.size());
    const auto sliceOf = [&](int place) { return std::lower_bound(places.begin(), places.end(), place) - places.begin(); };
    for (std::size_t i = 0; i < sorted.places.size(); ++i) {
        phase.slices[static_cast<std::size_t>(sliceOf(sorted.places[i]))] = frames[sorted.frames[i]];
    }
    phase.missing = static_cast<int>(places.size() - sorted.places.size());
    for (const auto& repeat : sorted.repeats) {
        layout.repeats.push_back(
            {static_cast<int>(layout.phases.size()), static_cast<int>(sliceOf(repeat.first)), frames[repeat.second]});
    }
    layout.images += static_cast<int>(sorted.places.size() + sorted.repeats.size());
    layout.phases.push_back(std::move(phase));
}

void checkPhases(VolumeLayout& layout, const ImagePlane& reference, const std::vector<SortedPhase>& sorted)
{
    if (std::any_of(sorted.begin(), sorted.end(), [](const SortedPhase& p) { return p.ambiguous; })) {
        layout.reason = Text::tr("Several images lie at one place, and nothing tells which belong together.");
        return;
    }
    for (const VolumePhase& phase : layout.phases) {
        for (std::size_t k = 0; k < phase.slices.size(); ++k) {
            if (phase.slices[k].image && !liesOn(layout, static_cast<int>(k), reference, phase.slices[k])) {
                layout.reason = Text::tr("The images of the phases do not lie at the same places.");
                layout.detail = phase.title;
                return;
            }
        }
    }
}

VolumeLayout makeLayout(const std::vector<FrameRef>& frames, const std::vector<SortedPhase>& phases)
{
    const auto fullest = std::max_element(phases.begin(), phases.end(), [](const SortedPhase& a, const SortedPhase& b) {
        return a.places.size() < b.places.size();
    });
    std::vector<FrameRef> slices;
    for (const std::size_t frame : fullest->frames) {
        slices.push_back(frames[frame]);
    }
    VolumeLayout layout = startOf(slices);
    layout.images = 0;
    const ImagePlane& reference = *frames.front().attributes().plane;
    fillGeometry(layout, reference, slices);
    for (const SortedPhase& phase : phases) {
        addPhase(layout, phase, fullest->places, frames, phases.size() == 1);
    }
    if (layout.isUsable()) {
        checkPhases(layout, reference, phases);
    }
    sayCautions(layout);
    return layout;
}

/// `frames` share a grid.
void layoutGroup(const std::vector<FrameRef>& frames, std::vector<VolumeLayout>& result)
{
    const ImagePlane& reference = *frames.front().attributes().plane;
    std::vector<double> offsets;
    for (const FrameRef& ref : frames) {
        offsets.push_back((ref.attributes().plane->position - reference.position).dot(reference.normal()));
    }
    // A hundredth of a millimetre is rounding; under a microscope it is a slice.
    const double tolerance = std::min(0.01, 0.1 * std::min(reference.rowSpacing, reference.columnSpacing));
    const std::vector<int> places = placesAlong(offsets, tolerance);
    for (const std::vector<std::size_t>& part : splitByImageType(frames, places)) {
        std::vector<FrameRef> own;
        std::vector<int> ownPlaces;
        for (const std::size_t index : part) {
            own.push_back(frames[index]);
            ownPlaces.push_back(places[index]);
        }
        const bool areSegments = isRegionSet(own.front().image->record.instance.sopClass);
        std::vector<SortedPhase> phases = sortPhases(own, ownPlaces);
        while (!phases.empty()) {
            result.push_back(makeLayout(own, takeGrid(phases, areSegments)));
        }
    }
}

/// What is missing of concatenations (PS3.3 C.7.6.16.2.2.4) by their own word.
QStringList missingParts(const std::vector<FrameRef>& frames)
{
    std::map<QString, std::pair<int, std::map<int, bool>>> parts;
    for (const FrameRef& ref : frames) {
        if (const auto& part = ref.image->concatenation) {
            auto& entry = parts[part->uid];
            entry.first = std::max({entry.first, part->total, part->number});
            entry.second[part->number] = true;
        }
    }
    QStringList cautions;
    for (const auto& entry : parts) {
        const int missing = entry.second.first - static_cast<int>(entry.second.second.size());
        if (missing > 0) {
            cautions << Text::tr("%n part(s) of this image are missing.", nullptr, missing);
        }
    }
    return cautions;
}

} // namespace

Eigen::Vector3d VolumeLayout::normal() const
{
    return right.cross(down);
}

Eigen::Vector3d VolumeLayout::lean() const
{
    return spacing.z() > 0 ? Eigen::Vector3d(step / spacing.z()) : normal();
}

Eigen::Vector3d VolumeLayout::at(double column, double row, double slice) const
{
    const double last = slices - 1;
    double along = 0;
    if (slice <= 0 || last < 1) {
        along = slice * spacing.z();
    } else if (slice >= last) {
        along = positions.back() - positions.front() + (slice - last) * spacing.z();
    } else {
        const auto before = static_cast<std::size_t>(slice);
        const double share = slice - std::floor(slice);
        along = positions[before] - positions.front() + share * (positions[before + 1] - positions[before]);
    }
    return origin + right * (column * spacing.x()) + down * (row * spacing.y()) + lean() * along;
}

Eigen::Vector3d VolumeLayout::toVoxel(const Eigen::Vector3d& point) const
{
    const double along = (point - origin).dot(normal());
    const Eigen::Vector3d within = point - origin - lean() * along;
    const double place = positions.front() + along;
    double slice = along / spacing.z();
    if (positions.size() > 1 && place > positions.front()) {
        const auto next = std::upper_bound(positions.begin() + 1, positions.end() - 1, place);
        const double before = *(next - 1);
        const double width = place > positions.back() ? spacing.z() : *next - before;
        const double base = place > positions.back() ? positions.back() : before;
        const auto index = (place > positions.back() ? positions.size() : static_cast<std::size_t>(next - positions.begin())) - 1;
        slice = static_cast<double>(index) + (place - base) / width;
    }
    return {within.dot(right) / spacing.x(), within.dot(down) / spacing.y(), slice};
}

std::vector<VolumeLayout> layoutVolumes(const std::vector<FrameRef>& given)
{
    std::vector<FrameRef> frames = given;
    const int copies = sortAndClean(frames);
    const QStringList missing = missingParts(frames);
    std::vector<VolumeLayout> result;
    for (const FrameGroup& group : groupFrames(frames)) {
        if (group.reason.isEmpty()) {
            layoutGroup(group.frames, result);
        } else {
            result.push_back(refusedLayout(group));
        }
    }
    std::stable_sort(result.begin(), result.end(), [](const VolumeLayout& a, const VolumeLayout& b) {
        return std::pair(!a.isUsable(), -a.images) < std::pair(!b.isUsable(), -b.images);
    });
    for (VolumeLayout& layout : result) {
        layout.cautions << missing;
        layout.copies = copies;
    }
    return result;
}

std::vector<VolumeLayout> layoutVolumes(const std::vector<ImagePtr>& images)
{
    // The patient belongs to the key: files that share UIDs across patients must never meet in one volume. The study does not:
    // some writers give each slice of a series a study of its own.
    using Key = std::tuple<QString, QString, QString, QString, QString>;
    std::map<Key, std::vector<FrameRef>> bySeries;
    for (const ImagePtr& image : images) {
        if (!image->hasPixels()) {
            continue;
        }
        const InstanceRecord& record = image->record;
        const Patient& patient = record.study.patient;
        const QString series = record.series.uid.text();
        auto& frames = bySeries[{patient.issuer, patient.id, patient.name.dicom(),
                                 series.isEmpty() ? record.study.uid.text() : QString(), series}];
        const int count = image->tiles ? 1 : image->frames; // one stands for all tiles of a slide
        for (int i = 0; i < count; ++i) {
            frames.push_back({image, i});
        }
    }
    std::vector<std::vector<VolumeLayout>> all;
    for (const auto& entry : bySeries) {
        all.push_back(layoutVolumes(entry.second));
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a.front().series.number.value_or(0) < b.front().series.number.value_or(0);
    });
    std::vector<VolumeLayout> result;
    for (std::vector<VolumeLayout>& own : all) {
        std::move(own.begin(), own.end(), std::back_inserter(result));
    }
    return result;
}

} // namespace isocenter
