#include "scene/EvenVolume.h"

#include "scene/VolumeFill.h"

#include <QtGlobal>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr std::int16_t kBackground = -32768;
constexpr double kNothing = 1e-3; // of a pixel or a slice distance: not worth interpolating

/// Where a slice lies: along the normal (mm, from the first) and within the grid (pixels).
struct Place
{
    double along = 0;
    double column = 0;
    double row = 0;
};

std::vector<Place> placesOf(const std::vector<VolumeSlice>& slices)
{
    const ImagePlane& first = slices.front().plane;
    std::vector<Place> places;
    for (const VolumeSlice& slice : slices) {
        const Eigen::Vector3d away = slice.plane.position - first.position;
        places.push_back(
            {away.dot(first.normal()), away.dot(first.right) / first.columnSpacing, away.dot(first.down) / first.rowSpacing});
    }
    return places;
}

double usualDistance(const std::vector<Place>& places)
{
    std::vector<double> distances;
    for (std::size_t i = 1; i < places.size(); ++i) {
        distances.push_back(places[i].along - places[i - 1].along);
    }
    std::nth_element(distances.begin(), distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2), distances.end());
    return distances[distances.size() / 2];
}

bool isEven(const std::vector<Place>& places)
{
    const double usual = places.back().along / static_cast<double>(places.size() - 1);
    for (std::size_t i = 1; i < places.size(); ++i) {
        const double along = places[i].along - places[i - 1].along;
        // What Image Position is rounded to, as makeVolume() has it.
        if (std::abs(along - usual) > std::max(0.01, 0.01 * usual) ||
            std::abs(places[i].along - usual * static_cast<double>(i)) > 0.1 * usual) {
            return false;
        }
    }
    const auto isShifted = [](const Place& place) { return std::abs(place.column) > 0.1 || std::abs(place.row) > 0.1; };
    return std::none_of(places.begin(), places.end(), isShifted);
}

/// Smallest and largest shift, whole pixels; the grid reaches from `low` to `high` + the image's size.
struct Reach
{
    int low = 0;
    int high = 0;
};

Reach reachOf(const std::vector<Place>& places, double Place::*shift)
{
    const auto [low, high] =
        std::minmax_element(places.begin(), places.end(), [&](const Place& a, const Place& b) { return a.*shift < b.*shift; });
    return {static_cast<int>(std::floor((*low).*shift + kNothing)), static_cast<int>(std::ceil((*high).*shift - kNothing))};
}

/// A source slice on the volume's grid: moved by whole pixels and interpolated by the rest.
class ShiftedSlice
{
public:
    ShiftedSlice(const Volume& volume, const VolumeSlice& slice, const Place& place, const Eigen::Array2i& low)
        : m_columns(slice.frame->columns()), m_rows(slice.frame->rows()), m_voxels(slice.frame->count())
    {
        fillSlice(volume, slice, m_voxels.data());
        split(place.column - low.x(), m_column, m_right);
        split(place.row - low.y(), m_row, m_lower);
    }

    /// One row of the grid; background where the slice is not.
    void row(int row, int width, float* out) const
    {
        const int y = row - m_row;
        const bool inside = y >= (m_lower > 0 ? 1 : 0) && y < m_rows;
        const int first = inside ? std::clamp(m_column + 1, 0, width) : width;
        const int last = inside ? std::clamp(m_column + m_columns, first, width) : width;
        for (int x = 0; x < first; ++x) {
            out[x] = at(x - m_column, y);
        }
        if (first < last) {
            inner(y, first, last, out);
        }
        for (int x = last; x < width; ++x) {
            out[x] = at(x - m_column, y);
        }
    }

private:
    /// Grid position g has the image position g - shift = (g - whole) - rest, between pixels (g - whole - 1) and (g - whole).
    static void split(double shift, int& whole, float& rest)
    {
        whole = static_cast<int>(std::floor(shift + kNothing));
        const double left = shift - whole;
        rest = left < kNothing ? 0 : static_cast<float>(left);
    }

    /// The same as at() where all four pixels are there, quickly where none is background.
    void inner(int y, int first, int last, float* out) const
    {
        const auto columns = static_cast<std::ptrdiff_t>(m_columns);
        const std::int16_t* line = m_voxels.data() + y * columns - m_column;
        const std::int16_t* before = m_lower > 0 ? line - columns : line;
        const float weights[4] = {(1 - m_right) * (1 - m_lower), m_right * (1 - m_lower), (1 - m_right) * m_lower,
                                  m_right * m_lower};
        for (int x = first; x < last; ++x) {
            const std::int16_t v[4] = {line[x], line[x - 1], before[x], before[x - 1]};
            const bool mixed = v[0] == kBackground || v[1] == kBackground || v[2] == kBackground || v[3] == kBackground;
            out[x] = mixed ? at(x - m_column, y) : weights[0] * v[0] + weights[1] * v[1] + weights[2] * v[2] + weights[3] * v[3];
        }
    }

    float voxel(int x, int y) const
    {
        return x < 0 || y < 0 || x >= m_columns || y >= m_rows
                   ? kBackground
                   : m_voxels[static_cast<std::size_t>(y) * static_cast<std::size_t>(m_columns) + static_cast<std::size_t>(x)];
    }

    float at(int x, int y) const
    {
        const float weights[4] = {(1 - m_right) * (1 - m_lower), m_right * (1 - m_lower), (1 - m_right) * m_lower,
                                  m_right * m_lower};
        float sum = 0;
        float weight = 0;
        float most = 0;
        bool isBackground = true;
        for (int i = 0; i < 4; ++i) {
            if (weights[i] <= 0) {
                continue;
            }
            const float value = voxel(x - (i & 1), y - (i >> 1));
            if (weights[i] > most) {
                most = weights[i];
                isBackground = value == kBackground;
            }
            if (value != kBackground) {
                sum += weights[i] * value;
                weight += weights[i];
            }
        }
        return isBackground ? kBackground : sum / weight;
    }

