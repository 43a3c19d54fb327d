#pragma once

#include "mpr/FusedPainter.h"
#include "mpr/MprCrosshair.h"
#include "mpr/MprOverlay.h"
#include "mpr/MprPainter.h"
#include "viewport/CornerTexts.h"
#include "viewport/OverlayPainter.h"

#include <QWidget>

#include <optional>

namespace isocenter {

/// One plane of a multiplanar reconstruction. GUI thread; never waits. The picture is painted together with its own texts.
///
/// Left: on a line of the crosshair moves that plane, on a ring of it turns both planes (with Ctrl that one alone), elsewhere
/// brings the crosshair to the point. Right drag windows (with Shift what is laid over), middle drag pans, wheel scrolls,
/// Ctrl+wheel zooms at the cursor.
class MprViewport : public QWidget
{
    Q_OBJECT
public:
    /// Both must outlive this.
    MprViewport(MprScene& scene, const ViewerServices& services, MprAxis axis, QWidget* parent = nullptr);
    ~MprViewport() override;

    MprAxis axis() const { return m_axis; }
    MprGeometry geometry() const;
    /// What is painted over the picture now.
    Overlay overlay();
    QImage picture(); ///< as on the screen, without texts and lines; null while there is none
    bool isPictureComplete();
    void setActive(bool active); ///< accent border of 1 px
    QSize sizeHint() const override;

Q_SIGNALS:
    void activated();
    void doubleClicked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    MprCrosshair crosshair() const;
    const MprPainter::Picture& painted();
    const FusedPainter::Picture& fused();
    ReslicePlane plane() const;
    MprDescription describe();
    const Overlay& seriesOverlay();
    void drag(const QPointF& from, const QPointF& to, Qt::KeyboardModifiers modifiers);

    MprScene& m_scene;
    MprAxis m_axis;
    MprPainter m_painter;
    FusedPainter m_fusion;
    OverlayPainter m_overlayPainter;
    CornerTexts m_texts;
    Overlay m_series;           ///< what is said of the whole series
    ImageSeriesPtr m_described; ///< that m_series is of
    std::optional<QPointF> m_mouse;
    Qt::MouseButton m_button = Qt::NoButton;
    MprCrosshair::Hit m_grip;
    QPointF m_last;
    int m_wheel = 0; ///< eighths of a degree not yet used
    bool m_active = false;
};

} // namespace isocenter
