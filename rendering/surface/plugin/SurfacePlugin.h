#pragma once

#include "surface/SurfaceModule.h"

#include <QObject>

namespace isocenter {

class SurfacePlugin : public QObject, public SurfaceModule
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID "isocenter.SurfaceModule/1")
    Q_INTERFACES(isocenter::SurfaceModule)
public:
    Result<SurfaceMesh> extract(const SurfaceBlock& block, const Eigen::Vector3d& spacing, double kept,
                                const SculptWatch& watch) override;
};

} // namespace isocenter
