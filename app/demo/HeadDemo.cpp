#include "demo/Anatomy.h"
#include "demo/DemoHeader.h"

#include <Eigen/Geometry>

#include <cmath>

namespace isocenter::demo {

namespace {

constexpr int kSize = 256;
constexpr double kPixel = 0.9;
constexpr double kThickness = 5;
constexpr float kNoise = 18;

/// One MR series: its planes and its contrast.
struct Stack
{
    DemoSeries series;
    Contrast contrast;
    Eigen::Vector3d right;
    Eigen::Vector3d down;
    int slices;
    double spacing;
    const char* folder;
};

double radians(double degrees)
{
    return degrees * M_PI / 180;
}

DemoSeries series(const char* key, const char* description, int number)
{
    return {QString::fromLatin1(key),
            QStringLiteral("MR"),
            QStringLiteral("1.2.840.10008.5.1.4.1.1.4"),
            QString::fromLatin1(description),
            QStringLiteral("BRAIN"),
            QStringLiteral("Demonstration head"),
            QStringLiteral("head/frame"),
            number};
}

std::vector<Stack> stacks()
{
    const Eigen::Matrix3d axial =
        (Eigen::AngleAxisd(radians(5), Eigen::Vector3d::UnitZ()) * Eigen::AngleAxisd(radians(-12), Eigen::Vector3d::UnitX()))
            .toRotationMatrix();
    const Eigen::Matrix3d sagittal = Eigen::AngleAxisd(radians(5), Eigen::Vector3d::UnitZ()).toRotationMatrix();
    const Eigen::Vector3d x = Eigen::Vector3d::UnitX();
    const Eigen::Vector3d y = Eigen::Vector3d::UnitY();
    const Eigen::Vector3d foot = -Eigen::Vector3d::UnitZ();
    return {{series("t1", "T1 axial", 1), Contrast::T1, axial * x, axial * y, 24, 6, "mr-t1"},
            {series("t2", "T2 axial", 2), Contrast::T2, axial * x, axial * y, 24, 6, "mr-t2"},
            {series("sagittal", "T1 sagittal", 3), Contrast::T1, sagittal * y, foot, 21, 7, "mr-sagittal"}};
}

ImagePlane plane(const Stack& stack, int index)
{
    ImagePlane plane;
    plane.right = stack.right;
    plane.down = stack.down;
    plane.columnSpacing = plane.rowSpacing = kPixel;
    plane.spacingKnown = true;
    const double half = (kSize - 1) / 2.0 * kPixel;
    plane.position =
        -half * plane.right - half * plane.down + (index - (stack.slices - 1) / 2.0) * stack.spacing * plane.normal();
    return plane;
}

void writeAcquisition(DatasetWriter& writer, const Stack& stack)
{
    const bool t1 = stack.contrast == Contrast::T1;
    writer.text(0x00080008, "CS", QStringLiteral("ORIGINAL\\PRIMARY\\OTHER")).number(0x00200012, "IS", 1);
    writer.text(0x00180020, "CS", QStringLiteral("SE"))
        .text(0x00180021, "CS", QStringLiteral("NONE"))
        .text(0x00180022, "CS", QString());
    writer.text(0x00180023, "CS", QStringLiteral("2D"))
        .number(0x00180080, "DS", t1 ? 550 : 4500)
        .number(0x00180081, "DS", t1 ? 12 : 95);
    writer.number(0x00180091, "IS", t1 ? 1 : 15).number(0x00180087, "DS", 3).number(0x00180088, "DS", stack.spacing);
    writer.number(0x00281050, "DS", t1 ? 480 : 800).number(0x00281051, "DS", t1 ? 960 : 1600);
}

Result<DemoFile> slice(const Stack& stack, int index)
{
    const DemoStudy study{QStringLiteral("head"), QStringLiteral("DEMO-HEAD"),       QStringLiteral("PHANTOM^DEMO HEAD"),
                          QDate(2025, 10, 7),     QStringLiteral("MR head phantom"), QStringLiteral("DEMO0004")};
    const InstanceRecord record = demoRecord(study, stack.series, index + 1, kSize, kSize);
    const ImagePlane place = plane(stack, index);
    std::vector<float> values = cut(head(stack.contrast), 0, place, kSize, kSize);
    Noise noise(static_cast<std::uint32_t>(stack.series.number * 1000 + index));
    for (float& value : values) {
        // The magnitude of a complex signal: noise in air is never negative.
        value = std::hypot(value + kNoise * noise.next(), kNoise * noise.next());
    }
    DatasetWriter writer(record.instance.sopClass, record.instance.uid.text());
    writeHeader(writer, record);
    writePlane(writer, place, kThickness);
    writeAcquisition(writer, stack);
    writeGreyPixels(writer, kSize, kSize, "MONOCHROME2", quantised(values, 4095));
    return finish(writer, record);
}

} // namespace

void addHead(std::vector<DemoObject>& objects)
{
    for (const Stack& stack : stacks()) {
        for (int i = 0; i < stack.slices; ++i) {
            objects.push_back({QStringLiteral("%1/%2.dcm").arg(QLatin1String(stack.folder)).arg(i + 1, 4, 10, QLatin1Char('0')),
                               [stack, i] { return slice(stack, i); }});
        }
    }
}

} // namespace isocenter::demo
