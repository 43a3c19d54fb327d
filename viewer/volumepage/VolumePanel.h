#pragma once

#include <QWidget>

namespace isocenter {

class VolumeViewport;

/// The dock at the right of the 3D view: all that changes what is seen of the volume, section by section. GUI thread.
class VolumePanel : public QWidget
{
    Q_OBJECT
public:
    /// `view` outlives this.
    explicit VolumePanel(VolumeViewport& view, QWidget* parent = nullptr);
    QSize sizeHint() const override;
};

} // namespace isocenter
