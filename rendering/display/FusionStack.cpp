#include "display/FusionStack.h"

#include "display/DisplayPipeline.h"
#include "display/Voi.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

namespace isocenter {

namespace {

constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();
constexpr double kSamePlace = 1e-3;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Fusion)
};

const ImagePlane& planeOf(const FrameRef& ref)
{
    return *ref.attributes().plane;
}

bool isSamePatient(const FrameRef& a, const FrameRef& b)
{
    const Patient& p = a.image->record.study.patient;
    const Patient& q = b.image->record.study.patient;
    return p.id == q.id && p.issuer == q.issuer;
}

Result<void> check(const std::vector<FrameRef>& frames, const FrameRef& onto)
{
    if (frames.empty()) {
        return Error{Text::tr("The images to be laid over these are not in this study."), {}};
    }
    if (!onto.attributes().plane) {
        return Error{Text::tr("This image does not say where it lies."), {}};
    }
    for (const FrameRef& ref : frames) {
        if (!isSamePatient(ref, onto)) {
            return Error{Text::tr("The images to be laid over these are another patient's."), {}};
        }
        if (ref.image->isColor()) {
            return Error{Text::tr("The images to be laid over these are in colour already."), {}};
        }
        if (!ref.attributes().plane) {
            return Error{Text::tr("The images to be laid over these do not say where they lie."), {}};
        }
        const QString& space = ref.image->record.series.frameOfReference;
        if (space.isEmpty() || space != onto.image->record.series.frameOfReference) {
            return Error{Text::tr("The images to be laid over these lie in another frame of reference."), {}};
        }
        if (!planeOf(ref).isParallel(planeOf(frames.front()))) {
            return Error{Text::tr("The images to be laid over these are not parallel to each other."), {}};
        }
    }
    return {};
}

/// A slice that is at hand: its values by one transform, where they are.
class Sampler
{
public:
    Sampler(const FrameRef& ref, FramePtr frame, const ModalityTransform& modality)
        : m_plane(planeOf(ref)), m_frame(std::move(frame)), m_modality(modality), m_padding(paddingRange(*ref.image))
    {
    }

    float at(const Eigen::Vector3d& point) const
    {
        const Eigen::Vector3d p = m_plane.toImage(point);
        const double columns = m_frame->columns();
        const double rows = m_frame->rows();
        if (!(p.x() >= -0.5 && p.y() >= -0.5 && p.x() <= columns - 0.5 && p.y() <= rows - 0.5)) {
            return kNothing;
        }
        const double x = std::clamp(p.x(), 0.0, columns - 1);
        const double y = std::clamp(p.y(), 0.0, rows - 1);
        const int left = std::min(static_cast<int>(x), m_frame->columns() - 1);
        const int top = std::min(static_cast<int>(y), m_frame->rows() - 1);
        const double across = x - left;
        const double down = y - top;
        const double upper = mixed(value(top, left), across > 0 ? value(top, left + 1) : 0, across);
        return static_cast<float>(
            down > 0 ? mixed(upper, mixed(value(top + 1, left), across > 0 ? value(top + 1, left + 1) : 0, across), down)
                     : upper);
    }

private:
    static double mixed(double a, double b, double part) { return part > 0 ? a + (b - a) * part : a; }
    double value(int row, int column) const
    {
        const double stored = m_frame->at(row, column);
        if (!std::isfinite(stored) || (m_padding && stored >= m_padding->first && stored <= m_padding->second)) {
            return std::numeric_limits<double>::quiet_NaN();
        }
        const bool usesTable = m_modality.table && !m_modality.table->data.empty();
        return usesTable ? lookup(*m_modality.table, stored) : stored * m_modality.slope + m_modality.intercept;
    }

    const ImagePlane& m_plane;
    FramePtr m_frame;
    const ModalityTransform& m_modality;
    std::optional<std::pair<double, double>> m_padding;
};

} // namespace

