#include "demo/Anatomy.h"
#include "demo/DemoHeader.h"

namespace isocenter::demo {

namespace {

constexpr int kSize = 1760;
constexpr double kPixel = 0.2;
constexpr double kWaterPerMm = 0.02; // attenuation of water at diagnostic energies
constexpr double kUnexposed = 4000;
constexpr double kPerAttenuation = 600;
constexpr float kNoise = 8;

/// The detector's answer, proportional to the logarithm of the dose: high behind air, low behind bone.
std::vector<float> projection()
{
    const std::vector<Body> bodies = torso(Visit::Current);
    std::vector<float> values(static_cast<std::size_t>(kSize) * kSize);
    Noise noise(7);
    for (int row = 0; row < kSize; ++row) {
        const double z = ((kSize - 1) / 2.0 - row) * kPixel;
        for (int column = 0; column < kSize; ++column) {
            const double x = (column - (kSize - 1) / 2.0) * kPixel;
            double attenuation = 0;
            for (const Body& body : bodies) {
                attenuation += (body.value - body.surrounding) / 1000 * kWaterPerMm * body.chordAlongY(x, z);
            }
            values[static_cast<std::size_t>(row) * kSize + static_cast<std::size_t>(column)] =
                static_cast<float>(kUnexposed - kPerAttenuation * attenuation) + kNoise * noise.next();
        }
    }
    return values;
}

Result<DemoFile> image()
{
    const DemoStudy study{
        QStringLiteral("chest"), QString::fromLatin1(kTorsoPatientId),       QString::fromLatin1(kTorsoPatientName),
        QDate(2025, 11, 17),     QStringLiteral("Chest radiograph phantom"), QStringLiteral("DEMO0003")};
    const DemoSeries series{QStringLiteral("pa"),
                            QStringLiteral("CR"),
                            QStringLiteral("1.2.840.10008.5.1.4.1.1.1"),
                            QStringLiteral("PA"),
                            QStringLiteral("CHEST"),
                            QStringLiteral("Demonstration chest"),
                            QString(),
                            1};
    const InstanceRecord record = demoRecord(study, series, 1, kSize, kSize);
    DatasetWriter writer(record.instance.sopClass, record.instance.uid.text());
    writeHeader(writer, record);
    writer.text(0x00080008, "CS", QStringLiteral("ORIGINAL\\PRIMARY")).text(0x00200020, "CS", QStringLiteral("L\\F"));
    writer.text(0x00185101, "CS", QStringLiteral("PA")).number(0x00180060, "DS", 120);
    writer.numbers(0x00181164, "DS", {kPixel, kPixel}).number(0x00281050, "DS", 2200).number(0x00281051, "DS", 2600);
    writeGreyPixels(writer, kSize, kSize, "MONOCHROME1", quantised(projection(), 4095));
    return finish(writer, record);
}

} // namespace

void addChest(std::vector<DemoObject>& objects)
{
    objects.push_back({QStringLiteral("cr-chest/0001.dcm"), &image});
}

} // namespace isocenter::demo
