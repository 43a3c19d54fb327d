#include "viewport/ScaleBar.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

QString lengthText(double millimetres)
{
    if (millimetres >= 10) {
        return QStringLiteral("%1 cm").arg(millimetres / 10);
    }
    if (millimetres >= 1) {
        return QStringLiteral("%1 mm").arg(millimetres);
    }
    return QStringLiteral("%1 µm").arg(std::round(millimetres * 1000));
}

} // namespace

std::optional<ScaleBar> scaleBar(double millimetresPerPixel, double longest)
{
    if (!std::isfinite(millimetresPerPixel) || millimetresPerPixel <= 0 || longest < 16) {
        return std::nullopt;
    }
    const double most = millimetresPerPixel * longest;
    const double power = std::pow(10.0, std::floor(std::log10(most)));
    const double lead = most / power;
    const int digit = lead >= 5 ? 5 : lead >= 2 ? 2 : 1;
    ScaleBar bar;
    bar.millimetres = digit * power;
    if (bar.millimetres < 0.001 || bar.millimetres > 10000) {
        return std::nullopt;
    }
    bar.length = bar.millimetres / millimetresPerPixel;
    bar.divisions = digit == 5 ? 5 : digit == 2 ? 2 : 10;
    if (digit == 2 && bar.length / 20 >= 5) {
        bar.divisions = 20;
    } else if (bar.length / bar.divisions < 5) {
        bar.divisions = digit == 2 ? 2 : 5;
    }
    bar.label = lengthText(bar.millimetres);
    return bar;
}

std::optional<ScaleBar> scaleBar(const FrameRef& ref, const ViewGeometry& geometry)
{
    const FrameAttributes& attributes = ref.attributes();
    double spacing = 0;
    if (attributes.spacing) {
        spacing = attributes.spacing->column;
    } else if (attributes.plane && attributes.plane->spacingKnown) {
        spacing = attributes.plane->columnSpacing;
    }
    // The length of a pixel's side is the same along both, the picture is drawn with its pixel aspect.
    auto bar = scaleBar(spacing / geometry.zoom(), std::min(0.36 * geometry.viewport().height(), 320.0));
    if (bar && ref.image->spacingSource == QLatin1String("ImagerPixelSpacing")) {
        bar->label += QLatin1Char(' ') + QCoreApplication::translate("Viewport", "at detector");
    }
    return bar;
}

} // namespace isocenter