    int m_columns;
    int m_rows;
    std::vector<std::int16_t> m_voxels;
    int m_column = 0;
    int m_row = 0;
    float m_right = 0; ///< weight of the pixel before
    float m_lower = 0;
};

std::int16_t blended(float a, float b, float part)
{
    const float nearest = part < 0.5F ? a : b;
    if (nearest == kBackground) {
        return kBackground;
    }
    const float value = a == kBackground ? b : b == kBackground ? a : a + (b - a) * part;
    return static_cast<std::int16_t>(std::lround(std::clamp(value, -32767.0F, 32767.0F)));
}

/// The slice of the grid at `along`, between source slices `before` and the next one.
void resample(const Volume& volume, const std::vector<VolumeSlice>& slices, const std::vector<Place>& places,
              const Eigen::Array2i& low, double along, std::int16_t* out)
{
    const auto next = std::upper_bound(places.begin(), places.end(), along,
                                       [](double wanted, const Place& place) { return wanted < place.along; });
    const std::size_t before = next == places.begin() ? 0 : static_cast<std::size_t>(next - places.begin()) - 1;
    const std::size_t after = std::min(before + 1, places.size() - 1);
    const double gap = places[after].along - places[before].along;
    const double part = gap > 0 ? std::clamp((along - places[before].along) / gap, 0.0, 1.0) : 0;
    const bool single = part < kNothing || part > 1 - kNothing || before == after;
    const std::size_t nearest = part < 0.5 ? before : after;
    const VolumeSlice& there = slices[nearest];
    const bool unshifted =
        std::abs(places[nearest].column - low.x()) < kNothing && std::abs(places[nearest].row - low.y()) < kNothing;
    if (single && unshifted && there.frame->columns() == volume.columns && there.frame->rows() == volume.rows) {
        fillSlice(volume, there, out);
        return;
    }
    const ShiftedSlice a(volume, slices[single ? nearest : before], places[single ? nearest : before], low);
    const auto width = static_cast<std::size_t>(volume.columns);
    std::vector<float> rows[2] = {std::vector<float>(width), std::vector<float>(width)};
    std::optional<ShiftedSlice> b;
    if (!single) {
        b.emplace(volume, slices[after], places[after], low);
    }
    for (int row = 0; row < volume.rows; ++row) {
        a.row(row, volume.columns, rows[0].data());
        if (b) {
            b->row(row, volume.columns, rows[1].data());
        }
        std::int16_t* line = out + static_cast<std::size_t>(row) * width;
        for (std::size_t x = 0; x < width; ++x) {
            line[x] = blended(rows[0][x], b ? rows[1][x] : rows[0][x], b ? static_cast<float>(part) : 0);
        }
    }
}

/// Grid of the volume; `low`: where it begins against the first slice, pixels. Nothing where the shifts are beyond sense.
std::shared_ptr<Volume> gridFor(const std::vector<VolumeSlice>& slices, const std::vector<Place>& places, Eigen::Array2i& low)
{
    const ImagePlane& first = slices.front().plane;
    const Reach columns = reachOf(places, &Place::column);
    const Reach rows = reachOf(places, &Place::row);
    auto volume = std::make_shared<Volume>();
    const int width = slices.front().frame->columns();
    const int height = slices.front().frame->rows();
    if (columns.high - columns.low > width || rows.high - rows.low > height) {
        return nullptr;
    }
    low = {columns.low, rows.low};
    volume->columns = width + columns.high - columns.low;
    volume->rows = height + rows.high - rows.low;
    const int steps = std::max(2, static_cast<int>(std::lround(places.back().along / usualDistance(places))));
    volume->slices = steps + 1;
    volume->spacing = {first.columnSpacing, first.rowSpacing, places.back().along / steps};
    volume->right = first.right;
    volume->down = first.down;
    volume->origin =
        first.position + first.right * (columns.low * first.columnSpacing) + first.down * (rows.low * first.rowSpacing);
    chooseScale(*volume, slices);
    return volume;
}

} // namespace

Result<VolumePtr> makeEvenVolume(std::vector<VolumeSlice> slices)
{
    if (const auto error = checkImages(slices)) {
        return *error;
    }
    const Eigen::Vector3d normal = slices.front().plane.normal();
    std::sort(slices.begin(), slices.end(), [&](const VolumeSlice& a, const VolumeSlice& b) {
        return a.plane.position.dot(normal) < b.plane.position.dot(normal);
    });
    const std::vector<Place> places = placesOf(slices);
    for (std::size_t i = 1; i < places.size(); ++i) {
        if (places[i].along - places[i - 1].along < 0.01) {
            return refuseVolume(QT_TRANSLATE_NOOP("Volume", "Several images lie at the same place."));
        }
    }
    if (isEven(places)) {
        return fillVolume(slices);
    }
    Eigen::Array2i low;
    const std::shared_ptr<Volume> volume = gridFor(slices, places, low);
    if (!volume) {
        return refuseVolume(QT_TRANSLATE_NOOP("Volume", "The images do not lie behind each other."));
    }
    const std::size_t count = static_cast<std::size_t>(volume->columns) * static_cast<std::size_t>(volume->rows);
    return fillSlices(volume, [&, count](int k, std::int16_t* voxels) {
        resample(*volume, slices, places, low, k * volume->spacing.z(), voxels + static_cast<std::size_t>(k) * count);
    });
}

} // namespace isocenter
