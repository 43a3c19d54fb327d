#pragma once

#include "image/OverlayPlane.h"

class QMenu;
class QWidget;

namespace isocenter {

class CommandTable;
class ImageViewport;

/// Presentation states, overlays and shutters: the commands of a group's active viewport.
void addStateCommands(CommandTable& table);
/// What can be applied to the frame in view, with creator and date, and the toggles; filled each time it opens. Owned by
/// `parent`. The table must outlive it.
QMenu* makeStateMenu(const CommandTable& table, QWidget* parent);
/// "LESION · region of 300 pixels, mean 40.5, SD 2.3": what the file says of an overlay; one line.
QString overlayText(const OverlayPlane& plane);
/// The next of the states for the frame in view; after the last none.
void nextPresentation(ImageViewport& view);

} // namespace isocenter
