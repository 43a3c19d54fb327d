#include "volume/VolumeViewport.h"

#include "raycast/RayCaster.h"
#include "volume/VolumeViewportState.h"

#include <QPainter>
#include <QPaintEvent>

#include <cmath>

namespace isocenter {

VolumeViewport::VolumeViewport(const ViewerServices& services, const QStringList& pluginFolders, QWidget* parent)
    : QWidget(parent), m(std::make_unique<State>(*this, services, pluginFolders))
{
    setObjectName(QStringLiteral("volumeViewport"));
    setAccessibleName(tr("Series in 3D"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::OpenHandCursor);
}

VolumeViewport::~VolumeViewport() = default;

void VolumeViewport::setSeries(const ImageSeriesPtr& series)
{
    if (series == m->series) {
        return;
    }
    m->clear();
    m->series = series;
    if (series) {
        m->choices = VolumeChoices::of(*series);
        m->reason = m->choices.reason;
        if (m->reason.isEmpty()) {
            m->gathering.start(m->choices.list.front());
        }
    }
    Q_EMIT volumesChanged();
    update();
    Q_EMIT pictureChanged();
}

const ImageSeriesPtr& VolumeViewport::series() const
{
    return m->series;
}

int VolumeViewport::volumeCount() const
{
    return static_cast<int>(m->choices.list.size());
}

int VolumeViewport::volumeIndex() const
{
    return m->choice;
}

void VolumeViewport::showVolume(int index)
{
    const int count = volumeCount();
    if (count < 2 || index == m->choice) {
        return;
    }
    m->choice = (index % count + count) % count;
    m->gather();
    Q_EMIT volumesChanged();
}

void VolumeViewport::setLeaveAction(QAction* action)
{
    m->leave = action;
}

void VolumeViewport::lookFrom(PatientSide side)
{
    m->camera = VolumeCamera::from(side);
    m->fit();
    m->changed();
}

void VolumeViewport::setMode(Mode mode)
{
    if (mode != m->mode) {
        m->mode = mode;
        m->changed();
        Q_EMIT modeChanged();
    }
}

VolumeViewport::Mode VolumeViewport::mode() const
{
    return m->mode;
}

VolumeLook& VolumeViewport::look() const
{
    return m->look;
}

VolumeClips& VolumeViewport::clips() const
{
    return m->clips;
}

VolumeCuts& VolumeViewport::cuts() const
{
    return m->cuts;
}

VolumeSpin& VolumeViewport::spin() const
{
    return m->spin;
}

SurfaceExport& VolumeViewport::surfaces() const
{
    return m->surfaces;
}

void VolumeViewport::exportSurface(double value, double kept, const QString& path)
{
    if (!m->gathering.isRunning()) {
        m->surfaces.start(m->volume.volume, {value, kept, m->clips.planes(), m->cuts.hidden()}, path);
    }
}

void VolumeViewport::setTool(Tool tool)
{
    if (tool != m->tool) {
        m->tool = tool;
        m->outline.clear();
        setCursor(tool == Tool::Turn ? Qt::OpenHandCursor : Qt::CrossCursor);
        update();
        Q_EMIT toolChanged();
    }
}

VolumeViewport::Tool VolumeViewport::tool() const
{
    return m->tool;
}

const BoneRequest& VolumeViewport::bone() const
{
    return m->bone;
}

void VolumeViewport::setBone(const BoneRequest& bone)
{
    m->bone = bone;
    m->bone.seed.reset();
    Q_EMIT boneChanged();
}

void VolumeViewport::removeAllBone()
{
    m->cuts.removeBone(m->bone);
}

void VolumeViewport::setCrosshair(const std::optional<Eigen::Vector3d>& point)
{
    if (point != m->crosshair) {
        m->crosshair = point;
        update();
    }
}

const std::optional<Eigen::Vector3d>& VolumeViewport::crosshair() const
{
    return m->crosshair;
}

std::optional<Eigen::Vector3d> VolumeViewport::pointAt(const QPointF& position) const
{
    if (!m->volume.volume || m->picture.isNull() || m->gathering.isRunning()) {
        return std::nullopt;
    }
    return pickVolume(*m->volume.volume, m->shown.view, m->shown.size, position * devicePixelRatioF());
}

void VolumeViewport::zoomBy(double factor)
{
    if (!m->volume.volume || !(factor > 0)) {
        return;
    }
    const double whole = m->volume.volume->extent().norm();
    m->camera.height = std::clamp(m->camera.height / factor, whole / 50, whole * 4);
    m->changed();
}

void VolumeViewport::reset()
{
    m->resetView();
    m->changed();
}

const VolumeCamera& VolumeViewport::camera() const
{
    return m->camera;
}

Overlay VolumeViewport::overlay() const
{
    return describeVolume(m->describe(), m->texts);
}

QImage VolumeViewport::picture() const
{
    return m->picture;
}

bool VolumeViewport::isPictureComplete() const
{
    if (!m->series || !m->reason.isEmpty()) {
        return true;
    }
    return !m->gathering.isRunning() && !m->picture.isNull() && !m->shown.view.draft && m->asked.empty() && !m->quiet.isActive();
}

QSize VolumeViewport::sizeHint() const
{
    return {512, 512};
}

void VolumeViewport::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    m->paint(painter);
}

void VolumeViewport::hideEvent(QHideEvent*)
{
    m->spin.setOn(false);
}

void VolumeViewport::resizeEvent(QResizeEvent*)
{
    m->changed();
}

} // namespace isocenter
