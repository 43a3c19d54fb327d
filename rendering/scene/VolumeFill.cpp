#include "scene/VolumeFill.h"

#include "display/SampleVisit.h"
#include "display/Voi.h"
#include "slice/ParallelRows.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace isocenter {

namespace {

bool isAlike(const VolumeSlice& a, const VolumeSlice& b)
{
    return a.frame->rows() == b.frame->rows() && a.frame->columns() == b.frame->columns() && a.plane.isParallel(b.plane) &&
           std::abs(a.plane.rowSpacing - b.plane.rowSpacing) < 1e-3 * a.plane.rowSpacing &&
           std::abs(a.plane.columnSpacing - b.plane.columnSpacing) < 1e-3 * a.plane.columnSpacing;
}

/// Smallest and largest modality value of all slices without padding.
std::pair<double, double> valueRange(const std::vector<VolumeSlice>& slices)
{
    double low = std::numeric_limits<double>::max();
    double high = std::numeric_limits<double>::lowest();
    for (const VolumeSlice& slice : slices) {
        const ModalityTransform& m = slice.modality;
        const auto include = [&](double stored) {
            const double v = m.table ? lookup(*m.table, stored) : stored * m.slope + m.intercept;
            low = std::min(low, v);
            high = std::max(high, v);
        };
        if (m.table) {
            const auto [least, most] = std::minmax_element(m.table->data.begin(), m.table->data.end());
            low = std::min<double>(low, m.table->data.empty() ? 0 : *least);
            high = std::max<double>(high, m.table->data.empty() ? 0 : *most);
        } else {
            include(slice.frame->minimum());
            include(slice.frame->maximum());
        }
    }
    return {low, high};
}

/// Stored values that are background; low > high: none.
struct Background
{
    double low = 1;
    double high = 0;
    bool contains(double stored) const { return !std::isfinite(stored) || (stored >= low && stored <= high); }
};

std::int16_t voxelOf(double value, const Volume& volume)
{
    return static_cast<std::int16_t>(std::clamp(std::floor((value - volume.offset) / volume.scale + 0.5), -32767.0, 32767.0));
}

/// Whole slope and intercept, as of every CT: a loop that the compiler makes vectors of.
template <typename T>
void fillWhole(const T* __restrict values, std::size_t count, int slope, int intercept, int low, int high,
               std::int16_t* __restrict out)
{
    for (std::size_t i = 0; i < count; ++i) {
        const int stored = values[i];
        const int value = stored * slope + intercept;
        const int bounded = value < -32767 ? -32767 : value > 32767 ? 32767 : value;
        out[i] = static_cast<std::int16_t>(stored >= low && stored <= high ? -32768 : bounded);
    }
}

/// A table of all values where there are at most 65,536, else value by value.
template <typename T>
void fillAny(const T* values, std::size_t count, const ModalityTransform& m, const Background& background, const Volume& volume,
             std::int16_t* out)
{
    const auto convert = [&](T stored) {
        const auto x = static_cast<double>(stored);
        const double value = m.table ? lookup(*m.table, x) : x * m.slope + m.intercept;
        return background.contains(x) ? std::int16_t{-32768} : voxelOf(value, volume);
    };
    if constexpr (std::is_integral_v<T> && sizeof(T) <= 2) {
        constexpr int kFirst = std::numeric_limits<T>::min();
        std::vector<std::int16_t> table;
        for (int stored = kFirst; stored <= std::numeric_limits<T>::max(); ++stored) {
            table.push_back(convert(static_cast<T>(stored)));
        }
        std::transform(values, values + count, out, [&](T stored) { return table[static_cast<std::size_t>(stored - kFirst)]; });
    } else {
        std::transform(values, values + count, out, convert);
    }
}

bool isSmallWhole(double value)
{
    return value == std::floor(value) && std::abs(value) < 30000;
}

} // namespace

Error refuseVolume(const char* sentence, const QString& detail)
{
    return {QCoreApplication::translate("Volume", sentence), detail};
}

