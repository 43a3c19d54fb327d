#pragma once

// Private to viewer/volume: what VolumeViewport and its input share.

#include "offscreen/VolumeRenderer.h"
#include "viewport/OverlayPainter.h"
#include "volume/VolumeGathering.h"
#include "volume/VolumeOverlay.h"
#include "volume/VolumeProjection.h"
#include "volume/VolumeViewport.h"

#include <QPolygonF>
#include <QTimer>

#include <map>

namespace isocenter {

struct VolumeViewport::State
{
    /// What a picture was asked for with.
    struct Request
    {
        VolumeView view;
        VolumeCamera camera;
        QString look;
        QSize size; ///< device pixels
    };

    State(VolumeViewport& owner, const ViewerServices& services, const QStringList& folders);

    void clear();
    void gather(); ///< the choice
    void take(const GatheredVolume& gathered);
    void take(const QImage& image, quint64 generation);
    void fail(const QString& reason);
    QSize deviceSize() const;
    void resetView();
    void fit();
    /// A draft now, the full picture when it has been quiet for a moment.
    void changed();
    void request(bool draft);
    QString lookText() const;
    VolumeDescription describe() const;
    /// Of the picture on the screen; there is a volume.
    VolumeProjection projection() const;
    void paintMarkers(QPainter& painter) const;
    void paint(QPainter& painter);

    VolumeViewport& q;
    VolumeGathering gathering;
    VolumeRenderer renderer;
    VolumeLook look;
    VolumeClips clips;
    VolumeCuts cuts;
    VolumeSpin spin;
    SurfaceExport surfaces;
    OverlayPainter overlayPainter;
    CornerTexts texts;
    QTimer quiet;
    QPointer<QAction> leave;

    ImageSeriesPtr series;
    VolumeChoices choices;
    int choice = 0;
    std::shared_ptr<const VolumeLayout> shownLayout; ///< of `volume`
    GatheredVolume volume;
    Window first; ///< the window as it came
    QString reason;
    VolumeCamera camera;
    Mode mode = Mode::MaximumIntensity;
    quint64 generation = 0;
    std::map<quint64, Request> asked; ///< of this series, not yet answered
    QImage picture;
    Request shown; ///< of `picture`

    Tool tool = Tool::Turn;
    QPolygonF outline; ///< that is being drawn, widget coordinates
    BoneRequest bone;
    std::optional<Eigen::Vector3d> crosshair;
    int clipFace = -1; ///< that is dragged

    Qt::MouseButton button = Qt::NoButton;
    QPointF last;
    QPointF pressed;
};

} // namespace isocenter
