#include "volume/VolumeGathering.h"

#include "viewport/CachedFrame.h"

#include "display/DisplayPipeline.h"
#include "scene/EvenVolume.h"

#include <algorithm>

namespace isocenter {

namespace {

// What a person waits for: before the frames and thumbnails that are loaded ahead.
constexpr int kPriority = 5;

Window between(double low, double high)
{
    Window window;
    window.center = (low + high) / 2;
    window.width = std::max(high - low, 1e-3);
    return window;
}

GatheredVolume withWindow(const VolumePtr& volume, const QString& unit)
{
    GatheredVolume gathered;
    gathered.volume = volume;
    gathered.histogram = histogramOf(*volume);
    gathered.unit = unit;
    const bool hounsfield = unit == QLatin1String("HU");
    gathered.projection = hounsfield ? between(-100, 900) : between(gathered.histogram.median, gathered.histogram.brightest);
    return gathered;
}

/// What of the volume is not as it was scanned.
void addFaults(const VolumeChoice& choice, GatheredVolume& gathered)
{
    const VolumeLayout& layout = *choice.layout;
    gathered.tilt = layout.tilt;
    gathered.missing = choice.slices().missing;
    std::vector<double> places; // of the slices that this phase has
    for (std::size_t k = 0; k < choice.slices().slices.size(); ++k) {
        if (choice.slices().slices[k].image) {
            places.push_back(layout.positions[k]);
        }
    }
    for (const VolumeGap& gap : layout.gaps) {
        gathered.missing += gap.missing;
        gathered.widest = gap.missing == 0 ? std::max(gathered.widest, gap.distance) : gathered.widest;
    }
    for (std::size_t i = 1; i < places.size(); ++i) {
        const double distance = places[i] - places[i - 1];
        if (distance > 1.5 * layout.spacing.z()) {
            gathered.gaps.emplace_back(places[i - 1] - places.front(), places[i] - places.front());
        } else if (!layout.uniform && distance > 1.01 * layout.spacing.z() + 0.01) {
            gathered.widest = std::max(gathered.widest, distance);
        }
    }
}

Result<GatheredVolume> gather(const VolumeChoice& choice, const std::vector<FrameRef>& refs, const std::vector<FramePtr>& frames)
{
    std::vector<VolumeSlice> slices;
    slices.reserve(frames.size());
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const FrameRef& ref = refs[i];
        slices.push_back({frames[i], *ref.attributes().plane, ref.attributes().modality, paddingRange(*ref.image)});
    }
    const QString unit = slices.front().modality.unit;
    const Result<VolumePtr> volume = makeEvenVolume(std::move(slices));
    if (!volume) {
        return volume.error();
    }
    GatheredVolume gathered = withWindow(*volume, unit);
    addFaults(choice, gathered);
    return gathered;
}

} // namespace

VolumeGathering::VolumeGathering(const ViewerServices& services, QObject* parent)
    : QObject(parent), m_services(services), m_answers(this)
{
}

void VolumeGathering::cancel()
{
    m_answers.forget();
    m_choice = {};
    m_refs.clear();
    m_frames.clear();
    m_loaded = 0;
}

void VolumeGathering::start(const VolumeChoice& choice)
{
    cancel();
    m_choice = choice;
    for (const FrameRef& ref : choice.slices().slices) {
        if (ref.image) {
            m_refs.push_back(ref);
        }
    }
    m_frames.resize(m_refs.size());
    for (int i = 0; i < total(); ++i) {
        const FrameRef ref = m_refs[static_cast<std::size_t>(i)];
        const auto work = [&services = m_services, ref](const CancelToken& token) { return cachedFrame(services, ref, token); };
        m_answers.ask(m_services.queue, kPriority, work, [this, i](const Result<FramePtr>& answer) { take(i, answer); });
    }
}

void VolumeGathering::take(int index, const Result<FramePtr>& answer)
{
    if (!answer) {
        const QString reason = tr("Image %1 of %2 cannot be read, so that the volume would have a hole. %3")
                                   .arg(index + 1)
                                   .arg(total())
                                   .arg(answer.error().message);
        cancel();
        Q_EMIT failed(reason);
        return;
    }
    m_frames[static_cast<std::size_t>(index)] = *answer;
    ++m_loaded;
    Q_EMIT progressed();
    if (m_loaded == total()) {
        build();
    }
}

void VolumeGathering::build()
{
    const auto work = [choice = m_choice, refs = m_refs, frames = std::move(m_frames)](const CancelToken&) {
        return gather(choice, refs, frames);
    };
    m_answers.ask(m_services.queue, kPriority, work, [this](const Result<GatheredVolume>& result) {
        cancel();
        if (result) {
            Q_EMIT ready(*result);
        } else {
            Q_EMIT failed(result.error().message);
        }
    });
}

} // namespace isocenter
