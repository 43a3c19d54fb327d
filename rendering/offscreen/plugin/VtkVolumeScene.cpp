#include "offscreen/plugin/VtkVolumeScene.h"

#include <QCoreApplication>

#include <vtkCamera.h>
#include <vtkCommand.h>
#include <vtkMatrix4x4.h>
#include <vtkPlane.h>
#include <vtkPointData.h>
#include <vtkShortArray.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace isocenter {

namespace {

/// Stops a render that nobody waits for any more.
class AbortCheck : public vtkCommand
{
public:
    static AbortCheck* New() { return new AbortCheck; }
    const std::atomic<bool>* const* stop = nullptr;
    void Execute(vtkObject* caller, unsigned long, void*) override
    {
        if (*stop && **stop) {
            vtkRenderWindow::SafeDownCast(caller)->SetAbortRender(1);
        }
    }
};

/// Grid -> LPS mm without the spacing, which the image data have.
vtkNew<vtkMatrix4x4> placement(const Volume& volume)
{
    vtkNew<vtkMatrix4x4> matrix;
    const Eigen::Vector3d columns[] = {volume.right, volume.down, volume.normal(), volume.origin};
    for (int c = 0; c < 4; ++c) {
        for (int r = 0; r < 3; ++r) {
            matrix->SetElement(r, c, columns[c][r]);
        }
    }
    return matrix;
}

/// 255 where a voxel is shown.
vtkSmartPointer<vtkImageData> maskOf(const Volume& volume, const HiddenVoxels& hidden)
{
    vtkNew<vtkUnsignedCharArray> shown;
    const vtkIdType count = static_cast<vtkIdType>(volume.columns) * volume.rows * volume.slices;
    shown->SetNumberOfValues(count);
    for (vtkIdType i = 0; i < count; ++i) {
        shown->SetValue(i, hidden.at(static_cast<std::size_t>(i)) ? 0 : 255);
    }
    auto mask = vtkSmartPointer<vtkImageData>::New();
    mask->SetDimensions(volume.columns, volume.rows, volume.slices);
    mask->SetSpacing(volume.spacing.x(), volume.spacing.y(), volume.spacing.z());
    mask->GetPointData()->SetScalars(shown);
    return mask;
}

} // namespace

VtkVolumeScene::VtkVolumeScene(const std::shared_ptr<EglContext>& context) : m_context(context)
{
    m_mapper->AutoAdjustSampleDistancesOff();
    m_mapper->SetMaskTypeToBinary();
    m_prop->SetMapper(m_mapper);
    m_prop->GetProperty()->SetColor(m_colors);
    m_prop->GetProperty()->SetScalarOpacity(m_opacity);
    m_prop->GetProperty()->SetInterpolationTypeToLinear();
    m_renderer->SetBackground(0, 0, 0);
    m_renderer->SetBackgroundAlpha(1);
    m_window->setContext(context);
    m_window->AddRenderer(m_renderer);
    vtkNew<AbortCheck> check;
    check->stop = &m_stop;
    m_window->AddObserver(vtkCommand::AbortCheckEvent, check);
}

VtkVolumeScene::~VtkVolumeScene()
{
    m_context->makeCurrent();
    m_window->Finalize();
}

void VtkVolumeScene::setVolume(const VolumePtr& volume)
{
    m_renderer->RemoveAllViewProps();
    m_image->Initialize(); // it points into the voxels that go
    m_mapper->SetMaskInput(nullptr);
    m_hidden.reset();
    m_data = volume;
    if (!volume) {
        return;
    }
    const vtkIdType count = static_cast<vtkIdType>(volume->columns) * volume->rows * volume->slices;
    vtkNew<vtkShortArray> voxels;
    voxels->SetArray(const_cast<short*>(volume->voxels.get()), count, 1); // read only; m_data keeps them
    m_image->SetDimensions(volume->columns, volume->rows, volume->slices);
    m_image->SetSpacing(volume->spacing.x(), volume->spacing.y(), volume->spacing.z());
    m_image->SetOrigin(0, 0, 0);
    m_image->GetPointData()->SetScalars(voxels);
    m_mapper->SetInputData(m_image);
    m_prop->SetUserMatrix(placement(*volume));
    m_renderer->AddVolume(m_prop);
}

void VtkVolumeScene::setQuality(const VolumeView& view)
{
    const bool isMip = view.mode == VolumeView::Mode::MaximumIntensity;
    m_mapper->SetBlendMode(isMip ? vtkVolumeMapper::MAXIMUM_INTENSITY_BLEND : vtkVolumeMapper::COMPOSITE_BLEND);
    m_mapper->SetSampleDistance(static_cast<float>(m_data->spacing.minCoeff() * (view.draft ? 1.0 : 0.5)));
    m_mapper->SetImageSampleDistance(view.draft ? 2.0F : 1.0F);
    vtkVolumeProperty* property = m_prop->GetProperty();
    property->SetScalarOpacityUnitDistance(1.0); // opacities are those of a millimetre
    property->SetAmbient(0.22);
    property->SetDiffuse(0.78);
    property->SetSpecular(0.16);
    property->SetSpecularPower(10);
    property->SetShade(!isMip && (!view.transfer || view.transfer->shaded));
}

