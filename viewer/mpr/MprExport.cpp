#include "mpr/MprExport.h"

#include "reslice/Reslicer.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(MprExport)
};

constexpr int kLargest = 4096; // pixels a side
constexpr int kMost = 4000;    // pictures
constexpr double kOnSlice = 0.02;

/// Least and most of the volume's edges along a direction, mm.
std::pair<double, double> extent(const VolumeLayout& layout, const Eigen::Vector3d& direction)
{
    double least = std::numeric_limits<double>::max();
    double most = std::numeric_limits<double>::lowest();
    for (int corner = 0; corner < 8; ++corner) {
        const Eigen::Vector3d point =
            layout.at((corner & 1) != 0 ? layout.columns - 0.5 : -0.5, (corner & 2) != 0 ? layout.rows - 0.5 : -0.5,
                      (corner & 4) != 0 ? layout.slices - 0.5 : -0.5);
        least = std::min(least, point.dot(direction));
        most = std::max(most, point.dot(direction));
    }
    return {least, most};
}

QString modeName(const MprState& state)
{
    static const char* const names[] = {"MIP", "MinIP", "Mean", "Sum"};
    return state.thickness > 0 ? QStringLiteral("%1 %2 mm")
                                     .arg(QString::fromLatin1(names[static_cast<int>(state.mode)]))
                                     .arg(state.thickness, 0, 'f', 1)
                               : QString();
}

QString planeName(const MprScene& scene, MprAxis axis)
{
    static const char* const names[] = {"axial", "coronal", "sagittal"};
    const MprDirections& now = scene.state().planes.directions(axis);
    const bool straight = std::abs(now.normal().dot(MprPlanes().directions(axis).normal())) > 0.99999;
    return straight ? QString::fromLatin1(names[static_cast<int>(axis)]) : QStringLiteral("oblique");
}

/// How it was made, for those who read the file: in English, as the names of the standard are.
QString derivationOf(const MprScene& scene, const MprExportChoice& choice)
{
    static const char* const interpolations[] = {"nearest", "linear", "cubic"};
    const MprState& state = scene.state();
    QStringList parts{QStringLiteral("Multiplanar reformatting, %1 plane").arg(planeName(scene, choice.axis))};
    if (state.thickness > 0) {
        parts << modeName(state) + QStringLiteral(" slab");
    }
    parts << QString::fromLatin1(interpolations[static_cast<int>(state.interpolation)]) + QStringLiteral(" interpolation");
    const VolumeLayout& layout = *scene.source().layout();
    if (layout.phases.size() > 1) {
        parts << QStringLiteral("phase %1 of %2").arg(scene.source().phase() + 1).arg(layout.phases.size());
    }
    if (scene.source().reduction() > 1) {
        parts << QStringLiteral("from a volume reduced to 1/%1 in each direction").arg(scene.source().reduction());
    }
    if (!layout.gaps.empty()) {
        parts << QStringLiteral("no values where slices of the source are missing");
    }
    return parts.join(QStringLiteral(", "));
}

Derivation kindOf(const MprState& state)
{
    static constexpr Derivation kinds[] = {Derivation::Maximum, Derivation::Minimum, Derivation::Mean, Derivation::Sum};
    return state.thickness > 0 ? kinds[static_cast<int>(state.mode)] : Derivation::Plane;
}

/// Range and step of the modality values that can come out.
void setValues(DerivedSeries& series, const ResliceVolume& volume, const ReslicePlane& plane)
{
    const auto range = volume.range().value_or(std::pair<double, double>(0, 0));
    const double a = range.first * volume.slope() + volume.intercept();
    const double b = range.second * volume.slope() + volume.intercept();
    series.least = std::min(a, b);
    series.most = std::max(a, b);
    if (plane.interpolation == ResliceInterpolation::Cubic) {
        // The weights of the spline sum up to 1 and their amounts to at most 1.25 a direction.
        const double beyond = (series.most - series.least) * (1.25 * 1.25 * 1.25 - 1) / 2;
        series.least -= beyond;
        series.most += beyond;
    }
    if (series.kind == Derivation::Sum) {
        const int n = slabPlanes(volume.grid(), plane);
        series.least = std::min(series.least, series.least * n);
        series.most = std::max(series.most, series.most * n);
    }
    series.step = volume.isModality() ? (series.unit == QLatin1String("HU") ? 1 : 0) : std::abs(volume.slope());
}

