#pragma once

#include "reslice/ReslicePlane.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

namespace isocenter::test {

/// What Reslicer.h promises, point by point in double, without any of its code: slow and plain.
class ResliceReference
{
public:
    enum Kind { Data, Background, Missing };
    struct Sample
    {
        Kind kind = Background;
        double value = 0;      ///< modality value
        bool doubtful = false; ///< on an edge: rounding decides
    };

    VolumeGrid grid;
    std::function<double(int column, int row, int slice)> value; ///< modality value; NaN: padding
    std::vector<bool> missing = {};                              ///< by slice; empty: none

    Sample at(const ReslicePlane& plane, int column, int row) const
    {
        const Eigen::Vector3d normal = plane.right.cross(plane.down);
        const Eigen::Vector3d point = plane.center + plane.right * (column - 0.5 * (plane.width - 1)) * plane.spacing +
                                      plane.down * (row - 0.5 * (plane.height - 1)) * plane.spacing;
        const int n = planes(plane);
        Sample result;
        double sum = 0;
        double most = -std::numeric_limits<double>::infinity();
        double least = -most;
        int count = 0;
        bool isMissing = false;
        for (int k = 0; k < n; ++k) {
            const double offset = plane.thickness * ((k + 0.5) / n - 0.5);
            const Sample s = point3(point + normal * offset, plane.interpolation);
            result.doubtful = result.doubtful || s.doubtful;
            isMissing = isMissing || s.kind == Missing;
            if (s.kind == Data) {
                ++count;
                sum += s.value;
                most = std::max(most, s.value);
                least = std::min(least, s.value);
            }
        }
        result.kind = isMissing ? Missing : count > 0 ? Data : Background;
        switch (plane.mode) {
        case SlabMode::Max:
            result.value = most;
            break;
        case SlabMode::Min:
            result.value = least;
            break;
        case SlabMode::Mean:
            result.value = sum / count;
            break;
        case SlabMode::Sum:
            result.value = sum;
        }
        return result;
    }

    int planes(const ReslicePlane& plane) const
    {
        double between = std::abs(grid.step.dot(grid.right.cross(grid.down)));
        if (grid.places.size() > 1) {
            between *= (grid.places.back() - grid.places.front()) / (grid.slices - 1);
        }
        const double voxel = std::min(std::min(grid.columnSpacing, grid.rowSpacing), between);
        return std::max(1, static_cast<int>(std::ceil(plane.thickness / voxel - 1e-9)));
    }

private:
    double place(int k) const { return grid.places.empty() ? k : grid.places[static_cast<std::size_t>(k)]; }

    Sample point3(const Eigen::Vector3d& p, ResliceInterpolation interpolation) const
    {
        Eigen::Matrix3d axes;
        axes.col(0) = grid.right * grid.columnSpacing;
        axes.col(1) = grid.down * grid.rowSpacing;
        axes.col(2) = grid.step;
        Eigen::Vector3d index = axes.inverse() * (p - grid.origin);
        index.z() = toSlices(index.z());
        const int sizes[3] = {grid.columns, grid.rows, grid.slices};
        Sample s;
        for (int axis = 0; axis < 3; ++axis) {
            s.doubtful = s.doubtful || std::abs(index[axis] + 0.5) < 1e-6 || std::abs(index[axis] + 0.5 - sizes[axis]) < 1e-6;
        }
        for (int axis = 0; axis < 3; ++axis) {
            if (!(index[axis] >= -0.5 && index[axis] < sizes[axis] - 0.5)) {
                return s;
            }
        }
        if (interpolation == ResliceInterpolation::Nearest) {
            nearest(index, s);
        } else if (isGap(index.z(), s)) {
            s.kind = Missing;
        } else if (interpolation == ResliceInterpolation::Linear || !cubic(index, s)) {
            linear(index, s);
        }
        return s;
    }

    double toSlices(double w) const
    {
        const int n = grid.slices;
        if (n == 1) {
            return w - place(0);
        }
        int k = 0;
        while (k < n - 2 && w >= place(k + 1)) {
            ++k;
        }
        return k + (w - place(k)) / (place(k + 1) - place(k));
    }

    bool isMissing(int k) const
    {
        return !missing.empty() && missing[static_cast<std::size_t>(std::clamp(k, 0, grid.slices - 1))];
    }

