#pragma once

class QMenu;

namespace isocenter {

class CommandTable;
class ImageViewport;

/// Mask subtraction: the commands of a group's active viewport.
void addSubtractionCommands(CommandTable& table);
/// The same as entries of a menu, where the active viewport shows an image in grey.
void fillSubtraction(QMenu& menu, const ImageViewport& view, const CommandTable& table);

} // namespace isocenter