void VtkVolumeScene::setParts(const VolumeView& view)
{
    m_mapper->RemoveAllClippingPlanes();
    for (const ClipPlane& clip : view.clips) {
        vtkNew<vtkPlane> plane;
        const Eigen::Vector3d point = clip.normal * clip.offset;
        plane->SetNormal(clip.normal.x(), clip.normal.y(), clip.normal.z());
        plane->SetOrigin(point.x(), point.y(), point.z());
        m_mapper->AddClippingPlane(plane);
    }
    if (view.hidden != m_hidden) {
        m_hidden = view.hidden;
        m_mapper->SetMaskInput(m_hidden ? maskOf(*m_data, *m_hidden).Get() : nullptr);
    }
}

void VtkVolumeScene::setColors(const VolumeView& view)
{
    const auto toVoxel = [&](double value) { return (value - m_data->offset) / m_data->scale; };
    m_colors->RemoveAllPoints();
    m_opacity->RemoveAllPoints();
    if (view.mode == VolumeView::Mode::MaximumIntensity) {
        const double low = toVoxel(view.window.center - view.window.width / 2);
        const double high = std::max(toVoxel(view.window.center + view.window.width / 2), low + 1e-3);
        m_colors->AddRGBPoint(low, 0, 0, 0);
        m_colors->AddRGBPoint(high, 1, 1, 1);
        m_opacity->AddPoint(low, 1);
        return;
    }
    const TransferFunction function = view.transfer ? *view.transfer : TransferFunction::ofWindow(view.window);
    m_opacity->AddPoint(-32768, 0); // background
    m_opacity->AddPoint(-32767, function.at(-32767 * m_data->scale + m_data->offset).opacity);
    for (const TransferPoint& point : function.points) {
        const double voxel = std::max(toVoxel(point.value), -32766.0);
        m_colors->AddRGBPoint(voxel, point.color[0], point.color[1], point.color[2]);
        m_opacity->AddPoint(voxel, point.opacity);
    }
}

void VtkVolumeScene::setCamera(const VolumeView& view, const QSize& size)
{
    const Eigen::Vector3d extent = m_data->extent();
    const double diagonal = extent.norm();
    const Eigen::Vector3d direction = view.direction.normalized();
    const Eigen::Vector3d centre = view.centre.value_or(m_data->centre());
    const Eigen::Vector3d eye = centre - direction * (2 * diagonal);
    const double aspect = static_cast<double>(size.width()) / size.height();
    const double height = view.height > 0 ? view.height : diagonal / std::min(1.0, aspect);
    vtkCamera* camera = m_renderer->GetActiveCamera();
    camera->ParallelProjectionOn();
    camera->SetFocalPoint(centre.x(), centre.y(), centre.z());
    camera->SetPosition(eye.x(), eye.y(), eye.z());
    camera->SetViewUp(view.up.x(), view.up.y(), view.up.z());
    camera->OrthogonalizeViewUp();
    camera->SetParallelScale(height / 2);
    m_renderer->ResetCameraClippingRange();
}

QImage VtkVolumeScene::readBack(const QSize& size)
{
    vtkNew<vtkUnsignedCharArray> bytes;
    m_window->GetRGBACharPixelData(0, 0, size.width() - 1, size.height() - 1, 0, bytes);
    QImage picture(size, QImage::Format_RGB32);
    if (picture.isNull() || bytes->GetNumberOfValues() < 4 * static_cast<vtkIdType>(size.width()) * size.height()) {
        return {};
    }
    const unsigned char* in = bytes->GetPointer(0);
    for (int row = size.height() - 1; row >= 0; --row) { // OpenGL counts from below
        auto* out = reinterpret_cast<QRgb*>(picture.scanLine(row));
        for (int column = 0; column < size.width(); ++column, in += 4) {
            out[column] = qRgb(in[0], in[1], in[2]);
        }
    }
    return picture;
}

Result<QImage> VtkVolumeScene::render(const VolumeView& view, const QSize& size, const std::atomic<bool>& stop)
{
    const bool sane = view.direction.norm() > 1e-6 && view.direction.cross(view.up).norm() > 1e-6;
    if (!m_data || size.isEmpty() || size.width() > 8192 || size.height() > 8192 || !sane) {
        return Error{QCoreApplication::translate("VtkVolumeScene", "The 3D picture cannot be made."),
                     QStringLiteral("no volume, or view or size out of range")};
    }
    m_window->SetSize(size.width(), size.height());
    setQuality(view);
    setParts(view);
    setColors(view);
    setCamera(view, size);
    m_stop = &stop;
    m_window->SetAbortRender(0);
    m_window->Render();
    m_stop = nullptr;
    if (stop) {
        return Error{};
    }
    const QImage picture = readBack(size);
    if (picture.isNull()) {
        return Error{QCoreApplication::translate("VtkVolumeScene", "The 3D picture cannot be made."),
                     QStringLiteral("read back failed")};
    }
    return picture;
}

} // namespace isocenter
