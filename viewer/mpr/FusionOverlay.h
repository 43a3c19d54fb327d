#pragma once

#include "mpr/FusedPainter.h"
#include "mpr/FusedVolume.h"
#include "viewport/Overlay.h"

#include <QPainter>

#include <optional>

namespace isocenter {

/// What is laid over a view at one moment, as facts.
struct FusionDescription
{
    QString name;         ///< fusionName(); empty: nothing is laid over
    QString modality;     ///< "PT"
    QString registration; ///< by which it is placed; empty: by none
    bool on = true;
    double opacity = 0.5;
    const FusionColors* colors = nullptr;
    QString unit;
    std::optional<FusedVolume::Range> window;
    std::optional<double> value; ///< under the mouse
    QString reason;              ///< why there is no volume, or none can be painted
    int loaded = 0;
    int total = 0;
    int failed = 0;
    int phases = 1;
    int reduction = 1;
    bool missing = false;
    bool overGap = false;
    bool draft = false;
    bool lossy = false;
    bool meanOfSum = false; ///< the first is a sum along the slab, this its mean
    QStringList cautions;
};

FusionDescription describeFusion(const FusedVolume& layer, const FusedPainter::Picture& picture);
/// An end of a window, short.
QString fusionEndText(double value);
/// "3.21 SUVbw"; figures as they make sense for the size of the value.
QString fusionValueText(double value, const QString& unit);
/// Fidelity marks of the second, each with its name; "Fused: ..." first.
std::vector<OverlayMark> fusionMarks(const FusionDescription& fusion);
/// "PT 0 to 7 SUVbw · Hot iron"; empty without.
QString fusionWindowText(const FusionDescription& fusion);
/// The bar of the colours with the ends of the window, at the right edge of a view.
void paintFusionBar(QPainter& painter, const QSizeF& widget, const FusionDescription& fusion);

} // namespace isocenter
