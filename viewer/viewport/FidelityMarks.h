#pragma once

#include "viewport/Overlay.h"

#include <QStringList>

namespace isocenter {

/// In figures, why what a viewport shows is less than the stored pixels; one translated phrase a reason, empty when it is not:
/// fewer pixels than stored (zoom below 1:1), more stored values in the window than the output has grey levels.
/// Compression losses, loading and incomplete series have marks of their own. Pure.
QStringList fidelityReasons(const ViewDescription& view);

/// "LOSSY 12.5:1"; where the file does not say how much, the ratio of its pixel data as "LOSSY about 11:1".
QString lossyText(const ImageAttributes& image);

} // namespace isocenter
