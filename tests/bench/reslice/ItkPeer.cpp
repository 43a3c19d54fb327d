#include "reslice/ReslicePeer.h"

#if defined(ISOCENTER_ITK)

#include <itkImage.h>
#include <itkLinearInterpolateImageFunction.h>
#include <itkMultiThreaderBase.h>
#include <itkResampleImageFilter.h>

namespace {

class ItkPeer : public ReslicePeer
{
public:
    explicit ItkPeer(const PeerVolume& volume)
    {
        Image::RegionType region;
        for (unsigned i = 0; i < 3; ++i) {
            region.SetSize(i, static_cast<itk::SizeValueType>(volume.size[i]));
        }
        m_image->SetRegions(region);
        m_image->SetSpacing(volume.spacing);
        const auto count = region.GetNumberOfPixels();
        m_image->GetPixelContainer()->SetImportPointer(const_cast<short*>(volume.values), count, false);
        m_filter->SetInput(m_image);
        m_filter->SetInterpolator(itk::LinearInterpolateImageFunction<Image>::New());
        m_filter->SetDefaultPixelValue(-32768);
    }

    void setThreads(int threads) override { m_filter->SetNumberOfWorkUnits(static_cast<itk::ThreadIdType>(threads)); }

    bool paint(const PeerPlane& plane, double center, double width) override
    {
        if (plane.planes > 1) {
            return false;
        }
        const double* r = plane.right;
        const double* d = plane.down;
        const double normal[3] = {r[1] * d[2] - r[2] * d[1], r[2] * d[0] - r[0] * d[2], r[0] * d[1] - r[1] * d[0]};
        Image::DirectionType direction;
        Image::PointType origin;
        for (unsigned i = 0; i < 3; ++i) {
            direction(i, 0) = r[i];
            direction(i, 1) = d[i];
            direction(i, 2) = normal[i];
            origin[i] = plane.center[i] - (r[i] + d[i]) * 0.5 * (plane.size - 1) * plane.spacing;
        }
        const auto size = static_cast<itk::SizeValueType>(plane.size);
        m_filter->SetSize({{size, size, 1}});
        const double spacing[3] = {plane.spacing, plane.spacing, 1};
        m_filter->SetOutputSpacing(spacing);
        m_filter->SetOutputOrigin(origin);
        m_filter->SetOutputDirection(direction);
        m_filter->Modified();
        m_filter->Update();
        const short* values = m_filter->GetOutput()->GetBufferPointer();
        m_pixels.resize(size * size);
        const auto low = static_cast<float>(center - width / 2);
        const auto gain = static_cast<float>(255 / width);
        for (std::size_t i = 0; i < m_pixels.size(); ++i) {
            const float level = (values[i] - low) * gain + 0.5F;
            const auto grey = static_cast<std::uint32_t>(level < 0 ? 0.0F : level > 255 ? 255.0F : level);
            m_pixels[i] = 0xFF000000U | grey << 16 | grey << 8 | grey;
        }
        return true;
    }

private:
    using Image = itk::Image<short, 3>;
    Image::Pointer m_image = Image::New();
    itk::ResampleImageFilter<Image, Image>::Pointer m_filter = itk::ResampleImageFilter<Image, Image>::New();
    std::vector<std::uint32_t> m_pixels;
};

} // namespace

std::unique_ptr<ReslicePeer> makeItkPeer(const PeerVolume& volume)
{
    return std::make_unique<ItkPeer>(volume);
}

#else

std::unique_ptr<ReslicePeer> makeItkPeer(const PeerVolume&)
{
    return nullptr;
}

#endif
