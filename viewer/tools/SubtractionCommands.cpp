#include "tools/SubtractionCommands.h"

#include "tools/CommandTable.h"
#include "viewport/ImageViewport.h"

#include <QMenu>

#include <cmath>

namespace isocenter {

namespace {

constexpr double kStep = 0.5; ///< pixels
constexpr double kFineStep = 0.1;

/// Along the axis of the image that is nearest to a direction on the screen, whatever way the image is turned.
void shift(ImageViewport& view, const QPointF& direction, double step)
{
    const QTransform map = view.widgetToImage();
    const QPointF along = map.map(direction) - map.map(QPointF());
    MaskShift shift = view.maskShift();
    const auto add = [step](double& value, double sign) { value = std::round((value + (sign < 0 ? -step : step)) * 100) / 100; };
    if (std::abs(along.x()) > std::abs(along.y())) {
        add(shift.column, along.x());
    } else {
        add(shift.row, along.y());
    }
    view.setMaskShift(shift);
}

void addShifts(CommandTable& table)
{
    const auto both = [&](const CommandText& text, const CommandText& fine, const QPointF& direction) {
        table.addForView(text, CommandGroup::Slices, [direction](ImageViewport& view) { shift(view, direction, kStep); });
        table.addForView(fine, CommandGroup::Slices, [direction](ImageViewport& view) { shift(view, direction, kFineStep); });
    };
    both({"mask.left", QT_TRANSLATE_NOOP("ViewportActions", "Mask half a pixel to the left"), "", {"Alt+Left"}},
         {"mask.leftFine", QT_TRANSLATE_NOOP("ViewportActions", "Mask a tenth of a pixel to the left"), "", {"Alt+Shift+Left"}},
         {-1, 0});
    both(
        {"mask.right", QT_TRANSLATE_NOOP("ViewportActions", "Mask half a pixel to the right"), "", {"Alt+Right"}},
        {"mask.rightFine", QT_TRANSLATE_NOOP("ViewportActions", "Mask a tenth of a pixel to the right"), "", {"Alt+Shift+Right"}},
        {1, 0});
    both({"mask.up", QT_TRANSLATE_NOOP("ViewportActions", "Mask half a pixel up"), "", {"Alt+Up"}},
         {"mask.upFine", QT_TRANSLATE_NOOP("ViewportActions", "Mask a tenth of a pixel up"), "", {"Alt+Shift+Up"}}, {0, -1});
    both({"mask.down", QT_TRANSLATE_NOOP("ViewportActions", "Mask half a pixel down"), "", {"Alt+Down"}},
         {"mask.downFine", QT_TRANSLATE_NOOP("ViewportActions", "Mask a tenth of a pixel down"), "", {"Alt+Shift+Down"}}, {0, 1});
}

} // namespace

void addSubtractionCommands(CommandTable& table)
{
    table.addToggleForView(
        {"mask.subtract", QT_TRANSLATE_NOOP("ViewportActions", "Subtract the mask"), "subtract", {"Alt+S"}}, CommandGroup::Slices,
        [](ImageViewport& view) { view.setSubtracted(!view.isSubtracted()); },
        [](const ImageViewport& view) { return view.isSubtracted(); });
    table.addForView({"mask.use", QT_TRANSLATE_NOOP("ViewportActions", "Use this frame as the mask"), "", {"Ctrl+M"}},
                     CommandGroup::Slices, [](ImageViewport& view) { view.useAsMask(); });
    table.addForView(
        {"mask.reset", QT_TRANSLATE_NOOP("ViewportActions", "Mask and shift as the file says"), "", {"Ctrl+Shift+M"}},
        CommandGroup::Slices, [](ImageViewport& view) { view.resetMask(); });
    addShifts(table);
}

void fillSubtraction(QMenu& menu, const ImageViewport& view, const CommandTable& table)
{
    const FrameRef* ref = view.frameRef();
    if (!ref || ref->image->isColor() || (!view.hasMask() && view.count() < 2)) {
        return;
    }
    menu.addSeparator();
    for (const char* id : {"mask.subtract", "mask.use", "mask.reset", "tool.mask"}) {
        menu.addAction(table.action(id));
    }
}

} // namespace isocenter
