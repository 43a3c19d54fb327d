#pragma once

#include "image/ImageSeries.h"
#include "scene/VolumeScene.h"
#include "viewport/Overlay.h"
#include "viewport/ViewerServices.h"
#include "volume/SurfaceExport.h"
#include "volume/VolumeCamera.h"
#include "volume/VolumeClips.h"
#include "volume/VolumeCuts.h"
#include "volume/VolumeLook.h"
#include "volume/VolumeSpin.h"

#include <QPointer>
#include <QStringList>
#include <QWidget>

#include <memory>

class QAction;

namespace isocenter {

/// One series in 3D, painted like any other picture: gathered on the work queue, rendered on the renderer's own thread. GUI
/// thread only; never waits. Letters, texts and marks belong to the picture that is on the screen. Pictures and volumes of an
/// earlier series are dropped (hazard: wrong patient).
///
/// Left drag turns, right drag windows (volume rendering: moves and stretches colours and opacities), middle drag moves, wheel
/// zooms. A P L R H F look from that side, M changes between maximum intensity and volume rendering, 1 to 9 choose colours and
/// opacities, double click marks a
/// point, C and V clip by a box (handles are dragged) and by a plane (Shift with wheel or arrows pushes it), X cuts away by
/// an outline, B bone by a click (with Shift all bone), Ctrl+Z undoes, Space turns by itself, E exports
/// the surface, Page Up and Page
/// Down step through phases, + and - zoom, Backspace resets, Escape leaves. Keys without Ctrl or Alt never reach other actions
/// while the focus is here, but for function keys, '?' and the leave action's.
class VolumeViewport : public QWidget
{
    Q_OBJECT
public:
    using Mode = VolumeView::Mode;
    /// What the left button does.
    enum class Tool { Turn, Outline, Bone };

    /// `services` must outlive this; `pluginFolders` as for createGraphicsScene.
    explicit VolumeViewport(const ViewerServices& services, const QStringList& pluginFolders = {}, QWidget* parent = nullptr);
    ~VolumeViewport() override;

    /// Gathers and shows it from the front; null empties the view and lets the volume go.
    void setSeries(const ImageSeriesPtr& series);
    const ImageSeriesPtr& series() const;
    /// A series may make several volumes (times, echoes, b-values); the first is shown at first. Camera, colours and windows
    /// stay.
    int volumeCount() const;
    int volumeIndex() const;
    void showVolume(int index); ///< goes round at the ends
    /// Its shortcuts work here, whatever they are.
    void setLeaveAction(QAction* action);

    void lookFrom(PatientSide side);
    void setMode(Mode mode);
    Mode mode() const;
    /// Colours and opacities; changing them changes to volume rendering.
    VolumeLook& look() const;
    VolumeClips& clips() const;
    VolumeCuts& cuts() const;
    /// Outline: drawn around what is cut away, with Shift around what stays. Bone: a click takes away what hangs together with
    /// it.
    VolumeSpin& spin() const;
    SurfaceExport& surfaces() const;
    /// The surface at a value (modality), a share of its triangles kept, without what is clipped or cut away.
    void exportSurface(double value, double kept, const QString& path);
    /// Outline: drawn around what is cut away, with Shift around what stays. Bone: a click takes away what hangs together with
    /// it.
    void setTool(Tool tool);
    Tool tool() const;
    /// Threshold, smallest piece and margin; the seed is not used.
    const BoneRequest& bone() const;
    void setBone(const BoneRequest& bone);
    void removeAllBone();
    void zoomBy(double factor);
    void reset(); ///< from the front, all of it, first windows

    /// A point of the patient (LPS, mm) that is marked; stays until it is taken away or another series comes.
    void setCrosshair(const std::optional<Eigen::Vector3d>& point);
    const std::optional<Eigen::Vector3d>& crosshair() const;
    /// What is seen at a place of the widget: see pickVolume().
    std::optional<Eigen::Vector3d> pointAt(const QPointF& position) const;

    const VolumeCamera& camera() const; ///< asked for; what is shown may be a moment behind
    /// What is painted over the picture now.
    Overlay overlay() const;
    /// Null while there is none.
    QImage picture() const;
    /// A full picture of what was asked for, a reason, or nothing to show.
    bool isPictureComplete() const;
    QSize sizeHint() const override;

    /// Keys that belong to 3D and must not reach actions of viewports nobody sees.
    bool isOwnKey(const QKeyEvent& event) const;
    /// Does what the key means here, wherever on the page it was pressed; ignores it where it means nothing.
    void takeKey(QKeyEvent& event);

Q_SIGNALS:
    void leaveRequested();
    void panelRequested(); ///< the panel is to be shown, or hidden
    void modeChanged();
    /// Double click on something that is seen: its place (LPS, mm). The crosshair is there already.
    void pointPicked(const Eigen::Vector3d& point);
    void volumesChanged();
    void toolChanged();
    void exportRequested(); ///< by key
    void boneChanged();
    void pictureChanged(); ///< another picture or a reason is there

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct State;
    void drag(const QPointF& delta);
    void window(const QPointF& delta);
    bool takeToolKey(int key, bool shift);
    void finishOutline(bool keepsInside);
    void removeBoneAt(const QPointF& position);
    void takeViewKey(int key);

    std::unique_ptr<State> m;
};

} // namespace isocenter
