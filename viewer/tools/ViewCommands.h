#pragma once

#include "tools/WindowPresets.h"

namespace isocenter {

class CommandTable;
class ImageViewport;

// The tables of commands, by group.
void addViewCommands(CommandTable& table);   ///< fit, turn, flip, invert, window
void addSliceCommands(CommandTable& table);  ///< slices, series, cine
void addLayoutCommands(CommandTable& table); ///< layouts, which viewport is active
void addSyncCommands(CommandTable& table);   ///< links and reference lines

/// A preset on a viewport. A relative one is measured from the image's default, not from what is set now.
void applyWindowPreset(ImageViewport& viewport, const WindowPreset& preset);
/// The next of the windows and tables that the file brings (tables first); around the end. Nothing if it brings fewer than two.
void nextFileWindow(ImageViewport& viewport);

} // namespace isocenter
