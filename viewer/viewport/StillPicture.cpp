#include "viewport/StillPicture.h"

#include "viewport/OverlayPainter.h"
#include "viewport/SliceSlider.h"

#include <QPainter>

namespace isocenter {

namespace {

ViewDescription describe(const StillRequest& request, const FrameRef& ref)
{
    ViewDescription view;
    view.series = request.series;
    view.index = request.index;
    view.hasFrame = request.frame != nullptr;
    view.failure = request.failure;
    view.loaded = request.series->count(); // a still waits for nothing
    view.geometry = {QSizeF(request.size) / request.ratio, QSize(ref.image->columns, ref.image->rows),
                     ViewGeometry::pixelAspect(*ref.image, ref.frame), request.ratio, request.view.pose};
    view.display = request.view.display;
    view.nearest = request.view.interpolation == Interpolation::Nearest;
    view.inverted = request.view.display.invert;
    view.window = request.view.display.window;
    view.texts = request.texts;
    if (request.frame && !ref.image->isColor() && request.frame->samples() == 1) {
        const GrayTransform gray(*ref.image, ref.frame, *request.frame, request.view.display);
        view.window = gray.window();
        view.automaticWindow = gray.automatic();
        view.voiTable = gray.usesTable();
    }
    return view;
}

} // namespace

QImage paintStill(const StillRequest& request)
{
    QImage picture(request.size, QImage::Format_RGB32);
    picture.fill(Qt::black);
    if (!request.series || request.index < 0 || request.index >= request.series->count()) {
        return picture;
    }
    const FrameRef& ref = request.series->frames[static_cast<std::size_t>(request.index)];
    const ViewDescription view = describe(request, ref);
    if (request.frame) {
        SlicePainter slices;
        slices.setFrame(request.frame, ref.image, ref.frame);
        picture =
            slices.paint({request.size, view.geometry.imageToDevice(), request.view.interpolation}, request.view.display).copy();
    }
    picture.setDevicePixelRatio(request.ratio);
    QPainter painter(&picture);
    OverlayPainter(SliceSlider::kWidth).paint(painter, view.geometry.viewport(), describeOverlay(view, CornerTexts::shipped()));
    return picture;
}

} // namespace isocenter
