#include "display/FusionStack.h"

#include "display/ColorConversion.h"
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

/// A palette and thresholds are for grey values.
bool isForGrey(const BlendingInput& input)
{
    return input.palette[0] || !input.thresholds.empty();
}

Result<void> check(const std::vector<FrameRef>& frames, const FrameRef& onto, const BlendingInput& input)
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
        if (ref.image->isColor() && isForGrey(input)) {
            return Error{Text::tr("The images to be laid over these are in colour already."), {}};
        }
        if (ref.image->isColor() != frames.front().image->isColor() || (!input.palette[0] && ref.image->firstColor(ref.frame))) {
            return Error{Text::tr("Some of the images to be laid over these are in colour and some are not."), {}};
        }
        if (!ref.attributes().plane) {
            return Error{Text::tr("The images to be laid over these do not say where they lie."), {}};
        }
        if (!planeOf(ref).isParallel(planeOf(frames.front()))) {
            return Error{Text::tr("The images to be laid over these are not parallel to each other."), {}};
        }
    }
    return {};
}

/// All of the frames are placed by the same transform.
Result<void> checkPlaces(const std::vector<FrameRef>& frames, const FrameRef& onto,
                         const std::vector<SpatialRegistrationPtr>& known, const std::vector<InstanceUid>& named)
{
    std::optional<Eigen::Affine3d> first;
    for (const FrameRef& ref : frames) {
        const Result<SpatialRelation> relation = relate(ref, onto, known, named);
        if (!relation) {
            return relation.error();
        }
        if (first && !first->isApprox(relation->transform, 1e-6)) {
            return Error{Text::tr("The images to be laid over these are each registered in another way."), {}};
        }
        first = relation->transform;
    }
    return {};
}

const ModalityTransform& modalityOf(const BlendingInput& input, const FrameRef& ref)
{
    return input.ownModality ? ref.attributes().modality : input.modality;
}

/// Modality values of a frame, NaN for padding.
class GreyValues
{
public:
    GreyValues(const FrameRef& ref, const BlendingInput& input)
        : m_modality(modalityOf(input, ref)), m_padding(paddingRange(*ref.image))
    {
    }
    double of(double stored) const
    {
        if (!std::isfinite(stored) || (m_padding && stored >= m_padding->first && stored <= m_padding->second)) {
            return std::numeric_limits<double>::quiet_NaN();
        }
        const bool usesTable = m_modality.table && !m_modality.table->data.empty();
        return usesTable ? lookup(*m_modality.table, stored) : stored * m_modality.slope + m_modality.intercept;
    }

private:
    const ModalityTransform& m_modality;
    std::optional<std::pair<double, double>> m_padding;
};

/// A slice that is at hand: its values, or its colours, where they are.
class Sampler
{
public:
    Sampler(const FrameRef& ref, FramePtr frame, const BlendingInput& input)
        : m_plane(planeOf(ref)), m_frame(std::move(frame)), m_grey(ref, input)
    {
        if (ref.image->isColor()) {
            m_colors = screenColors(*ref.image, ref.frame, *m_frame);
        }
    }

    float at(const Eigen::Vector3d& point, std::size_t channel) const
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
        const auto along = [&](int row) {
            return mixed(value(row, left, channel), across > 0 ? value(row, left + 1, channel) : 0, across);
        };
        return static_cast<float>(down > 0 ? mixed(along(top), along(top + 1), down) : along(top));
    }

private:
    static double mixed(double a, double b, double part) { return part > 0 ? a + (b - a) * part : a; }
    double value(int row, int column, std::size_t channel) const
    {
        if (m_colors.empty()) {
            return m_grey.of(m_frame->at(row, column));
        }
        const auto columns = static_cast<std::size_t>(m_frame->columns());
        return m_colors[channel * (m_colors.size() / 3) + static_cast<std::size_t>(row) * columns +
                        static_cast<std::size_t>(column)];
    }

    const ImagePlane& m_plane;
    FramePtr m_frame;
    GreyValues m_grey;
    std::vector<float> m_colors; ///< three planes; empty for grey
};

} // namespace

FusionGrid::FusionGrid(const ImagePlane& plane, int rowCount, int columnCount, const Eigen::Affine3d& toStack)
    : origin(toStack * plane.position),
      right(toStack.linear() * (plane.right * plane.columnSpacing)),
      down(toStack.linear() * (plane.down * plane.rowSpacing)),
      rows(rowCount),
      columns(columnCount)
{
}

