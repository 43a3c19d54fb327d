#include "mpr/MprScene.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kThickest = 500;
constexpr double kWindowDrag = 512;
constexpr double kLeastScale = 0.005; // mm a pixel
constexpr double kMostScale = 20;

} // namespace

MprScene::MprScene(const ViewerServices& services, std::size_t limit, QObject* parent)
    : QObject(parent), m_source(services, limit), m_fusion(services)
{
    connect(&m_source, &MprVolume::opened, this, [this] {
        begin();
        Q_EMIT opened();
        Q_EMIT changed();
    });
    connect(&m_source, &MprVolume::changed, this, &MprScene::changed);
    connect(&m_fusion, &FusedVolume::changed, this, &MprScene::changed);
}

void MprScene::setSeries(const ImageSeriesPtr& series)
{
    m_state = {};
    m_transform.reset();
    m_frame.reset();
    m_source.setSeries(series);
    m_fusion.setFirst(series);
    Q_EMIT changed();
}

void MprScene::begin()
{
    m_state.planes = {};
    m_state.planes.moveTo(middle());
    for (const MprAxis axis : kMprAxes) {
        m_state.pose(axis).focus = middle();
    }
}

void MprScene::setState(const MprState& state)
{
    if (state != m_state) {
        m_state = state;
        Q_EMIT changed();
    }
}

std::vector<Eigen::Vector3d> MprScene::corners() const
{
    std::vector<Eigen::Vector3d> result;
    if (const VolumeLayout* layout = m_source.layout()) {
        for (int corner = 0; corner < 8; ++corner) {
            result.push_back(layout->at((corner & 1) != 0 ? layout->columns - 0.5 : -0.5,
                                        (corner & 2) != 0 ? layout->rows - 0.5 : -0.5,
                                        (corner & 4) != 0 ? layout->slices - 0.5 : -0.5));
        }
    }
    return result;
}

Eigen::Vector3d MprScene::middle() const
{
    const VolumeLayout* layout = m_source.layout();
    if (!layout) {
        return Eigen::Vector3d::Zero();
    }
    // On a voxel's centre, so that the first pictures are slices as they were acquired.
    return layout->at(layout->columns / 2, layout->rows / 2, layout->slices / 2);
}

void MprScene::moveTo(const Eigen::Vector3d& point)
{
    const VolumeLayout* layout = m_source.layout();
    if (!layout || !point.allFinite()) {
        return;
    }
    Eigen::Vector3d voxel = layout->toVoxel(point);
    const Eigen::Vector3d last(layout->columns - 1, layout->rows - 1, layout->slices - 1);
    voxel = voxel.cwiseMax(Eigen::Vector3d::Zero()).cwiseMin(last);
    MprState state = m_state;
    state.planes.moveTo(layout->at(voxel.x(), voxel.y(), voxel.z()));
    setState(state);
}

double MprScene::stepOf(MprAxis axis) const
{
    const VolumeLayout* layout = m_source.layout();
    if (!layout) {
        return 1;
    }
    const Eigen::Vector3d normal = m_state.planes.directions(axis).normal();
    const double along[] = {std::abs(normal.dot(layout->right)) / layout->spacing.x(),
                            std::abs(normal.dot(layout->down)) / layout->spacing.y(),
                            std::abs(normal.dot(layout->normal())) / layout->spacing.z()};
    return 1 / std::max({along[0], along[1], along[2], 1e-3});
}

void MprScene::scroll(MprAxis axis, int steps)
{
    const VolumeLayout* layout = m_source.layout();
    if (!layout || steps == 0) {
        return;
    }
    const Eigen::Vector3d normal = m_state.planes.directions(axis).normal();
    const Eigen::Vector3d centre = m_state.planes.centre();
    const double parallel = normal.dot(layout->normal());
    if (std::abs(parallel) < 0.9999) {
        moveTo(centre + normal * (steps * stepOf(axis)));
        return;
    }
    // As the slices lie: from one slice to the next, whatever their distances.
    Eigen::Vector3d voxel = layout->toVoxel(centre);
    const Eigen::Vector3d before = layout->at(voxel.x(), voxel.y(), voxel.z());
    const double slice = std::round(voxel.z()) + (parallel > 0 ? steps : -steps);
    const Eigen::Vector3d after = layout->at(voxel.x(), voxel.y(), std::clamp(slice, 0.0, layout->slices - 1.0));
    moveTo(centre + normal * normal.dot(after - before));
}

void MprScene::turn(MprAxis view, double angle, std::optional<MprAxis> which)
{
    MprState state = m_state;
    if (which) {
        state.planes.turnOne(view, *which, angle);
    } else {
        state.planes.turnOthers(view, angle);
    }
    // What a turned view shows stays where it is on its screen, relative to the common point.
    const Eigen::AngleAxisd rotation(angle, m_state.planes.directions(view).normal());
    for (const MprAxis axis : kMprAxes) {
        if (axis != view && (!which || *which == axis)) {
            Eigen::Vector3d& focus = state.pose(axis).focus;
            focus = state.planes.centre() + rotation * (focus - state.planes.centre());
        }
    }
    setState(state);
}

