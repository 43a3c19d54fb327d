#include "trace/PaperScale.h"

#include <QCoreApplication>
#include <QLocale>
#include <QScreen>

#include <cmath>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Traces)
};

bool isInvented(const QSizeF& mm)
{
    for (const QSizeF& known : {QSizeF(160, 90), QSizeF(160, 100), QSizeF(16, 9), QSizeF(16, 10), QSizeF(1600, 900)}) {
        if (mm == known) {
            return true;
        }
    }
    return false;
}

} // namespace

QString PaperScale::text() const
{
    const QString percent = QLocale().toString(std::round(100 * zoom), 'f', 0);
    if (!trueSize) {
        return std::abs(zoom - 1) < 0.005 ? Text::tr("size of the screen not known")
                                          : Text::tr("%1 %, size of the screen not known").arg(percent);
    }
    return std::abs(zoom - 1) < 0.005 ? Text::tr("true to size") : Text::tr("%1 % of true size").arg(percent);
}

PaperScale paperScale(const QSizeF& size, const QSizeF& millimetres, double zoom)
{
    PaperScale scale;
    scale.zoom = zoom;
    if (size.width() > 0 && size.height() > 0 && millimetres.width() > 0 && millimetres.height() > 0 &&
        !isInvented(millimetres)) {
        const double across = size.width() / millimetres.width();
        const double down = size.height() / millimetres.height();
        // 40 to 400 dots an inch, pixels square within the rounding of a size in whole centimetres.
        const double dots = 25.4 * (across + down) / 2;
        if (dots >= 40 && dots <= 400 && std::abs(across - down) <= 0.08 * across) {
            scale.pixelsPerMm = dots / 25.4;
            scale.trueSize = true;
        }
    }
    scale.pixelsPerMm *= zoom;
    return scale;
}

PaperScale paperScale(const QScreen* screen, double zoom)
{
    return screen ? paperScale(QSizeF(screen->size()), screen->physicalSize(), zoom) : paperScale(QSizeF(), QSizeF(), zoom);
}

} // namespace isocenter
