#include "sculpt/BoneRemoval.h"

#include "sculpt/ValueRuns.h"
#include "sculpt/VoxelBits.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kSeedReach = 4; // mm

Error nothing()
{
    return {QCoreApplication::translate("Sculpt", "Nothing there is as bright as the threshold."), {}};
}

/// The component nearest to a point of the patient; -1: none within reach.
std::ptrdiff_t componentNear(const Volume& volume, const ValueRuns& runs, const Eigen::Vector3d& point)
{
    const Eigen::Vector3d away = point - volume.origin;
    const Eigen::Vector3d middle(away.dot(volume.right), away.dot(volume.down), away.dot(volume.normal()));
    int from[3];
    int to[3];
    for (int axis = 0; axis < 3; ++axis) {
        from[axis] = static_cast<int>(std::ceil((middle[axis] - kSeedReach) / volume.spacing[axis]));
        to[axis] = static_cast<int>(std::floor((middle[axis] + kSeedReach) / volume.spacing[axis]));
        if (to[axis] < from[axis]) { // voxels larger than the reach
            from[axis] = to[axis] = static_cast<int>(std::lround(middle[axis] / volume.spacing[axis]));
        }
    }
    double nearest = 1e9;
    std::ptrdiff_t found = -1;
    for (int k = from[2]; k <= to[2]; ++k) {
        for (int j = from[1]; j <= to[1]; ++j) {
            for (int i = from[0]; i <= to[0]; ++i) {
                const double distance = (Eigen::Vector3d(i, j, k).cwiseProduct(volume.spacing) - middle).squaredNorm();
                const std::ptrdiff_t run = distance < nearest ? runs.runAt(i, j, k) : -1;
                if (run >= 0) {
                    nearest = distance;
                    found = runs.component(static_cast<std::size_t>(run));
                }
            }
        }
    }
    return found;
}

std::vector<char> chosenComponents(const Volume& volume, const ValueRuns& runs, const BoneRequest& request)
{
    std::vector<char> chosen(runs.sizes().size(), 0);
    if (request.seed) {
        const std::ptrdiff_t component = componentNear(volume, runs, *request.seed);
        if (component >= 0) {
            chosen[static_cast<std::size_t>(component)] = 1;
        }
        return chosen;
    }
    const double voxel = volume.spacing.prod();
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        chosen[i] = static_cast<double>(runs.sizes()[i]) * voxel >= request.smallest ? 1 : 0;
    }
    return chosen;
}

/// A line of voxels beside the one of a run, and how many columns more there belong to the margin.
struct Neighbour
{
    int row = 0;
    int slice = 0;
    int columns = 0;
};

/// An ellipsoid: where voxels are larger than the margin it reaches the next ones.
std::vector<Neighbour> neighboursWithin(const Volume& volume, double margin)
{
    if (margin <= 0) {
        return {{}};
    }
    const Eigen::Array3d reach = volume.spacing.array().max(margin) / volume.spacing.array(); // voxels
    std::vector<Neighbour> neighbours;
    const auto rows = static_cast<int>(reach.y());
    const auto slices = static_cast<int>(reach.z());
    for (int k = -slices; k <= slices; ++k) {
        for (int j = -rows; j <= rows; ++j) {
            const double left = 1 - std::pow(j / reach.y(), 2) - std::pow(k / reach.z(), 2);
            if (left >= -1e-9) {
                neighbours.push_back({j, k, static_cast<int>(std::sqrt(std::max(left, 0.0)) * reach.x() + 1e-9)});
            }
        }
    }
    return neighbours;
}

void hideRun(const Volume& volume, const ValueRuns::Run& run, const std::vector<Neighbour>& neighbours, HiddenVoxels& hidden)
{
    const int j = static_cast<int>(run.line) % volume.rows;
    const int k = static_cast<int>(run.line) / volume.rows;
    for (const Neighbour& neighbour : neighbours) {
        const int row = j + neighbour.row;
        const int slice = k + neighbour.slice;
        if (row < 0 || slice < 0 || row >= volume.rows || slice >= volume.slices) {
            continue;
        }
        const int first = std::max(run.first - neighbour.columns, 0);
        const int last = std::min(run.last + neighbour.columns, volume.columns - 1);
        const std::size_t line =
            static_cast<std::size_t>(slice) * static_cast<std::size_t>(volume.rows) + static_cast<std::size_t>(row);
        setBits(hidden, line * static_cast<std::size_t>(volume.columns) + static_cast<std::size_t>(first),
                static_cast<std::size_t>(last - first + 1));
    }
}

} // namespace

Result<std::shared_ptr<const HiddenVoxels>> removeBone(const Volume& volume, const HiddenVoxels* before,
                                                       const BoneRequest& request, const SculptWatch& watch)
{
    const double least = std::ceil((request.threshold - volume.offset) / volume.scale - 1e-9);
    if (!(least <= 32767)) {
        return nothing();
    }
    try {
        const ValueRuns runs(volume, before, static_cast<int>(std::max(least, -32767.0)), watch); // background is never bone
        if (runs.isCancelled()) {
            return Error{};
        }
        const std::vector<char> chosen = chosenComponents(volume, runs, request);
        if (std::none_of(chosen.begin(), chosen.end(), [](char c) { return c != 0; })) {
            return nothing();
        }
        const std::shared_ptr<HiddenVoxels> hidden = hiddenCopy(volume, before);
        const std::vector<Neighbour> neighbours = neighboursWithin(volume, std::clamp(request.margin, 0.0, 10.0));
        for (std::size_t i = 0; i < runs.runs().size(); ++i) {
            if (i % 65536 == 0) {
                if (watch.cancel.isCancelled()) {
                    return Error{};
                }
                watch.tell(0.8 + 0.2 * static_cast<double>(i) / static_cast<double>(runs.runs().size()));
            }
            if (chosen[runs.component(i)] != 0) {
                hideRun(volume, runs.runs()[i], neighbours, *hidden);
            }
        }
        return std::shared_ptr<const HiddenVoxels>(hidden);
    } catch (const std::bad_alloc&) {
        return Error{QCoreApplication::translate("Sculpt", "There is not enough memory to cut this volume."), {}};
    }
}

} // namespace isocenter
