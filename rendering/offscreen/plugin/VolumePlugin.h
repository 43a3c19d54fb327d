#pragma once

#include "scene/VolumeScene.h"

#include <QObject>

namespace isocenter {

class VolumePlugin : public QObject, public VolumeSceneFactory
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID "isocenter.VolumeSceneFactory/1")
    Q_INTERFACES(isocenter::VolumeSceneFactory)

public:
    Result<std::shared_ptr<VolumeScene>> create() override;
};

} // namespace isocenter
