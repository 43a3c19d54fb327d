#pragma once

#include "base/Result.h"
#include "sculpt/SculptWatch.h"
#include "surface/SurfaceMesh.h"

#include <QStringList>
#include <QtPlugin>

namespace isocenter {

/// What the plugin isocenter_surface offers: VTK's filters, loaded with the first surface.
class SurfaceModule
{
public:
    virtual ~SurfaceModule() = default;
    /// The surface of a block at its level, decimated to a share of its triangles; in voxels of the block.
    virtual Result<SurfaceMesh> extract(const SurfaceBlock& block, const Eigen::Vector3d& spacing, double kept,
                                        const SculptWatch& watch) = 0;
};

/// The closed surface of a volume. Seconds for 512 x 512 x 600: on a worker. An error with a sentence where there is nothing, or
/// the plugin (looked for as createGraphicsScene() does) is not installed; without a message when it was cancelled.
Result<SurfaceMesh> makeSurface(const Volume& volume, const SurfaceRequest& request, const SculptWatch& watch = {},
                                const QStringList& pluginFolders = {});

} // namespace isocenter

Q_DECLARE_INTERFACE(isocenter::SurfaceModule, "isocenter.SurfaceModule/1")
