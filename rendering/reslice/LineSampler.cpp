#include "reslice/LineSampler.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isocenter {

namespace {

constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();
constexpr float kSeen = 0.4999F; ///< as in the kernels
/// Voxels that the kernels keep away from a border that a line approaches: more than their rounding of its steps.
constexpr double kMargin = 2e-5;

/// Fractions of the way between slices that need only one of them.
constexpr double kOnSlice = 1e-6;

template <typename Visitor> auto visitElement(VoxelType element, Visitor visitor)
{
    switch (element) {
    case VoxelType::UInt8:
        return visitor(std::uint8_t{});
    case VoxelType::Int8:
        return visitor(std::int8_t{});
    case VoxelType::UInt16:
        return visitor(std::uint16_t{});
    case VoxelType::Int16:
        return visitor(std::int16_t{});
    case VoxelType::Float:
        break;
    }
    return visitor(float{});
}

/// Four neighbours of a point along an axis; the two in the middle are those that it lies between.
struct Neighbours
{
    Neighbours(double index, int size)
        : first(static_cast<int>(std::floor(index))), t(static_cast<float>(index - first)), last(size - 1)
    {
    }
    int at(int k) const { return std::clamp(first - 1 + k, 0, last); }
    void cubic(const CubicEnds& ends, float* w) const
    {
        const float u = 1 - t;
        const float rise = t * t * (3 - 2 * t);
        w[0] = -ends.before * t * u * u;
        w[3] = -ends.behind * t * t * u;
        w[1] = 1 - rise - w[3];
        w[2] = rise - w[0];
    }
    int first;
    float t;
    int last;
};

/// Voxels one by one, with every border.
template <typename T> class Voxels
{
public:
    Voxels(const ResliceVolume& volume, const SliceTable& view) : m_volume(volume), m_view(view) {}

    float nearest(const Eigen::Vector3d& p) const
    {
        const VolumeGrid& g = m_volume.grid();
        const auto of = [](double v, int size) { return std::clamp(static_cast<int>(std::floor(v + 0.5)), 0, size - 1); };
        const float v = value(of(p.x(), g.columns), of(p.y(), g.rows), of(p.z(), g.slices));
        return isSeen(v) ? v : kNothing;
    }

    float linear(const Eigen::Vector3d& p) const
    {
        const VolumeGrid& g = m_volume.grid();
        const Neighbours n[3] = {{p.x(), g.columns}, {p.y(), g.rows}, {p.z(), g.slices}};
        float sum = 0;
        float seen = 0;
        for (int k = 0; k < 8; ++k) {
            const int c[3] = {k & 1, k >> 1 & 1, k >> 2};
            float weight = 1;
            for (int axis = 0; axis < 3; ++axis) {
                weight *= c[axis] ? n[axis].t : 1 - n[axis].t;
            }
            const float v = value(n[0].at(1 + c[0]), n[1].at(1 + c[1]), n[2].at(1 + c[2]));
            if (isSeen(v)) {
                sum += weight * v;
                seen += weight;
            }
        }
        return seen >= kSeen ? sum / seen : kNothing;
    }

    /// Linear where one of the 64 voxels has no value.
    float cubic(const Eigen::Vector3d& p, const CubicEnds& ends) const
    {
        const VolumeGrid& g = m_volume.grid();
        const Neighbours n[3] = {{p.x(), g.columns}, {p.y(), g.rows}, {p.z(), g.slices}};
        float w[3][4];
        n[0].cubic(CubicEnds{}, w[0]);
        n[1].cubic(CubicEnds{}, w[1]);
        n[2].cubic(ends, w[2]);
        float sum = 0;
        for (int k = 0; k < 64; ++k) {
            const int c[3] = {k & 3, k >> 2 & 3, k >> 4};
            const float v = value(n[0].at(c[0]), n[1].at(c[1]), n[2].at(c[2]));
            if (!isSeen(v) || !m_volume.isPresent(n[2].at(c[2]))) {
                return linear(p);
            }
            sum += w[0][c[0]] * w[1][c[1]] * w[2][c[2]] * v;
        }
        return sum;
    }

private:
    float value(int column, int row, int slice) const
    {
        const auto at = static_cast<std::ptrdiff_t>(row) * m_view.columns + column;
        return static_cast<float>(static_cast<const T*>(m_view.slices[slice])[at]);
    }
    bool isSeen(float v) const { return v < m_view.low || v > m_view.high; }

    const ResliceVolume& m_volume;
    const SliceTable& m_view;
};

std::int64_t fixed(double v)
{
    return static_cast<std::int64_t>(std::floor(v * 4294967296.0 + 0.5));
}

PointLine from(const PointLine& line, int i)
{
    return {line.start + line.step * i, line.step};
}

} // namespace

