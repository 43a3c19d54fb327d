#pragma once

#include "volume/VolumeLook.h"

#include <QPointer>
#include <QWidget>

class QCheckBox;
class QColorDialog;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace isocenter {

class TransferEditor;

/// Colours and opacities of the volume in 3D: presets, the curve, the fields of one point, own presets. GUI thread.
class LookSection : public QWidget
{
    Q_OBJECT
public:
    /// `look` outlives this.
    explicit LookSection(VolumeLook& look, QWidget* parent = nullptr);

private:
    QWidget* buildPoint();
    QWidget* buildOwn();
    void followChoices();
    void followFunction();
    void followPoint();
    void changePoint();
    void askColor(int point);
    void setColor(const QColor& color);
    void save();

    VolumeLook& m_look;
    QComboBox* m_presets;
    QToolButton* m_restore;
    TransferEditor* m_editor;
    QDoubleSpinBox* m_value = nullptr;
    QDoubleSpinBox* m_opacity = nullptr;
    QToolButton* m_color = nullptr;
    QCheckBox* m_shaded;
    QLineEdit* m_name = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_forget = nullptr;
    QLabel* m_note = nullptr;
    QPointer<QColorDialog> m_dialog;
};

} // namespace isocenter
