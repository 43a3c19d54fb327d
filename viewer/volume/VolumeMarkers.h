#pragma once

#include "volume/VolumeClips.h"
#include "volume/VolumeProjection.h"

#include <QPainter>
#include <QPolygonF>

#include <optional>
#include <utility>
#include <vector>

namespace isocenter {

/// The clip box with a handle on each face.
void paintClipBox(QPainter& painter, const VolumeProjection& projection, const VolumeClips& clips, int currentFace);
/// The face whose handle lies at a place of the widget; -1: none. Of several the nearest to the viewer.
int clipFaceAt(const VolumeProjection& projection, const VolumeClips& clips, const QPointF& at);
/// How far a drag on the screen moves a face outward, mm; 0 for faces that are seen from straight above.
double alongFace(const VolumeProjection& projection, const VolumeClips& clips, int face, const QPointF& drag);

/// Three lines through a point of the patient along the patient's axes, as far as the volume reaches, and a small cross on it.
void paintCrosshair(QPainter& painter, const VolumeProjection& projection, const Volume& volume, const Eigen::Vector3d& point);
/// Frames around the places where slices are missing (mm along the normal from the first slice).
void paintGaps(QPainter& painter, const VolumeProjection& projection, const Volume& volume,
               const std::vector<std::pair<double, double>>& gaps);

/// An outline that is being drawn, widget coordinates.
void paintOutline(QPainter& painter, const QPolygonF& outline);

} // namespace isocenter
