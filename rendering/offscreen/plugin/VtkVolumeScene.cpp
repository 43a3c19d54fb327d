#include "offscreen/plugin/VtkVolumeScene.h"

#include <QCoreApplication>

#include <vtkCamera.h>
#include <vtkCommand.h>
#include <vtkFixedPointVolumeRayCastMapper.h>
#include <vtkGPUVolumeRayCastMapper.h>
#include <vtkMatrix4x4.h>
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

/// On the processor a draft takes a time that grows with the voxels.
constexpr std::size_t kDraftVoxels = std::size_t{4} << 20;

std::size_t voxelsOf(const Volume& volume)
{
    return static_cast<std::size_t>(volume.columns) * static_cast<std::size_t>(volume.rows) *
           static_cast<std::size_t>(volume.slices);
}

/// The largest value of each block of step x step x step voxels (whole blocks only): thin bright vessels stay.
VolumePtr reduced(const Volume& volume, int step)
{
    const auto coarse = std::make_shared<Volume>(volume);
    coarse->columns = volume.columns / step;
    coarse->rows = volume.rows / step;
    coarse->slices = volume.slices / step;
    coarse->spacing = volume.spacing * step;
    const double shift = (step - 1) / 2.0;
    coarse->origin +=
        shift * (volume.right * volume.spacing.x() + volume.down * volume.spacing.y() + volume.normal() * volume.spacing.z());
    const std::shared_ptr<std::byte> memory = allocatePixels(voxelsOf(*coarse) * sizeof(std::int16_t));
    auto* out = reinterpret_cast<std::int16_t*>(memory.get());
    std::fill_n(out, voxelsOf(*coarse), std::int16_t{-32768});
    const std::int16_t* in = volume.voxels.get();
    for (int k = 0; k < coarse->slices * step; ++k) {
        for (int j = 0; j < coarse->rows * step; ++j) {
            const std::int16_t* line = in + (static_cast<std::size_t>(k) * volume.rows + j) * volume.columns;
            std::int16_t* into = out + (static_cast<std::size_t>(k / step) * coarse->rows + j / step) * coarse->columns;
            for (int i = 0; i < coarse->columns; ++i, line += step) {
                into[i] = std::max(into[i], *std::max_element(line, line + step));
            }
        }
    }
    coarse->voxels = std::shared_ptr<const std::int16_t>(memory, out);
    return coarse;
}

/// Null where drafts can do with the volume itself.
VolumePtr draftOf(const Volume& volume)
{
    int step = 1;
    while (voxelsOf(volume) / (static_cast<std::size_t>(step) * step * step) > kDraftVoxels) {
        ++step;
    }
    const bool possible = step > 1 && std::min({volume.columns, volume.rows, volume.slices}) >= 8 * step;
    try {
        return possible ? reduced(volume, step) : nullptr;
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}

} // namespace

VtkVolumeScene::VtkVolumeScene(const std::shared_ptr<EglContext>& context) : m_context(context)
{
    prepare(m_full);
    prepare(m_coarse);
    m_renderer->SetBackground(0, 0, 0);
    m_renderer->SetBackgroundAlpha(1);
    m_window->setContext(context);
    m_window->AddRenderer(m_renderer);
    vtkNew<AbortCheck> check;
    check->stop = &m_stop;
    m_window->AddObserver(vtkCommand::AbortCheckEvent, check);
}

void VtkVolumeScene::prepare(Part& part)
{
    if (isSoftware()) {
        vtkNew<vtkFixedPointVolumeRayCastMapper> mapper;
        mapper->AutoAdjustSampleDistancesOff();
        part.mapper = mapper;
    } else {
        vtkNew<vtkGPUVolumeRayCastMapper> mapper;
        mapper->AutoAdjustSampleDistancesOff();
        part.mapper = mapper;
    }
    part.prop->SetMapper(part.mapper);
    part.prop->GetProperty()->SetColor(m_colors);
    part.prop->GetProperty()->SetScalarOpacity(m_opacity);
    part.prop->GetProperty()->SetInterpolationTypeToLinear();
}

