#pragma once

#include "mpr/FusionBar.h"
#include "mpr/MprScene.h"
#include "mpr/MprViewport.h"
#include "tools/WindowPresets.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <array>
#include <vector>

class QAction;
class QBoxLayout;
class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;
class QToolButton;

namespace isocenter {

class MprSavePanel;
class VolumeViewport;

/// A series in three linked planes with what is set for all of them below. GUI thread; never waits.
///
/// Keys: Up, Down, Page Up, Page Down scroll the active plane, Tab goes to the next one, Space shows it alone, digits are window
/// presets, I inverts, T changes the slab's mode, [ and ] its thickness, N the interpolation, X hides the crosshair, + and -
/// zoom, V shows 3D beside them, comma and full stop change the phase, P plays the phases, F lays another series over and hides
/// it again, O and Shift+O make that more and less opaque, C changes its colours, Ctrl+S saves planes as a series, Backspace
/// resets, Escape leaves.
class MprPage : public QWidget
{
    Q_OBJECT
public:
    /// `services` must outlive this.
    explicit MprPage(const ViewerServices& services, QWidget* parent = nullptr);

    /// Null empties it and lets the volumes go. `study`: all series of the open study, of which others may be laid over it.
    void setSeries(const ImageSeriesPtr& series, const std::vector<ImageSeriesPtr>& study = {});
    void setStudy(const std::vector<ImageSeriesPtr>& study); ///< as known now
    const ImageSeriesPtr& series() const { return m_scene.source().series(); }
    MprScene& scene() { return m_scene; }
    MprViewport& view(MprAxis axis) const { return *m_views[static_cast<std::size_t>(axis)]; }
    MprAxis active() const { return m_active; }
    void setActive(MprAxis axis);
    void setAlone(bool alone); ///< the active view over the whole page
    bool isAlone() const { return m_alone; }
    /// The series in 3D beside the planes: its crosshair is that of the planes, a double click there brings them to what is seen.
    void setVolumeShown(bool shown);
    VolumeViewport* volume() const { return m_volume; } ///< null before it was first shown
    void reset();
    FusionBar& fusion() const { return *m_fusion; }
    /// Its shortcuts work here, whatever they are.
    void setLeaveAction(QAction* action);
    bool isPictureComplete() const;

Q_SIGNALS:
    void leaveRequested();
    void pictureChanged();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* buildControls(const ViewerServices& services);
    QToolButton* addButton(QBoxLayout* row, const QString& text, const QString& tip);
    bool moveByKey(int key);
    bool changeByKey(int key);
    bool fuseByKey(const QKeyEvent& event);
    void usePreset(int number);
    void changeThickness(double factor);
    void cycleMode();
    void cycleInterpolation();
    void stepPhase(int steps);
    void setPlaying(bool playing);
    void arrange();
    void followScene();
    void addSaving(QBoxLayout* row, DerivedSaver& saver);
    void fitOnce();
    MprScene::Sizes sizes() const;

    const ViewerServices& m_services;
    MprScene m_scene;
    std::array<MprViewport*, kMprPlanes> m_views{};
    MprAxis m_active = MprAxis::Axial;
    bool m_alone = false;
    QGridLayout* m_grid;
    VolumeViewport* m_volume = nullptr;
    bool m_volumeShown = false;
    QToolButton* m_volumeButton = nullptr;
    bool m_fitted = false;
    WindowPresets m_presets;
    QTimer m_cine;
    QComboBox* m_mode = nullptr;
    QDoubleSpinBox* m_thickness = nullptr;
    QComboBox* m_interpolation = nullptr;
    QLabel* m_phase = nullptr;
    QToolButton* m_play = nullptr;
    MprSavePanel* m_savePanel = nullptr; ///< null where nothing can be saved
    FusionBar* m_fusion = nullptr;
    QPointer<QAction> m_leave;
};

} // namespace isocenter
