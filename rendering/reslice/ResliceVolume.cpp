#include "reslice/ResliceVolume.h"

#include "display/SampleVisit.h"
#include "display/Voi.h"
#include "slice/Source.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ResliceVolume)
};

constexpr std::int64_t kReach = std::int64_t{1} << 30; ///< values; leaves room for the way within a slice

std::pair<double, double> rangeOf(SampleType type)
{
    switch (type) {
    case SampleType::UInt8:
        return {0, 255};
    case SampleType::Int8:
        return {-128, 127};
    case SampleType::UInt16:
        return {0, 65535};
    default:
        return {-32768, 32767};
    }
}

bool hasTable(const ModalityTransform& m)
{
    return m.table && !m.table->data.empty();
}

bool isGrey(const ImageAttributes& image)
{
    return image.samples == 1 && image.photometric != Photometric::PaletteColor;
}

/// Values of both can be used as they are stored, side by side.
bool haveSameForm(const FrameRef& a, const FrameRef& b)
{
    const ModalityTransform& m = a.image->frame(a.frame).modality;
    const ModalityTransform& n = b.image->frame(b.frame).modality;
    return m.slope == n.slope && m.intercept == n.intercept && !hasTable(n) && paddingRange(*a.image) == paddingRange(*b.image) &&
           a.image->isSigned == b.image->isSigned && a.image->bitsAllocated == b.image->bitsAllocated &&
           a.image->bitsStored == b.image->bitsStored;
}

Error noVolume(const char* detail)
{
    return Error{Text::tr("The images of this series do not make a volume."), QString::fromLatin1(detail)};
}

} // namespace

ResliceVolume::ResliceVolume(VolumeGrid grid, std::vector<FrameRef> slices)
    : m_grid(std::move(grid)), m_map(m_grid), m_slices(std::move(slices))
{
    const auto count = static_cast<std::size_t>(m_grid.slices);
    m_frames.resize(count);
    m_present.resize(count, 0);
    m_pointers.resize(count + 2 * kSlicesAround, nullptr);
    m_offsets.resize(count + 2 * kSlicesAround, 0);
    chooseForm();
}

Result<ResliceVolume> ResliceVolume::make(VolumeGrid grid, std::vector<FrameRef> slices)
{
    if (const Result<void> checked = grid.check(); !checked) {
        return checked.error();
    }
    if (slices.size() != static_cast<std::size_t>(grid.slices)) {
        return noVolume("reslice volume: number of slices");
    }
    for (const FrameRef& slice : slices) {
        if (!slice.image) {
            continue;
        }
        if (!isGrey(*slice.image) || slice.image->rows != grid.rows || slice.image->columns != grid.columns) {
            return noVolume("reslice volume: colour, or sizes that differ");
        }
    }
    return ResliceVolume(std::move(grid), std::move(slices));
}

void ResliceVolume::chooseForm()
{
    const FrameRef* first = nullptr;
    m_modality = false;
    for (const FrameRef& slice : m_slices) {
        if (!slice.image) {
            continue;
        }
        first = first ? first : &slice;
        m_modality = m_modality || slice.image->bitsAllocated > 16 || slice.image->firstColor(slice.frame) ||
                     hasTable(slice.image->frame(slice.frame).modality) || !haveSameForm(*first, slice);
    }
    if (m_modality || !first) {
        m_modality = true;
        m_type = SampleType::Float32;
        m_element = VoxelType::Float;
        return;
    }
    const ModalityTransform& modality = first->image->frame(first->frame).modality;
    m_slope = modality.slope;
    m_intercept = modality.intercept;
    m_padding = paddingRange(*first->image);
}

Result<void> ResliceVolume::setSlice(int k, const FramePtr& frame)
{
    if (k < 0 || k >= m_grid.slices || !m_slices[static_cast<std::size_t>(k)].image) {
        return noVolume("reslice volume: no such slice");
    }
    if (!frame) {
        place(k, nullptr);
        return {};
    }
    if (frame->rows() != m_grid.rows || frame->columns() != m_grid.columns || frame->samples() != 1) {
        return Error{Text::tr("An image has another size than the volume."), QStringLiteral("reslice volume: slice %1").arg(k)};
    }
    const FramePtr fitting = m_modality ? modality(k, *frame) : stored(frame);
    if (!fitting) {
        return Error{Text::tr("The values of an image do not fit the volume."),
                     QStringLiteral("reslice volume: slice %1").arg(k)};
    }
    place(k, fitting);
    return {};
}

/// The frame itself, or a copy with the volume's type; null if that cannot hold its values.
FramePtr ResliceVolume::stored(const FramePtr& frame) const
{
    if (!m_type) {
        return sampleSize(frame->type()) <= 2 ? frame : nullptr;
    }
    if (frame->type() == *m_type) {
        return frame;
    }
    const auto [least, most] = rangeOf(*m_type);
    if (sampleSize(frame->type()) > 2 || frame->minimum() < least || frame->maximum() > most) {
        return nullptr;
    }
    return Frame::build(frame->rows(), frame->columns(), 1, *m_type, [&](std::byte* out) {
        for (std::size_t i = 0; i < frame->count(); ++i) {
            const auto columns = static_cast<std::size_t>(frame->columns());
            const int v = static_cast<int>(frame->at(static_cast<int>(i / columns), static_cast<int>(i % columns)));
            switch (*m_type) {
            case SampleType::UInt8:
            case SampleType::Int8:
                out[i] = static_cast<std::byte>(v);
                break;
            default: {
                const auto word = static_cast<std::uint16_t>(v);
                std::memcpy(out + 2 * i, &word, sizeof word);
            }
            }
        }
    });
}

