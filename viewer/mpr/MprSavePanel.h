#pragma once

#include "mpr/MprExport.h"

#include <QFrame>

class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace isocenter {

/// Asks which planes of a scene are to be saved as a series, says what will come of it, and hands it to the saver. Lies over
/// the foot of its parent, follows the scene while it is open. GUI thread; never waits.
class MprSavePanel : public QFrame
{
    Q_OBJECT
public:
    /// Both must outlive this. Hidden at first.
    MprSavePanel(MprScene& scene, DerivedSaver& saver, QWidget* parent);

    void open(MprAxis axis);    ///< with what is offered for this plane
    void setAxis(MprAxis axis); ///< another plane is active; does nothing while closed
    MprExportChoice choice() const;

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QDoubleSpinBox* addLength(const QString& name, double least, double most);
    void build();
    void offer();
    void follow();
    void place();
    void save();
    void finish();

    MprScene& m_scene;
    DerivedSaver& m_saver;
    MprAxis m_axis = MprAxis::Axial;
    QString m_offeredName;
    QLabel* m_title = nullptr;
    QRadioButton* m_one = nullptr;
    QRadioButton* m_stack = nullptr;
    QDoubleSpinBox* m_from = nullptr;
    QDoubleSpinBox* m_to = nullptr;
    QDoubleSpinBox* m_step = nullptr;
    QDoubleSpinBox* m_pixel = nullptr;
    QLineEdit* m_name = nullptr;
    QLabel* m_outcome = nullptr;
    QPushButton* m_save = nullptr;
};

} // namespace isocenter
