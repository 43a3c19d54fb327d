#pragma once

#include "mpr/FusedVolume.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QMenu;
class QSlider;
class QToolButton;

namespace isocenter {

/// What is laid over, how it is told and how it is mixed: one row. GUI thread.
class FusionBar : public QWidget
{
    Q_OBJECT
public:
    /// `layer` must outlive this.
    explicit FusionBar(FusedVolume& layer, QWidget* parent = nullptr);

    /// Lays the first that can be over, if there is none yet; else shows or hides it.
    void toggle();
    void stepOpacity(int percent);
    void nextColors();
    /// The menu as it is now: series, what their values are told in, none.
    QMenu* menu();

private:
    void fillMenu();
    void addSeries(const FusedVolume::Candidate& candidate);
    void addScales();
    void follow();

    FusedVolume& m_layer;
    QMenu* m_menu;
    QToolButton* m_choice;
    QToolButton* m_on;
    QComboBox* m_colors;
    QSlider* m_opacity;
    QLabel* m_percent;
};

} // namespace isocenter
