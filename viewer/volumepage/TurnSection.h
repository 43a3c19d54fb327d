#pragma once

#include "volume/VolumeViewport.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QSlider;

namespace isocenter {

/// The turntable: on and off, speed. GUI thread.
class TurnSection : public QWidget
{
    Q_OBJECT
public:
    /// `view` outlives this.
    explicit TurnSection(VolumeViewport& view, QWidget* parent = nullptr);

private:
    void follow();

    VolumeViewport& m_view;
    QPushButton* m_play;
    QSlider* m_speed;
    QLabel* m_text;
};

} // namespace isocenter
