#pragma once

#include "scene/Volume.h"
#include "scene/VolumeView.h"

#include <cstdint>
#include <memory>
#include <numeric>

namespace isocenter {

inline std::size_t voxelCount(const Volume& volume)
{
    return static_cast<std::size_t>(volume.columns) * static_cast<std::size_t>(volume.rows) *
           static_cast<std::size_t>(volume.slices);
}

/// A copy of what is hidden already (null: nothing) to hide more in.
inline std::shared_ptr<HiddenVoxels> hiddenCopy(const Volume& volume, const HiddenVoxels* before)
{
    auto copy = std::make_shared<HiddenVoxels>();
    if (before) {
        copy->bits = before->bits;
    }
    copy->bits.resize((voxelCount(volume) + 63) / 64, 0);
    return copy;
}

/// Sets `count` bits from `first` on.
inline void setBits(HiddenVoxels& hidden, std::size_t first, std::size_t count)
{
    const std::size_t end = first + count;
    for (std::size_t word = first >> 6U; first < end; ++word) {
        const std::size_t stop = std::min(end, (word + 1) << 6U);
        const std::size_t n = stop - first;
        const std::uint64_t mask = n == 64 ? ~std::uint64_t{0} : ((std::uint64_t{1} << n) - 1) << (first & 63U);
        hidden.bits[word] |= mask;
        first = stop;
    }
}

/// So many slices begin and end on a whole word of bits: strips of them can be written by different threads.
inline int slicesPerWord(const Volume& volume)
{
    const std::size_t slice = static_cast<std::size_t>(volume.columns) * static_cast<std::size_t>(volume.rows);
    return static_cast<int>(64 / std::gcd(slice, std::size_t{64}));
}

} // namespace isocenter
