#include "offscreen/plugin/VolumePlugin.h"

#include "offscreen/plugin/VtkVolumeScene.h"

namespace isocenter {

Result<std::shared_ptr<VolumeScene>> VolumePlugin::create()
{
    const auto context = EglContext::create();
    if (!context) {
        return context.error();
    }
    return std::shared_ptr<VolumeScene>(std::make_shared<VtkVolumeScene>(context.value()));
}

} // namespace isocenter