/// Makes the planes; any thread.
struct Maker
{
    ResliceVolume volume;
    VolumeLayout layout;
    std::vector<std::pair<double, double>> gaps;
    std::vector<int> slices; ///< of the layout, by source
    ReslicePlane plane;      ///< the first
    double step = 0;

    Result<DerivedPlane> operator()(int index, const CancelToken&) const
    try {
        ReslicePlane wanted = plane;
        wanted.center += wanted.normal() * (step * index);
        DerivedPlane made;
        made.plane.position = wanted.at(0, 0);
        made.plane.right = wanted.right;
        made.plane.down = wanted.down;
        made.plane.columnSpacing = made.plane.rowSpacing = wanted.spacing;
        made.plane.spacingKnown = true;
        made.values.resize(static_cast<std::size_t>(wanted.width) * static_cast<std::size_t>(wanted.height));
        const Result<ResliceOutcome> done = reslice(volume, wanted, made.values.data(), nullptr);
        if (!done) {
            return done.error();
        }
        emptyGaps(wanted, made.values);
        findSources(wanted, made);
        return made;
    } catch (const std::bad_alloc&) {
        return Error{Text::tr("There is not enough memory."), QStringLiteral("bad_alloc")};
    }

    /// What lies between slices that are too far apart is no value: a file cannot hatch it.
    void emptyGaps(const ReslicePlane& wanted, std::vector<float>& values) const
    {
        if (gaps.empty()) {
            return;
        }
        const double start = volume.map().point(wanted.at(0, 0)).z();
        const double right = volume.map().direction(wanted.right * wanted.spacing).z();
        const double down = volume.map().direction(wanted.down * wanted.spacing).z();
        const double reach = std::abs(volume.map().direction(wanted.normal()).z()) * wanted.thickness / 2;
        std::size_t at = 0;
        for (int y = 0; y < wanted.height; ++y) {
            for (int x = 0; x < wanted.width; ++x, ++at) {
                const double place = start + right * x + down * y;
                if (std::any_of(gaps.begin(), gaps.end(), [&](const auto& gap) {
                        return place + reach > gap.first + kOnSlice && place - reach < gap.second - kOnSlice;
                    })) {
                    values[at] = std::numeric_limits<float>::quiet_NaN();
                }
            }
        }
    }

    void findSources(const ReslicePlane& wanted, DerivedPlane& made) const
    {
        double first = std::numeric_limits<double>::max();
        double last = std::numeric_limits<double>::lowest();
        for (int corner = 0; corner < 8; ++corner) {
            const Eigen::Vector3d point =
                wanted.at((corner & 1) != 0 ? wanted.width - 1 : 0, (corner & 2) != 0 ? wanted.height - 1 : 0) +
                wanted.normal() * ((corner & 4) != 0 ? wanted.thickness / 2 : -wanted.thickness / 2);
            const double slice = layout.toVoxel(point).z();
            first = std::min(first, slice);
            last = std::max(last, slice);
        }
        const int count = static_cast<int>(slices.size());
        const double margin = wanted.interpolation == ResliceInterpolation::Cubic ? 2 : 1;
        const auto from = std::upper_bound(slices.begin(), slices.end(), first - margin);
        const auto to = std::lower_bound(slices.begin(), slices.end(), last + margin);
        made.firstSource = std::min(static_cast<int>(from - slices.begin()), count - 1);
        made.lastSource = std::max(made.firstSource, static_cast<int>(to - slices.begin()) - 1);
    }
};

Result<void> checkWhole(const MprVolume& source)
{
    const auto error = [](const QString& message) { return Error{message, QStringLiteral("volume is not whole")}; };
    if (!source.layout() || !source.volume()) {
        return error(source.reason().isEmpty() ? Text::tr("There is no volume yet.") : source.reason());
    }
    if (source.failed() > 0) {
        return error(Text::tr("Images of the series cannot be read: what would be saved is not the whole."));
    }
    if (source.isLoading() || !source.reference().image) {
        return error(Text::tr("The series is still being read: %1 of %2.").arg(source.loaded()).arg(source.total()));
    }
    return {};
}

