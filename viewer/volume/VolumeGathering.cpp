#include "volume/VolumeGathering.h"

#include "display/DisplayPipeline.h"

#include <algorithm>

namespace isocenter {

struct VolumeGathering::Answer
{
    FramePtr frame;
    QString reason; ///< if there is no frame
};

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
    const VolumeHistogram histogram = histogramOf(*volume);
    const bool hounsfield = unit == QLatin1String("HU");
    return {volume, hounsfield ? between(-100, 900) : between(histogram.median, histogram.brightest), histogram, unit};
}

Result<GatheredVolume> gather(const ImageSeries& series, const std::vector<FramePtr>& frames)
{
    std::vector<VolumeSlice> slices;
    slices.reserve(frames.size());
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const FrameRef& ref = series.frames[i];
        slices.push_back({frames[i], *ref.attributes().plane, ref.attributes().modality, paddingRange(*ref.image)});
    }
    const QString unit = slices.front().modality.unit;
    const Result<VolumePtr> volume = makeVolume(std::move(slices));
    return volume ? Result<GatheredVolume>(withWindow(*volume, unit)) : volume.error();
}

} // namespace

QString volumeObstacle(const ImageSeries& series)
{
    const auto& frames = series.frames;
    if (!series.complete) {
        return VolumeGathering::tr("Images of this series are still arriving. It is shown in 3D once it is complete.");
    }
    if (frames.size() < 3) {
        return VolumeGathering::tr("3D needs at least three parallel slices. This series has %n image(s).", nullptr,
                                   series.count());
    }
    if (std::any_of(frames.begin(), frames.end(), [](const FrameRef& ref) { return ref.image->isColor(); })) {
        return VolumeGathering::tr("Colour images cannot be shown in 3D.");
    }
    const auto isPlaced = [](const FrameRef& ref) {
        const auto& plane = ref.attributes().plane;
        return plane && plane->spacingKnown;
    };
    if (!std::all_of(frames.begin(), frames.end(), isPlaced)) {
        return VolumeGathering::tr("The images of this series do not say where they lie in the patient.");
    }
    if (!series.order.byPosition) {
        return VolumeGathering::tr("The images of this series are not parallel slices.");
    }
    if (series.order.repeats > 0) {
        return VolumeGathering::tr("Several images of this series lie at the same place (phases or repetitions).");
    }
    if (!series.order.gaps.empty()) {
        return VolumeGathering::tr("Slices are missing in this series: 3D would close the gap and show what is not there.");
    }
    return {};
}

VolumeGathering::VolumeGathering(const ViewerServices& services, QObject* parent)
    : QObject(parent), m_services(services), m_answers(this)
{
}

void VolumeGathering::cancel()
{
    m_answers.forget();
    m_series.reset();
    m_frames.clear();
    m_loaded = 0;
}

void VolumeGathering::start(const ImageSeriesPtr& series)
{
    cancel();
    m_series = series;
    m_frames.resize(series->frames.size());
    for (int i = 0; i < series->count(); ++i) {
        const FrameRef ref = series->frames[static_cast<std::size_t>(i)];
        const auto work = [reader = &m_services.reader, cache = &m_services.cache, ref](const CancelToken& token) -> Answer {
            if (FramePtr frame = cache->find({ref.image->path, ref.frame})) {
                return {std::move(frame), {}};
            }
            const Result<FramePtr> read = reader->readFrame(*ref.image, ref.frame, token);
            if (!read) {
                return {nullptr, read.error().message};
            }
            cache->put({ref.image->path, ref.frame}, *read);
            return {*read, {}};
        };
        m_answers.ask(m_services.queue, kPriority, work, [this, i](const Answer& answer) { take(i, answer); });
    }
}

void VolumeGathering::take(int index, const Answer& answer)
{
    if (!answer.frame) {
        const QString reason = tr("Image %1 of %2 cannot be read, so that the volume would have a hole. %3")
                                   .arg(index + 1)
                                   .arg(total())
                                   .arg(answer.reason);
        cancel();
        Q_EMIT failed(reason);
        return;
    }
    m_frames[static_cast<std::size_t>(index)] = answer.frame;
    ++m_loaded;
    Q_EMIT progressed();
    if (m_loaded == total()) {
        build();
    }
}

void VolumeGathering::build()
{
    const auto work = [series = m_series, frames = std::move(m_frames)](const CancelToken&) { return gather(*series, frames); };
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
