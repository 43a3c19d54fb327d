#include "scene/VolumeHistogram.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr std::size_t kSamples = 1000000;
constexpr int kValues = 65536;
constexpr int kCounts = 256;

/// How often each voxel value occurs among the samples; [0] is that of -32768, left at 0.
std::vector<std::uint32_t> sampled(const Volume& volume)
{
    const std::size_t count = static_cast<std::size_t>(volume.columns) * static_cast<std::size_t>(volume.rows) *
                              static_cast<std::size_t>(volume.slices);
    const std::size_t step = std::max<std::size_t>(1, count / kSamples) | 1U; // odd: does not run along the columns
    std::vector<std::uint32_t> result(kValues, 0);
    for (std::size_t i = 0; i < count; i += step) {
        ++result[static_cast<std::size_t>(volume.voxels.get()[i] + 32768)];
    }
    result[0] = 0;
    return result;
}

} // namespace

VolumeHistogram histogramOf(const Volume& volume)
{
    const std::vector<std::uint32_t> values = sampled(volume);
    const auto isThere = [](std::uint32_t n) { return n > 0; };
    const auto first = std::find_if(values.begin(), values.end(), isThere) - values.begin();
    VolumeHistogram histogram;
    if (first == kValues) {
        return histogram;
    }
    const auto last = values.rend() - std::find_if(values.rbegin(), values.rend(), isThere) - 1;
    std::uint64_t total = 0;
    for (const std::uint32_t n : values) {
        total += n;
    }
    const auto modality = [&](double place) { return (place - 32768) * volume.scale + volume.offset; };
    const auto quantile = [&](double share) {
        const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(total - 1));
        std::uint64_t below = 0;
        for (auto i = first; i <= last; ++i) {
            below += values[static_cast<std::size_t>(i)];
            if (below > wanted) {
                return modality(static_cast<double>(i));
            }
        }
        return modality(static_cast<double>(last));
    };
    histogram.low = modality(static_cast<double>(first) - 0.5);
    histogram.high = modality(static_cast<double>(last) + 0.5);
    histogram.median = quantile(0.5);
    histogram.upper = quantile(0.8);
    histogram.brightest = quantile(0.9995);
    histogram.counts.assign(kCounts, 0);
    const auto width = static_cast<std::size_t>(last - first) + 1;
    for (auto i = first; i <= last; ++i) {
        histogram.counts[static_cast<std::size_t>(i - first) * kCounts / width] += values[static_cast<std::size_t>(i)];
    }
    return histogram;
}

} // namespace isocenter