/// Modality values; NaN where they are padding, colours of a palette, or no numbers.
FramePtr ResliceVolume::modality(int k, const Frame& frame)
{
    const FrameRef& slice = m_slices[static_cast<std::size_t>(k)];
    const ModalityTransform& m = slice.image->frame(slice.frame).modality;
    const auto padding = paddingRange(*slice.image);
    const double end = slice.image->firstColor(slice.frame).value_or(std::numeric_limits<double>::infinity());
    const std::shared_ptr<std::byte> memory = allocatePixels(frame.count() * sizeof(float));
    auto* out = reinterpret_cast<float*>(memory.get());
    float least = std::numeric_limits<float>::infinity();
    float most = -least;
    bool masked = false;
    visitSamples(frame, [&](const auto* values) {
        for (std::size_t i = 0; i < frame.count(); ++i) {
            const double v = static_cast<double>(values[i]);
            const bool background = !std::isfinite(v) || v >= end || (padding && v >= padding->first && v <= padding->second);
            const float x = static_cast<float>(hasTable(m) ? lookup(*m.table, v) : v * m.slope + m.intercept);
            masked = masked || background || !std::isfinite(x);
            out[i] = background || !std::isfinite(x) ? std::numeric_limits<float>::quiet_NaN() : x;
            least = out[i] < least ? out[i] : least;
            most = out[i] > most ? out[i] : most;
        }
    });
    m_masked = m_masked || masked;
    widen(least, most);
    return std::make_shared<Frame>(frame.rows(), frame.columns(), 1, SampleType::Float32, memory, least, most);
}

void ResliceVolume::widen(double least, double most)
{
    if (least <= most) {
        m_range = m_range ? std::pair(std::min(m_range->first, least), std::max(m_range->second, most)) : std::pair(least, most);
    }
}

void ResliceVolume::place(int k, const FramePtr& frame)
{
    const auto at = static_cast<std::size_t>(k);
    m_presentCount += (frame ? 1 : 0) - m_present[at];
    m_present[at] = frame ? 1 : 0;
    m_frames[at] = frame;
    if (!frame) {
        if (m_first) {
            point(k, m_first->values<std::byte>());
        }
        return;
    }
    if (!m_first) {
        m_first = frame;
        m_type = frame->type();
        m_element = voxelTypeOf(*m_type);
        for (int i = 0; i < m_grid.slices; ++i) {
            point(i, frame->values<std::byte>());
        }
    }
    if (!m_modality) {
        m_masked = m_masked || (m_padding && m_padding->first <= frame->maximum() && m_padding->second >= frame->minimum());
        widen(frame->minimum(), frame->maximum());
    }
    point(k, frame->values<std::byte>());
}

/// Writes down where slice k lies, and those around if it is at an end.
void ResliceVolume::point(int k, const void* values)
{
    const std::intptr_t bytes =
        reinterpret_cast<std::intptr_t>(values) - reinterpret_cast<std::intptr_t>(m_first->values<std::byte>());
    const std::int64_t offset = bytes / static_cast<std::int64_t>(sampleSize(*m_type));
    const bool fits = offset > -kReach && offset < kReach && bytes % static_cast<std::int64_t>(sampleSize(*m_type)) == 0;
    m_far = m_far || !fits;
    const int first = k == 0 ? 0 : k + kSlicesAround;
    const int last = (k == m_grid.slices - 1 ? k + kSlicesAround : k) + kSlicesAround;
    for (auto i = static_cast<std::size_t>(first); i <= static_cast<std::size_t>(last); ++i) {
        m_pointers[i] = values;
        m_offsets[i] = fits ? static_cast<std::int32_t>(offset) : 0;
    }
}

bool ResliceVolume::isComplete(int first, int last) const
{
    const int from = std::clamp(first, 0, m_grid.slices - 1);
    const int to = std::clamp(last, 0, m_grid.slices - 1);
    return isComplete() ||
           std::memchr(m_present.data() + from, 0, static_cast<std::size_t>(std::max(0, to - from + 1))) == nullptr;
}

LevelMap ResliceVolume::levels(const GrayTransform& transform, const PixelForm& form) const
{
    Source source;
    source.slope = m_slope;
    source.intercept = m_intercept;
    return LevelMap(source, transform, form);
}

SliceTable ResliceVolume::view() const
{
    SliceTable view;
    view.slices = m_pointers.data() + kSlicesAround;
    view.offsets = m_far ? nullptr : m_offsets.data() + kSlicesAround;
    view.base = m_first ? m_first->values<std::byte>() : nullptr;
    view.columns = m_grid.columns;
    if (m_modality) {
        view.low = view.high = std::numeric_limits<float>::max();
    } else if (m_masked) {
        view.low = static_cast<float>(m_padding->first);
        view.high = static_cast<float>(m_padding->second);
    }
    view.narrow = !m_modality && m_range && m_range->second - m_range->first <= kNarrow;
    return view;
}

} // namespace isocenter
