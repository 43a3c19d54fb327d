#include "surface/plugin/SurfacePlugin.h"

#include <QCoreApplication>

#include <vtkCallbackCommand.h>
#include <vtkCellArray.h>
#include <vtkCellArrayIterator.h>
#include <vtkDecimatePro.h>
#include <vtkFlyingEdges3D.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>
#include <vtkShortArray.h>

namespace isocenter {

namespace {

struct Step
{
    const SculptWatch& watch;
    double from;
    double to;
};

/// Tells the progress of a filter, and stops it.
void follow(vtkAlgorithm& filter, Step& step)
{
    vtkNew<vtkCallbackCommand> command;
    command->SetClientData(&step);
    command->SetCallback([](vtkObject* caller, unsigned long, void* data, void*) {
        auto* algorithm = static_cast<vtkAlgorithm*>(caller);
        const auto* here = static_cast<const Step*>(data);
        here->watch.tell(here->from + (here->to - here->from) * algorithm->GetProgress());
        algorithm->SetAbortExecute(here->watch.cancel.isCancelled() ? 1 : 0);
    });
    filter.AddObserver(vtkCommand::ProgressEvent, command);
}

vtkSmartPointer<vtkImageData> imageOf(const SurfaceBlock& block, const Eigen::Vector3d& spacing)
{
    vtkNew<vtkShortArray> values;
    values->SetArray(const_cast<short*>(block.voxels.data()), static_cast<vtkIdType>(block.voxels.size()), 1); // not its own
    auto image = vtkSmartPointer<vtkImageData>::New();
    image->SetDimensions(block.size.x(), block.size.y(), block.size.z());
    image->SetSpacing(spacing.x(), spacing.y(), spacing.z());
    image->SetOrigin(block.first.x() * spacing.x(), block.first.y() * spacing.y(), block.first.z() * spacing.z());
    image->GetPointData()->SetScalars(values);
    return image;
}

SurfaceMesh meshOf(vtkPolyData& data)
{
    SurfaceMesh mesh;
    const vtkIdType points = data.GetNumberOfPoints();
    mesh.points.reserve(static_cast<std::size_t>(points));
    for (vtkIdType i = 0; i < points; ++i) {
        double p[3];
        data.GetPoint(i, p);
        mesh.points.emplace_back(static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2]));
    }
    mesh.triangles.reserve(static_cast<std::size_t>(data.GetNumberOfPolys()));
    const auto cells = vtk::TakeSmartPointer(data.GetPolys()->NewIterator());
    for (cells->GoToFirstCell(); !cells->IsDoneWithTraversal(); cells->GoToNextCell()) {
        vtkIdType size = 0;
        const vtkIdType* ids = nullptr;
        cells->GetCurrentCell(size, ids);
        if (size == 3) {
            mesh.triangles.push_back(
                {static_cast<std::uint32_t>(ids[0]), static_cast<std::uint32_t>(ids[1]), static_cast<std::uint32_t>(ids[2])});
        }
    }
    return mesh;
}

} // namespace

Result<SurfaceMesh> SurfacePlugin::extract(const SurfaceBlock& block, const Eigen::Vector3d& spacing, double kept,
                                           const SculptWatch& watch)
{
    Step edges{watch, 0.2, kept < 1 ? 0.4 : 0.85};
    vtkNew<vtkFlyingEdges3D> surface;
    surface->SetInputData(imageOf(block, spacing));
    surface->SetValue(0, block.level);
    surface->ComputeNormalsOff();
    surface->ComputeGradientsOff();
    surface->ComputeScalarsOff();
    follow(*surface, edges);
    surface->Update();
    vtkSmartPointer<vtkPolyData> data = surface->GetOutput();
    if (kept < 1 && !watch.cancel.isCancelled() && data->GetNumberOfPolys() > 0) {
        Step fewer{watch, 0.4, 0.85};
        vtkNew<vtkDecimatePro> decimation;
        decimation->SetInputData(data);
        decimation->SetTargetReduction(1 - kept);
        decimation->PreserveTopologyOn(); // closed stays closed
        follow(*decimation, fewer);
        decimation->Update();
        data = decimation->GetOutput();
    }
    if (watch.cancel.isCancelled()) {
        return Error{};
    }
    if (data->GetNumberOfPolys() == 0) {
        return Error{QCoreApplication::translate("Surface", "Nothing that is shown is as bright as the surface's value."), {}};
    }
    return meshOf(*data);
}

} // namespace isocenter