VtkVolumeScene::~VtkVolumeScene()
{
    m_context->makeCurrent();
    m_window->Finalize();
}

void VtkVolumeScene::setVolume(const VolumePtr& volume)
{
    m_renderer->RemoveAllViewProps();
    m_data = volume;
    setData(m_full, volume);
    setData(m_coarse, volume && isSoftware() ? draftOf(*volume) : nullptr);
}

void VtkVolumeScene::setData(Part& part, const VolumePtr& volume)
{
    part.image->Initialize(); // it points into the voxels that go
    part.data = volume;
    if (!volume) {
        return;
    }
    const vtkIdType count = static_cast<vtkIdType>(volume->columns) * volume->rows * volume->slices;
    vtkNew<vtkShortArray> voxels;
    voxels->SetArray(const_cast<short*>(volume->voxels.get()), count, 1); // read only; data keeps them
    part.image->SetDimensions(volume->columns, volume->rows, volume->slices);
    part.image->SetSpacing(volume->spacing.x(), volume->spacing.y(), volume->spacing.z());
    part.image->SetOrigin(0, 0, 0);
    part.image->GetPointData()->SetScalars(voxels);
    part.mapper->SetInputData(part.image);
    part.prop->SetUserMatrix(placement(*volume));
    m_renderer->AddVolume(part.prop);
}

void VtkVolumeScene::setQuality(Part& part, const VolumeView& view)
{
    const bool isMip = view.mode == VolumeView::Mode::MaximumIntensity;
    part.mapper->SetBlendMode(isMip ? vtkVolumeMapper::MAXIMUM_INTENSITY_BLEND : vtkVolumeMapper::COMPOSITE_BLEND);
    const auto step = static_cast<float>(part.data->spacing.minCoeff() * (view.draft ? 2.0 : 1.0));
    const float rays = view.draft ? 2.0F : 1.0F;
    if (auto* fixed = vtkFixedPointVolumeRayCastMapper::SafeDownCast(part.mapper)) {
        fixed->SetSampleDistance(step);
        fixed->SetImageSampleDistance(rays);
    } else if (auto* gpu = vtkGPUVolumeRayCastMapper::SafeDownCast(part.mapper)) {
        gpu->SetSampleDistance(step / 2);
        gpu->SetImageSampleDistance(rays);
    }
    // On the processor shading would first compute the gradients of the whole volume, for seconds and without a way to stop it.
    part.prop->GetProperty()->SetScalarOpacityUnitDistance(m_data->spacing.minCoeff());
    part.prop->GetProperty()->SetAmbient(0.25);
    part.prop->GetProperty()->SetDiffuse(0.75);
    part.prop->GetProperty()->SetSpecular(0.2);
    part.prop->GetProperty()->SetShade(!isMip && !isSoftware());
}

void VtkVolumeScene::setColors(const VolumeView& view)
{
    const double low = (view.window.center - view.window.width / 2 - m_data->offset) / m_data->scale;
    const double high = std::max((view.window.center + view.window.width / 2 - m_data->offset) / m_data->scale, low + 1e-3);
    m_colors->RemoveAllPoints();
    m_opacity->RemoveAllPoints();
    if (view.mode == VolumeView::Mode::MaximumIntensity) {
        m_colors->AddRGBPoint(low, 0, 0, 0);
        m_colors->AddRGBPoint(high, 1, 1, 1);
        m_opacity->AddPoint(low, 1);
        return;
    }
    const double middle = (low + high) / 2;
    m_colors->AddRGBPoint(low, 0.55, 0.25, 0.15);
    m_colors->AddRGBPoint(middle, 0.88, 0.60, 0.45);
    m_colors->AddRGBPoint(high, 1.0, 0.98, 0.92);
    m_opacity->AddPoint(low, 0);
    m_opacity->AddPoint(middle, 0.15);
    m_opacity->AddPoint(high, 0.85);
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
    const bool coarse = view.draft && m_coarse.data;
    m_full.prop->SetVisibility(!coarse);
    m_coarse.prop->SetVisibility(coarse);
    setQuality(coarse ? m_coarse : m_full, view);
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
