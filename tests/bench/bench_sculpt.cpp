// bench_sculpt [SLICES]: cutting a made-up CT of 512 x 512 x SLICES (600) by an outline, and taking its bone away, its surface,
// beside itk::ConnectedThresholdImageFilter where its headers are installed. One JSON object a row on stdout; medians of three.

#include "image/Frame.h"
#include "sculpt/BoneRemoval.h"
#include "sculpt/OutlineCut.h"
#include "surface/SurfaceModule.h"

#ifdef ISOCENTER_ITK
#include <itkConnectedThresholdImageFilter.h>
#include <itkImportImageFilter.h>
#endif

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QThread>

#include <algorithm>
#include <cmath>
#include <cstdio>

using namespace isocenter;

namespace {

constexpr int kSide = 512;

void print(const QString& name, const std::function<void()>& work)
{
    std::vector<double> times;
    for (int i = 0; i < 3; ++i) {
        QElapsedTimer timer;
        timer.start();
        work();
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(times.begin(), times.end());
    const QJsonObject object{{QStringLiteral("name"), name},
                             {QStringLiteral("value"), times[1]},
                             {QStringLiteral("unit"), QStringLiteral("ms")},
                             {QStringLiteral("threads"), QThread::idealThreadCount()}};
    std::puts(QJsonDocument(object).toJson(QJsonDocument::Compact).constData());
}

/// A spine, ribs joined to it, an aorta with contrast beside it, noise.
int valueAt(double x, double y, double z)
{
    const bool spine = std::hypot(x, y - 70) < 18;
    const double shell = std::hypot(x / 148, y / 98);
    const bool rib = std::abs(shell - 1) < 0.03 && std::fmod(z + 1000, 26) < 9;
    const bool aorta = std::hypot(x - 30, y - 50) < 12;
    return spine || rib ? 600 : aorta ? 300 : shell < 1 ? 40 : -1000;
}

VolumePtr phantom(int slices)
{
    auto volume = std::make_shared<Volume>();
    volume->columns = volume->rows = kSide;
    volume->slices = slices;
    volume->spacing = {0.7, 0.7, 0.8};
    const std::size_t count = static_cast<std::size_t>(kSide) * kSide * static_cast<std::size_t>(slices);
    const std::shared_ptr<std::byte> memory = allocatePixels(2 * count);
    auto* voxels = reinterpret_cast<std::int16_t*>(memory.get());
    std::uint32_t noise = 1;
    for (std::size_t i = 0; i < count; ++i) {
        noise = noise * 1664525U + 1013904223U;
        const auto column = static_cast<double>(i % kSide);
        const auto row = static_cast<double>(i / kSide % kSide);
        const auto slice = static_cast<double>(i / kSide / kSide);
        voxels[i] = static_cast<std::int16_t>(valueAt(0.7 * (column - 255.5), 0.7 * (row - 255.5), 0.8 * slice) +
                                              static_cast<int>(noise >> 26U) - 32);
    }
    volume->voxels = std::shared_ptr<const std::int16_t>(memory, voxels);
    return volume;
}

} // namespace

int main(int argc, char** argv)
{
    const QGuiApplication application(argc, argv);
    const int slices = argc > 1 ? std::max(3, QByteArray(argv[1]).toInt()) : 600;
    const VolumePtr volume = phantom(slices);
    PictureOutline outline;
    outline.view.height = 400;
    outline.size = {800, 800};
    outline.polygon = QPolygonF({{100, 100}, {500, 150}, {600, 600}, {150, 500}});
    print(QStringLiteral("cut by outline"), [&] { (void)cutByOutline(*volume, nullptr, outline); });
    BoneRequest bone;
    bone.threshold = 450;
    print(QStringLiteral("all bone"), [&] { (void)removeBone(*volume, nullptr, bone); });
    bone.seed = volume->origin + Eigen::Vector3d(0.7 * 255, 0.7 * 255 + 70, 40);
    print(QStringLiteral("bone by seed"), [&] { (void)removeBone(*volume, nullptr, bone); });
    for (const double kept : {1.0, 0.25}) {
        print(QStringLiteral("surface, %1 % of the triangles").arg(100 * kept), [&] {
            SurfaceRequest surface;
            surface.threshold = 450;
            surface.kept = kept;
            const auto mesh = makeSurface(*volume, surface, {}, {QStringLiteral(ISOCENTER_PLUGINS)});
            std::fprintf(stderr, "%zu triangles\n", mesh ? mesh->triangles.size() : 0);
        });
    }
#ifdef ISOCENTER_ITK
    using Image = itk::Image<std::int16_t, 3>;
    auto import = itk::ImportImageFilter<std::int16_t, 3>::New();
    Image::RegionType region;
    region.SetSize({{kSide, kSide, static_cast<itk::SizeValueType>(slices)}});
    import->SetRegion(region);
    import->SetImportPointer(const_cast<std::int16_t*>(volume->voxels.get()),
                             static_cast<itk::SizeValueType>(kSide) * kSide * static_cast<itk::SizeValueType>(slices), false);
    print(QStringLiteral("bone by seed, itk::ConnectedThresholdImageFilter, no margin"), [&] {
        auto filter = itk::ConnectedThresholdImageFilter<Image, itk::Image<unsigned char, 3>>::New();
        filter->SetInput(import->GetOutput());
        filter->SetLower(450);
        filter->SetSeed({{255, 355, 50}});
        filter->Update();
    });
#endif
    return 0;
}