/// The whole volume across the normal; its first pixels lie on voxels where the plane lies as the slices do.
ReslicePlane firstPlane(const MprScene& scene, const MprExportChoice& choice)
{
    const MprState& state = scene.state();
    const VolumeLayout& layout = *scene.source().layout();
    const MprDirections& directions = state.planes.directions(choice.axis);
    const auto [left, right] = extent(layout, directions.right);
    const auto [top, bottom] = extent(layout, directions.down);
    ReslicePlane plane;
    plane.right = directions.right;
    plane.down = directions.down;
    plane.spacing = choice.pixel;
    const auto pixels = [&](double length) { return static_cast<int>(std::clamp(std::round(length / choice.pixel), 1.0, 1e6)); };
    plane.width = pixels(right - left);
    plane.height = pixels(bottom - top);
    plane.thickness = state.thickness;
    plane.mode = state.mode;
    plane.interpolation = state.interpolation;
    const Eigen::Vector3d normal = directions.normal();
    const double along = state.planes.centre().dot(normal) + (choice.stack ? std::min(choice.from, choice.to) : 0);
    plane.center = directions.right * ((left + right) / 2) + directions.down * ((top + bottom) / 2) + normal * along;
    return plane;
}

} // namespace

QString exportName(const MprScene& scene, MprAxis axis)
{
    return QStringLiteral("MPR %1 %2").arg(planeName(scene, axis), modeName(scene.state())).trimmed();
}

MprExportChoice exportDefaults(const MprScene& scene, MprAxis axis)
{
    MprExportChoice choice;
    choice.axis = axis;
    if (const VolumeLayout* layout = scene.source().layout()) {
        const Eigen::Vector3d normal = scene.state().planes.directions(axis).normal();
        const double centre = scene.state().planes.centre().dot(normal);
        const auto [first, last] = extent(*layout, normal);
        choice.step = scene.stepOf(axis);
        // Centres of the outermost voxels, and as many steps from the plane in view as there is room for.
        choice.from = std::ceil((first - centre) / choice.step + 0.5 - 1e-6) * choice.step;
        choice.to = std::floor((last - centre) / choice.step - 0.5 + 1e-6) * choice.step;
        choice.pixel = layout->spacing.minCoeff() * scene.source().reduction();
    }
    choice.name = exportName(scene, axis);
    return choice;
}

Result<MprExportPlan> planExport(const MprScene& scene, const MprExportChoice& choice)
{
    const MprVolume& source = scene.source();
    const Result<void> whole = checkWhole(source);
    if (!whole) {
        return whole.error();
    }
    const auto error = [](const QString& message) { return Error{message, QStringLiteral("choice out of range")}; };
    if (!(choice.pixel > 0) || (choice.stack && !(choice.step > 0))) {
        return error(Text::tr("Pixels and steps must be larger than nothing."));
    }
    MprExportPlan plan;
    DerivedSeries& series = plan.series;
    Maker maker{*source.volume(), *source.layout(), source.gaps(), {}, firstPlane(scene, choice), choice.step};
    const double count = choice.stack ? std::floor(std::abs(choice.to - choice.from) / choice.step + 1e-6) + 1 : 1;
    if (maker.plane.width > kLargest || maker.plane.height > kLargest || count > kMost) {
        return error(Text::tr("That would be %1 pictures of %2 x %3 pixels: too many.")
                         .arg(count, 0, 'f', 0)
                         .arg(maker.plane.width)
                         .arg(maker.plane.height));
    }
    const Result<void> sound = maker.plane.check(source.volume()->grid());
    if (!sound) {
        return sound.error();
    }
    const std::vector<FrameRef>& slices = source.layout()->phases[static_cast<std::size_t>(source.phase())].slices;
    for (std::size_t k = 0; k < slices.size(); ++k) {
        if (slices[k].image) {
            series.sources.push_back(slices[k]);
            maker.slices.push_back(static_cast<int>(k));
        }
    }
    const ImageAttributes& image = *source.reference().image;
    series.description = choice.name.trimmed().isEmpty() ? exportName(scene, choice.axis) : choice.name.trimmed();
    series.derivation = derivationOf(scene, choice);
    series.kind = kindOf(scene.state());
    series.columns = maker.plane.width;
    series.rows = maker.plane.height;
    series.count = static_cast<int>(count);
    series.spacing = series.count > 1 ? choice.step : 0;
    series.thickness = scene.state().thickness > 0 ? scene.state().thickness : scene.stepOf(choice.axis) * source.reduction();
    series.unit = scene.unit();
    setValues(series, maker.volume, maker.plane);
    series.window = scene.window();
    series.inverse = (image.photometric == Photometric::Monochrome1) != image.presentationInverse;
    const Result<void> possible = series.check();
    if (!possible) {
        return possible.error();
    }
    plan.planes = std::move(maker);
    return plan;
}

} // namespace isocenter
