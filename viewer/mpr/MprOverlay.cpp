#include "mpr/MprOverlay.h"

#include "viewport/FidelityMarks.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Mpr)
};

CornerLine line(const QString& text, TextTone tone = TextTone::Plain, bool strong = false, int need = 1)
{
    return {text, tone, strong, need};
}

/// "L 12.3"
QString along(double value, char positive, char negative)
{
    const double rounded = std::round(value * 10) / 10;
    return QStringLiteral("%1 %2").arg(QLatin1Char(rounded < 0 ? negative : positive)).arg(std::abs(rounded), 0, 'f', 1);
}

QString placeText(const Eigen::Vector3d& point)
{
    return QStringLiteral("%1 %2 %3 mm").arg(along(point.x(), 'L', 'R'), along(point.y(), 'P', 'A'), along(point.z(), 'H', 'F'));
}

QString valueText(const MprDescription& view)
{
    const auto words = [](const std::optional<double>& value, const QString& unit) {
        return value ? fusionValueText(*value, unit) : Text::tr("no value");
    };
    const QString first = words(view.value, view.unit);
    const FusionDescription& fusion = view.fusion;
    return fusion.name.isEmpty() || !fusion.on || !fusion.reason.isEmpty()
               ? first
               : QStringLiteral("%1 %2 · %3 %4")
                     .arg(singleLine(view.series->series.modality, 8), first, fusion.modality, words(fusion.value, fusion.unit));
}

QString interpolationText(ResliceInterpolation interpolation)
{
    return interpolation == ResliceInterpolation::Nearest ? Text::tr("nearest voxel")
           : interpolation == ResliceInterpolation::Cubic ? Text::tr("cubic")
                                                          : QString();
}

void addLower(const MprDescription& view, Overlay& overlay)
{
    CornerLines& corners = overlay.corners;
    const QString interpolation = interpolationText(view.state.interpolation);
    if (!interpolation.isEmpty()) {
        corners[BottomLeft].push_back(line(interpolation, TextTone::Quiet, false, 2));
    }
    if (view.layout->phases.size() > 1) {
        const VolumePhase& phase = view.layout->phases[static_cast<std::size_t>(view.phase)];
        corners[BottomLeft].push_back(line(Text::tr("Phase %1 of %2 · %3")
                                               .arg(view.phase + 1)
                                               .arg(view.layout->phases.size())
                                               .arg(singleLine(phase.title, 60))));
    }
    if (view.window) {
        corners[BottomLeft].push_back(
            line(Text::tr("W %1 C %2").arg(view.window->width, 0, 'g', 5).arg(view.window->center, 0, 'g', 5)));
    }
    const QString fused = fusionWindowText(view.fusion);
    if (!fused.isEmpty()) {
        corners[BottomLeft].push_back(line(fused));
    }
    const QString slab = slabText(view.state);
    corners[BottomLeft].push_back(line(
        planeName(view.state, view.axis) + (slab.isEmpty() ? QString() : QStringLiteral(" · ") + slab), TextTone::Plain, true));
    if (view.pointed) {
        corners[BottomRight].push_back(line(valueText(view), TextTone::Plain, true));
        corners[BottomRight].push_back(line(placeText(*view.pointed), TextTone::Quiet));
    }
    const Eigen::Vector3d spacing = view.layout->spacing;
    corners[BottomRight].push_back(line(
        Text::tr("voxels %1 × %2 × %3 mm").arg(spacing.x(), 0, 'f', 2).arg(spacing.y(), 0, 'f', 2).arg(spacing.z(), 0, 'f', 2),
        TextTone::Quiet, false, 3));
    corners[BottomRight].push_back(
        line(Text::tr("centre %1").arg(placeText(view.state.planes.centre())), TextTone::Quiet, false, 2));
}