PointRange pointsWithin(const PointRange& all, double start, double step, double low, double high)
{
    if (all.isEmpty() || std::abs(step) * all.last < 1e-9) {
        return start >= low && start < high ? all : PointRange{};
    }
    const double a = (low - start) / step;
    const double b = (high - start) / step;
    const double first = step > 0 ? std::ceil(a) : std::floor(b) + 1;
    const double last = step > 0 ? std::ceil(b) : std::floor(a) + 1;
    const auto cut = [&](double i) { return static_cast<int>(std::clamp<double>(i, all.first, all.last)); };
    return {cut(first), cut(last)};
}

VolumeLine toKernel(const PointLine& line)
{
    return {fixed(line.start.x()), fixed(line.start.y()), fixed(line.start.z()),
            fixed(line.step.x()),  fixed(line.step.y()),  fixed(line.step.z())};
}

VoxelStep toKernel(const Eigen::Vector3d& step)
{
    return {fixed(step.x()), fixed(step.y()), fixed(step.z())};
}

LineSampler::LineSampler(const ResliceVolume& volume, ResliceInterpolation interpolation, const ResliceKernels& kernels)
    : m_volume(volume),
      m_view(volume.view()),
      m_interpolation(interpolation),
      m_kernels(kernels),
      m_size(volume.grid().columns, volume.grid().rows, volume.grid().slices)
{
}

double LineSampler::indexOf(double place) const
{
    const std::vector<double>& places = m_volume.grid().places;
    if (places.empty()) {
        return place;
    }
    if (places.size() == 1) {
        return place - places.front();
    }
    const auto behind = std::upper_bound(places.begin() + 1, places.end() - 1, place);
    const auto k = static_cast<std::size_t>(behind - places.begin()) - 1;
    return static_cast<double>(k) + (place - places[k]) / (places[k + 1] - places[k]);
}

bool LineSampler::isMissingAt(double index) const
{
    const int last = m_volume.grid().slices - 1;
    if (m_interpolation == ResliceInterpolation::Nearest) {
        return !m_volume.isPresent(std::clamp(static_cast<int>(std::floor(index + 0.5)), 0, last));
    }
    const int k = static_cast<int>(std::floor(index));
    const double t = index - k;
    return (t < 1 - kOnSlice && !m_volume.isPresent(std::clamp(k, 0, last))) ||
           (t > kOnSlice && !m_volume.isPresent(std::clamp(k + 1, 0, last)));
}

std::pair<double, double> LineSampler::inner(int axis) const
{
    const bool isCubic = m_interpolation == ResliceInterpolation::Cubic;
    const bool isByte = m_volume.element() == VoxelType::UInt8 || m_volume.element() == VoxelType::Int8;
    const int behind = isCubic ? 2 : axis == 0 && isByte ? 3 : 1;
    return {isCubic ? 1.0 : 0.0, m_size[axis] - behind};
}

/// Unequal distances: the two tangents of the interval behind slice `interval`.
CubicEnds LineSampler::endsOf(int interval) const
{
    const std::vector<double>& p = m_volume.grid().places;
    const auto k = static_cast<std::size_t>(interval);
    if (k + 1 >= p.size()) {
        return {};
    }
    const double h = p[k + 1] - p[k];
    CubicEnds ends;
    ends.before = k > 0 ? static_cast<float>(h / (p[k + 1] - p[k - 1])) : 0.5F;
    ends.behind = k + 2 < p.size() ? static_cast<float>(h / (p[k + 2] - p[k])) : 0.5F;
    return ends;
}

void LineSampler::sample(const PointLine& line, int n, float* out, std::uint8_t* absent) const
{
    const PointRange all{0, n};
    const PointRange inside = pointsWithin(pointsWithin(all, line.start.x(), line.step.x(), -0.5, m_size.x() - 0.5),
                                           line.start.y(), line.step.y(), -0.5, m_size.y() - 0.5);
    if (inside.isEmpty() || m_volume.presentSlices() == 0) {
        std::fill(out, out + n, kNothing);
        for (int i = inside.first; absent && i < inside.last; ++i) {
            const double index = indexOf(line.start.z() + line.step.z() * i);
            absent[i] = index >= -0.5 && index < m_size.z() - 0.5 ? 1 : absent[i];
        }
        return;
    }
    std::fill(out, out + inside.first, kNothing);
    std::fill(out + inside.last, out + n, kNothing);
    if (m_volume.grid().places.empty()) {
        segment(line, {}, inside, out, absent);
    } else {
        unequal(line, inside, out, absent);
    }
}

