#include "demo/Anatomy.h"
#include "demo/DemoHeader.h"

namespace isocenter::demo {

namespace {

constexpr int kSlices = 120;
constexpr int kSize = 512;
constexpr double kPixel = 0.7;
constexpr double kSpacing = 1.5;
constexpr float kNoiseHu = 6;
constexpr double kIntercept = -1024;

DemoStudy study(Visit visit)
{
    const bool current = visit == Visit::Current;
    return {current ? QStringLiteral("torso/current") : QStringLiteral("torso/prior"),
            QString::fromLatin1(kTorsoPatientId),
            QString::fromLatin1(kTorsoPatientName),
            current ? QDate(2025, 11, 18) : QDate(2024, 9, 18),
            current ? QStringLiteral("CT torso phantom, follow-up") : QStringLiteral("CT torso phantom"),
            current ? QStringLiteral("DEMO0002") : QStringLiteral("DEMO0001")};
}

DemoSeries series(Visit visit)
{
    // Two visits are two frames of reference: nobody lies down twice in the same place.
    const QString frame = visit == Visit::Current ? QStringLiteral("torso/current/frame") : QStringLiteral("torso/prior/frame");
    return {QStringLiteral("axial"),
            QStringLiteral("CT"),
            QStringLiteral("1.2.840.10008.5.1.4.1.1.2"),
            QStringLiteral("Axial 1.5 mm"),
            QStringLiteral("CHEST"),
            QStringLiteral("Demonstration torso"),
            frame,
            2};
}

ImagePlane plane(int index)
{
    ImagePlane plane;
    const double corner = -(kSize - 1) / 2.0 * kPixel;
    plane.position = {corner, corner, (index - (kSlices - 1) / 2.0) * kSpacing};
    plane.columnSpacing = plane.rowSpacing = kPixel;
    plane.spacingKnown = true;
    return plane;
}

void writeAcquisition(DatasetWriter& writer)
{
    writer.text(0x00080008, "CS", QStringLiteral("ORIGINAL\\PRIMARY\\AXIAL")).number(0x00200012, "IS", 1);
    writer.number(0x00180060, "DS", 120).number(0x00181151, "IS", 200).number(0x00181150, "IS", 500);
    writer.text(0x00181210, "SH", QStringLiteral("PHANTOM")).number(0x00181100, "DS", kSize * kPixel);
    writer.number(0x00281052, "DS", kIntercept).number(0x00281053, "DS", 1).text(0x00281054, "LO", QStringLiteral("HU"));
    writer.numbers(0x00281050, "DS", {40, -600}).numbers(0x00281051, "DS", {400, 1500});
    writer.text(0x00281055, "LO", QStringLiteral("SOFT TISSUE\\LUNG"));
}

Result<DemoFile> slice(Visit visit, int index)
{
    const InstanceRecord record = demoRecord(study(visit), series(visit), index + 1, kSize, kSize);
    const ImagePlane place = plane(index);
    std::vector<float> values = cut(torso(visit), kAirHu, place, kSize, kSize);
    Noise noise(static_cast<std::uint32_t>(index + (visit == Visit::Current ? 1000 : 1)));
    for (float& value : values) {
        value += kNoiseHu * noise.next() - static_cast<float>(kIntercept);
    }
    DatasetWriter writer(record.instance.sopClass, record.instance.uid.text());
    writeHeader(writer, record);
    writePlane(writer, place, kSpacing);
    writeAcquisition(writer);
    writer.number(0x00201041, "DS", place.position.z());
    writeGreyPixels(writer, kSize, kSize, "MONOCHROME2", quantised(values, 4095));
    return finish(writer, record);
}

} // namespace

void addCt(std::vector<DemoObject>& objects)
{
    for (const Visit visit : {Visit::Current, Visit::Prior}) {
        const QString folder = visit == Visit::Current ? QStringLiteral("ct-current") : QStringLiteral("ct-prior");
        for (int i = 0; i < kSlices; ++i) {
            objects.push_back({QStringLiteral("%1/%2.dcm").arg(folder).arg(i + 1, 4, 10, QLatin1Char('0')),
                               [visit, i] { return slice(visit, i); }});
        }
    }
}

} // namespace isocenter::demo