void MprScene::pan(MprAxis axis, const QPointF& delta)
{
    MprState state = m_state;
    MprPose& pose = state.pose(axis);
    const MprDirections& directions = state.planes.directions(axis);
    pose.focus -= (directions.right * delta.x() + directions.down * delta.y()) * pose.scale;
    setState(state);
}

void MprScene::zoomAt(MprAxis axis, const QSizeF& widget, const QPointF& position, double factor)
{
    if (!(factor > 0) || !std::isfinite(factor)) {
        return;
    }
    MprState state = m_state;
    const Eigen::Vector3d point = MprGeometry(state, axis, widget).toPatient(position);
    MprPose& pose = state.pose(axis);
    pose.scale = std::clamp(pose.scale / factor, kLeastScale, kMostScale);
    pose.focus += point - MprGeometry(state, axis, widget).toPatient(position);
    setState(state);
}

void MprScene::fit(const Sizes& widgets)
{
    if (!m_source.layout()) {
        return;
    }
    MprState state = m_state;
    const std::vector<Eigen::Vector3d> all = corners();
    const Eigen::Vector3d centre = middle();
    for (const MprAxis axis : kMprAxes) {
        const QSizeF& widget = widgets[static_cast<std::size_t>(axis)];
        const MprDirections& directions = state.planes.directions(axis);
        double across = 0;
        double down = 0;
        for (const Eigen::Vector3d& corner : all) {
            across = std::max(across, 2 * std::abs((corner - centre).dot(directions.right)));
            down = std::max(down, 2 * std::abs((corner - centre).dot(directions.down)));
        }
        const double scale = std::max(across / std::max(1.0, widget.width()), down / std::max(1.0, widget.height()));
        state.pose(axis) = {centre, std::clamp(scale, kLeastScale, kMostScale)};
    }
    setState(state);
}

void MprScene::reset(const Sizes& widgets)
{
    MprState state = m_state;
    state.planes.straighten();
    state.planes.moveTo(middle());
    state.display = {};
    setState(state);
    m_fusion.resetWindow();
    fit(widgets);
}

void MprScene::setSlab(double thickness, SlabMode mode)
{
    MprState state = m_state;
    state.thickness = std::clamp(std::isfinite(thickness) ? thickness : 0, 0.0, kThickest);
    state.mode = mode;
    setState(state);
}

void MprScene::setInterpolation(ResliceInterpolation interpolation)
{
    MprState state = m_state;
    state.interpolation = interpolation;
    setState(state);
}

void MprScene::setCrosshair(bool visible)
{
    MprState state = m_state;
    state.crosshair = visible;
    setState(state);
}

void MprScene::setWindow(const Window& window)
{
    MprState state = m_state;
    state.display.window = window;
    setState(state);
}

void MprScene::adjustWindow(const QPointF& delta)
{
    const std::optional<Window> now = window();
    const ResliceVolume* volume = m_source.volume();
    if (!now || !volume || !volume->range()) {
        return;
    }
    const double range = std::abs((volume->range()->second - volume->range()->first) * volume->slope());
    const double step = std::clamp(range, 1e-6, 4096.0) / kWindowDrag;
    Window window = *now;
    window.width = std::max(window.width + delta.x() * step, window.function == VoiFunction::Linear ? 1.0 : step / 100);
    window.center += delta.y() * step;
    setWindow(window);
}

void MprScene::setInvert(bool invert)
{
    MprState state = m_state;
    state.display.invert = invert;
    setState(state);
}

void MprScene::updateTransform() const
{
    const FramePtr& frame = m_source.referenceFrame();
    if (!frame || !m_source.volume()) {
        m_transform.reset();
        m_frame.reset();
        return;
    }
    if (m_transform && frame == m_frame && m_shown == m_state.display) {
        return;
    }
    const FrameRef& ref = m_source.reference();
    m_transform = std::make_unique<GrayTransform>(*ref.image, ref.frame, *frame, m_state.display);
    m_levels = m_source.volume()->levels(*m_transform);
    m_frame = frame;
    m_shown = m_state.display;
}

std::optional<Window> MprScene::window() const
{
    updateTransform();
    return m_transform ? std::optional(m_transform->window()) : std::nullopt;
}

const LevelMap* MprScene::levels() const
{
    updateTransform();
    return m_transform ? &m_levels : nullptr;
}

std::optional<double> MprScene::valueAt(const Eigen::Vector3d& point) const
{
    return m_source.valueAt(point, m_state.interpolation);
}

QString MprScene::unit() const
{
    return m_source.reference().image ? m_source.reference().attributes().modality.unit : QString();
}

} // namespace isocenter
