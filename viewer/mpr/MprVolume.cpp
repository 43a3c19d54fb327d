#include "mpr/MprVolume.h"

#include "base/MachineMemory.h"
#include "mpr/FrameBinning.h"
#include "reslice/ResliceGaps.h"
#include "reslice/Reslicer.h"
#include "reslice/ResliceStack.h"

#include <algorithm>
#include <cmath>
#include <new>

namespace isocenter {

namespace {

constexpr int kPriority = 5; // what a person waits for: before what is loaded ahead

std::size_t halfOfMemory()
{
    const std::size_t memory = machineMemory();
    return memory > 0 ? memory / 2 : std::size_t{4} << 30;
}

int reductionFor(const VolumeLayout& layout, std::size_t limit)
{
    const double bytes = 2.0 * layout.columns * layout.rows * layout.slices;
    int factor = 1;
    while (factor < 16 && bytes / (static_cast<double>(factor) * factor * factor) > static_cast<double>(limit)) {
        ++factor;
    }
    return factor;
}

/// The header of what binnedFrame() makes.
ImagePtr reduced(const ImagePtr& image, int factor)
{
    if (!image) {
        return image;
    }
    auto small = std::make_shared<ImageAttributes>(*image);
    small->rows /= factor;
    small->columns /= factor;
    return small;
}

/// One phase of a layout with the voxels that binnedFrame() makes, and one slice of `factor`.
VolumeLayout thinned(const VolumeLayout& layout, int phase, int factor)
{
    VolumeLayout result;
    const double shift = (factor - 1) / 2.0;
    result.columns = layout.columns / factor;
    result.rows = layout.rows / factor;
    result.spacing = layout.spacing * factor;
    result.step = layout.step * factor;
    result.right = layout.right;
    result.down = layout.down;
    result.origin = layout.origin + layout.right * (shift * layout.spacing.x()) + layout.down * (shift * layout.spacing.y());
    result.uniform = layout.uniform;
    result.phases.resize(1);
    for (std::size_t k = 0; k < layout.positions.size(); k += static_cast<std::size_t>(factor)) {
        const FrameRef& ref = layout.phases[static_cast<std::size_t>(phase)].slices[k];
        result.phases[0].slices.push_back({reduced(ref.image, factor), ref.frame});
        result.positions.push_back(layout.positions[k]);
    }
    result.slices = static_cast<int>(result.positions.size());
    return result;
}

} // namespace

MprVolume::MprVolume(const ViewerServices& services, std::size_t limit, QObject* parent)
    : QObject(parent), m_services(services), m_limit(limit > 0 ? limit : halfOfMemory()), m_answers(this)
{
}

MprVolume::~MprVolume() = default;

void MprVolume::setSeries(const ImageSeriesPtr& series)
{
    m_answers.forget();
    m_series = series;
    m_layout.reset();
    m_reason.clear();
    m_volume.reset();
    m_phase = 0;
    m_total = m_loaded = m_otherLayouts = 0;
    m_gaps.clear();
    m_problems.clear();
    m_reference = {};
    m_referenceFrame.reset();
    ++m_version;
    if (series) {
        const auto work = [series](const CancelToken&) { return layoutVolumes(series->frames); };
        m_answers.ask(m_services.queue, AnswerBox::Interactive, work,
                      [this](std::vector<VolumeLayout> layouts) { open(std::move(layouts)); });
    }
}

void MprVolume::open(std::vector<VolumeLayout> layouts)
{
    const auto usable = std::find_if(layouts.begin(), layouts.end(), [](const VolumeLayout& one) { return one.isUsable(); });
    if (usable == layouts.end()) {
        m_reason = layouts.empty() ? tr("This series has no images that could make a volume.") : layouts.front().reason;
    } else {
        m_otherLayouts = static_cast<int>(layouts.size()) - 1;
        m_layout = std::move(*usable);
        m_reduction = reductionFor(*m_layout, m_limit);
        fill();
    }
    Q_EMIT opened();
}

QStringList MprVolume::cautions() const
{
    QStringList result = m_layout ? m_layout->cautions : QStringList();
    if (m_otherLayouts > 0) {
        result << tr("Other images of this series do not belong to this volume.");
    }
    if (!m_problems.empty()) {
        result << tr("%n image(s) cannot be read: %1", nullptr, failed()).arg(m_problems.front());
    }
    return result;
}

void MprVolume::setPhase(int phase)
{
    const int last = m_layout ? static_cast<int>(m_layout->phases.size()) - 1 : 0;
    const int wanted = std::clamp(phase, 0, std::max(0, last));
    if (!m_layout || wanted == m_phase) {
        return;
    }
    m_answers.forget();
    m_phase = wanted;
    m_problems.clear();
    fill();
    Q_EMIT changed();
}

void MprVolume::fill()
{
    const VolumeLayout& layout = *m_layout;
    const auto& frames = layout.phases[static_cast<std::size_t>(m_phase)].slices;
    m_volume.reset();
    m_loaded = m_total = 0;
    m_gaps.clear();
    m_reference = {};
    m_referenceFrame.reset();
    ++m_version;
    Result<ResliceStack> made = m_reduction == 1
                                    ? makeResliceStack(layout, m_phase, OverGaps::Interpolated)
                                    : makeResliceStack(thinned(layout, m_phase, m_reduction), 0, OverGaps::Interpolated);
    if (!made) {
        m_reason = made.error().message;
        m_layout.reset();
        return;
    }
    m_volume = std::move(made->volume);
    m_gaps = gapPlaces(layout, m_volume->grid());
    const int count = m_volume->grid().slices;
    for (int k = 0; k < count; ++k) { // a phase may lack slices that others have
        m_total += frames[static_cast<std::size_t>(k * m_reduction)].image ? 1 : 0;
    }
    for (int i = 0; i < count; ++i) { // from the middle outwards
        const int k = count / 2 + (i % 2 == 1 ? -(i + 1) / 2 : i / 2);
        const FrameRef& ref = frames[static_cast<std::size_t>(k * m_reduction)];
        if (ref.image) {
            request(k, ref);
        }
    }
}

std::optional<double> MprVolume::valueAt(const Eigen::Vector3d& point, ResliceInterpolation interpolation) const
{
    if (!m_volume) {
        return std::nullopt;
    }
    ReslicePlane plane;
    plane.center = point;
    plane.width = plane.height = 1;
    plane.interpolation = interpolation;
    float value = 0;
    const Result<ResliceOutcome> done = reslice(*m_volume, plane, &value, nullptr);
    return done && std::isfinite(value) ? std::optional<double>(value) : std::nullopt;
}

void MprVolume::request(int slice, const FrameRef& ref)
{
    const FrameKey key{ref.image->path, ref.frame};
    if (m_reduction == 1) {
        if (FramePtr frame = m_services.cache.find(key)) {
            take(slice, ref, {std::move(frame), {}});
            return;
        }
    }
    const auto work = [&services = m_services, key, ref, factor = m_reduction](const CancelToken& token) -> Answer {
        FramePtr frame = services.cache.find(key);
        if (!frame) {
            const Result<FramePtr> read = services.reader.readFrame(*ref.image, ref.frame, token);
            if (!read) {
                return {nullptr, read.error().message};
            }
            frame = *read;
            if (factor == 1) {
                services.cache.put(key, frame);
            }
        }
        return {factor == 1 ? frame : binnedFrame(*frame, factor, paddingRange(*ref.image)), {}};
    };
    m_answers.ask(m_services.queue, kPriority, work, [this, slice, ref](const Answer& answer) {
        take(slice, ref, answer);
        Q_EMIT changed();
    });
}

void MprVolume::take(int slice, const FrameRef& ref, const Answer& answer)
{
    ++m_version;
    QString problem = answer.reason;
    if (answer.frame) {
        try {
            const Result<void> set = m_volume->setSlice(slice, answer.frame);
            problem = set ? QString() : set.error().message;
        } catch (const std::bad_alloc&) {
            problem = tr("There is not enough memory.");
        }
    }
    if (!problem.isEmpty() || !answer.frame) {
        m_problems.push_back(problem);
        return;
    }
    ++m_loaded;
    if (!m_referenceFrame) {
        m_reference = ref;
        m_referenceFrame = answer.frame;
    }
}

} // namespace isocenter
