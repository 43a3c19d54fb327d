#pragma once

#include "volume/VolumeViewport.h"

#include <QWidget>

#include <array>

class QCheckBox;
class QLabel;
class QPushButton;
class QSlider;

namespace isocenter {

/// Clip box and clip plane by sliders. GUI thread.
class ClipSection : public QWidget
{
    Q_OBJECT
public:
    /// `view` outlives this.
    explicit ClipSection(VolumeViewport& view, QWidget* parent = nullptr);

private:
    QWidget* buildBox();
    QWidget* buildPlane();
    void follow();

    VolumeViewport& m_view;
    QCheckBox* m_box;
    std::array<QLabel*, kClipFaces> m_names{};
    std::array<QSlider*, kClipFaces> m_cuts{};
    QCheckBox* m_plane;
    QSlider* m_depth = nullptr;
    QLabel* m_depthText = nullptr;
    QPushButton* m_face = nullptr;
    QPushButton* m_reset;
};

} // namespace isocenter
