#pragma once

#include "volume/VolumeViewport.h"

#include <QPointer>
#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QFileDialog;
class QLabel;
class QProgressBar;
class QPushButton;

namespace isocenter {

/// The surface at a value, written as STL. GUI thread.
class SurfaceSection : public QWidget
{
    Q_OBJECT
public:
    /// `view` outlives this.
    explicit SurfaceSection(VolumeViewport& view, QWidget* parent = nullptr);

    /// Asks for a file without waiting, then writes it.
    void ask();

private:
    QWidget* buildFields();
    QWidget* buildProgress();
    void write(const QString& path);
    void follow();
    void followVolume();

    VolumeViewport& m_view;
    QDoubleSpinBox* m_value = nullptr;
    QComboBox* m_kept = nullptr;
    QPushButton* m_export;
    QWidget* m_work = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_note;
    QPointer<QFileDialog> m_dialog;
};

} // namespace isocenter