Result<FusionStack> FusionStack::make(std::vector<FrameRef> frames, const FrameRef& onto)
{
    if (const Result<void> sound = check(frames, onto); !sound) {
        return sound.error();
    }
    FusionStack stack;
    stack.m_normal = planeOf(frames.front()).normal();
    const auto placeOf = [&](const FrameRef& ref) { return stack.m_normal.dot(planeOf(ref).position); };
    std::stable_sort(frames.begin(), frames.end(), [&](const FrameRef& a, const FrameRef& b) { return placeOf(a) < placeOf(b); });
    std::vector<double> gaps;
    for (const FrameRef& ref : frames) {
        const double place = placeOf(ref);
        if (!stack.m_places.empty()) {
            const double gap = place - stack.m_places.back();
            if (gap < kSamePlace) {
                return Error{Text::tr("Several of the images to be laid over these lie at one place."), {}};
            }
            gaps.push_back(gap);
        }
        stack.m_places.push_back(place);
    }
    if (!gaps.empty()) {
        std::nth_element(gaps.begin(), gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2), gaps.end());
        stack.m_spacing = gaps[gaps.size() / 2];
    }
    stack.m_frames = std::move(frames);
    return stack;
}

/// The slices between which a place lies, the same twice where it is nearer than half a slice to one that has no neighbour;
/// -1: none.
std::pair<int, int> FusionStack::neighbours(double at) const
{
    const auto above = std::upper_bound(m_places.begin(), m_places.end(), at);
    const int upper = static_cast<int>(above - m_places.begin());
    const int lower = upper - 1;
    const int count = static_cast<int>(m_places.size());
    const auto isNear = [&](int i) {
        return i >= 0 && i < count && std::abs(m_places[static_cast<std::size_t>(i)] - at) <= m_spacing / 2 + kSamePlace;
    };
    if (lower >= 0 && upper < count) {
        const double gap = m_places[static_cast<std::size_t>(upper)] - m_places[static_cast<std::size_t>(lower)];
        if (gap <= 1.5 * m_spacing) {
            return {lower, upper};
        }
    }
    return isNear(lower) ? std::pair(lower, lower) : isNear(upper) ? std::pair(upper, upper) : std::pair(-1, -1);
}

std::vector<int> FusionStack::needed(const ImagePlane& plane, int rows, int columns) const
{
    double least = std::numeric_limits<double>::max();
    double most = std::numeric_limits<double>::lowest();
    for (const double row : {-0.5, rows - 0.5}) {
        for (const double column : {-0.5, columns - 0.5}) {
            const double place = m_normal.dot(plane.at(column, row));
            least = std::min(least, place);
            most = std::max(most, place);
        }
    }
    std::set<int> found;
    for (const double place : {least, most}) {
        const auto [lower, upper] = neighbours(place);
        found.insert({lower, upper});
    }
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        if (m_places[i] >= least && m_places[i] <= most) {
            found.insert(static_cast<int>(i));
            const auto [lower, upper] = neighbours(m_places[i]);
            found.insert({lower, upper});
        }
    }
    found.erase(-1);
    return {found.begin(), found.end()};
}

FramePtr FusionStack::sample(const ImagePlane& plane, int rows, int columns, const std::vector<Slice>& slices,
                             const ModalityTransform& modality) const
{
    std::vector<std::unique_ptr<Sampler>> samplers(m_frames.size());
    for (const Slice& slice : slices) {
        if (slice.frame && slice.index >= 0 && slice.index < static_cast<int>(m_frames.size())) {
            const auto at = static_cast<std::size_t>(slice.index);
            samplers[at] = std::make_unique<Sampler>(m_frames[at], slice.frame, modality);
        }
    }
    const auto valueAt = [&](const Eigen::Vector3d& point) {
        const double place = m_normal.dot(point);
        const auto [lower, upper] = neighbours(place);
        if (lower < 0 || !samplers[static_cast<std::size_t>(lower)] || !samplers[static_cast<std::size_t>(upper)]) {
            return kNothing;
        }
        const float a = samplers[static_cast<std::size_t>(lower)]->at(point);
        const double from = m_places[static_cast<std::size_t>(lower)];
        const double part = upper > lower ? (place - from) / (m_places[static_cast<std::size_t>(upper)] - from) : 0;
        if (part < 1e-6) {
            return a;
        }
        const float b = samplers[static_cast<std::size_t>(upper)]->at(point);
        return part > 1 - 1e-6 ? b : static_cast<float>(a + (b - a) * part);
    };
    return Frame::build(rows, columns, 1, SampleType::Float32, [&](std::byte* bytes) {
        auto* out = reinterpret_cast<float*>(bytes);
        for (int row = 0; row < rows; ++row) {
            for (int column = 0; column < columns; ++column) {
                *out++ = valueAt(plane.at(column, row));
            }
        }
    });
}

} // namespace isocenter
