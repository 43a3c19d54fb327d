#include "surface/SurfaceModule.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPluginLoader>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Surface)
};

Result<SurfaceModule*> loadModule(const QStringList& folders)
{
    const QString program = QCoreApplication::applicationDirPath();
    QString detail;
    for (const QString& folder : folders + QStringList{program, program + QStringLiteral("/../lib/isocenter")}) {
        const QString file = folder + QStringLiteral("/isocenter_surface.so");
        if (!QFileInfo::exists(file)) {
            continue;
        }
        QPluginLoader loader(file);
        if (auto* module = qobject_cast<SurfaceModule*>(loader.instance())) {
            return module;
        }
        detail = loader.errorString();
    }
    return Error{Text::tr("The part of the program that makes surfaces is not installed."), detail};
}

/// From mm along the volume's axes to the patient, and the outside outside.
void place(const Volume& volume, SurfaceMesh& mesh)
{
    Eigen::Matrix3d turn;
    turn << volume.right, volume.down, volume.normal();
    for (Eigen::Vector3f& point : mesh.points) {
        point = (volume.origin + turn * point.cast<double>()).cast<float>();
    }
    if (mesh.enclosedVolume() < 0) {
        for (auto& triangle : mesh.triangles) {
            std::swap(triangle[1], triangle[2]);
        }
    }
}

} // namespace

Result<SurfaceMesh> makeSurface(const Volume& volume, const SurfaceRequest& request, const SculptWatch& watch,
                                const QStringList& pluginFolders)
{
    if (!std::isfinite(request.threshold)) {
        return Error{Text::tr("The surface needs a value."), {}};
    }
    const Result<SurfaceModule*> module = loadModule(pluginFolders);
    if (!module) {
        return module.error();
    }
    try {
        const SurfaceBlock block = SurfaceBlock::of(volume, request);
        if (block.isEmpty()) {
            return Error{Text::tr("Nothing that is shown is as bright as the surface's value."), {}};
        }
        watch.tell(0.2);
        if (watch.cancel.isCancelled()) {
            return Error{};
        }
        Result<SurfaceMesh> mesh = (*module)->extract(block, volume.spacing, std::clamp(request.kept, 0.01, 1.0), watch);
        if (mesh) {
            place(volume, *mesh);
        }
        return mesh;
    } catch (const std::bad_alloc&) {
        return Error{Text::tr("There is not enough memory for this surface."), {}};
    }
}

} // namespace isocenter