/// Cuts the line where it passes a slice: between two of them the way to the index is straight.
void LineSampler::unequal(const PointLine& line, PointRange range, float* out, std::uint8_t* absent) const
{
    const std::vector<double>& places = m_volume.grid().places;
    const int last = static_cast<int>(places.size()) - 1;
    const double step = std::abs(line.step.z()) * range.last < 1e-9 ? 0 : line.step.z();
    while (!range.isEmpty()) {
        const double place = line.start.z() + range.first * step;
        const auto behind = std::upper_bound(places.begin(), places.end(), place);
        const int k = std::clamp(static_cast<int>(behind - places.begin()) - 1, 0, std::max(0, last - 1));
        const auto at = static_cast<std::size_t>(k);
        const double length = last > 0 ? places[at + 1] - places[at] : 1;
        // The outermost intervals reach out of the volume.
        const double low = k == 0 ? -std::numeric_limits<double>::infinity() : places[at];
        const double high = k >= last - 1 ? std::numeric_limits<double>::infinity() : places[at + 1];
        PointRange part = pointsWithin(range, line.start.z(), step, low, high);
        part.first = range.first;
        part.last = std::clamp(part.last, range.first + 1, range.last);
        PointLine straight = line;
        straight.start.z() = k + (line.start.z() - places[at]) / length;
        straight.step.z() = step / length;
        segment(straight, endsOf(k), part, out, absent);
        range.first = part.last;
    }
}

/// z is the slice index here, and all points lie within columns and rows.
void LineSampler::segment(const PointLine& line, const CubicEnds& ends, PointRange range, float* out, std::uint8_t* absent) const
{
    const PointRange inside = pointsWithin(range, line.start.z(), line.step.z(), -0.5, m_size.z() - 0.5);
    if (inside.isEmpty()) {
        std::fill(out + range.first, out + range.last, kNothing);
        return;
    }
    std::fill(out + range.first, out + inside.first, kNothing);
    std::fill(out + inside.last, out + range.last, kNothing);
    PointRange deep = inside;
    if (m_interpolation == ResliceInterpolation::Cubic && (m_volume.hasBackground() || !m_volume.isComplete())) {
        deep.last = deep.first; // each point has to look
    }
    for (int axis = 0; axis < 2; ++axis) {
        const bool isNearest = m_interpolation == ResliceInterpolation::Nearest;
        const bool isStill = std::abs(line.step[axis]) * range.last < 1e-9;
        const double margin = isStill ? 0 : kMargin;
        const auto [low, high] = isNearest ? std::pair(-0.5, m_size[axis] - 0.5) : inner(axis);
        deep = pointsWithin(deep, line.start[axis], line.step[axis], low + margin, high - kMargin);
    }
    if (deep.isEmpty() || line.step.cwiseAbs().maxCoeff() > 1e6) {
        border(line, ends, inside, out);
    } else {
        border(line, ends, {inside.first, deep.first}, out);
        runKernel(line, ends, deep, out);
        border(line, ends, {deep.last, inside.last}, out);
    }
    if (absent && !m_volume.isComplete()) {
        markMissing(line, inside, out, absent);
    }
}

void LineSampler::runKernel(const PointLine& line, const CubicEnds& ends, const PointRange& range, float* out) const
{
    PointLine begin = from(line, range.first);
    for (int axis = 0; axis < 2; ++axis) { // what counts as no step must not add up
        begin.step[axis] = std::abs(line.step[axis]) * range.last < 1e-9 ? 0 : line.step[axis];
    }
    const auto element = static_cast<std::size_t>(m_volume.element());
    const int n = range.last - range.first;
    if (m_interpolation == ResliceInterpolation::Cubic) {
        m_kernels.cubic[element](m_view, toKernel(begin), ends, n, out + range.first);
        return;
    }
    if (m_interpolation == ResliceInterpolation::Nearest) {
        begin.start += Eigen::Vector3d::Constant(0.5);
        m_kernels.nearest[element](m_view, toKernel(begin), n, out + range.first);
        return;
    }
    const auto* kernel = m_volume.hasBackground() ? m_kernels.linearMasked : m_kernels.linear;
    kernel[element](m_view, toKernel(begin), n, out + range.first);
}

void LineSampler::border(const PointLine& line, const CubicEnds& ends, const PointRange& range, float* out) const
{
    for (int i = range.first; i < range.last; ++i) {
        out[i] = at(line.start + line.step * i, ends);
    }
}

float LineSampler::at(const Eigen::Vector3d& index, const CubicEnds& ends) const
{
    return visitElement(m_volume.element(), [&](auto value) {
        const Voxels<decltype(value)> voxels(m_volume, m_view);
        switch (m_interpolation) {
        case ResliceInterpolation::Nearest:
            return voxels.nearest(index);
        case ResliceInterpolation::Linear:
            return voxels.linear(index);
        case ResliceInterpolation::Cubic:
            break;
        }
        return voxels.cubic(index, ends);
    });
}

void LineSampler::markMissing(const PointLine& line, const PointRange& range, float* out, std::uint8_t* absent) const
{
    const double a = line.start.z() + line.step.z() * range.first;
    const double b = line.start.z() + line.step.z() * (range.last - 1);
    if (m_volume.isComplete(static_cast<int>(std::floor(std::min(a, b))), static_cast<int>(std::ceil(std::max(a, b))))) {
        return;
    }
    for (int i = range.first; i < range.last; ++i) {
        if (isMissingAt(line.start.z() + line.step.z() * i)) {
            absent[i] = 1;
            out[i] = kNothing;
        }
    }
}

} // namespace isocenter
