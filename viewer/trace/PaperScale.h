#pragma once

#include <QSizeF>
#include <QString>

class QScreen;

namespace isocenter {

/// How large a millimetre of paper is on a screen.
struct PaperScale
{
    double pixelsPerMm = 96 / 25.4; ///< device-independent pixels, the same along both axes
    bool trueSize = false;          ///< the screen's own size is known; else pixelsPerMm is that of 96 dots an inch
    double zoom = 1;                ///< by the reader; contained in pixelsPerMm

    /// "true to size", "150 % of true size", or that the size of the screen is not known.
    QString text() const;
};

/// `size` of the screen in device-independent pixels, `millimetres` as it reports itself. Sizes that no screen has, and those
/// that are known to be invented (160 x 90 and the like, the aspect ratio in place of a size), count as unknown.
PaperScale paperScale(const QSizeF& size, const QSizeF& millimetres, double zoom = 1);
PaperScale paperScale(const QScreen* screen, double zoom = 1); ///< null: unknown

} // namespace isocenter
