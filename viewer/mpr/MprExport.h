#pragma once

#include "derived/DerivedSeries.h"
#include "mpr/MprScene.h"

namespace isocenter {

/// Which planes of a scene are to be saved, with its slab, interpolation and window.
struct MprExportChoice
{
    MprAxis axis = MprAxis::Axial;
    bool stack = false; ///< false: the plane in view alone
    double from = 0;    ///< of a stack: mm along the plane's normal from the common point
    double to = 0;
    double step = 1;
    double pixel = 1; ///< mm
    QString name;     ///< of the series; empty: exportName()
};

/// A series to be saved and what makes its planes; holds the volume, needs the scene no more.
struct MprExportPlan
{
    DerivedSeries series;
    DerivedSaver::MakePlane planes;
};

/// What is offered at first: the whole volume along the normal, by voxels.
MprExportChoice exportDefaults(const MprScene& scene, MprAxis axis);
/// "MPR coronal MIP 10.0 mm".
QString exportName(const MprScene& scene, MprAxis axis);
/// Each picture shows the whole volume. An Error, for the person, while the volume is not whole: not read to its end, or with
/// images that cannot be read (hazard: a part shown as the whole), and where sizes are out of bounds.
Result<MprExportPlan> planExport(const MprScene& scene, const MprExportChoice& choice);

} // namespace isocenter
