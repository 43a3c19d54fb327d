// A reslice equals itk::ResampleImageFilter's, linear, within half a stored unit.

#include "reslice/Reslicer.h"
#include "ResliceCases.h"

#include <QtTest>

#if defined(ISOCENTER_ITK)
#include <itkImage.h>
#include <itkLinearInterpolateImageFunction.h>
#include <itkResampleImageFilter.h>
#endif

using namespace isocenter;
using isocenter::test::obliqueGrid;
using isocenter::test::randomPlane;
using isocenter::test::ResliceCase;

#if defined(ISOCENTER_ITK)

namespace {

using Voxels = itk::Image<short, 3>;
using Values = itk::Image<float, 3>;

constexpr float kOutside = -1e6F;

Voxels::Pointer itkVolume(const ResliceCase& c)
{
    const VolumeGrid& g = c.grid;
    const auto image = Voxels::New();
    Voxels::SizeType size{{static_cast<itk::SizeValueType>(g.columns), static_cast<itk::SizeValueType>(g.rows),
                           static_cast<itk::SizeValueType>(g.slices)}};
    image->SetRegions(size);
    const double spacing[3] = {g.columnSpacing, g.rowSpacing, g.step.norm()};
    image->SetSpacing(spacing);
    image->SetOrigin(g.origin.data());
    Voxels::DirectionType direction;
    const Eigen::Vector3d slices = g.step.normalized();
    for (unsigned i = 0; i < 3; ++i) {
        direction(i, 0) = g.right[i];
        direction(i, 1) = g.down[i];
        direction(i, 2) = slices[i];
    }
    image->SetDirection(direction);
    image->Allocate();
    short* out = image->GetBufferPointer();
    for (int k = 0; k < g.slices; ++k) {
        for (int row = 0; row < g.rows; ++row) {
            for (int column = 0; column < g.columns; ++column) {
                *out++ = static_cast<short>(c.stored(column, row, k));
            }
        }
    }
    return image;
}

Values::Pointer itkReslice(const Voxels::Pointer& volume, const ReslicePlane& plane)
{
    const auto filter = itk::ResampleImageFilter<Voxels, Values>::New();
    filter->SetInput(volume);
    filter->SetInterpolator(itk::LinearInterpolateImageFunction<Voxels>::New());
    filter->SetDefaultPixelValue(kOutside);
    filter->SetSize({{static_cast<itk::SizeValueType>(plane.width), static_cast<itk::SizeValueType>(plane.height), 1}});
    const double spacing[3] = {plane.spacing, plane.spacing, 1};
    filter->SetOutputSpacing(spacing);
    const Eigen::Vector3d origin = plane.at(0, 0);
    filter->SetOutputOrigin(origin.data());
    Values::DirectionType direction;
    const Eigen::Vector3d normal = plane.normal();
    for (unsigned i = 0; i < 3; ++i) {
        direction(i, 0) = plane.right[i];
        direction(i, 1) = plane.down[i];
        direction(i, 2) = normal[i];
    }
    filter->SetOutputDirection(direction);
    filter->Update();
    return filter->GetOutput();
}

} // namespace

#endif

class TestResliceItk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hundredPlanes_data();
    void hundredPlanes();
};

void TestResliceItk::hundredPlanes_data()
{
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<bool>("tilted");
    QTest::newRow("ct") << -1024.0 << 3071.0 << false;
    QTest::newRow("all of 16 bits") << -32768.0 << 32768.0 << false;
    QTest::newRow("tilted gantry") << -1024.0 << 3071.0 << true;
}

void TestResliceItk::hundredPlanes()
{
#if !defined(ISOCENTER_ITK)
    QSKIP("built without ITK");
#else
    QFETCH(double, low);
    QFETCH(double, high);
    QFETCH(bool, tilted);
    ResliceCase c;
    c.grid = obliqueGrid(64, 60, 50);
    c.low = low;
    c.high = high;
    if (tilted) {
        c.grid.step += c.grid.down * 0.4;
    }
    const Result<ResliceVolume> volume = c.volume();
    QVERIFY(volume.ok());
    const Voxels::Pointer same = itkVolume(c);
    qint64 inside = 0;
    qint64 atEdges = 0;
    double worst = 0;
    for (int n = 0; n < 100; ++n) {
        const ReslicePlane plane = randomPlane(c.grid, n, 90, 80);
        std::vector<float> values(static_cast<std::size_t>(plane.width * plane.height));
        QVERIFY(reslice(*volume, plane, values.data(), nullptr).ok());
        const Values::Pointer expected = itkReslice(same, plane);
        const float* pixel = expected->GetBufferPointer();
        for (std::size_t i = 0; i < values.size(); ++i) {
            const bool ours = values[i] == values[i];
            const bool theirs = pixel[i] != kOutside;
            if (ours && theirs) {
                ++inside;
                worst = std::max(worst, std::abs(static_cast<double>(values[i]) - static_cast<double>(pixel[i])));
            }
            atEdges += ours != theirs ? 1 : 0;
        }
    }
    qInfo("largest difference %g of a stored unit over %lld points", worst, static_cast<long long>(inside));
    QVERIFY(inside > 100000);
    QVERIFY2(worst < 0.5, qPrintable(QString::number(worst)));
    QVERIFY2(atEdges * 10000 <= inside, qPrintable(QString::number(atEdges))); // rounding at the outermost half voxel
#endif
}

QTEST_APPLESS_MAIN(TestResliceItk)
#include "tst_ResliceItk.moc"
