#pragma once

#include <QRgb>
#include <QString>

#include <vector>

namespace isocenter {

/// Colours for the values of a window, from its lower to its upper end. Immutable.
struct FusionColors
{
    QString name;             ///< translated
    std::vector<QRgb> colors; ///< opaque, at least two
    bool steps = false;       ///< each colour stands for an equal part of the window; else they are points of an even ramp

    /// `fraction`: 0 to 1.
    QRgb at(float fraction) const
    {
        const auto count = static_cast<float>(colors.size());
        const auto index = static_cast<std::size_t>(steps ? fraction * count : fraction * (count - 1) + 0.5F);
        return colors[index < colors.size() ? index : colors.size() - 1];
    }
    /// Those of resources/colour-tables, in their order; never empty.
    static const std::vector<FusionColors>& shipped();
};

} // namespace isocenter
