#pragma once

#include "mpr/FusionOverlay.h"
#include "mpr/MprScene.h"
#include "viewport/Overlay.h"

namespace isocenter {

/// What one view of a multiplanar reconstruction shows at one moment, as facts. State and `missing` are those of the picture on
/// the screen.
struct MprDescription
{
    ImageSeriesPtr series;
    const VolumeLayout* layout = nullptr; ///< null: none yet, or `reason`
    QString reason;
    MprAxis axis = MprAxis::Axial;
    MprState state;
    std::optional<Window> window;
    QString unit;
    QSizeF widget;
    double ratio = 1; ///< device pixels a device-independent one
    int loaded = 0;
    int total = 0;
    int failed = 0;
    int phase = 0;
    int reduction = 1;
    bool missing = false; ///< some pixels have no data because a slice is missing
    bool overGap = false; ///< some pixels lie between slices that are too far apart
    bool draft = false;   ///< fewer pixels while it moves
    QStringList cautions;
    std::optional<Eigen::Vector3d> pointed; ///< under the mouse, LPS mm
    std::optional<double> value;            ///< there
    FusionDescription fusion;               ///< what is laid over it
};

/// "Axial", "Coronal", "Sagittal", or "Oblique" where a plane is turned by more than a degree.
QString planeName(const MprState& state, MprAxis axis);
/// "MAX 20 mm"; empty without a slab.
QString slabText(const MprState& state);
/// Pure: the same description gives the same overlay. `series`: describeSeries() of the description's; patient, study and series
/// stand where a 2D viewport has them.
Overlay describeMpr(const MprDescription& view, const Overlay& series);

} // namespace isocenter
