#pragma once

#include "volume/VolumeViewport.h"

#include <QWidget>

class QBoxLayout;
class QMenu;
class QToolButton;

namespace isocenter {

class VolumePanel;

/// The 3D view, its few buttons below it and its panel at the right (T). Keys of the view work on all of the page, but in
/// fields. GUI thread.
class VolumePage : public QWidget
{
    Q_OBJECT
public:
    /// `services` must outlive this.
    explicit VolumePage(const ViewerServices& services, const QStringList& pluginFolders = {}, QWidget* parent = nullptr);

    VolumeViewport& view() const { return *m_view; }
    bool isPanelVisible() const;
    void setPanelVisible(bool visible);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* buildRow();
    void addSides(QBoxLayout* row);
    void addModes(QBoxLayout* row);
    void addPhases(QBoxLayout* row);
    QToolButton* addPresets();
    void fillPresets(QMenu* menu);

    VolumeViewport* m_view;
    VolumePanel* m_panel;
    QToolButton* m_panelButton = nullptr;
};

} // namespace isocenter