    bool isGap(double z, Sample& s) const
    {
        const int k = static_cast<int>(std::floor(z));
        const double t = z - k;
        s.doubtful = s.doubtful || (isMissing(k) != isMissing(k + 1) && (t < 1e-4 || t > 1 - 1e-4));
        return (t < 1 - 1e-6 && isMissing(k)) || (t > 1e-6 && isMissing(k + 1));
    }

    double voxel(int x, int y, int z) const
    {
        return value(std::clamp(x, 0, grid.columns - 1), std::clamp(y, 0, grid.rows - 1), std::clamp(z, 0, grid.slices - 1));
    }

    void nearest(const Eigen::Vector3d& index, Sample& s) const
    {
        int at[3];
        for (int axis = 0; axis < 3; ++axis) {
            at[axis] = static_cast<int>(std::floor(index[axis] + 0.5));
            const double t = index[axis] + 0.5 - at[axis];
            s.doubtful = s.doubtful || t < 1e-5 || t > 1 - 1e-5;
        }
        s.value = voxel(at[0], at[1], at[2]);
        s.kind = isMissing(at[2]) ? Missing : std::isnan(s.value) ? Background : Data;
    }

    void linear(const Eigen::Vector3d& index, Sample& s) const
    {
        double sum = 0;
        double seen = 0;
        const Eigen::Vector3d low = index.array().floor();
        for (int k = 0; k < 8; ++k) {
            double weight = 1;
            int at[3];
            for (int axis = 0; axis < 3; ++axis) {
                const int up = (k >> axis) & 1;
                at[axis] = static_cast<int>(low[axis]) + up;
                weight *= 1 - std::abs(index[axis] - at[axis]);
            }
            const double v = voxel(at[0], at[1], at[2]);
            if (!std::isnan(v)) {
                sum += weight * v;
                seen += weight;
            }
        }
        s.doubtful = s.doubtful || std::abs(seen - 0.5) < 1e-3;
        s.kind = seen >= 0.4999 ? Data : Background;
        s.value = sum / seen;
    }

    /// The cubic through two values with two slopes, by its equations.
    static double through(double a, double b, double slopeA, double slopeB, double t)
    {
        Eigen::Matrix4d m;
        m << 1, 0, 0, 0, /**/ 1, 1, 1, 1, /**/ 0, 1, 0, 0, /**/ 0, 1, 2, 3;
        const Eigen::Vector4d c = m.fullPivLu().solve(Eigen::Vector4d(a, b, slopeA, slopeB));
        return c[0] + t * (c[1] + t * (c[2] + t * c[3]));
    }

    /// False where it has to be linear.
    bool cubic(const Eigen::Vector3d& index, Sample& s) const
    {
        const Eigen::Vector3d low = index.array().floor();
        const int x = static_cast<int>(low.x());
        const int y = static_cast<int>(low.y());
        const int z = static_cast<int>(low.z());
        double slices[4];
        for (int c = 0; c < 4; ++c) {
            double rows[4];
            for (int b = 0; b < 4; ++b) {
                double v[4];
                for (int a = 0; a < 4; ++a) {
                    v[a] = voxel(x - 1 + a, y - 1 + b, z - 1 + c);
                    if (std::isnan(v[a]) || isMissing(z - 1 + c)) {
                        return false;
                    }
                }
                rows[b] = through(v[1], v[2], (v[2] - v[0]) / 2, (v[3] - v[1]) / 2, index.x() - x);
            }
            slices[c] = through(rows[1], rows[2], (rows[2] - rows[0]) / 2, (rows[3] - rows[1]) / 2, index.y() - y);
        }
        // Slopes by true distances; beyond the ends as the interval at the end.
        const auto far = [&](int k) {
            const int n = grid.slices;
            if (n == 1) {
                return static_cast<double>(k);
            }
            return k < 0    ? place(0) + k * (place(1) - place(0))
                   : k >= n ? place(n - 1) + (k - n + 1) * (place(n - 1) - place(n - 2))
                            : place(k);
        };
        // Half a voxel beyond the first slice counts to the first interval.
        const int interval = grid.places.empty() ? z : std::clamp(z, 0, std::max(0, grid.slices - 2));
        const double h = far(interval + 1) - far(interval);
        const double slopeA = h * (slices[2] - slices[0]) / (far(interval + 1) - far(interval - 1));
        const double slopeB = h * (slices[3] - slices[1]) / (far(interval + 2) - far(interval));
        s.value = through(slices[1], slices[2], slopeA, slopeB, index.z() - z);
        s.kind = Data;
        return true;
    }
};

} // namespace isocenter::test
