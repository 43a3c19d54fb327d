#include "geometry/SliceOrder.h"

#include "geometry/Places.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace isocenter {

namespace {

constexpr double kSamePlace = 0.01; // mm

bool allParallel(const std::vector<SliceKey>& keys)
{
    return !keys.empty() && keys.front().plane && std::all_of(keys.begin(), keys.end(), [&](const SliceKey& key) {
        return key.plane && key.plane->isParallel(*keys.front().plane);
    });
}

void findSpacing(SliceOrder& result)
{
    std::vector<double> steps;
    for (std::size_t i = 1; i < result.offsets.size(); ++i) {
        const double step = result.offsets[i] - result.offsets[i - 1];
        if (step > kSamePlace) {
            steps.push_back(step);
        } else {
            ++result.repeats;
        }
    }
    if (steps.empty()) {
        return;
    }
    std::vector<double> sorted = steps;
    std::nth_element(sorted.begin(), sorted.begin() + sorted.size() / 2, sorted.end());
    result.spacing = sorted[sorted.size() / 2];
    for (std::size_t i = 1; i < result.offsets.size(); ++i) {
        if (result.offsets[i] - result.offsets[i - 1] > 1.5 * result.spacing) {
            result.gaps.push_back(static_cast<int>(i - 1));
        }
    }
}

} // namespace

SliceOrder orderSlices(const std::vector<SliceKey>& keys)
{
    SliceOrder result;
    result.order.resize(keys.size());
    std::iota(result.order.begin(), result.order.end(), 0);
    const auto byNumber = [&](int a, int b) {
        return std::pair(keys[a].instanceNumber, keys[a].frame) < std::pair(keys[b].instanceNumber, keys[b].frame);
    };
    std::stable_sort(result.order.begin(), result.order.end(), byNumber);
    if (!allParallel(keys)) {
        return result;
    }
    const Eigen::Vector3d normal = keys.front().plane->normal();
    std::vector<double> offsets(keys.size());
    std::transform(keys.begin(), keys.end(), offsets.begin(),
                   [&](const SliceKey& key) { return key.plane->position.dot(normal); });
    const auto ends = std::minmax_element(offsets.begin(), offsets.end());
    const double low = *ends.first;
    if (keys.size() > 1 && *ends.second - low <= kSamePlace) {
        return result; // all at one place (a dynamic series): time, as numbered, is the order
    }
    // Within a hundredth of a millimetre it is one place: there, numbers decide.
    const std::vector<int> places = placesAlong(offsets, kSamePlace);
    std::stable_sort(result.order.begin(), result.order.end(), [&](int a, int b) { return places[a] < places[b]; });
    result.byPosition = true;
    for (int index : result.order) {
        result.offsets.push_back(offsets[index]);
    }
    findSpacing(result);
    return result;
}

} // namespace isocenter
