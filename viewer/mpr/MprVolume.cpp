#include "mpr/MprVolume.h"

#include "mpr/FrameBinning.h"

#include <algorithm>
#include <new>

#include <unistd.h>

namespace isocenter {

namespace {

constexpr int kPriority = 5; // what a person waits for: before what is loaded ahead

std::size_t halfOfMemory()
{
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long page = sysconf(_SC_PAGE_SIZE);
    return pages > 0 && page > 0 ? static_cast<std::size_t>(pages) / 2 * static_cast<std::size_t>(page) : std::size_t{4} << 30;
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
    if (!image || factor == 1) {
        return image;
    }
    auto small = std::make_shared<ImageAttributes>(*image);
    small->rows /= factor;
    small->columns /= factor;
    return small;
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

/// The slices of the phase in their places.
std::vector<FrameRef> MprVolume::slots(VolumeGrid& grid) const
{
    const VolumeLayout& layout = *m_layout;
    const std::vector<FrameRef>& frames = layout.phases[static_cast<std::size_t>(m_phase)].slices;
    std::vector<FrameRef> result;
    std::vector<double> places;
    for (int k = 0; k < layout.slices; k += m_reduction) {
        const FrameRef& ref = frames[static_cast<std::size_t>(k)];
        result.push_back({reduced(ref.image, m_reduction), ref.frame});
        places.push_back(layout.positions[static_cast<std::size_t>(k)] - layout.positions.front());
    }
    grid.slices = static_cast<int>(result.size());
    if (layout.uniform && m_reduction == 1) {
        grid.step = layout.step;
    } else {
        grid.step = layout.lean();
        grid.places = places;
    }
    return result;
}

void MprVolume::findGaps(const VolumeGrid& grid)
{
    m_gaps.clear();
    const auto placeOf = [&](int slice) {
        const double millimetres = m_layout->positions[static_cast<std::size_t>(slice)] - m_layout->positions.front();
        return grid.places.empty() ? millimetres / m_layout->spacing.z() : millimetres;
    };
    for (const VolumeGap& gap : m_layout->gaps) {
        m_gaps.emplace_back(placeOf(gap.after), placeOf(gap.after + 1));
    }
}

void MprVolume::fill()
{
    const VolumeLayout& layout = *m_layout;
    VolumeGrid grid;
    const double shift = (m_reduction - 1) / 2.0;
    grid.right = layout.right;
    grid.down = layout.down;
    grid.columnSpacing = layout.spacing.x() * m_reduction;
    grid.rowSpacing = layout.spacing.y() * m_reduction;
    grid.origin = layout.origin + layout.right * (shift * layout.spacing.x()) + layout.down * (shift * layout.spacing.y());
    grid.columns = layout.columns / m_reduction;
    grid.rows = layout.rows / m_reduction;
    const std::vector<FrameRef> slices = slots(grid);
    m_volume.reset();
    m_loaded = 0;
    findGaps(grid);
    // A phase may lack slices that others have.
    m_total = static_cast<int>(
        std::count_if(slices.begin(), slices.end(), [](const FrameRef& slice) { return slice.image != nullptr; }));
    m_reference = {};
    m_referenceFrame.reset();
    ++m_version;
    Result<ResliceVolume> made = ResliceVolume::make(std::move(grid), slices);
    if (!made) {
        m_reason = made.error().message;
        m_layout.reset();
        return;
    }
    m_volume = std::move(*made);
    const auto count = static_cast<int>(slices.size());
    for (int i = 0; i < count; ++i) { // from the middle outwards
        const int k = count / 2 + (i % 2 == 1 ? -(i + 1) / 2 : i / 2);
        const auto& frames = layout.phases[static_cast<std::size_t>(m_phase)].slices;
        const FrameRef& ref = frames[static_cast<std::size_t>(k * m_reduction)];
        if (ref.image) {
            request(k, ref);
        }
    }
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
