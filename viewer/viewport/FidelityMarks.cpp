#include "viewport/FidelityMarks.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Viewport)
};

QString figure(double value)
{
    return QLocale().toString(value, 'f', value < 9.95 ? 1 : 0);
}

QString pixelReason(const ViewDescription& view, const ImageAttributes& image)
{
    const double scale = view.geometry.zoom() / view.geometry.oneToOneZoom();
    if (scale >= 1 - 1e-6 || image.columns <= 0) {
        return {};
    }
    return Text::tr("reduced: 1 of %1 pixels").arg(figure(1 / (scale * scale)));
}

QString outputText(const ViewDescription& view)
{
    return view.dithered ? Text::tr("%1-bit output, dithered").arg(view.outputBits)
                         : Text::tr("%1-bit output").arg(view.outputBits);
}

/// How many stored values the steepest part of the curve puts on one grey level of the output.
QString levelReason(const ViewDescription& view, const FrameRef& ref)
{
    if (!view.window || ref.image->isColor()) {
        return {};
    }
    const double levels = std::exp2(view.outputBits);
    double values = view.window->width;
    if (ref.image->pixelData.tag != 0x7FE00010) {
        return Text::tr("%1 of floating-point values").arg(outputText(view));
    }
    if (view.subtractedIn == SubtractionSpace::Logarithms) {
        return Text::tr("%1 of differences of logarithms").arg(outputText(view));
    }
    const ModalityTransform& modality = ref.attributes().modality;
    if (!modality.table) {
        values /= std::abs(modality.slope);
    }
    values = std::min(values, std::exp2(ref.image->bitsStored + (view.subtractedIn ? 1 : 0)));
    if (!(values > levels)) {
        return {};
    }
    return Text::tr("%1: %2 stored values a grey level").arg(outputText(view), figure(values / levels));
}

} // namespace

QStringList fidelityReasons(const ViewDescription& view)
{
    QStringList reasons;
    const FrameRef* ref = view.frame();
    if (!ref || !view.hasFrame) {
        return reasons;
    }
    for (const QString& reason : {pixelReason(view, *ref->image), levelReason(view, *ref)}) {
        if (!reason.isEmpty()) {
            reasons << reason;
        }
    }
    return reasons;
}

QString lossyText(const ImageAttributes& image)
{
    const QString ratio = singleLine(image.lossy.ratio, 12);
    if (!ratio.isEmpty()) {
        return Text::tr("LOSSY %1:1").arg(ratio);
    }
    const double stored = double(image.rows) * image.columns * image.samples * image.frames * image.bitsAllocated / 8;
    if (image.pixelData.encapsulated && image.pixelData.length > 0 && stored > double(image.pixelData.length)) {
        return Text::tr("LOSSY about %1:1").arg(figure(stored / double(image.pixelData.length)));
    }
    return Text::tr("LOSSY, ratio unknown");
}

} // namespace isocenter
