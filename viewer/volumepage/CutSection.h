#pragma once

#include "volume/VolumeViewport.h"

#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QProgressBar;
class QPushButton;

namespace isocenter {

/// Cutting away by an outline and bone by its brightness; undo and redo. GUI thread.
class CutSection : public QWidget
{
    Q_OBJECT
public:
    /// `view` outlives this.
    explicit CutSection(VolumeViewport& view, QWidget* parent = nullptr);

private:
    QWidget* buildTools();
    QWidget* buildFields();
    QWidget* buildSteps();
    QWidget* buildProgress();
    void follow();
    void followBone();

    VolumeViewport& m_view;
    QPushButton* m_outline = nullptr;
    QPushButton* m_bone = nullptr;
    QPushButton* m_all = nullptr;
    QDoubleSpinBox* m_threshold = nullptr;
    QDoubleSpinBox* m_margin = nullptr;
    QPushButton* m_undo = nullptr;
    QPushButton* m_redo = nullptr;
    QPushButton* m_restore = nullptr;
    QWidget* m_work = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_note = nullptr;
};

} // namespace isocenter
