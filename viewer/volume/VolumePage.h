#pragma once

#include "volume/VolumeViewport.h"

#include <QWidget>

class QHBoxLayout;
class QToolButton;

namespace isocenter {

/// The 3D view with its few buttons below it. GUI thread.
class VolumePage : public QWidget
{
    Q_OBJECT
public:
    /// `services` must outlive this.
    explicit VolumePage(const ViewerServices& services, const QStringList& pluginFolders = {}, QWidget* parent = nullptr);

    VolumeViewport& view() const { return *m_view; }

private:
    QToolButton* addButton(QHBoxLayout* row, const QString& text, const QString& tip);

    VolumeViewport* m_view;
};

} // namespace isocenter