std::optional<Error> checkImages(const std::vector<VolumeSlice>& slices)
{
    if (slices.size() < 3) {
        return refuseVolume(QT_TRANSLATE_NOOP("Volume", "A volume needs at least three images."));
    }
    for (const VolumeSlice& slice : slices) {
        if (!slice.frame || slice.frame->samples() != 1) {
            return refuseVolume(QT_TRANSLATE_NOOP("Volume", "Colour images cannot be made into a volume."));
        }
        if (!slice.plane.spacingKnown || !(slice.plane.rowSpacing > 0) || !(slice.plane.columnSpacing > 0) ||
            !isOrthonormal(slice.plane.right, slice.plane.down)) {
            return refuseVolume(QT_TRANSLATE_NOOP("Volume", "The images do not say where they lie in the patient."));
        }
        if (!isAlike(slices.front(), slice)) {
            return refuseVolume(QT_TRANSLATE_NOOP("Volume", "The images differ in size or orientation."));
        }
    }
    return std::nullopt;
}

void chooseScale(Volume& volume, const std::vector<VolumeSlice>& slices)
{
    const auto [low, high] = valueRange(slices);
    const auto isWhole = [](const VolumeSlice& s) {
        return s.frame->type() != SampleType::Float32 && s.frame->type() != SampleType::Float64 &&
               (s.modality.table ||
                (s.modality.slope == std::floor(s.modality.slope) && s.modality.intercept == std::floor(s.modality.intercept)));
    };
    if (low > -32768 && high <= 32767 && std::all_of(slices.begin(), slices.end(), isWhole)) {
        return;
    }
    volume.scale = high > low ? (high - low) / 65000.0 : 1.0;
    volume.offset = (low + high) / 2;
}

void fillSlice(const Volume& volume, const VolumeSlice& slice, std::int16_t* out)
{
    const ModalityTransform& m = slice.modality;
    const Background background = slice.padding ? Background{slice.padding->first, slice.padding->second} : Background{};
    const bool isWhole = !m.table && volume.scale == 1 && isSmallWhole(m.slope) && isSmallWhole(m.intercept - volume.offset) &&
                         isSmallWhole(background.low) && isSmallWhole(background.high);
    visitSamples(*slice.frame, [&](const auto* values) {
        using T = std::decay_t<decltype(*values)>;
        if constexpr (std::is_integral_v<T> && sizeof(T) <= 2) {
            if (isWhole) {
                fillWhole(values, slice.frame->count(), static_cast<int>(m.slope), static_cast<int>(m.intercept - volume.offset),
                          static_cast<int>(background.low), static_cast<int>(background.high), out);
                return;
            }
        }
        fillAny(values, slice.frame->count(), m, background, volume, out);
    });
}

Result<VolumePtr> fillSlices(const std::shared_ptr<Volume>& volume, const std::function<void(int k, std::int16_t* voxels)>& fill)
{
    const std::size_t count = static_cast<std::size_t>(volume->columns) * static_cast<std::size_t>(volume->rows) *
                              static_cast<std::size_t>(volume->slices);
    if (count > (std::size_t{1} << 31)) {
        return refuseVolume(QT_TRANSLATE_NOOP("Volume", "The series is too large for a volume."));
    }
    try {
        const std::shared_ptr<std::byte> memory = allocatePixels(count * sizeof(std::int16_t));
        auto* voxels = reinterpret_cast<std::int16_t*>(memory.get());
        forRows(volume->slices, 4, [&](int begin, int end) {
            for (int k = begin; k < end; ++k) {
                fill(k, voxels);
            }
        });
        volume->voxels = std::shared_ptr<const std::int16_t>(memory, voxels);
    } catch (const std::bad_alloc&) {
        return refuseVolume(QT_TRANSLATE_NOOP("Volume", "There is not enough memory for a volume of this series."));
    }
    return VolumePtr(volume);
}

Result<VolumePtr> fillVolume(const std::vector<VolumeSlice>& slices)
{
    const ImagePlane& first = slices.front().plane;
    const auto volume = std::make_shared<Volume>();
    volume->columns = slices.front().frame->columns();
    volume->rows = slices.front().frame->rows();
    volume->slices = static_cast<int>(slices.size());
    const Eigen::Vector3d all = slices.back().plane.position - first.position;
    volume->spacing = {first.columnSpacing, first.rowSpacing, all.dot(first.normal()) / static_cast<double>(slices.size() - 1)};
    volume->origin = first.position;
    volume->right = first.right;
    volume->down = first.down;
    chooseScale(*volume, slices);
    const std::size_t count = slices.front().frame->count();
    return fillSlices(volume, [&](int k, std::int16_t* voxels) {
        fillSlice(*volume, slices[static_cast<std::size_t>(k)], voxels + static_cast<std::size_t>(k) * count);
    });
}

} // namespace isocenter
