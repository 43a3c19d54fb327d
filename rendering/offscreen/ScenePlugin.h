#pragma once

#include "scene/VolumeScene.h"

#include <QStringList>

namespace isocenter {

/// Loads the plugin isocenter_volume from the first of the folders that has it, else from beside the program or
/// ../lib/isocenter. An error with a sentence if it is not there or the machine has no OpenGL 3.2; it may be software, see
/// VolumeScene::isSoftware().
Result<std::shared_ptr<VolumeScene>> createGraphicsScene(const QStringList& folders = {});

/// Whether the machine seems to have a graphics processor. Looks at devices alone, so that nothing need be loaded to know.
bool hasGraphicsProcessor();

} // namespace isocenter
