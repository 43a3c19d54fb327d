#pragma once

#include "reslice/ResliceVolume.h"
#include "ResliceReference.h"

#include <QRandomGenerator>

#include <limits>
#include <memory>

namespace isocenter::test {

/// A volume of random values and the reference to it.
struct ResliceCase
{
    VolumeGrid grid;
    SampleType type = SampleType::Int16;
    double slope = 1;
    double intercept = 0;
    double low = -1000; ///< stored values
    double high = 3000;
    bool padded = false; ///< a fifth of the values, in lumps
    std::vector<int> missing = {};
    bool slopes = false; ///< another slope for every slice

    double stored(int column, int row, int slice) const
    {
        if (isPadding(column, row, slice)) {
            return low;
        }
        auto mixed = static_cast<quint32>(column + 131 * row + 17389 * slice + 7) * 2654435761U;
        mixed = (mixed ^ (mixed >> 15)) * 2246822519U;
        mixed = (mixed ^ (mixed >> 13)) * 3266489917U;
        const double v = low + 1 + ((mixed ^ (mixed >> 16)) * (1.0 / 4294967296.0)) * (high - low - 1);
        return type == SampleType::Float32 ? static_cast<double>(static_cast<float>(v)) : std::floor(v);
    }

    bool isPadding(int column, int row, int slice) const
    {
        return padded && (column / 3 * 7 + row / 4 * 11 + slice / 2 * 5) % 5 == 0;
    }

    double slopeOf(int slice) const { return slopes ? slope * (1 + 0.1 * (slice % 7)) : slope; }

    FramePtr frame(int slice) const
    {
        return Frame::build(grid.rows, grid.columns, 1, type, [&](std::byte* out) {
            for (int i = 0; i < grid.rows * grid.columns; ++i) {
                write(out, i, stored(i % grid.columns, i / grid.columns, slice));
            }
        });
    }

    ImagePtr image(int slice) const
    {
        auto image = std::make_shared<ImageAttributes>();
        image->rows = grid.rows;
        image->columns = grid.columns;
        image->bitsAllocated = image->bitsStored = static_cast<int>(8 * sampleSize(type));
        image->isSigned = type != SampleType::UInt8 && type != SampleType::UInt16;
        image->shared.modality.slope = slopeOf(slice);
        image->shared.modality.intercept = intercept;
        if (padded) {
            image->paddingValue = low;
        }
        return image;
    }

    Result<ResliceVolume> volume() const
    {
        std::vector<FrameRef> slices;
        for (int k = 0; k < grid.slices; ++k) {
            slices.push_back({image(k), 0});
        }
        Result<ResliceVolume> made = ResliceVolume::make(grid, slices);
        for (int k = 0; made && k < grid.slices; ++k) {
            if (std::find(missing.begin(), missing.end(), k) == missing.end()) {
                if (const Result<void> set = made.value().setSlice(k, frame(k)); !set) {
                    return set.error();
                }
            }
        }
        return made;
    }

    ResliceReference reference() const
    {
        ResliceReference reference{grid, [this](int x, int y, int z) {
                                       return isPadding(x, y, z) ? std::numeric_limits<double>::quiet_NaN()
                                                                 : stored(x, y, z) * slopeOf(z) + intercept;
                                   }};
        if (!missing.empty()) {
            reference.missing.assign(static_cast<std::size_t>(grid.slices), false);
            for (const int k : missing) {
                reference.missing[static_cast<std::size_t>(k)] = true;
            }
        }
        return reference;
    }

private:
    void write(std::byte* out, int i, double v) const
    {
        switch (type) {
        case SampleType::UInt8:
            reinterpret_cast<std::uint8_t*>(out)[i] = static_cast<std::uint8_t>(v);
            break;
        case SampleType::Int8:
            reinterpret_cast<std::int8_t*>(out)[i] = static_cast<std::int8_t>(v);
            break;
        case SampleType::UInt16:
            reinterpret_cast<std::uint16_t*>(out)[i] = static_cast<std::uint16_t>(v);
            break;
        case SampleType::Int16:
            reinterpret_cast<std::int16_t*>(out)[i] = static_cast<std::int16_t>(v);
            break;
        case SampleType::Int32:
            reinterpret_cast<std::int32_t*>(out)[i] = static_cast<std::int32_t>(v);
            break;
        default:
            reinterpret_cast<float*>(out)[i] = static_cast<float>(v);
        }
    }
};

/// An oblique stack: LPS mm.
inline VolumeGrid obliqueGrid(int columns = 41, int rows = 37, int slices = 29)
{
    const Eigen::AngleAxisd turn(0.3, Eigen::Vector3d(1, 2, 3).normalized());
    VolumeGrid grid;
    grid.origin = {-12.5, 33, 101};
    grid.right = turn * Eigen::Vector3d::UnitX();
    grid.down = turn * Eigen::Vector3d::UnitY();
    grid.columnSpacing = 0.7;
    grid.rowSpacing = 0.9;
    grid.step = turn * Eigen::Vector3d(0, 0, 1.3);
    grid.columns = columns;
    grid.rows = rows;
    grid.slices = slices;
    return grid;
}

inline Eigen::Vector3d middleOf(const VolumeGrid& g)
{
    const double last = g.places.empty() ? g.slices - 1 : g.places.back();
    return g.origin + g.right * (g.columnSpacing * (g.columns - 1) / 2) + g.down * (g.rowSpacing * (g.rows - 1) / 2) +
           g.step * (last / 2);
}

/// The n-th of many planes near the middle of the grid; every sixth lies along the voxels in one of their directions.
inline ReslicePlane randomPlane(const VolumeGrid& grid, int n, int width = 71, int height = 53)
{
    QRandomGenerator random(static_cast<quint32>(n) * 2654435761U + 99);
    const auto number = [&](double low, double high) { return low + random.generateDouble() * (high - low); };
    ReslicePlane plane;
    const Eigen::Vector3d axis(number(-1, 1), number(-1, 1), number(-1, 1));
    const Eigen::AngleAxisd turn(number(0, 6.28), axis.normalized());
    plane.right = turn * Eigen::Vector3d::UnitX();
    plane.down = turn * Eigen::Vector3d::UnitY();
    const Eigen::Vector3d normal = grid.right.cross(grid.down);
    const double sign = n & 1 ? 1 : -1;
    switch (n % 9) {
    case 0: // as the slices
        plane.right = sign * grid.right;
        plane.down = grid.down;
        break;
    case 1: // across, along rows
        plane.right = sign * grid.right;
        plane.down = Eigen::AngleAxisd(n % 2 ? 0 : 0.4, grid.right) * normal;
        break;
    case 2: // across, along columns
        plane.right = sign * grid.down;
        plane.down = Eigen::AngleAxisd(n % 4 ? 0 : -0.7, grid.down) * normal;
        break;
    default:
        break;
    }
    plane.width = width;
    plane.height = height;
    const double extents[] = {0.15, 0.4, 0.55, 0.9, 2.2};
    plane.spacing = extents[n % 5];
    plane.center = middleOf(grid) + Eigen::Vector3d(number(-6, 6), number(-6, 6), number(-6, 6));
    return plane;
}

} // namespace isocenter::test