/// In figures, why the picture is less than what is stored.
void addFidelity(const MprDescription& view, std::vector<OverlayMark>& marks)
{
    ViewDescription flat;
    flat.series = view.series;
    flat.index = 0;
    flat.hasFrame = true;
    flat.window = view.window;
    QStringList reasons = fidelityReasons(flat);
    const double voxel =
        std::min({view.layout->spacing.x(), view.layout->spacing.y(), view.layout->spacing.z()}) * view.reduction;
    const double pixel = view.state.pose(view.axis).scale / view.ratio;
    if (pixel > voxel * 1.01) {
        reasons
            << Text::tr("one pixel for %1 voxels in the plane").arg(QLocale().toString(pixel * pixel / (voxel * voxel), 'f', 1));
    }
    if (!reasons.isEmpty()) {
        marks.push_back({reasons.join(QStringLiteral(" · ")), TextTone::Quiet});
    }
}

void addMarks(const MprDescription& view, Overlay& overlay)
{
    std::vector<OverlayMark>& marks = overlay.marks;
    if (view.missing) {
        marks.push_back({Text::tr("NO DATA in red: slices cannot be read"), TextTone::Danger});
    }
    if (view.overGap) {
        marks.push_back({Text::tr("GUESSED where hatched: slices are missing or far apart")});
    }
    if (view.loaded + view.failed < view.total) {
        marks.push_back({Text::tr("LOADING: %1 of %2 slices").arg(view.loaded).arg(view.total)});
    }
    if (view.reduction > 1) {
        marks.push_back({Text::tr("REDUCED: 1 of %1 voxels, the volume is larger than the memory")
                             .arg(view.reduction * view.reduction * view.reduction)});
    }
    for (const QString& caution : view.cautions) {
        marks.push_back({singleLine(caution, 160)});
    }
    addFidelity(view, marks);
    for (const OverlayMark& mark : fusionMarks(view.fusion)) {
        marks.push_back(mark);
    }
    marks.push_back({Text::tr("reconstructed"), TextTone::Quiet});
    if (view.draft) {
        marks.push_back({Text::tr("coarse while moving"), TextTone::Quiet});
    }
}

} // namespace

QString planeName(const MprState& state, MprAxis axis)
{
    constexpr double kDegree = 0.99985; // cosine
    const Eigen::Vector3d normal = state.planes.directions(axis).normal().cwiseAbs();
    return normal.z() > kDegree   ? Text::tr("Axial")
           : normal.y() > kDegree ? Text::tr("Coronal")
           : normal.x() > kDegree ? Text::tr("Sagittal")
                                  : Text::tr("Oblique");
}

QString slabText(const MprState& state)
{
    if (!(state.thickness > 0)) {
        return {};
    }
    const QString mode = state.mode == SlabMode::Max   ? Text::tr("MIP")
                         : state.mode == SlabMode::Min ? Text::tr("MinIP")
                         : state.mode == SlabMode::Sum ? Text::tr("Sum")
                                                       : Text::tr("Mean");
    return Text::tr("%1 %2 mm").arg(mode).arg(state.thickness, 0, 'g', 4);
}

Overlay describeMpr(const MprDescription& view, const Overlay& series)
{
    Overlay overlay;
    if (!view.series) {
        overlay.title = Text::tr("No series");
        return overlay;
    }
    overlay = series;
    if (!view.reason.isEmpty()) {
        overlay.hatched = true;
        overlay.title = Text::tr("This series cannot be reconstructed in other planes");
        overlay.message = singleLine(view.reason, 400);
        return overlay;
    }
    if (!view.layout) {
        overlay.title = Text::tr("Ordering the slices…");
        return overlay;
    }
    addMarks(view, overlay);
    const MprDirections& directions = view.state.planes.directions(view.axis);
    overlay.letters = edgeLetters(directions.right, directions.down);
    overlay.scale = scaleBar(view.state.pose(view.axis).scale, std::min(0.36 * view.widget.height(), 320.0));
    addLower(view, overlay);
    return overlay;
}

} // namespace isocenter
