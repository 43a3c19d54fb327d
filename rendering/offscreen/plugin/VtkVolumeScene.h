#pragma once

#include "offscreen/plugin/EglRenderWindow.h"
#include "scene/VolumeScene.h"

#include <vtkColorTransferFunction.h>
#include <vtkGPUVolumeRayCastMapper.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPiecewiseFunction.h>
#include <vtkRenderer.h>
#include <vtkSmartPointer.h>
#include <vtkVolume.h>
#include <vtkVolumeMapper.h>
#include <vtkVolumeProperty.h>

namespace isocenter {

/// VolumeScene by VTK: ray casting on the graphics card, or on the processor where OpenGL is software.
class VtkVolumeScene : public VolumeScene
{
public:
    explicit VtkVolumeScene(const std::shared_ptr<EglContext>& context);
    ~VtkVolumeScene() override;

    void setVolume(const VolumePtr& volume) override;
    Result<QImage> render(const VolumeView& view, const QSize& size, const std::atomic<bool>& stop) override;
    bool isSoftware() const override { return m_context->isSoftware(); }

private:
    void setQuality(const VolumeView& view);
    void setParts(const VolumeView& view);
    void setColors(const VolumeView& view);
    void setCamera(const VolumeView& view, const QSize& size);
    QImage readBack(const QSize& size);

    std::shared_ptr<EglContext> m_context;
    VolumePtr m_data;
    std::shared_ptr<const HiddenVoxels> m_hidden; ///< that the mapper's mask is of
    vtkNew<vtkImageData> m_image;
    vtkNew<vtkGPUVolumeRayCastMapper> m_mapper;
    vtkNew<vtkVolume> m_prop;
    vtkNew<vtkColorTransferFunction> m_colors;
    vtkNew<vtkPiecewiseFunction> m_opacity;
    vtkNew<vtkRenderer> m_renderer;
    vtkNew<EglRenderWindow> m_window;
    const std::atomic<bool>* m_stop = nullptr;
};

} // namespace isocenter
