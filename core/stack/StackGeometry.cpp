#include "stack/StackGeometry.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(VolumeLayout)
};

constexpr double kDegree = 3.14159265358979323846 / 180.0;
// Gantries tilt by at most 30 degrees; a stack that leans more is no stack of slices.
constexpr double kSteepest = 45.0;
// Image Position and Orientation (Patient) are decimal texts, often rounded to hundredths of a millimetre.
constexpr double kRounding = 0.01;

/// mm by which a corner of a slice may be off: a tenth of a pixel, but not less than two rounded positions.
double cornerLimit(const VolumeLayout& layout)
{
    return std::max(2 * kRounding, 0.1 * std::min(layout.spacing.x(), layout.spacing.y()));
}

std::vector<double> stepsOf(const std::vector<double>& positions)
{
    std::vector<double> steps;
    for (std::size_t i = 1; i < positions.size(); ++i) {
        steps.push_back(positions[i] - positions[i - 1]);
    }
    return steps;
}

/// The lower one of an even number: of two distances the smaller is the usual one, the larger may be a gap.
double medianOf(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

bool isUniform(const std::vector<double>& positions, double usual)
{
    const auto count = static_cast<double>(positions.size() - 1);
    const double mean = (positions.back() - positions.front()) / count;
    const double limit = std::max(kRounding, 0.01 * usual);
    for (std::size_t i = 1; i < positions.size(); ++i) {
        // 1e-9: a deviation of exactly the limit, computed
        const double even = positions.front() + mean * static_cast<double>(i);
        if (std::abs(positions[i] - positions[i - 1] - usual) > limit + 1e-9 ||
            std::abs(positions[i] - even) > std::max(kRounding, 0.1 * usual) + 1e-9) {
            return false;
        }
    }
    return true;
}

void findGaps(VolumeLayout& layout, const std::vector<double>& steps, double usual)
{
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const double ratio = steps[i] / usual;
        if (ratio > 1.5) {
            const double whole = std::round(ratio);
            const bool isMultiple = std::abs(ratio - whole) <= 0.1 && whole < 1e6;
            layout.gaps.push_back({static_cast<int>(i), isMultiple ? static_cast<int>(whole) - 1 : 0, steps[i]});
        }
    }
}

/// Step and tilt from the shift of the last slice against the first.
void findTilt(VolumeLayout& layout, const Eigen::Vector3d& all)
{
    const Eigen::Vector3d normal = layout.normal();
    const double along = all.dot(normal);
    const Eigen::Vector3d shift = all - along * normal;
    layout.step = normal * layout.spacing.z();
    if (shift.norm() <= std::max(kRounding, 0.01 * std::min(layout.spacing.x(), layout.spacing.y()))) {
        return; // rounding of the positions
    }
    layout.step += shift * (layout.spacing.z() / along);
    const double x = shift.dot(layout.right);
    const double y = shift.dot(layout.down);
    const double sign = (std::abs(y) >= std::abs(x) ? y : x) < 0 ? 1.0 : -1.0;
    layout.tilt = sign * std::atan2(shift.norm(), along) / kDegree;
}

void takeDirections(VolumeLayout& layout, const ImagePlane& reference)
{
    layout.right = reference.right.normalized();
    layout.down = (reference.down - reference.down.dot(layout.right) * layout.right).normalized();
    layout.spacing = {reference.columnSpacing, reference.rowSpacing, 0};
}

QString whyTooFew(int slices)
{
    return slices < 2 ? Text::tr("All images lie at one place.")
                      : Text::tr("There are two slices only: a volume needs three, so that a missing one is noticed.");
}

} // namespace

bool liesOn(const VolumeLayout& layout, int slice, const ImagePlane& reference, const FrameRef& frame)
{
    const ImagePlane& plane = *frame.attributes().plane;
    const double along = layout.positions[static_cast<std::size_t>(slice)] - layout.positions.front();
    const Eigen::Vector3d moved = layout.origin + layout.lean() * along - reference.position;
    const double lastColumn = layout.columns - 1;
    const double lastRow = layout.rows - 1;
    const std::array<std::pair<double, double>, 4> corners{{{0, 0}, {lastColumn, 0}, {0, lastRow}, {lastColumn, lastRow}}};
    return std::all_of(corners.begin(), corners.end(), [&](const auto& corner) {
        const Eigen::Vector3d expected = reference.at(corner.first, corner.second) + moved;
        return (plane.at(corner.first, corner.second) - expected).norm() <= cornerLimit(layout);
    });
}

void fillGeometry(VolumeLayout& layout, const ImagePlane& reference, const std::vector<FrameRef>& slices)
{
    takeDirections(layout, reference);
    const Eigen::Vector3d normal = layout.normal();
    layout.slices = static_cast<int>(slices.size());
    layout.origin = slices.front().attributes().plane->position;
    for (const FrameRef& ref : slices) {
        layout.positions.push_back(ref.attributes().plane->position.dot(normal));
    }
    layout.uniform = slices.size() > 1;
    if (slices.size() > 1) {
        const std::vector<double> steps = stepsOf(layout.positions);
        const double usual = medianOf(steps);
        layout.uniform = isUniform(layout.positions, usual);
        const double mean = (layout.positions.back() - layout.positions.front()) / static_cast<double>(steps.size());
        layout.spacing.z() = layout.uniform ? mean : usual;
        findGaps(layout, steps, usual);
        findTilt(layout, slices.back().attributes().plane->position - layout.origin);
    }
    if (slices.size() < 3) {
        layout.reason = whyTooFew(layout.slices);
        return;
    }
    if (std::abs(layout.tilt) > kSteepest) {
        layout.reason = Text::tr("The images are shifted against each other by more than a tilted gantry does.");
        layout.detail = QStringLiteral("%1 degrees").arg(layout.tilt);
        return;
    }
    for (int k = 0; k < layout.slices; ++k) {
        if (!liesOn(layout, k, reference, slices[static_cast<std::size_t>(k)])) {
            layout.reason = Text::tr("The images do not lie behind each other along one straight line.");
            layout.detail = QStringLiteral("slice %1").arg(k + 1);
            return;
        }
    }
}

} // namespace isocenter
