#include "slice/Axis.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

/// The exact weights of one picture pixel before they go into the table.
struct Footprint
{
    int first = 0;
    std::vector<double> weights;
};

Footprint linear(double s, int imageSize)
{
    const double p = s - 0.5;
    const int j = static_cast<int>(std::floor(p));
    if (j < 0) {
        return {0, {1.0}};
    }
    if (j + 1 >= imageSize) {
        return {imageSize - 1, {1.0}};
    }
    const double f = p - j;
    // A shift by a whole number of pixels, up to the rounding of the matrix, is a copy.
    if (f < 1e-6) {
        return {j, {1.0}};
    }
    return f > 1 - 1e-6 ? Footprint{j + 1, {1.0}} : Footprint{j, {1 - f, f}};
}

Footprint area(double s, double width, int imageSize)
{
    const double from = std::max(0.0, s - width / 2);
    const double to = std::min(static_cast<double>(imageSize), s + width / 2);
    Footprint result;
    result.first = std::min(static_cast<int>(std::floor(from)), imageSize - 1);
    for (int j = result.first; j < imageSize && (j < to - 1e-9 || j == result.first); ++j) {
        const double overlap = std::min(to, j + 1.0) - std::max(from, static_cast<double>(j));
        result.weights.push_back(std::max(0.0, overlap) / (to - from));
    }
    return result;
}

Footprint footprint(double s, double step, int imageSize, bool nearest)
{
    if (nearest) {
        return {std::clamp(static_cast<int>(std::floor(s)), 0, imageSize - 1), {1.0}};
    }
    return std::abs(step) <= 1 ? linear(s, imageSize) : area(s, std::abs(step), imageSize);
}

bool isSteady(const Axis& axis)
{
    const int n = axis.count();
    for (int k = 1; k < n; ++k) {
        if (axis.first[static_cast<std::size_t>(k)] != axis.first[0] + k) {
            return false;
        }
        for (int t = 0; t < axis.taps; ++t) {
            const float* w = axis.weight.data() + static_cast<std::size_t>(t) * static_cast<std::size_t>(n);
            if (std::abs(w[k] - w[0]) > 1e-6F) {
                return false;
            }
        }
    }
    return n > 0 && axis.taps <= 2;
}

} // namespace

int Axis::low() const
{
    return *std::min_element(first.begin(), first.end());
}

int Axis::high() const
{
    return *std::max_element(first.begin(), first.end()) + taps;
}

Axis makeAxis(int pictureSize, int imageSize, double step, double origin, bool nearest)
{
    Axis axis;
    std::vector<Footprint> footprints;
    for (int i = 0; i < pictureSize; ++i) {
        const double s = (i + 0.5) * step + origin;
        if (s < 0 || s >= imageSize) {
            continue;
        }
        if (footprints.empty()) {
            axis.begin = i;
        }
        footprints.push_back(footprint(s, step, imageSize, nearest));
        axis.taps = std::max(axis.taps, static_cast<int>(footprints.back().weights.size()));
    }
    axis.end = axis.begin + static_cast<int>(footprints.size());
    const std::size_t n = footprints.size();
    axis.first.resize(n);
    axis.weight.assign(n * static_cast<std::size_t>(axis.taps), 0.0F);
    for (std::size_t k = 0; k < n; ++k) {
        axis.first[k] = footprints[k].first;
        for (std::size_t t = 0; t < footprints[k].weights.size(); ++t) {
            axis.weight[t * n + k] = static_cast<float>(footprints[k].weights[t]);
        }
    }
    axis.steady = isSteady(axis);
    return axis;
}

} // namespace isocenter
