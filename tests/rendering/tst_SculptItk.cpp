// Bone removal against ITK, where its headers are installed.
#include "rendering/Volumes.h"
#include "sculpt/BoneRemoval.h"

#include <QtTest>

#ifdef ISOCENTER_ITK
#include <itkConnectedThresholdImageFilter.h>
#include <itkImportImageFilter.h>
#endif

#include <chrono>
#include <cmath>
#include <random>

using namespace isocenter;
using namespace isocenter::test;

namespace {

/// Blobs of bone with noise, so that pieces touch by faces, edges and corners.
VolumePtr blobs(int columns, int rows, int slices, int seed)
{
    auto volume = std::make_shared<Volume>();
    volume->columns = columns;
    volume->rows = rows;
    volume->slices = slices;
    const std::size_t count = static_cast<std::size_t>(columns) * rows * slices;
    const std::shared_ptr<std::byte> memory = allocatePixels(2 * count);
    auto* voxels = reinterpret_cast<std::int16_t*>(memory.get());
    std::mt19937 random(static_cast<unsigned>(seed));
    for (std::size_t i = 0; i < count; ++i) {
        const double x = static_cast<double>(i % columns);
        const double y = static_cast<double>(i / columns % rows);
        const double z = static_cast<double>(i / columns / rows);
        const double wave = std::sin(x * 0.21) + std::sin(y * 0.17 + 1) + std::sin(z * 0.19 + 2);
        voxels[i] = static_cast<std::int16_t>(200 * wave + static_cast<int>(random() % 200));
    }
    volume->voxels = std::shared_ptr<const std::int16_t>(memory, voxels);
    return volume;
}

} // namespace

class TestSculptItk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameVoxelsAsConnectedThreshold()
    {
#ifdef ISOCENTER_ITK
        using Image = itk::Image<std::int16_t, 3>;
        using Mask = itk::Image<unsigned char, 3>;
        for (int seed = 1; seed <= 4; ++seed) {
            const VolumePtr volume = blobs(71, 63, 57, seed);
            const std::size_t count = static_cast<std::size_t>(volume->columns) * volume->rows * volume->slices;
            const auto* voxels = volume->voxels.get();
            const auto brightest = static_cast<std::size_t>(std::max_element(voxels, voxels + count) - voxels);
            auto import = itk::ImportImageFilter<std::int16_t, 3>::New();
            Image::SizeType size{{ 71, 63, 57 }};
            Image::RegionType region;
            region.SetSize(size);
            import->SetRegion(region);
            import->SetImportPointer(const_cast<std::int16_t*>(voxels), count, false);
            auto filter = itk::ConnectedThresholdImageFilter<Image, Mask>::New();
            filter->SetInput(import->GetOutput());
            filter->SetLower(250);
            filter->SetReplaceValue(1);
            Image::IndexType start{
                { static_cast<long>(brightest % 71),
                  static_cast<long>(brightest / 71 % 63),
                  static_cast<long>(brightest / 71 / 63) }};
            filter->SetSeed(start);
            filter->Update();
            const unsigned char* expected = filter->GetOutput()->GetBufferPointer();
            BoneRequest request;
            request.threshold = 250;
            request.margin = 0;
            request.seed = Eigen::Vector3d(start[0], start[1], start[2]);
            const auto hidden = removeBone(*volume, nullptr, request);
            QVERIFY(hidden);
            std::size_t taken = 0;
            for (std::size_t i = 0; i < count; ++i) {
                QCOMPARE((*hidden)->at(i), expected[i] != 0);
                taken += expected[i];
            }
            QVERIFY(taken > 1000 && taken < count / 2);
        }
#else
        QSKIP("ITK's region growing is not installed");
#endif
    }
};

QTEST_APPLESS_MAIN(TestSculptItk)
#include "tst_SculptItk.moc"
