#pragma once

#include "rendering/Frames.h"
#include "scene/Volume.h"

#include <Eigen/Geometry>

namespace isocenter::test {

struct Ball
{
    Eigen::Vector3d centre; ///< LPS mm
    double radius = 0;      ///< mm
    int value = 0;          ///< HU
};

/// Slices of a box of -1000 HU (stored + 1024) around `middle`, turned by `turn` against LPS, with balls.
inline std::vector<VolumeSlice> makeSlices(const Eigen::Vector3d& middle, const Eigen::Matrix3d& turn,
                                           const std::vector<Ball>& balls)
{
    constexpr int columns = 64;
    constexpr int rows = 56;
    constexpr int count = 48;
    const Eigen::Vector3d spacing(1.0, 1.2, 1.5);
    std::vector<VolumeSlice> slices;
    for (int k = 0; k < count; ++k) {
        VolumeSlice slice;
        slice.plane.right = turn.col(0);
        slice.plane.down = turn.col(1);
        slice.plane.columnSpacing = spacing.x();
        slice.plane.rowSpacing = spacing.y();
        slice.plane.spacingKnown = true;
        const Eigen::Vector3d corner(-(columns - 1) * spacing.x() / 2, -(rows - 1) * spacing.y() / 2,
                                     (k - (count - 1) / 2.0) * spacing.z());
        slice.plane.position = middle + turn * corner;
        slice.modality.intercept = -1024;
        std::vector<std::uint16_t> values;
        for (int r = 0; r < rows; ++r) {
            for (int c = 0; c < columns; ++c) {
                const Eigen::Vector3d p = slice.plane.at(c, r);
                int value = -1000;
                for (const Ball& ball : balls) {
                    value = (p - ball.centre).norm() <= ball.radius ? ball.value : value;
                }
                values.push_back(static_cast<std::uint16_t>(value + 1024));
            }
        }
        slice.frame = makeFrame(rows, columns, values);
        slices.push_back(std::move(slice));
    }
    return slices;
}

} // namespace isocenter::test