Result<FusionStack> FusionStack::make(std::vector<FrameRef> frames, const FrameRef& onto, const BlendingInput& input,
                                      const std::vector<SpatialRegistrationPtr>& known, const std::vector<InstanceUid>& named)
{
    if (const Result<void> sound = check(frames, onto, input); !sound) {
        return sound.error();
    }
    if (const Result<void> placed = checkPlaces(frames, onto, known, named); !placed) {
        return placed.error();
    }
    FusionStack stack;
    stack.m_input = input;
    stack.m_known = known;
    stack.m_named = named;
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

bool FusionStack::isColor() const
{
    return m_frames.front().image->isColor();
}

Result<FusionGrid> FusionStack::grid(const FrameRef& onto) const
{
    if (const Result<void> sound = check(m_frames, onto, m_input); !sound) {
        return sound.error();
    }
    const Result<SpatialRelation> relation = relate(m_frames.front(), onto, m_known, m_named);
    if (!relation) {
        return relation.error();
    }
    FusionGrid grid(planeOf(onto), onto.image->rows, onto.image->columns, relation->transform.inverse());
    grid.registration = relation->registration;
    return grid;
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

std::vector<int> FusionStack::needed(const FusionGrid& grid) const
{
    double least = std::numeric_limits<double>::max();
    double most = std::numeric_limits<double>::lowest();
    for (const double row : {-0.5, grid.rows - 0.5}) {
        for (const double column : {-0.5, grid.columns - 0.5}) {
            const double place = m_normal.dot(grid.at(column, row));
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

FramePtr FusionStack::sample(const FusionGrid& grid, const std::vector<Slice>& slices) const
{
    std::vector<std::unique_ptr<Sampler>> samplers(m_frames.size());
    for (const Slice& slice : slices) {
        if (slice.frame && slice.index >= 0 && slice.index < static_cast<int>(m_frames.size())) {
            const auto at = static_cast<std::size_t>(slice.index);
            samplers[at] = std::make_unique<Sampler>(m_frames[at], slice.frame, m_input);
        }
    }
    const auto valueAt = [&](const Eigen::Vector3d& point, std::size_t channel) {
        const double place = m_normal.dot(point);
        const auto [lower, upper] = neighbours(place);
        if (lower < 0 || !samplers[static_cast<std::size_t>(lower)] || !samplers[static_cast<std::size_t>(upper)]) {
            return kNothing;
        }
        const float a = samplers[static_cast<std::size_t>(lower)]->at(point, channel);
        const double from = m_places[static_cast<std::size_t>(lower)];
        const double part = upper > lower ? (place - from) / (m_places[static_cast<std::size_t>(upper)] - from) : 0;
        if (part < 1e-6) {
            return a;
        }
        const float b = samplers[static_cast<std::size_t>(upper)]->at(point, channel);
        return part > 1 - 1e-6 ? b : static_cast<float>(a + (b - a) * part);
    };
    const bool hasThresholds = !m_input.thresholds.empty();
    const int samples = isColor() ? 3 : 1;
    return Frame::build(grid.rows, grid.columns, samples, SampleType::Float32, [&](std::byte* bytes) {
        auto* out = reinterpret_cast<float*>(bytes);
        for (int row = 0; row < grid.rows; ++row) {
            for (int column = 0; column < grid.columns; ++column) {
                for (int channel = 0; channel < samples; ++channel, ++out) {
                    *out = valueAt(grid.at(column, row), static_cast<std::size_t>(channel));
                    if (hasThresholds && !m_input.isShown(static_cast<double>(*out))) {
                        *out = kNothing;
                    }
                }
            }
        }
    });
}

FramePtr shownValues(const FrameRef& ref, const Frame& frame, const BlendingInput& input)
{
    const GreyValues grey(ref, input);
    return Frame::build(frame.rows(), frame.columns(), 1, SampleType::Float32, [&](std::byte* bytes) {
        auto* out = reinterpret_cast<float*>(bytes);
        for (int row = 0; row < frame.rows(); ++row) {
            for (int column = 0; column < frame.columns(); ++column) {
                const double value = grey.of(frame.at(row, column));
                *out++ = input.isShown(value) ? static_cast<float>(value) : kNothing;
            }
        }
    });
}

} // namespace isocenter
