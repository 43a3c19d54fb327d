#include "reslice/ReslicePeer.h"

#include <vtkImageData.h>
#include <vtkImageMapToWindowLevelColors.h>
#include <vtkImageReslice.h>
#include <vtkMatrix4x4.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkShortArray.h>

namespace {

class VtkPeer : public ReslicePeer
{
public:
    explicit VtkPeer(const PeerVolume& volume)
    {
        const auto count = static_cast<vtkIdType>(volume.size[0]) * volume.size[1] * volume.size[2];
        vtkNew<vtkShortArray> array;
        array->SetArray(const_cast<short*>(volume.values), count, 1);
        m_image->SetDimensions(volume.size);
        m_image->SetSpacing(volume.spacing);
        m_image->GetPointData()->SetScalars(array);
        m_reslice->SetInputData(m_image);
        m_reslice->SetInterpolationModeToLinear();
        m_reslice->SetOutputDimensionality(2);
        m_reslice->SetResliceAxes(m_axes);
        m_colors->SetInputConnection(m_reslice->GetOutputPort());
        m_colors->SetOutputFormatToRGB();
    }

    void setThreads(int threads) override
    {
        m_reslice->SetNumberOfThreads(threads);
        m_colors->SetNumberOfThreads(threads);
    }

    bool paint(const PeerPlane& plane, double center, double width) override
    {
        const double* r = plane.right;
        const double* d = plane.down;
        const double normal[3] = {r[1] * d[2] - r[2] * d[1], r[2] * d[0] - r[0] * d[2], r[0] * d[1] - r[1] * d[0]};
        for (int i = 0; i < 3; ++i) {
            m_axes->SetElement(i, 0, r[i]);
            m_axes->SetElement(i, 1, d[i]);
            m_axes->SetElement(i, 2, normal[i]);
            m_axes->SetElement(i, 3, plane.center[i]);
        }
        const double first = -0.5 * (plane.size - 1) * plane.spacing;
        const bool isSlab = plane.planes > 1;
        m_reslice->SetOutputSpacing(plane.spacing, plane.spacing, isSlab ? plane.planeDistance : 1);
        m_reslice->SetOutputOrigin(first, first, 0);
        m_reslice->SetOutputExtent(0, plane.size - 1, 0, plane.size - 1, 0, 0);
        m_reslice->SetSlabNumberOfSlices(plane.planes);
        plane.mean ? m_reslice->SetSlabModeToMean() : m_reslice->SetSlabModeToMax();
        m_reslice->Modified();
        m_colors->SetLevel(center);
        m_colors->SetWindow(width);
        m_colors->Update();
        return true;
    }

private:
    vtkNew<vtkImageData> m_image;
    vtkNew<vtkMatrix4x4> m_axes;
    vtkNew<vtkImageReslice> m_reslice;
    vtkNew<vtkImageMapToWindowLevelColors> m_colors;
};

} // namespace

std::unique_ptr<ReslicePeer> makeVtkPeer(const PeerVolume& volume)
{
    return std::make_unique<VtkPeer>(volume);
}
